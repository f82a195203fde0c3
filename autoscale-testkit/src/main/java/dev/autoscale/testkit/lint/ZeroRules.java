package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Rule.info;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.Times.millis;

import dev.autoscale.Activation;
import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.lint.Rule.Complaints;
import java.util.List;

/** On the way to zero and back. */
final class ZeroRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            info("zero-without-activation-threshold", ZeroRules::withoutThreshold),
            info("zero-without-fallback", ZeroRules::withoutFallback),
            warning("setting-without-effect", ZeroRules::settingWithoutEffect),
            info("zero-skips-rates", ZeroRules::skipsRates));

    private ZeroRules() {}

    /** What the policy's system says of itself; its sentences end with the key and its value. */
    private static void settingWithoutEffect(SpecSubject s, Complaints found) {
        for (String warning : s.warnings()) {
            int end = warning.lastIndexOf(": ");
            String value = warning.substring(end + 2);
            String key = value.substring(0, value.indexOf('='));
            boolean isUndone = key.endsWith("idleReplicaCount");
            found.add(
                    value,
                    warning.substring(0, end) + (isUndone ? "." : "; as it is, nothing depends on it."),
                    isUndone ? key + "=0" : "leave out " + key);
        }
    }

    /** Where the owner wants shrinking to be slow, and the last step takes everything. */
    private static void skipsRates(SpecSubject s, Complaints found) {
        Activation activation = s.spec.activation();
        int max = s.spec.maxReplicas();
        boolean isSlow = !s.spec.isLegacy() && !s.down.isDisabled() && s.firstStep(false, max) > s.lowest();
        if (activation == null || activation.isTwoStage() || !s.restsAtZero() || !isSlow) {
            return;
        }
        String cooldown = span(millis(activation.cooldown()));
        found.add(
                s.now(SpecSubject.COOLDOWN, cooldown) + ", "
                        + s.now(s.down.prefix() + "policies", RateRules.text(s.down.policies())),
                "After %s without activity all replicas, up to %s, go to zero in one step: the rate policies hold on the way to one only."
                        .formatted(cooldown, max),
                s.at("activation.zeroDelay", cooldown));
    }

    private static boolean wakes(MetricSpec metric) {
        return metric.kind() == MetricSpec.Kind.EXTERNAL || metric.kind() == MetricSpec.Kind.OBJECT;
    }

    private static void withoutThreshold(SpecSubject s, Complaints found) {
        if (!s.restsAtZero()) {
            return;
        }
        for (MetricSpec metric : s.metrics()) {
            if (wakes(metric) && !metric.hasActivation()) {
                String value = s.now(metric, "activation", "(none)");
                String why = "Anything above 0 keeps the workload active, also a monitor that asks once a minute.";
                found.add(value, why, s.at(metric, "activation", 0) + " if that is meant, or what monitors cause");
            }
        }
    }

    /** A fallback, even of one metric, is all that wakes a workload whose metrics fail. */
    private static void withoutFallback(SpecSubject s, Complaints found) {
        List<MetricSpec> waking = s.metrics().stream().filter(ZeroRules::wakes).toList();
        boolean isBlind =
                s.restsAtZero() && !waking.isEmpty() && waking.stream().allMatch(metric -> metric.fallback() == null);
        if (!isBlind) {
            return;
        }
        MetricSpec metric = waking.get(0);
        found.add(
                s.now(metric, "fallback.failures", "(none)"),
                "A metric that fails wakes nothing, so a workload at zero stays there while its metrics cannot be read.",
                s.at(metric, "fallback.failures", 3) + ", " + s.at(metric, "fallback.replicas", 1));
    }
}
