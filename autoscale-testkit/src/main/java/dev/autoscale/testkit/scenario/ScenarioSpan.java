package dev.autoscale.testkit.scenario;

import dev.autoscale.testkit.scenario.SpanExpectation.Check;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What can be expected of the wanted replicas over a span of time: of a whole {@link Scenario}, or of a part of it. Each method
 * adds an expectation and answers the scenario. Not thread-safe.
 *
 * @param <S> the kind of scenario
 */
public abstract sealed class ScenarioSpan<S extends Scenario<S>> permits Scenario, ScenarioSpan.Part {
    private final long fromMillis;

    /** Exclusive. */
    private final long toMillis;

    ScenarioSpan(long fromMillis, long toMillis) {
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
    }

    /** A part of a scenario. */
    static final class Part<S extends Scenario<S>> extends ScenarioSpan<S> {
        private final S scenario;

        Part(S scenario, long fromMillis, long toMillis) {
            super(fromMillis, toMillis);
            this.scenario = scenario;
        }

        @Override
        S scenario() {
            return scenario;
        }
    }

    abstract S scenario();

    private S expect(String text, Supplier<Check> check) {
        return scenario().add(() -> new SpanExpectation(text, check.get(), fromMillis, toMillis));
    }

    private S expectAtMost(String what, int value, String of, Supplier<Check> check) {
        scenario().problems.requireNotNegative(what, value);
        return expect("at most " + value + of, check);
    }

    /**
     * The count is never higher.
     *
     * @param replicas the highest count, inclusive
     * @return the scenario
     */
    public S neverAbove(int replicas) {
        return expect("never above " + replicas, () -> SpanChecks.counts(count -> count <= replicas));
    }

    /**
     * The count is never lower.
     *
     * @param replicas the lowest count, inclusive
     * @return the scenario
     */
    public S neverBelow(int replicas) {
        return expect("never below " + replicas, () -> SpanChecks.counts(count -> count >= replicas));
    }

    /** {@return the count stays as it is} */
    public S noChange() {
        return expect("no change", () -> SpanChecks.mostChanges(0));
    }

    /**
     * The count changes at most this many times.
     *
     * @param changes at least 0
     * @return the scenario
     */
    public S atMostChanges(int changes) {
        return expectAtMost("changes", changes, " changes", () -> SpanChecks.mostChanges(changes));
    }

    /**
     * No decision removes a replica.
     *
     * @return the scenario
     */
    public S noneRemoved() {
        return expect("no replica removed", () -> SpanChecks.most(0, -1, 1));
    }

    /**
     * Not more replicas are removed in any period.
     *
     * @param replicas at least 0
     * @param period above 0; what was removed exactly so long ago no longer counts
     * @return the scenario
     */
    public S atMostRemoved(int replicas, Duration period) {
        return atMostMoved(replicas, -1, " removed in ", period);
    }

    /**
     * Not more replicas are added in any period.
     *
     * @param replicas at least 0
     * @param period above 0; what was added exactly so long ago no longer counts
     * @return the scenario
     */
    public S atMostAdded(int replicas, Duration period) {
        return atMostMoved(replicas, 1, " added in ", period);
    }

    private S atMostMoved(int replicas, int direction, String verb, Duration period) {
        long millis = ScenarioTime.millis(scenario().problems, "period", period, 1);
        return expectAtMost(
                "replicas",
                replicas,
                verb + ScenarioTime.text(millis),
                () -> SpanChecks.most(replicas, direction, millis));
    }

    /**
     * No change in one direction follows one in the other within a time.
     *
     * @param time at least 0; a change exactly so long after the other is a reversal
     * @return the scenario
     */
    public S noReversalWithin(Duration time) {
        long millis = ScenarioTime.millis(scenario().problems, "time", time, 0);
        return expect("no reversal within " + ScenarioTime.text(millis), () -> SpanChecks.noReversal(millis));
    }
}
