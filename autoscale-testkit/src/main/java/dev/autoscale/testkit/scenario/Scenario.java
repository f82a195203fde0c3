package dev.autoscale.testkit.scenario;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.DecisionInvariants;
import dev.autoscale.testkit.KpaInvariants;
import dev.autoscale.testkit.drive.KpaDrive;
import dev.autoscale.testkit.drive.SpecDrive;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A load over time and what is expected of the replicas, as a test of a policy reads best. Not thread-safe; it can be run any
 * number of times, each time afresh. It needs no test framework: what is broken is one {@link AssertionError}, and a mistake in the
 * scenario itself one {@link IllegalArgumentException}.
 *
 * <pre>{@code
 * Scenario.of(spec)
 *         .every(ofSeconds(15)).replicas(3)
 *         .at(ofMinutes(0)).load(12)
 *         .at(ofMinutes(2)).load(50)
 *         .expect(10).within(ofSeconds(45))
 *         .neverAbove(10).noReversalWithin(ofMinutes(5))
 *         .explainAt(ofMinutes(2)).says("ScaleUpLimit")
 *         .run();
 * }</pre>
 *
 * <p>Nothing happens, and nothing can fail, before {@code run}. A scenario that expects nothing, or to which no load is given, is a mistake
 * that {@code run} names.
 *
 * <p>There are two kinds with the same expectations. In an {@link OpenScenario} the values of the metrics are given, so that
 * exact counts can be expected. In a {@link SimulatedScenario} the load is given, and what is measured follows from what was
 * decided before.
 *
 * <p>Times count from the beginning, not by the controller's clock. A count is the one that was wanted last: it begins with a
 * decision and lasts until the next change. All decisions are also held against the published invariants
 * ({@link DecisionInvariants}, {@link KpaInvariants}). All broken expectations of a run are reported together, each with the time
 * at which it was first broken, what was seen and the decision's explanation, and after them the counts over time. Memory does
 * not grow with the length of a run.
 *
 * @param <S> the kind of scenario
 */
