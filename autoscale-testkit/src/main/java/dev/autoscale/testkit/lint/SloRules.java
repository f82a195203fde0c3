package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.Times.millis;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.forecast.SloSource;
import dev.autoscale.testkit.lint.Rule.Complaints;
import java.util.List;

/** Promises that cannot be kept as they are told. */
final class SloRules {
    static final List<Rule<SpecSubject>> ALL =
            List.of(warning("startup-beyond-what-is-told", SloRules::startup, Fact.STARTUP));

    private static final long A_MINUTE_MILLIS = 60_000;

    private SloRules() {}

    private static void startup(SpecSubject s, Complaints found) {
        long most = millis(SloSource.LONGEST_STARTUP);
        for (MetricSpec metric : s.metrics()) {
            if (metric.replicaSource() instanceof SloSource promise) {
                long told = millis(promise.startup());
                long longest = Math.min(most, Math.max(2 * told, told + A_MINUTE_MILLIS));
                if (s.startupMillis() > longest && longest < most) {
                    String why = "It learns of starts of up to %s, and replicas take %s: what it orders comes too late."
                            .formatted(span(longest), span(s.startupMillis()));
                    String fix = s.at(metric, "startup", span(Math.min(most, s.startupMillis())));
                    found.add(s.now(metric, "startup", span(told)), why, fix);
                }
            }
        }
    }
}
