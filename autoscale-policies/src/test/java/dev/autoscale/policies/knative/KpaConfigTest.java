package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.Violation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KpaConfigTest {
    private static List<String> messages(Map<String, String> data) {
        return KpaConfig.of(data).violations().stream().map(Violation::toString).toList();
    }

    /** Pairs of key and text: {@code min-scale=2 max-scale=1}. */
    private static Map<String, String> data(String pairs) {
        Map<String, String> data = new HashMap<>();
        for (String pair : pairs.split(" ")) {
            int equal = pair.indexOf('=');
            data.put(pair.substring(0, equal), pair.substring(equal + 1));
        }
        return data;
    }

    @Test
    void the_defaults_are_knatives() {
        KpaConfig config = KpaConfig.of(Map.of("unknown-key", "?"));

        assertThat(config.violations()).isEmpty();
        assertThatCode(config::validate).doesNotThrowAnyException();
        assertThat(config.podAutoscalerClass()).isEqualTo("kpa.autoscaling.knative.dev");
        assertThat(config.get(KpaSetting.ENABLE_SCALE_TO_ZERO)).isTrue();
        assertThat(config.get(KpaSetting.ALLOW_ZERO_INITIAL_SCALE)).isFalse();
        assertThat(config.get(KpaSetting.MAX_SCALE_UP_RATE)).isEqualTo(1000);
        assertThat(config.get(KpaSetting.MAX_SCALE_DOWN_RATE)).isEqualTo(2);
        assertThat(config.containerConcurrencyTargetFraction()).isEqualTo(0.7);
        assertThat(config.get(KpaSetting.CONTAINER_CONCURRENCY_TARGET_DEFAULT)).isEqualTo(100);
        assertThat(config.get(KpaSetting.REQUESTS_PER_SECOND_TARGET_DEFAULT)).isEqualTo(200);
        assertThat(config.get(KpaSetting.TARGET_BURST_CAPACITY)).isEqualTo(211);
        assertThat(config.get(KpaSetting.PANIC_WINDOW_PERCENTAGE)).isEqualTo(10);
        assertThat(config.get(KpaSetting.ACTIVATOR_CAPACITY)).isEqualTo(100);
        assertThat(config.get(KpaSetting.PANIC_THRESHOLD_PERCENTAGE)).isEqualTo(200);
        assertThat(config.get(KpaSetting.INITIAL_SCALE)).isEqualTo(1);
        assertThat(config.get(KpaSetting.MIN_SCALE)).isZero();
        assertThat(config.get(KpaSetting.MAX_SCALE)).isZero();
        assertThat(config.get(KpaSetting.MAX_SCALE_LIMIT)).isZero();
        assertThat(config.get(KpaSetting.STABLE_WINDOW)).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.get(KpaSetting.SCALE_DOWN_DELAY)).isZero();
        assertThat(config.get(KpaSetting.SCALE_TO_ZERO_GRACE_PERIOD)).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.get(KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD)).isZero();
        assertThat(config.progressDeadline()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void every_key_is_read() {
        KpaConfig config = new KpaConfig(
                data("pod-autoscaler-class=\thpa.autoscaling.knative.dev\n enable-scale-to-zero=F"
                        + " allow-zero-initial-scale=t max-scale-up-rate=0x3p1 max-scale-down-rate=1.5"
                        + " container-concurrency-target-percentage=80 container-concurrency-target-default=inf"
                        + " requests-per-second-target-default=+7 target-burst-capacity=-1 panic-window-percentage=NaN"
                        + " activator-capacity=1e3 panic-threshold-percentage=-5 initial-scale=0 min-scale=+2 max-scale=4"
                        + " max-scale-limit=5 stable-window=1m30s scale-down-delay=2m scale-to-zero-grace-period=1.5s"
                        + " scale-to-zero-pod-retention-period=1h"),
                Duration.ofSeconds(5));

        assertThat(config.violations()).isEmpty();
        assertThat(config.podAutoscalerClass()).isEqualTo("hpa.autoscaling.knative.dev");
        assertThat(config.get(KpaSetting.ENABLE_SCALE_TO_ZERO)).isFalse();
        assertThat(config.get(KpaSetting.ALLOW_ZERO_INITIAL_SCALE)).isTrue();
        assertThat(config.get(KpaSetting.MAX_SCALE_UP_RATE)).isEqualTo(6);
        assertThat(config.get(KpaSetting.MAX_SCALE_DOWN_RATE)).isEqualTo(1.5);
        assertThat(config.containerConcurrencyTargetFraction()).isEqualTo(0.8);
        assertThat(config.get(KpaSetting.CONTAINER_CONCURRENCY_TARGET_DEFAULT)).isInfinite();
        assertThat(config.get(KpaSetting.REQUESTS_PER_SECOND_TARGET_DEFAULT)).isEqualTo(7);
        assertThat(config.get(KpaSetting.TARGET_BURST_CAPACITY)).isEqualTo(-1);
        assertThat(config.get(KpaSetting.PANIC_WINDOW_PERCENTAGE)).isNaN();
        assertThat(config.get(KpaSetting.ACTIVATOR_CAPACITY)).isEqualTo(1000);
        assertThat(config.get(KpaSetting.PANIC_THRESHOLD_PERCENTAGE)).isEqualTo(-5);
        assertThat(config.get(KpaSetting.INITIAL_SCALE)).isZero();
        assertThat(config.get(KpaSetting.MIN_SCALE)).isEqualTo(2);
        assertThat(config.get(KpaSetting.MAX_SCALE)).isEqualTo(4);
        assertThat(config.get(KpaSetting.MAX_SCALE_LIMIT)).isEqualTo(5);
        assertThat(config.get(KpaSetting.STABLE_WINDOW)).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.get(KpaSetting.SCALE_DOWN_DELAY)).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.get(KpaSetting.SCALE_TO_ZERO_GRACE_PERIOD)).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.get(KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD)).isEqualTo(Duration.ofHours(1));
        assertThat(config.progressDeadline()).isEqualTo(Duration.ofSeconds(5));
    }

    static Stream<KpaSetting<?>> keysOfNoText() {
        return KpaSetting.keys().stream().filter(setting -> setting != KpaSetting.POD_AUTOSCALER_CLASS);
    }

    @ParameterizedTest
    @MethodSource("keysOfNoText")
    void an_empty_text_is_a_mistake_and_reads_as_the_default(KpaSetting<?> setting) {
        Map<String, String> data = Map.of(setting.key().orElseThrow(), "");

        assertThat(messages(data))
                .singleElement()
                .asString()
                .matches("must be an? [a-z0-9 ]+: " + setting + "=\"\"|" + "must be true or false: " + setting
                        + "=\"\"");
        assertThat(KpaConfig.of(data).get(setting).equals(KpaConfig.of(Map.of()).get(setting)))
                .isTrue();
    }

    @Test
    void every_key_is_listed_in_knatives_order_of_reading() {
        assertThat(KpaSetting.keys())
                .extracting(KpaSetting::toString)
                .hasSize(20)
                .startsWith("pod-autoscaler-class", "enable-scale-to-zero")
                .endsWith("scale-to-zero-grace-period", "scale-to-zero-pod-retention-period");
    }

    @Test
    void an_annotation_alone_is_no_key() {
        assertThat(KpaSetting.TARGET.key()).isEmpty();
        assertThat(KpaSetting.TARGET.annotation()).hasValue("autoscaling.knative.dev/target");
        assertThat(KpaSetting.MAX_SCALE_LIMIT.annotation()).isEmpty();
        assertThat(new KpaAnnotations(Map.of("max-scale-limit", "3")).get(KpaSetting.MAX_SCALE_LIMIT))
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KpaConfig.of(Map.of()).get(KpaSetting.TARGET))
                .withMessage("setting must have a key of config-autoscaler: setting=autoscaling.knative.dev/target");
    }

    @Test
    void only_the_first_unreadable_key_is_named() {
        Map<String, String> data =
                data("scale-down-delay=-5s min-scale=2147483648 max-scale-up-rate=1x stable-window=1");
        assertThat(messages(data)).containsExactly("must be a number: max-scale-up-rate=1x");
        data.remove("max-scale-up-rate");
        assertThat(messages(data)).containsExactly("must be an integer of 32 bits: min-scale=2147483648");
        data.remove("min-scale");
        assertThat(messages(data)).containsExactly("must be a duration: stable-window=1");
        data.remove("stable-window");
        assertThat(messages(data)).containsExactly("must be >= 0: scale-down-delay=-5s");
    }

    @Test
    void what_cannot_be_read_leaves_the_rest_readable() {
        KpaConfig config = KpaConfig.of(data("enable-scale-to-zero=no min-scale=3"));

        assertThat(config.get(KpaSetting.ENABLE_SCALE_TO_ZERO)).isTrue();
        assertThat(config.get(KpaSetting.MIN_SCALE)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scale-to-zero-grace-period=0 | must be > 0: scale-to-zero-grace-period=0",
                "scale-to-zero-grace-period=-1ns | must be > 0: scale-to-zero-grace-period=-1ns",
                "scale-down-delay=-2s | must be >= 0: scale-down-delay=-2s",
                "scale-down-delay=1.5s | must be whole seconds: scale-down-delay=1.5s",
                "scale-to-zero-pod-retention-period=-1s | must be >= 0: scale-to-zero-pod-retention-period=-1s",
                "target-burst-capacity=-2 | must be >= 0 or -1: target-burst-capacity=-2",
                "target-burst-capacity=-0.5 | must be >= 0 or -1: target-burst-capacity=-0.5",
                "container-concurrency-target-percentage=100.1"
                        + " | must be > 0 and <= 100 %: container-concurrency-target-percentage=100.1",
                "container-concurrency-target-percentage=inf"
                        + " | must be > 0 and <= 100 %: container-concurrency-target-percentage=inf",
                "container-concurrency-target-default=0.014 | must be >= 0.01 after"
                        + " container-concurrency-target-percentage=0.7: container-concurrency-target-default=0.014",
                "requests-per-second-target-default=0.009 | must be >= 0.01: requests-per-second-target-default=0.009",
                "activator-capacity=0.9 | must be >= 1: activator-capacity=0.9",
                "max-scale-up-rate=1 | must be > 1: max-scale-up-rate=1",
                "max-scale-down-rate=1 | must be > 1: max-scale-down-rate=1",
                "stable-window=5s | must be >= 6s and <= 1h: stable-window=5s",
                "stable-window=1h1s | must be >= 6s and <= 1h: stable-window=1h1s",
                "stable-window=6.5s | must be whole seconds: stable-window=6.5s",
                "panic-window-percentage=0.9 | must be >= 1 and <= 100: panic-window-percentage=0.9",
                "panic-window-percentage=inf | must be >= 1 and <= 100: panic-window-percentage=inf",
                "initial-scale=0 | must be >= 1: initial-scale=0",
                "initial-scale=-1 allow-zero-initial-scale=1 | must be >= 0: initial-scale=-1",
                "min-scale=-1 | must be >= 0: min-scale=-1",
                "max-scale=-1 | must be >= 0: max-scale=-1",
                "max-scale-limit=3 | must be >= 1 and <= max-scale-limit=3: max-scale=0",
                "max-scale-limit=3 max-scale=4 | must be >= 1 and <= max-scale-limit=3: max-scale=4",
                "max-scale-limit=-1 | must be >= 0: max-scale-limit=-1",
                "min-scale=4 max-scale=3 | must be <= max-scale=3: min-scale=4"
            })
    void eachRuleIsTested(String pairs, String message) {
        assertThat(messages(data(pairs))).containsExactly(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scale-to-zero-grace-period=1ns",
                "scale-down-delay=1000h",
                "scale-to-zero-pod-retention-period=1000h",
                "target-burst-capacity=-1",
                "target-burst-capacity=0",
                "container-concurrency-target-percentage=1",
                "container-concurrency-target-percentage=100",
                "container-concurrency-target-percentage=nan",
                "container-concurrency-target-percentage=1.1",
                "container-concurrency-target-percentage=0.5 container-concurrency-target-default=0.02",
                "requests-per-second-target-default=0.01",
                "activator-capacity=1",
                "max-scale-up-rate=1.0000001",
                "max-scale-up-rate=nan",
                "max-scale-down-rate=inf",
                "stable-window=6s",
                "stable-window=1h",
                "panic-window-percentage=1",
                "panic-window-percentage=100",
                "panic-threshold-percentage=0",
                "panic-threshold-percentage=-inf",
                "initial-scale=0 allow-zero-initial-scale=true",
                "min-scale=3",
                "min-scale=3 max-scale=3 max-scale-limit=3"
            })
    void theBoundsAreInclusiveWhereKnativesAre(String pairs) {
        assertThat(messages(data(pairs))).isEmpty();
    }

    @Test
    void a_percentage_above_one_is_percent() {
        assertThat(fraction("1")).isEqualTo(1);
        assertThat(fraction("1.1")).isEqualTo(1.1 / 100);
        assertThat(fraction("inf")).isInfinite();
        assertThat(fraction("nan")).isNaN();
    }

    private static double fraction(String text) {
        return KpaConfig.of(Map.of("container-concurrency-target-percentage", text))
                .containerConcurrencyTargetFraction();
    }

    @Test
    void broken_rules_come_in_knatives_order() {
        Map<String, String> data =
                data("min-scale=9 max-scale=3 max-scale-limit=2 stable-window=1.5s max-scale-up-rate=0"
                        + " scale-to-zero-grace-period=0s");
        assertThat(KpaConfig.of(data).violations())
                .extracting(Violation::path)
                .containsExactly(
                        "scale-to-zero-grace-period",
                        "max-scale-up-rate",
                        "stable-window",
                        "stable-window",
                        "max-scale",
                        "min-scale");
        assertThatIllegalArgumentException()
                .isThrownBy(KpaConfig.of(data("min-scale=9 max-scale=3 activator-capacity=0"))::validate)
                .withMessage("must be >= 1: activator-capacity=0; must be <= max-scale=3: min-scale=9");
    }

    @Test
    void the_data_is_copied() {
        Map<String, String> data = data("min-scale=2");
        KpaConfig config = KpaConfig.of(data);
        data.put("min-scale", "5");

        assertThat(config.get(KpaSetting.MIN_SCALE)).isEqualTo(2);
        assertThat(config).isEqualTo(KpaConfig.of(Map.of("min-scale", "2")));
    }

    @Test
    void unknown_keys_are_ignored_with_a_warning() {
        KpaConfig config = KpaConfig.of(Map.of("stable_window", "1s", "_example", "# text", "max-scale", "3", "a", ""));
        assertThat(config.violations()).isEmpty();
        assertThat(config.warnings())
                .containsExactly("unknown key is ignored: a", "unknown key is ignored: stable_window");
        KpaConfig example = KpaConfig.of(Map.of("_example", "# text"));
        assertThat(example.warnings()).isEmpty();
        for (KpaSetting<?> setting : KpaSetting.keys()) {
            assertThat((Object) example.get(setting))
                    .isEqualTo(KpaConfig.of(Map.of()).get(setting));
        }
    }
}
