package dev.autoscale.policies.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HpaVectors.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every verdict that the validation of the Kubernetes API server gave on the recorded specs. */
class HpaConformanceTest {
    static Stream<Row> rows() {
        return HpaVectors.rows().stream();
    }

    @Test
    void the_file_is_complete() {
        List<Row> rows = HpaVectors.rows();

        assertThat(rows).hasSize(600);
        assertThat(rows.stream().filter(Row::valid)).hasSize(248);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void finds_the_same_violations_in_the_same_order(Row row) {
        List<Violation> violations = row.spec().violations(row.scaleToZeroGate());

        assertThat(violations)
                .extracting(violation -> violation.path() + '=' + violation.type())
                .isEqualTo(row.errors());
        assertThat(violations.isEmpty()).isEqualTo(row.valid());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void validate_names_every_violation(Row row) {
        boolean gate = row.scaleToZeroGate();
        if (row.valid()) {
            assertThatCode(() -> row.spec().validate(gate)).doesNotThrowAnyException();
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> row.spec().validate(gate))
                    .satisfies(e -> assertThat(row.spec().violations(gate))
                            .allSatisfy(violation -> assertThat(e.getMessage()).contains(violation.toString())));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void completing_twice_is_completing_once(Row row) {
        HorizontalPodAutoscaler complete = row.spec().withDefaults();

        assertThat(complete.withDefaults()).isEqualTo(complete);
    }
}
