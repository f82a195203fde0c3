package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.Times.millis;

import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.knative.KpaTargets;

/** A revision of Knative and what is known of its workload. Immutable. */
final class KnativeSubject {
    final KpaConfig config;
    final KpaAnnotations annotations;
    final int concurrency;
    final KpaTargets targets;
    final WorkloadFacts facts;

    KnativeSubject(KpaConfig config, KpaAnnotations annotations, int concurrency, WorkloadFacts facts) {
        this.config = config;
        this.annotations = annotations;
        this.concurrency = concurrency;
        this.facts = facts;
        targets = KpaTargets.of(config, annotations, concurrency, true);
    }

    /** An annotation, as a policy file calls it, and a value. */
    static String at(String annotation, Object value) {
        return "knative." + annotation + '=' + value;
    }

    /** Exactly this word: with another one that counts as concurrency Knative does not look at what containers accept. */
    boolean followsConcurrency() {
        return annotations.metric().equals("concurrency");
    }

    /** The pods that a load asks for. */
    int needed(double load) {
        return (int) Math.ceil(load / targets.target());
    }

    long retentionMillis() {
        return millis(annotations.scaleToZeroPodRetentionPeriod().orElse(config.scaleToZeroPodRetentionPeriod()));
    }

    long deadlineMillis() {
        return millis(annotations.progressDeadline().orElse(config.progressDeadline()));
    }

    boolean reachesZero() {
        return config.enableScaleToZero() && targets.minScale() == 0;
    }
}
