package dev.autoscale.examples.flink;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ReplicaSource;
import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/**
 * One engine for all workloads that follow a policy, one after the other: it takes the memory of a workload, decides, and gives the
 * memory back. One per policy and subtask, so it is never used by two threads.
 */
public abstract sealed class PolicyEngine {
    /** An engine that decides as Kubernetes does, with whatever the spec has beyond that. */
    public static PolicyEngine of(AutoscalerSpec spec) {
        return new Replicas(spec);
    }

    /** An engine that decides as Knative does. */
    public static PolicyEngine of(KpaSpec spec) {
        return new Knative(spec);
    }

    abstract ScalingEngine<?, ?> engine();

    /** Forgets the workload before: this one is new. */
    abstract void begin(long epochMillis, int replicas);

    /** Takes the memory of a workload. */
    final void restore(ByteBuffer snapshot) {
        engine().restore(snapshot);
    }

    /** Takes the memory of a workload for which another policy decided until now, and keeps of it what still has meaning. */
    abstract void restore(ByteBuffer snapshot, PolicyEngine before, int replicas, long epochMillis);

    /** Decides, and remembers. */
    abstract ScalingDecision decide(long epochMillis, WorkloadState state);

    /** When the same values lead to another decision at the earliest. To be asked right after the decision. */
    abstract long recheckAtMillis();

    private static final class Replicas extends PolicyEngine {
        private final AutoscalerSpec spec;
        private final Autoscaler engine;
        private final Observation in;
        private final Decision out;
        private final ByteBuffer blank;
        private final boolean hasAverages;

        Replicas(AutoscalerSpec spec) {
            this.spec = spec;
            engine = spec.newAutoscaler();
            in = spec.newObservation();
            out = spec.newDecision();
            blank = ByteBuffer.allocate(engine.snapshotSize());
            engine.snapshot(blank);
            hasAverages = IntStream.range(0, spec.metricCount()).anyMatch(i -> isAverage(spec.metric(i)));
        }

        @Override
        ScalingEngine<?, ?> engine() {
            return engine;
        }

        @Override
        void begin(long epochMillis, int replicas) {
            engine.restore(blank.rewind());
        }

        @Override
        void restore(ByteBuffer snapshot, PolicyEngine before, int replicas, long epochMillis) {
            if (before instanceof Replicas other) {
                engine.restore(snapshot, other.spec, epochMillis);
            } else {
                begin(epochMillis, replicas);
            }
        }

        @Override
        ScalingDecision decide(long epochMillis, WorkloadState state) {
            in.at(epochMillis);
            if (state.replicas >= 0) {
                in.replicas(state.replicas);
            }
            int count = Math.min(state.valueCount, spec.metricCount());
            for (int i = 0; i < count; i++) {
                if (spec.metric(i).readsValue()) {
                    fill(i, state.values[i], state.sampledMillis);
                }
            }
            engine.decide(in, out);
            return out;
        }

        private void fill(int metric, double value, long sampledMillis) {
            if (Double.isNaN(value)) {
                in.failed(metric);
            } else {
                in.value(metric, value);
            }
            in.sampledAt(metric, sampledMillis);
        }

        @Override
        long recheckAtMillis() {
            // An average over the replicas says nothing once there are more or fewer of them: wait for the next one.
            return hasAverages && out.hasChange() ? WorkloadState.NEVER : out.recheckAtMillis();
        }

        private static boolean isAverage(MetricSpec metric) {
            ReplicaSource source = metric.replicaSource();
            return metric.dependsOnReplicas() || (source != null && source.valueIsPerReplica());
        }
    }

    private static final class Knative extends PolicyEngine {
        private final KpaSpec spec;
        private final KpaObservation in;
        private final KpaDecision out;
        private KpaAutoscaler engine;

        Knative(KpaSpec spec) {
            this.spec = spec;
            engine = spec.newAutoscaler(0, 0);
            in = spec.newObservation();
            out = spec.newDecision();
        }

        @Override
        ScalingEngine<?, ?> engine() {
            return engine;
        }

        @Override
        void begin(long epochMillis, int replicas) {
            engine = spec.newAutoscaler(epochMillis, replicas);
        }

        @Override
        void restore(ByteBuffer snapshot, PolicyEngine before, int replicas, long epochMillis) {
            if (before instanceof Knative other) {
                engine.restore(snapshot, other.spec, epochMillis);
            } else {
                begin(epochMillis, replicas);
            }
        }

        @Override
        ScalingDecision decide(long epochMillis, WorkloadState state) {
            in.at(epochMillis);
            if (state.replicas >= 0) {
                in.replicas(state.replicas);
            }
            // Decided again without a new sample, the windows hold the last one already.
            if (state.sampledMillis == epochMillis && state.valueCount > 0 && !Double.isNaN(state.values[0])) {
                in.record(epochMillis, state.values[0]);
            }
            engine.decide(in, out);
            return out;
        }

        @Override
        long recheckAtMillis() {
            return out.epochMillis(); // averages over time move on even if nothing is measured
        }
    }
}
