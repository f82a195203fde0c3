package dev.autoscale.testkit.scenario;

import dev.autoscale.ScalingEngine;
import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.KpaInvariants;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A revision of Knative.
 *
 * @param spec what decides
 */
record KpaSubject(KpaSpec spec) implements Subject {
    /** A revision has one metric, without a name. */
    static final String METRIC = "load";

    /** As often as Knative scrapes. */
    private static final long SAMPLE_MILLIS = 1_000;

    /** Longer than any window there is no use in samples. */
    private static final long MOST_SAMPLES = 3_600;

    KpaSubject {
        Objects.requireNonNull(spec, "spec");
    }

    @Override
    public List<String> metrics() {
        return List.of(METRIC);
    }

    @Override
    public long everyMillis() {
        return 2_000;
    }

    @Override
    public SubjectEngine<?, ?> begin(long epochMillis, int replicas) {
        return new Engine(spec, spec.newAutoscaler(epochMillis, replicas));
    }

    private static final class Engine extends SubjectEngine<KpaObservation, KpaDecision> {
        private KpaSpec spec;
        private @Nullable Reading before;

        Engine(KpaSpec spec, KpaAutoscaler autoscaler) {
            super(autoscaler);
            this.spec = spec;
        }

        /** A sample for each second since the decision before; what has changed since then counts from now on. */
        @Override
        void fill(KpaObservation in, long epochMillis, long elapsedMillis, Map<String, Reading> readings) {
            int earlier = (int) Math.min(MOST_SAMPLES, Math.max(0, elapsedMillis - 1) / SAMPLE_MILLIS);
            in.ensureCapacity(earlier + 1);
            for (int i = earlier; i > 0; i--) {
                record(in, epochMillis - i * SAMPLE_MILLIS, before);
            }
            before = readings.get(METRIC);
            record(in, epochMillis, before);
        }

        private static void record(KpaObservation in, long epochMillis, @Nullable Reading reading) {
            if (reading != null && reading.kind() == Reading.Kind.VALUE) {
                in.record(epochMillis, reading.value());
            }
        }

        @Override
        void fillReady(KpaObservation in, int replicas) {
            in.ready(replicas);
        }

        @Override
        void check(KpaDecision decision) {
            KpaInvariants.check(spec, decision);
        }

        @Override
        String reason(KpaDecision decision) {
            return decision.reason().toString();
        }

        @Override
        ScalingEngine<KpaObservation, KpaDecision> fresh(long epochMillis, int readyReplicas) {
            return spec.newAutoscaler(epochMillis, readyReplicas);
        }

        @Override
        boolean respec(ScalingEngine<KpaObservation, KpaDecision> current, Subject subject, long epochMillis) {
            if (!(subject instanceof KpaSubject next) || !(current instanceof KpaAutoscaler autoscaler)) {
                return false;
            }
            spec = next.spec;
            autoscaler.respec(spec, epochMillis);
            return true;
        }
    }
}
