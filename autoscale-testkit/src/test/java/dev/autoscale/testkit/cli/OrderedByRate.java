package dev.autoscale.testkit.cli;

import dev.autoscale.testkit.simulation.Measurement;
import dev.autoscale.testkit.simulation.Scaler;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.SimulationStart;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import java.util.Map;

/** A policy of one's own: twice as many replicas as arrivals a second, or as it is told. */
public final class OrderedByRate implements ScalingPolicy {
    private final double factor;

    /** Made by the command line. */
    public OrderedByRate() {
        this(Map.of());
    }

    /**
     * Made by the command line with what it tries.
     *
     * @param values {@code factor}, replicas for an arrival a second
     */
    public OrderedByRate(Map<String, String> values) {
        factor = Double.parseDouble(values.getOrDefault("factor", "2"));
    }

    @Override
    public String name() {
        return "by rate";
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        return new Scaler() {
            private double perSecond;

            @Override
            public long cycleMillis() {
                return 15_000;
            }

            @Override
            public void measured(Measurement sample) {
                perSecond = sample.value(WorkloadMetric.ARRIVAL_RATE);
            }

            @Override
            public int decide(long epochMillis, ReplicaCounts counts) {
                return 1 + (int) Math.ceil(factor * perSecond);
            }

            @Override
            public String reason() {
                return "Rate";
            }

            @Override
            public String explanation() {
                return "Rate\n";
            }
        };
    }

    /** Has no constructor that the command line could call. */
    public static final class OfCount implements ScalingPolicy {
        private final ScalingPolicy fixed;

        /** @param replicas the count */
        public OfCount(int replicas) {
            fixed = ScalingPolicy.fixed(replicas);
        }

        @Override
        public String name() {
            return "count";
        }

        @Override
        public Scaler newScaler(SimulationStart start) {
            return fixed.newScaler(start);
        }
    }

    /** Fails to be made. */
    public static final class Failing implements ScalingPolicy {
        /** Fails. */
        public Failing() {
            throw new IllegalStateException("not today");
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Scaler newScaler(SimulationStart start) {
            throw new IllegalStateException();
        }
    }
}
