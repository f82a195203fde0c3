package dev.autoscale.policies.keda;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Decision;
import dev.autoscale.Fallback;
import dev.autoscale.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaCombinationTest {
    private static final int CURRENT = 6;

    private static AutoscalerSpec.Builder spec(Combination combination) {
        return AutoscalerSpec.builder(1, 100)
                .metric(external("a").averageValue(1))
                .metric(external("b").averageValue(1).fallback(Fallback.afterFailures(2, 3)))
                .combination(combination);
    }

    private static Combination of(String text) {
        return Formula.compile(text, "a", "b").combination();
    }

    private static int recommended(String text, double a, double b) {
        AutoscalerSpec spec = spec(of(text)).build();
        Observation in = spec.newObservation().at(0).replicas(CURRENT);
        Decision out = spec.newDecision();
        in.value(0, a).value(1, b);
        spec.newAutoscaler().decide(in, out);
        return out.combined();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max(a, min(b, 8)) | 4 | 20 | 8",
                "a + b / 2 | 4 | 5 | 7",
                "a - b | 4 | 9 | 0",
                "a > 3 and b > 3 ? max(a, b) : 2 | 4 | 9 | 9",
                "a * 1e300 | 4 | 9 | 2147483647",
            })
    void counts_are_combined_and_rounded_up(String text, double a, double b, int combined) {
        assertThat(recommended(text, a, b)).isEqualTo(combined);
    }

    @ParameterizedTest
    @CsvSource({"a / 0 * 0", "a / 0", "-a / 0", "int(a) % int(b - 9)", "a > 0 ? nil ?? nil : 1"})
    void what_is_no_count_holds(String text) {
        AutoscalerSpec spec = spec(of(text)).build();
        Decision out = spec.newDecision();
        spec.newAutoscaler()
                .decide(
                        spec.newObservation()
                                .at(0)
                                .replicas(CURRENT)
                                .value(0, 9)
                                .value(1, 9),
                        out);

        assertThat(out.replicas()).isEqualTo(CURRENT);
    }

    @Test
    void a_metric_without_a_proposal_is_nil_and_blocks_shrinking() {
        AutoscalerSpec spec = spec(of("(a ?? 0) + (b ?? 40)")).build();
        Decision out = spec.newDecision();
        Observation in = spec.newObservation();
        spec.newAutoscaler().decide(in.at(0).replicas(CURRENT).value(0, 10).failed(1), out);
        assertThat(out.combined()).isEqualTo(50);

        AutoscalerSpec low = spec(of("(a ?? 0) + (b ?? 1)")).build();
        low.newAutoscaler()
                .decide(low.newObservation().at(0).replicas(CURRENT).value(0, 2).failed(1), out = low.newDecision());
        assertThat(out.replicas()).isEqualTo(CURRENT);
    }

    @Test
    void the_formula_is_its_id_and_names_metrics_of_the_spec() {
        assertThat(of("max(a, b)"))
                .isEqualTo(of("max(a, b)"))
                .isNotEqualTo(of("min(a, b)"))
                .hasToString("formula max(a, b)");
        Combination other = Formula.compile("max(a, c)", "a", "c").combination();
        assertThatThrownBy(() -> spec(other).build()).hasMessage("a combination must name metrics: combination=c");
    }
}
