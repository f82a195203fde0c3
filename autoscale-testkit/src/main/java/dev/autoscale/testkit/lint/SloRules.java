package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Rule.error;
import static dev.autoscale.testkit.lint.Rule.warning;
import static dev.autoscale.testkit.lint.Times.millis;

import dev.autoscale.MetricSpec;
import dev.autoscale.policies.forecast.SloSource;
import dev.autoscale.testkit.lint.Rule.Complaints;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** Promises that nobody can keep as they are told. */
final class SloRules {
    static final List<Rule<SpecSubject>> ALL = List.of(
            error("latency-shorter-than-service", SloRules::latency),
            warning("startup-beyond-what-is-told", SloRules::startup, Fact.STARTUP));

    private SloRules() {}

    private static void latency(SpecSubject s, Complaints found) {
        eachPromise(s, (metric, promise) -> {
            Duration service = promise.serviceTime();
            if (service != null
                    && promise.promisesLatency()
                    && promise.promised().compareTo(service) <= 0) {
                String latency = span(millis(promise.promised()));
                String why =
                        "Service alone takes %s on average, so however many replicas there are, most requests take longer than %s."
                                .formatted(span(millis(service)), latency);
                String value =
                        s.now(metric, "latency", latency) + ", " + s.now(metric, "serviceTime", span(millis(service)));
                found.add(value, why, s.at(metric, "latency", span(2 * millis(service))) + ", or more");
            }
        });
    }

    private static void startup(SpecSubject s, Complaints found) {
        eachPromise(s, (metric, promise) -> {
            long longest = millis(promise.longestStartup());
            boolean canBeTold = promise.longestStartup().compareTo(SloSource.LONGEST_STARTUP) < 0;
            if (s.startupMillis() > longest && canBeTold) {
                String why = "It learns of starts of up to %s, and replicas take %s: what it orders comes too late."
                        .formatted(span(longest), span(s.startupMillis()));
                long told = Math.min(s.startupMillis(), millis(SloSource.LONGEST_STARTUP));
                found.add(
                        s.now(metric, "startup", span(millis(promise.startup()))),
                        why,
                        s.at(metric, "startup", span(told)));
            }
        });
    }

    private static void eachPromise(SpecSubject s, BiConsumer<MetricSpec, SloSource> check) {
        for (MetricSpec metric : s.metrics()) {
            if (metric.replicaSource() instanceof SloSource promise) {
                check.accept(metric, promise);
            }
        }
    }
}
