package dev.autoscale.testkit.simulation;

import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.time.Micros;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * An engine, cycle by cycle, over a load independent of the replica count: every decision is carried out at once.
 * For long series and for exact expectations; {@link Simulation} closes the loop. Costs hardly more than the decisions, and
 * allocates nothing while it runs. Not thread-safe.
 *
 * @param <I> the engine's observation
 * @param <O> the engine's decision
 */
public final class OpenLoop<I extends ScalingObservation<I>, O extends ScalingDecision> {
    /**
     * Says what is measured.
     *
     * @param <I> the engine's observation
     */
    @FunctionalInterface
    public interface Measuring<I> {
        /**
         * Fills in what is measured.
         *
         * @param epochMillis the time of the decision
         * @param replicas the replicas of this time
         * @param in has the time and the replicas already
         */
        void measure(long epochMillis, int replicas, I in);
    }

    private final long cycleMillis;
    private ScalingEngine<I, O> engine;
    private I in;
    private O out;
    private long nextMillis;
    private int replicas;
    private long decisions;
    private long changes;
    private double replicaMillis;

    /**
     * Begins with replicas that are ready.
     *
     * @param engine what decides
     * @param startMillis the time of the first decision, in milliseconds since the epoch
     * @param cycleMillis the time between two decisions, above 0
     * @param replicas the replicas before the first decision, at least 0
     * @throws IllegalArgumentException that names every broken rule and value
     */
    public OpenLoop(ScalingEngine<I, O> engine, long startMillis, long cycleMillis, int replicas) {
        this.engine = Objects.requireNonNull(engine, "engine");
        Violation.require(
                cycleMillis >= 1 && replicas >= 0,
                "cycleMillis must be >= 1 and replicas >= 0",
                "cycleMillis",
                cycleMillis + ", replicas=" + replicas);
        this.cycleMillis = cycleMillis;
        this.replicas = replicas;
        nextMillis = startMillis;
        in = engine.newObservation();
        out = engine.newDecision();
    }

    /**
     * Goes on for some cycles.
     *
     * @param cycles how many decisions, at least 0
     * @param measuring says what is measured
     */
    public void run(long cycles, Measuring<? super I> measuring) {
        run(cycles, measuring, decision -> {});
    }

    /**
     * Goes on for some cycles.
     *
     * @param cycles how many decisions, at least 0
     * @param measuring says what is measured
     * @param watching is notified of every decision
     */
    public void run(long cycles, Measuring<? super I> measuring, Consumer<? super O> watching) {
        for (long cycle = 0; cycle < cycles; cycle++) {
            in.at(nextMillis).replicas(replicas);
            measuring.measure(nextMillis, replicas, in);
            engine.decide(in, out);
            watching.accept(out);
            decisions++;
            if (out.hasChange()) {
                engine.scaled(out);
                replicas = out.replicas();
                changes++;
            }
            replicaMillis += (double) replicas * cycleMillis;
            nextMillis = Micros.sum(nextMillis, cycleMillis);
        }
    }

    /**
     * Lets another engine decide from now on, such as a restored one; or the same one under another spec. Allocates an observation
     * and a decision.
     *
     * @param next what decides
     */
    public void goOnWith(ScalingEngine<I, O> next) {
        engine = Objects.requireNonNull(next, "next");
        in = engine.newObservation();
        out = engine.newDecision();
    }

    /**
     * Puts the clock forward or back, at most to an end of time: the next decision, and those after it, are taken at another time.
     *
     * @param millis by how much; negative to put it back
     */
    public void moveClock(long millis) {
        nextMillis = Micros.sum(nextMillis, millis);
    }

    /** {@return what decides now} */
    public ScalingEngine<I, O> engine() {
        return engine;
    }

    /** {@return the latest decision; overwritten by the next one} Not yet taken before the first. */
    public O decision() {
        return out;
    }

    /** {@return the replicas of this moment} At least 0. */
    public int replicas() {
        return replicas;
    }

    /** {@return the time of the next decision} Epoch milliseconds. */
    public long nextMillis() {
        return nextMillis;
    }

    /** {@return how many decisions were taken} At least 0. */
    public long decisions() {
        return decisions;
    }

    /** {@return how many of them changed the count} At least 0. */
    public long changes() {
        return changes;
    }

    /** {@return what was run, added up over time} Replica-hours. */
    public double replicaHours() {
        return replicaMillis * Micros.PER_MILLI / Micros.PER_HOUR;
    }

    /** {@return how far the loop is, in one line} */
    @Override
    public String toString() {
        return "OpenLoop[nextMillis=" + nextMillis + ", replicas=" + replicas + ", decisions=" + decisions
                + ", changes=" + changes + ", engine=" + engine + ']';
    }
}
