package dev.autoscale.policies.preset;

import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;

import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import java.time.Duration;

/** Rules for systems that know no rate policies: any count may be reached in one decision. Thread-safe. */
final class PromptRates {
    private PromptRates() {}

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
