package dev.autoscale.testkit.scenario;

import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.Measurement;
import dev.autoscale.testkit.simulation.Scaler;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.SimulationListener;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A scenario in a closed loop: a {@link Simulation} whose decisions, and whose scores, meet expectations. Not thread-safe; it
 * can be run any number of times. Expectations may speak of the simulated time, not of what follows it while the system drains.
 */
public final class SimulatedScenario extends Scenario<SimulatedScenario> {
    private record Bound(Score score, double value, boolean isHighest) {
        boolean holds(double actual) {
            return isHighest ? actual <= value : actual >= value;
        }

        String show(double number) {
            String unit = score.unit().isEmpty() ? "" : " " + score.unit();
            return String.format(Locale.ROOT, "%." + score.digits() + "f%s", number, unit);
        }

        @Override
        public String toString() {
            return score.label() + (isHighest ? " at most " : " at least ") + show(value);
        }
    }

    /** Holds the decisions of one simulation against expectations, and against the invariants. */
    private static final class Watch implements SimulationListener {
        private final List<Expectation> expectations;
        private Verdict verdict;
        private boolean sawLoad;
        /** What was seen last was seen by a decision already; a decision without a new sample sees it again. */
        private boolean isSampleOfBefore;

        Watch(List<Expectation> expectations) {
            this.expectations = expectations;
            verdict = new Verdict(expectations, 0, 0);
        }

        @Override
        public void begins(int replicas) {
            verdict = new Verdict(expectations, replicas, replicas);
        }

        @Override
        public void measured(Measurement sample) {
            sawLoad = (sawLoad && !isSampleOfBefore) || sample.value(WorkloadMetric.IN_SYSTEM) > 0;
            isSampleOfBefore = false;
        }

        @Override
        public void decided(long atMillis, int from, int to, ReplicaCounts counts, Scaler scaler) {
            try {
                scaler.checkInvariants();
            } catch (AssertionError e) {
                verdict.breaksInvariant(atMillis, e);
            }
            int wanted = counts.wanted();
            int ready = counts.ready();
            verdict.decided(
                    atMillis, from, wanted, ready, sawLoad, () -> scaler.reason() + '\n' + scaler.explanation());
            isSampleOfBefore = true;
        }
    }

    private final Simulation simulation;
    private final ScalingPolicy policy;
    private final long seed;
    private final List<Bound> bounds = new ArrayList<>();

    SimulatedScenario(Simulation simulation, ScalingPolicy policy, long seed) {
        this.simulation = Objects.requireNonNull(simulation, "simulation");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.seed = seed;
    }

    @Override
    SimulatedScenario scenario() {
        return this;
    }

    private SimulatedScenario bound(Score score, double value, boolean isHighest) {
        Objects.requireNonNull(score, "score");
        problems.require(!Double.isNaN(value), "value must be a number", score.toString(), value);
        bounds.add(new Bound(score, value, isHighest));
        return this;
    }

    /**
     * Expects a score of the whole run.
     *
     * @param score which one
     * @param value its highest value, inclusive, in its unit
     * @return this
     */
    public SimulatedScenario atMost(Score score, double value) {
        return bound(score, value, true);
    }

    /**
     * Expects a score of the whole run.
     *
     * @param score which one
     * @param value its lowest value, inclusive, in its unit
     * @return this
     */
    public SimulatedScenario atLeast(Score score, double value) {
        return bound(score, value, false);
    }

    /**
     * Expects 95 % of what is served not to take longer.
     *
     * @param latency from arrival to the end of service, inclusive
     * @return this
     */
    public SimulatedScenario p95Within(Duration latency) {
        return atMost(Score.LATENCY_P95, (double) millis("latency", latency, 0));
    }

    /**
     * Expects the SLO of the environment to be met.
     *
     * @param share of the arrivals, 0 to 1 inclusive, as in {@code Environment.Builder.slo}; the score itself is in percent
     * @return this
     */
    public SimulatedScenario sloShareAtLeast(double share) {
        problems.require(share >= 0 && share <= 1, "share must be >= 0 and <= 1", "share", share);
        // 0.29 times 100 is not 29.
        return Double.isFinite(share)
                ? atLeast(
                        Score.SLO_SHARE,
                        BigDecimal.valueOf(share).movePointRight(2).doubleValue())
                : this;
    }

    /**
     * Plays it through.
     *
     * @return what the simulation came to
     * @throws AssertionError that shows all broken expectations
     * @throws IllegalArgumentException that names every mistake of the scenario itself
     */
    public Report run() {
        List<Expectation> expectations = newExpectations();
        Violation.Collector all = new Violation.Collector();
        all.addAll(problems.violations());
        requireSome(all, expectations.size() + bounds.size());
        all.throwIfAny();
        Watch watch = new Watch(expectations);
        Report report = simulation.run(policy, seed, watch);
        long endMillis = report.scoredFromMillis() + report.durationMillis();
        Violation.Collector late = new Violation.Collector();
        late.require(report.arrivals() > 0, "load must have arrivals", "load", report.load());
        addLateOnes(late, expectations, endMillis);
        late.throwIfAny();
        Verdict verdict = watch.verdict;
        verdict.ended(endMillis);
        for (Bound bound : bounds) {
            double actual = report.score(bound.score);
            verdict.note(bound.toString(), bound.holds(actual), bound.show(actual));
        }
        verdict.check(report.toString());
        return report;
    }

    /** {@return what is played} */
    @Override
    public String toString() {
        return "SimulatedScenario[" + policy.name() + " in " + simulation + ", seed " + seed + ']';
    }
}
