package dev.autoscale.testkit.scenario;

import dev.autoscale.testkit.simulation.Measurement;
import dev.autoscale.testkit.simulation.Scaler;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Signal;
import dev.autoscale.testkit.simulation.SimulationListener;
import dev.autoscale.testkit.simulation.SimulationStart;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy whose decisions in one simulation are held against expectations, and against the invariants. Not thread-safe. */
final class Watched implements ScalingPolicy, SimulationListener {
    private final ScalingPolicy policy;
    private final List<Expectation> expectations;
    private Verdict verdict;
    private @Nullable AssertionError broken;
    private boolean sawLoad;
    /** What was seen last was seen by a decision already; a decision without a new sample sees it again. */
    private boolean isSampleOfBefore;

    Watched(ScalingPolicy policy, List<Expectation> expectations) {
        this.policy = policy;
        this.expectations = expectations;
        verdict = new Verdict(expectations, 0, 0);
    }

    Verdict verdict() {
        return verdict;
    }

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public int firstReplicas(SimulationStart start) {
        return policy.firstReplicas(start);
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        verdict = new Verdict(expectations, start.replicas(), start.replicas());
        return new Watch(policy.newScaler(start));
    }

    @Override
    public void decided(long atMillis, int from, int to, ReplicaCounts counts, Scaler scaler) {
        if (broken != null) {
            verdict.breaksInvariant(atMillis, broken);
            broken = null;
        }
        verdict.decided(
                atMillis,
                from,
                counts.wanted(),
                counts.ready(),
                sawLoad,
                () -> scaler.reason() + '\n' + scaler.explanation());
        isSampleOfBefore = true;
    }

    private final class Watch implements Scaler {
        private final Scaler scaler;

        Watch(Scaler scaler) {
            this.scaler = scaler;
        }

        @Override
        public long cycleMillis() {
            return scaler.cycleMillis();
        }

        @Override
        public long scrapeMillis() {
            return scaler.scrapeMillis();
        }

        @Override
        public void measured(Measurement sample) {
            sawLoad = (sawLoad && !isSampleOfBefore) || sample.value(Signal.IN_SYSTEM) > 0;
            isSampleOfBefore = false;
            scaler.measured(sample);
        }

        @Override
        public int decide(long epochMillis, ReplicaCounts counts) {
            int replicas = scaler.decide(epochMillis, counts);
            try {
                scaler.checkInvariants();
            } catch (AssertionError e) {
                broken = e;
            }
            return replicas;
        }

        @Override
        public void scaled(long epochMillis, int from, int to) {
            scaler.scaled(epochMillis, from, to);
        }

        @Override
        public void scaleFailed(long epochMillis) {
            scaler.scaleFailed(epochMillis);
        }

        @Override
        public void restart(long epochMillis, boolean withMemory, int replicas) {
            scaler.restart(epochMillis, withMemory, replicas);
        }

        @Override
        public String reason() {
            return scaler.reason();
        }

        @Override
        public String explanation() {
            return scaler.explanation();
        }
    }
}
