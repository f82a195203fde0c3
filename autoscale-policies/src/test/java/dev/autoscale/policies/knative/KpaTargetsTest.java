package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KpaTargetsTest {
    private final Map<String, String> config = new HashMap<>();
    private final Map<String, String> annotations = new HashMap<>();

    private KpaTargetsTest annotate(String name, String text) {
        annotations.put("autoscaling.knative.dev/" + name, text);
        return this;
    }

    private KpaTargets targets(long containerConcurrency, boolean reachable) {
        return KpaTargets.of(KpaConfig.of(config), new KpaAnnotations(annotations), containerConcurrency, reachable);
    }

    private KpaTargets targets() {
        return targets(0, true);
    }

    @Test
    void the_defaults() {
        KpaTargets targets = targets();

        assertThat(targets.total()).isEqualTo(100);
        assertThat(targets.target()).isEqualTo(70);
        assertThat(targets.targetBurstCapacity()).isEqualTo(211);
        assertThat(targets.panicThreshold()).isEqualTo(2);
        assertThat(targets.stableWindowMillis()).isEqualTo(60_000);
        assertThat(targets.panicWindowMillis()).isEqualTo(6_000);
        assertThat(targets.scaleDownDelayMillis()).isZero();
        assertThat(targets.initialScale()).isEqualTo(1);
        assertThat(targets.activationScale()).isZero();
        assertThat(targets.isReachable()).isTrue();
        assertThat(targets.minScale()).isZero();
        assertThat(targets.maxScale()).isZero();
    }

    @Test
    void the_containers_concurrency_is_its_load() {
        assertThat(targets(10, true).total()).isEqualTo(10);
        assertThat(targets(10, true).target()).isEqualTo(7);
    }

    @Test
    void an_annotated_concurrency_is_capped_by_the_containers() {
        annotate("target", "50");
        assertThat(targets(10, true).total()).isEqualTo(10);
        assertThat(targets(60, true).total()).isEqualTo(50);
        assertThat(targets(0, true).total()).isEqualTo(50);

        annotate("metric", "concurrency");
        assertThat(targets(10, true).total()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rps", "cpu", ""})
    void another_metric_is_not_capped(String metric) {
        annotate("metric", metric).annotate("target", "50");

        assertThat(targets(10, true).total()).isEqualTo(50);
    }

    @Test
    void another_metric_than_rps_is_concurrency() {
        config.put("container-concurrency-target-percentage", "0.5");
        annotate("metric", "cpu");
        assertThat(targets(10, true).target()).isEqualTo(5);

        annotate("metric", "rps");
        assertThat(targets(10, true).total()).isEqualTo(200);
        assertThat(targets(10, true).target()).isEqualTo(200 * 0.7);
        annotate("target-utilization-percentage", "90");
        assertThat(targets(10, true).target()).isEqualTo(180);
    }

    @Test
    void only_the_target_has_a_lower_bound() {
        annotate("target", "0.001");

        assertThat(targets().total()).isEqualTo(0.001);
        assertThat(targets().target()).isEqualTo(0.01);
    }

    @ParameterizedTest
    @CsvSource({
        "6s, 1, 1000",
        "14999ms, 10, 1000",
        "15s, 10, 2000",
        "25s, 10, 3000",
        "24999ms, 10, 2000",
        "1h, 100, 3600000",
        "1h, 33.3, 1199000",
        "1h, nan, 1000",
        "-1h, 50, 1000",
        "9223372036s, inf, 9223372037000"
    })
    void thePanicWindowIsRoundedToSeconds(String window, String percentage, long millis) {
        annotate("window", window).annotate("panic-window-percentage", percentage);

        assertThat(targets().panicWindowMillis()).isEqualTo(millis);
    }

    @Test
    void annotations_override_the_cluster() {
        config.putAll(Map.of("scale-down-delay", "1m", "min-scale", "2", "max-scale", "8", "initial-scale", "4"));
        assertThat(targets().scaleDownDelayMillis()).isEqualTo(60_000);
        assertThat(targets().minScale()).isEqualTo(2);
        assertThat(targets().maxScale()).isEqualTo(8);
        assertThat(targets().initialScale()).isEqualTo(4);

        annotate("scale-down-delay", "0").annotate("min-scale", "0").annotate("max-scale", "0");
        annotate("initial-scale", "3").annotate("activation-scale", "5").annotate("window", "30s");
        annotate("panic-threshold-percentage", "150").annotate("target-burst-capacity", "-1");
        assertThat(targets().scaleDownDelayMillis()).isZero();
        assertThat(targets().minScale()).isZero();
        assertThat(targets().maxScale()).isZero();
        assertThat(targets().initialScale()).isEqualTo(3);
        assertThat(targets().activationScale()).isEqualTo(5);
        assertThat(targets().stableWindowMillis()).isEqualTo(30_000);
        assertThat(targets().panicThreshold()).isEqualTo(1.5);
        assertThat(targets().targetBurstCapacity()).isEqualTo(-1);
    }

    @Test
    void an_initial_scale_of_zero_must_be_allowed() {
        config.put("initial-scale", "3");
        annotate("initial-scale", "0");
        assertThat(targets().initialScale()).isEqualTo(3);

        config.put("allow-zero-initial-scale", "true");
        assertThat(targets().initialScale()).isZero();

        // What is valid for the webhook only.
        annotate("initial-scale", "4294967296");
        assertThat(targets().initialScale()).isEqualTo(3);
    }

    @Test
    void a_revision_that_is_not_reachable_has_no_minimum() {
        annotate("min-scale", "3").annotate("max-scale", "5").annotate("initial-scale", "4");
        KpaTargets targets = targets(0, false);

        assertThat(targets.isReachable()).isFalse();
        assertThat(targets.minScale()).isZero();
        assertThat(targets.maxScale()).isEqualTo(5);
        assertThat(targets.initialScale()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000, 2",
        "211, 0, 3",
        "200, 0, 2",
        "-1, 2, 2",
        "-1, 3, 3",
        "211, 1, 4",
        "nan, 3, 3",
        "inf, 3, 2147483647"
    })
    void activatorsBearTheLoadAndTheBurst(String burst, int ready, int activators) {
        annotate("target-burst-capacity", burst);

        assertThat(targets().activators(ready)).isEqualTo(activators);
    }

    @Test
    void bad_numbers_still_give_two_activators() {
        config.put("activator-capacity", "nan");

        assertThat(targets().activators(5)).isEqualTo(2);
    }

    @Property
    void the_target_is_within_the_load(
            @ForAll @IntRange(min = 1, max = 1000) int concurrency, @ForAll @IntRange(min = 1, max = 100) int percent) {
        annotate("target", Integer.toString(concurrency));
        annotate("target-utilization-percentage", Integer.toString(percent));

        assertThat(targets().target()).isBetween(0.01, targets().total());
        assertThat(targets().panicWindowMillis()).isBetween(1000L, targets().stableWindowMillis());
    }

    @Test
    void a_negative_concurrency_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> targets(-1, true))
                .withMessage("containerConcurrency must be >= 0: containerConcurrency=-1");
    }
}
