package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.Rule.info;

import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.lint.Rule.Complaints;
import java.util.List;

/** On the way to zero and back. */
final class ZeroRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            info("zero-without-activation-threshold", ZeroRules::withoutThreshold),
            info("zero-without-fallback", ZeroRules::withoutFallback));

    private ZeroRules() {}

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
