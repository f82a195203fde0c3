package dev.autoscale.testkit.scenario;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.ReplicaSource;
import dev.autoscale.ScalingEngine;
import dev.autoscale.testkit.DecisionInvariants;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A policy of the main engine.
 *
 * @param spec what decides
 */
record SpecSubject(AutoscalerSpec spec) implements Subject {
    SpecSubject {
        Objects.requireNonNull(spec, "spec");
    }

    @Override
    public List<String> metrics() {
        return IntStream.range(0, spec.metricCount())
                .mapToObj(spec::metric)
                .filter(metric -> {
                    ReplicaSource source = metric.replicaSource();
                    return source == null || source.readsValue();
                })
                .map(metric -> metric.id())
                .toList();
    }

    @Override
    public long everyMillis() {
        return 15_000;
    }

    @Override
    public SubjectEngine<?, ?> begin(long epochMillis, int replicas) {
        return new Engine(spec);
    }

    private static final class Engine extends SubjectEngine<Observation, Decision> {
        private AutoscalerSpec spec;

        Engine(AutoscalerSpec spec) {
            super(spec.newAutoscaler());
            this.spec = spec;
        }

        @Override
        void fill(Observation in, long epochMillis, long elapsedMillis, Map<String, Reading> readings) {
            readings.forEach((id, reading) -> {
                int metric = spec.metricIndex(id);
                if (metric < 0) {
                    return;
                }
                switch (reading.kind()) {
                    case VALUE -> in.value(metric, reading.value());
                    case FAILED -> in.failed(metric);
                    case NO_SERIES -> in.noSeries(metric);
                }
            });
        }

        @Override
        void fillReady(Observation in, int replicas) {
            in.readyReplicas(replicas);
        }

        @Override
        void check(Decision decision) {
            DecisionInvariants.check(spec, decision);
        }

        @Override
        String reason(Decision decision) {
            return decision.reason().toString();
        }

        @Override
        ScalingEngine<Observation, Decision> fresh(long epochMillis, int readyReplicas) {
            return spec.newAutoscaler();
        }

        @Override
        boolean respec(ScalingEngine<Observation, Decision> current, Subject subject, long epochMillis) {
            if (!(subject instanceof SpecSubject next) || !(current instanceof Autoscaler autoscaler)) {
                return false;
            }
            spec = next.spec;
            autoscaler.respec(spec, epochMillis);
            return true;
        }
    }
}
