package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.Violation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KpaAnnotationsTest {
    private static final String KPA = "class=kpa.autoscaling.knative.dev";
    private static final String HPA = "class=hpa.autoscaling.knative.dev";

    /** Pairs of short name and text: {@code min-scale=2 max-scale=1}. */
    private static KpaAnnotations annotations(String pairs) {
        Map<String, String> map = new HashMap<>(Map.of("other.example/min-scale", "x"));
        for (String pair : pairs.split(" ")) {
            int equal = pair.indexOf('=');
            map.put("autoscaling.knative.dev/" + pair.substring(0, equal), pair.substring(equal + 1));
        }
        return new KpaAnnotations(map);
    }

    private static List<String> messages(String pairs, KpaConfig config) {
        return annotations(pairs).violations(config).stream()
                .map(violation -> violation.toString().replace("autoscaling.knative.dev/", ""))
                .toList();
    }

    private static List<String> messages(String pairs) {
        return messages(pairs, KpaConfig.of(Map.of()));
    }

    @Test
    void nothing_is_given_by_default() {
        KpaAnnotations none = new KpaAnnotations(Map.of("min-scale", "3"));

        assertThat(none.violations(KpaConfig.of(Map.of()))).isEmpty();
        assertThat(none.podAutoscalerClass()).isEmpty();
        assertThat(none.metric()).isEqualTo("concurrency");
        assertThat(none.isWeightedExponential()).isFalse();
        assertThat(none.get(KpaSetting.MIN_SCALE)).isEmpty();
        assertThat(none.get(KpaSetting.MAX_SCALE)).isEmpty();
        assertThat(none.get(KpaSetting.INITIAL_SCALE)).isEmpty();
        assertThat(none.get(KpaSetting.ACTIVATION_SCALE)).isEmpty();
        assertThat(none.get(KpaSetting.TARGET)).isEmpty();
        assertThat(none.get(KpaSetting.TARGET_UTILIZATION_PERCENTAGE)).isEmpty();
        assertThat(none.get(KpaSetting.TARGET_BURST_CAPACITY)).isEmpty();
        assertThat(none.get(KpaSetting.PANIC_WINDOW_PERCENTAGE)).isEmpty();
        assertThat(none.get(KpaSetting.PANIC_THRESHOLD_PERCENTAGE)).isEmpty();
        assertThat(none.get(KpaSetting.STABLE_WINDOW)).isEmpty();
        assertThat(none.get(KpaSetting.SCALE_DOWN_DELAY)).isEmpty();
        assertThat(none.get(KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD)).isEmpty();
        assertThat(none.progressDeadline()).isEmpty();
    }

    @Test
    void every_annotation_is_read() {
        KpaAnnotations all = annotations("class=mine metric=rps metric-aggregation-algorithm=weighted-exponential"
                + " min-scale=1 max-scale=9 initial-scale=2 activation-scale=3 target=4.5 target-utilization-percentage=80"
                + " target-burst-capacity=-1 panic-window-percentage=20 panic-threshold-percentage=300 window=90s"
                + " scale-down-delay=5m scale-to-zero-pod-retention-period=0");

        assertThat(all.podAutoscalerClass()).hasValue("mine");
        assertThat(all.metric()).isEqualTo("rps");
        assertThat(all.isWeightedExponential()).isTrue();
        assertThat(all.get(KpaSetting.MIN_SCALE)).hasValue(1);
        assertThat(all.get(KpaSetting.MAX_SCALE)).hasValue(9);
        assertThat(all.get(KpaSetting.INITIAL_SCALE)).hasValue(2);
        assertThat(all.get(KpaSetting.ACTIVATION_SCALE)).hasValue(3);
        assertThat(all.get(KpaSetting.TARGET)).hasValue(4.5);
        assertThat(all.get(KpaSetting.TARGET_UTILIZATION_PERCENTAGE)).hasValue(80.0);
        assertThat(all.get(KpaSetting.TARGET_BURST_CAPACITY)).hasValue(-1.0);
        assertThat(all.get(KpaSetting.PANIC_WINDOW_PERCENTAGE)).hasValue(20.0);
        assertThat(all.get(KpaSetting.PANIC_THRESHOLD_PERCENTAGE)).hasValue(300.0);
        assertThat(all.get(KpaSetting.STABLE_WINDOW)).hasValue(Duration.ofSeconds(90));
        assertThat(all.get(KpaSetting.SCALE_DOWN_DELAY)).hasValue(Duration.ofMinutes(5));
        assertThat(all.get(KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD)).hasValue(Duration.ZERO);
        assertThat(new KpaAnnotations(Map.of("serving.knative.dev/progress-deadline", "2m")).progressDeadline())
                .hasValue(Duration.ofMinutes(2));
    }

    @Test
    void old_spellings_count_without_the_new_ones() {
        KpaAnnotations old = annotations("minScale=1 maxScale=9 initialScale=2 scaleDownDelay=5m"
                + " targetBurstCapacity=7 targetUtilizationPercentage=80 panicWindowPercentage=20"
                + " panicThresholdPercentage=300 scaleToZeroPodRetentionPeriod=1s"
                + " metricAggregationAlgorithm=weightedExponential activationScale=4");

        assertThat(old.get(KpaSetting.MIN_SCALE)).hasValue(1);
        assertThat(old.get(KpaSetting.MAX_SCALE)).hasValue(9);
        assertThat(old.get(KpaSetting.INITIAL_SCALE)).hasValue(2);
        assertThat(old.get(KpaSetting.SCALE_DOWN_DELAY)).hasValue(Duration.ofMinutes(5));
        assertThat(old.get(KpaSetting.TARGET_BURST_CAPACITY)).hasValue(7.0);
        assertThat(old.get(KpaSetting.TARGET_UTILIZATION_PERCENTAGE)).hasValue(80.0);
        assertThat(old.get(KpaSetting.PANIC_WINDOW_PERCENTAGE)).hasValue(20.0);
        assertThat(old.get(KpaSetting.PANIC_THRESHOLD_PERCENTAGE)).hasValue(300.0);
        assertThat(old.get(KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD)).hasValue(Duration.ofSeconds(1));
        assertThat(old.isWeightedExponential()).isTrue();
        assertThat(old.get(KpaSetting.ACTIVATION_SCALE)).isEmpty();
        assertThat(annotations("minScale=1 min-scale=2").get(KpaSetting.MIN_SCALE))
                .hasValue(2);
        assertThat(annotations("minScale=1 min-scale=x").get(KpaSetting.MIN_SCALE))
                .isEmpty();
        assertThat(messages("minScale=-1")).containsExactly("must be >= 0: minScale=-1");
    }

    @Test
    void what_cannot_be_read_is_not_given_and_no_range_is_tested() {
        KpaAnnotations bad = annotations("min-scale=1.0 max-scale=2147483648 target=1e309 window=60"
                + " scale-to-zero-pod-retention-period=x target-burst-capacity=-7 scale-down-delay=-1s");

        assertThat(bad.get(KpaSetting.MIN_SCALE)).isEmpty();
        assertThat(bad.get(KpaSetting.MAX_SCALE)).isEmpty();
        assertThat(bad.get(KpaSetting.TARGET)).isEmpty();
        assertThat(bad.get(KpaSetting.STABLE_WINDOW)).isEmpty();
        assertThat(bad.get(KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD)).isEmpty();
        assertThat(bad.get(KpaSetting.TARGET_BURST_CAPACITY)).hasValue(-7.0);
        assertThat(bad.get(KpaSetting.SCALE_DOWN_DELAY)).hasValue(Duration.ofSeconds(-1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class=x.knative.dev"
                        + " | must be kpa.autoscaling.knative.dev or hpa.autoscaling.knative.dev: class=x.knative.dev",
                "min-scale=-1 | must be >= 0: min-scale=-1",
                "min-scale= | must be an integer of 32 bits: min-scale=\"\"",
                "max-scale=2.0 | must be an integer of 32 bits: max-scale=2.0",
                "max-scale=-2 | must be >= 0: max-scale=-2",
                "min-scale=3 max-scale=2 | must be >= min-scale=3: max-scale=2",
                "activation-scale=1 | must be >= 2: activation-scale=1",
                "activation-scale=x | must be an integer of 32 bits: activation-scale=x",
                "activation-scale=2 min-scale=3 | must be >= min-scale=3: activation-scale=2",
                "activation-scale=4 max-scale=3 | must be <= max-scale=3: activation-scale=4",
                "panic-window-percentage=0.99 | must be >= 1 and <= 100: panic-window-percentage=0.99",
                "panic-window-percentage=100.1 | must be >= 1 and <= 100: panic-window-percentage=100.1",
                "panic-window-percentage=x | must be a number: panic-window-percentage=x",
                "panic-threshold-percentage=109 | must be >= 110 and <= 1000: panic-threshold-percentage=109",
                "panic-threshold-percentage=inf | must be >= 110 and <= 1000: panic-threshold-percentage=inf",
                "target=0.009 | must be >= 0.01: target=0.009",
                "target=1e309 | must be a number: target=1e309",
                "target-utilization-percentage=0 | must be >= 1 and <= 100: target-utilization-percentage=0",
                "target-burst-capacity=-0.5 | must be >= 0 or -1: target-burst-capacity=-0.5",
                "window=5s | must be >= 6s and <= 1h: window=5s",
                "window=1h1s | must be >= 6s and <= 1h: window=1h1s",
                "window=6.5s | must be whole seconds: window=6.5s",
                "window=60 | must be a duration: window=60",
                "scale-to-zero-pod-retention-period=-1s | must be >= 0 and <= 1h: scale-to-zero-pod-retention-period=-1s",
                "scale-to-zero-pod-retention-period=61m | must be >= 0 and <= 1h: scale-to-zero-pod-retention-period=61m",
                "scale-down-delay=61m | must be >= 0 and <= 1h: scale-down-delay=61m",
                "scale-down-delay=1.5s | must be whole seconds: scale-down-delay=1.5s",
                "metric=cpu | must be concurrency or rps for class kpa.autoscaling.knative.dev: metric=cpu",
                "metric= | must be concurrency or rps for class kpa.autoscaling.knative.dev: metric=\"\"",
                "initial-scale=-1 | must be an integer >= 1: initial-scale=-1",
                "initial-scale=0 | must be an integer >= 1: initial-scale=0",
                "initial-scale=x | must be an integer >= 1: initial-scale=x",
                "initial-scale=9223372036854775808 | must be an integer >= 1: initial-scale=9223372036854775808"
            })
    void eachRuleIsTested(String pairs, String message) {
        assertThat(messages(pairs)).containsExactly(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                KPA,
                HPA,
                "class=knative.dev",
                "class=mine.example metric=anything",
                "min-scale=3",
                "min-scale=3 max-scale=0",
                "min-scale=3 max-scale=3 activation-scale=3",
                "activation-scale=9 max-scale=0",
                "panic-window-percentage=1",
                "panic-window-percentage=nan",
                "panic-threshold-percentage=1000",
                "panic-threshold-percentage=110",
                "target=0.01",
                "target=inf",
                "target-utilization-percentage=100",
                "target-burst-capacity=-1",
                "target-burst-capacity=0",
                "window=6s",
                "window=1h",
                "scale-to-zero-pod-retention-period=0",
                "scale-to-zero-pod-retention-period=1h",
                "scale-to-zero-pod-retention-period=1.5s",
                "scale-down-delay=1h",
                "metric=rps",
                "metric=concurrency " + KPA,
                "metric=cpu " + HPA,
                "metric-aggregation-algorithm=what",
                "metric-aggregation-algorithm= " + KPA,
                "metric-aggregation-algorithm=linear " + KPA,
                "metric-aggregation-algorithm=weighted-exponential " + KPA,
                "metric-aggregation-algorithm=weightedExponential " + KPA,
                "metric-aggregation-algorithm=what " + HPA
            })
    void theBoundsAreInclusiveWhereKnativesAre(String pairs) {
        assertThat(messages(pairs)).isEmpty();
    }

    @Test
    void an_initial_scale_beyond_32_bits_is_accepted_and_ignored() {
        assertThat(messages("initial-scale=4294967296")).isEmpty();
        assertThat(annotations("initial-scale=4294967296").get(KpaSetting.INITIAL_SCALE))
                .isEmpty();
    }

    @Test
    void the_cluster_has_a_say() {
        KpaConfig limited = KpaConfig.of(Map.of("max-scale-limit", "5", "max-scale", "5"));
        assertThat(messages("max-scale=5", limited)).isEmpty();
        assertThat(messages("min-scale=9", limited)).isEmpty();
        assertThat(messages("max-scale=6", limited))
                .containsExactly("must be >= 1 and <= max-scale-limit=5: max-scale=6");
        assertThat(messages("max-scale=0", limited))
                .containsExactly("must be >= 1 and <= max-scale-limit=5: max-scale=0");
        assertThat(messages("max-scale=x", limited))
                .containsExactly(
                        "must be an integer of 32 bits: max-scale=x",
                        "must be >= 1 and <= max-scale-limit=5: max-scale=x");

        KpaConfig zero = KpaConfig.of(Map.of("allow-zero-initial-scale", "true"));
        assertThat(messages("initial-scale=0", zero)).isEmpty();
        assertThat(messages("initial-scale=-1", zero)).containsExactly("must be an integer >= 0: initial-scale=-1");

        KpaConfig hpa = KpaConfig.of(Map.of("pod-autoscaler-class", KpaConfig.HPA_CLASS));
        assertThat(messages("metric=cpu", hpa)).isEmpty();
        assertThat(messages("metric=", hpa))
                .containsExactly("must not be empty for class hpa.autoscaling.knative.dev: metric=\"\"");
        assertThat(messages("metric=cpu " + KPA, hpa)).hasSize(1);
    }

    @Test
    void the_aggregation_is_tested_for_an_annotated_class_only() {
        assertThat(messages("metricAggregationAlgorithm=what " + KPA))
                .containsExactly("must be linear, weighted-exponential or weightedExponential:"
                        + " metricAggregationAlgorithm=what");
    }

    @Test
    void every_broken_rule_is_named() {
        KpaAnnotations broken = annotations("target=0 window=1s max-scale=1 min-scale=2");
        Function<String, String> full = name -> "autoscaling.knative.dev/" + name;

        assertThat(broken.violations(KpaConfig.of(Map.of())))
                .extracting(Violation::path)
                .containsExactly(full.apply("max-scale"), full.apply("target"), full.apply("window"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> broken.validate(KpaConfig.of(Map.of())))
                .withMessage("must be >= min-scale=2: autoscaling.knative.dev/max-scale=1"
                        + "; must be >= 0.01: autoscaling.knative.dev/target=0"
                        + "; must be >= 6s and <= 1h: autoscaling.knative.dev/window=1s");
    }

    @Test
    void unknown_annotations_are_ignored_with_a_warning() {
        KpaAnnotations annotations = new KpaAnnotations(Map.of(
                "autoscaling.knative.dev/minimum", "1",
                "autoscaling.knative.dev/min-scale", "1",
                "autoscaling.knative.dev/maxScale", "2",
                "autoscaling.knative.dev/class", "kpa.autoscaling.knative.dev",
                "example.com/minimum", "1"));
        assertThat(annotations.violations(KpaConfig.of(Map.of()))).isEmpty();
        assertThat(annotations.warnings())
                .containsExactly("unknown annotation is ignored: autoscaling.knative.dev/minimum");
    }
}
