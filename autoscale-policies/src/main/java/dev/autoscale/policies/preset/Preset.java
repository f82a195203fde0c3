package dev.autoscale.policies.preset;

import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.Violation;
import java.time.Duration;

/**
 * Settings of a system that knows no rate policies: any count may be reached in one decision. A builder; not thread-safe.
 */
abstract class Preset {
    private static final int MAX_DAYS = 7;

    /**
     * Checks the settings and builds the spec.
     *
     * @return the spec
     * @throws IllegalArgumentException that names every broken rule with its value
     */
    public final AutoscalerSpec toSpec() {
        return toBuilder().build();
    }

    /**
     * Checks the settings and begins a spec with them, for what they have no setting for.
     *
     * @return the builder
     * @throws IllegalArgumentException that names every broken rule with its value
     */
    public final AutoscalerSpec.Builder toBuilder() {
        Violation.Collector broken = new Violation.Collector();
        check(broken);
        broken.throwIfAny();
        return begin();
    }

    /** Notes the rules that the settings break. */
    abstract void check(Violation.Collector broken);

    /** Begins a spec with settings that have been checked. */
    abstract AutoscalerSpec.Builder begin();

    static void requirePeriod(String path, Duration time, Violation.Collector broken) {
        broken.requireMillis(path, time, 0, MAX_DAYS);
    }

    static void requireTarget(String path, double target, Violation.Collector broken) {
        broken.require(target >= 0.001 && target <= 1e12, "target must be >= 0.001 and <= 1e12", path, target);
    }

    /** More than there can be, so that no change within the period, whoever made it, leaves less than all. */
    static ScalingRules up() {
        return rules().policy(RatePolicy.pods(Integer.MAX_VALUE).per(ofSeconds(1)))
                .tolerance(0);
    }

    static ScalingRules down(Duration window) {
        return rules().policy(RatePolicy.percent(100).per(ofSeconds(1)))
                .stabilizationWindow(window)
                .tolerance(0);
    }
}