public abstract sealed class Scenario<S extends Scenario<S>> extends ScenarioSpan<S>
        permits OpenScenario, SimulatedScenario {
    final Violation.Collector problems = new Violation.Collector();
    private final List<Supplier<Expectation>> expectations = new ArrayList<>();
    private long cursorMillis;

    Scenario() {
        super(0, Long.MAX_VALUE);
    }

    /**
     * A scenario that gives the values of the metrics to a policy of the main engine, open loop.
     *
     * @param spec what decides
     * @return the scenario, still empty
     */
    public static OpenScenario of(AutoscalerSpec spec) {
        return new OpenScenario(new SpecDrive(spec));
    }

    /**
     * A scenario that gives the load to a revision of Knative, open loop.
     *
     * @param spec what decides
     * @return the scenario, still empty
     */
    public static OpenScenario of(KpaSpec spec) {
        return new OpenScenario(new KpaDrive(spec));
    }

    /**
     * A scenario in a closed loop.
     *
     * @param simulation the load and where the workload runs
     * @param policy what decides
     * @param seed stands for everything that is random
     * @return the scenario, still empty
     */
    public static SimulatedScenario of(Simulation simulation, ScalingPolicy policy, long seed) {
        return new SimulatedScenario(simulation, policy, seed);
    }

    final S add(Supplier<Expectation> expectation) {
        expectations.add(expectation);
        return scenario();
    }

    /** Expectations of a new run. */
    final List<Expectation> newExpectations() {
        List<Expectation> all = new ArrayList<>();
        expectations.forEach(expectation -> all.add(expectation.get()));
        return all;
    }

    /** The latest time that an expectation speaks of. */
    static long latestMillis(List<Expectation> expectations) {
        return expectations.stream().mapToLong(Expectation::latestMillis).max().orElse(0);
    }

    /** A scenario that expects nothing would pass whatever happens; unless what it expects is wrong, which is said already. */
    static void requireSome(Violation.Collector problems, int expectations) {
        problems.require(
                expectations > 0 || !problems.violations().isEmpty(),
                "scenario must expect something",
                "expectations",
                expectations);
    }

    static void addLateOnes(Violation.Collector problems, List<Expectation> expectations, long endMillis) {
        for (Expectation expectation : expectations) {
            problems.require(
                    expectation.latestMillis() <= endMillis,
                    "expectation must not reach beyond the end",
                    "expectation",
                    expectation + ", end=" + ScenarioTime.text(endMillis));
        }
    }

    /** Whole milliseconds of what a caller gave; what is wrong with it becomes a problem of this scenario. */
    final long millis(String name, Duration time, long least) {
        return ScenarioTime.millis(problems, name, time, least);
    }

    final long cursorMillis() {
        return cursorMillis;
    }

    /**
     * What follows is of this time, until the next call.
     *
     * @param time since the beginning, at least 0; 0 unless set
     * @return this
     */
    public final S at(Duration time) {
        cursorMillis = millis("at", time, 0);
        return scenario();
    }

    /**
     * Expects a count from the time of {@link #at} on.
     *
     * @param replicas the wanted replicas, exactly
     * @return says by when
     */
    public final CountStage<S> expect(int replicas) {
        return new CountStage<>(scenario(), replicas, false);
    }

    /**
     * Expects ready replicas from the time of {@link #at} on. They are looked at with each decision, after it.
     *
     * @param replicas the ready replicas, at least
     * @return says by when
     */
    public final CountStage<S> expectReady(int replicas) {
        return new CountStage<>(scenario(), replicas, true);
    }

    /**
     * A part of the run.
     *
     * @param from its beginning, inclusive
     * @param to its end, exclusive
     * @return what can be expected of it
     */
    public final ScenarioSpan<S> between(Duration from, Duration to) {
        long begin = millis("from", from, 0);
        long end = millis("to", to, 0);
        problems.require(end > begin, "to must be > from", "to", to + ", from=" + from);
        return new Part<>(scenario(), begin, end);
    }

    /**
     * The run from a time on.
     *
     * @param from its beginning, inclusive
     * @return what can be expected of it
     */
    public final ScenarioSpan<S> from(Duration from) {
        return new Part<>(scenario(), millis("from", from, 0), Long.MAX_VALUE);
    }

    /**
     * Expects a reason.
     *
     * @param time the decision that is in force then is looked at
     * @return says which one
     */
    public final ExplanationStage<S> explainAt(Duration time) {
        return new ExplanationStage<>(scenario(), millis("explainAt", time, 0));
    }

    /**
     * The workload idles at zero as soon as a decision is so far after the last one that saw any load, and never earlier.
     *
     * @param time at least 0
     * @return this
     */
    public final S zeroAfterLastRequest(Duration time) {
        long behind = millis("zeroAfterLastRequest", time, 0);
        return add(() -> new ZeroExpectation(behind));
    }

    /**
     * By when a count is expected. Immutable.
     *
     * @param <S> the kind of scenario
     */
    public static final class CountStage<S extends Scenario<S>> {
        private final S scenario;
        private final int replicas;
        private final boolean isReady;
        private final long heldMillis;

        private CountStage(S scenario, int replicas, boolean isReady) {
            this(scenario, replicas, isReady, 0);
            scenario.problems.requireNotNegative("replicas", replicas);
        }

        private CountStage(S scenario, int replicas, boolean isReady, long heldMillis) {
            this.scenario = scenario;
            this.replicas = replicas;
            this.isReady = isReady;
            this.heldMillis = heldMillis;
        }

        /**
         * The count must also stay for a while.
         *
         * @param time from the moment at which it is reached, inclusive, to so long after it, exclusive
         * @return the same with this
         */
        public CountStage<S> heldFor(Duration time) {
            return new CountStage<>(scenario, replicas, isReady, scenario.millis("heldFor", time, 0));
        }

        /**
         * At the time of {@link Scenario#at}, with the decision that is taken then.
         *
         * @return the scenario
         */
        public S now() {
            return within(Duration.ZERO);
        }

        /**
         * Until a deadline at the latest.
         *
         * @param time since the time of {@link Scenario#at}, inclusive
         * @return the scenario
         */
        public S within(Duration time) {
            long from = scenario.cursorMillis();
            long within = scenario.millis("within", time, 0);
            return scenario.add(() -> new CountExpectation(replicas, isReady, from, within, heldMillis));
        }
    }

    /**
     * What an explanation is expected to say. Immutable.
     *
     * @param <S> the kind of scenario
     */
    public static final class ExplanationStage<S extends Scenario<S>> {
        private final S scenario;
        private final long atMillis;

        private ExplanationStage(S scenario, long atMillis) {
            this.scenario = scenario;
            this.atMillis = atMillis;
        }

        /**
         * Expects a text in the decision's reason, which comes first, or its explanation.
         *
         * @param part is contained, upper and lower case distinguished
         * @return the scenario
         */
        public S says(String part) {
            Objects.requireNonNull(part, "part");
            return scenario.add(() -> new ExplanationExpectation(atMillis, part));
        }
    }
}
