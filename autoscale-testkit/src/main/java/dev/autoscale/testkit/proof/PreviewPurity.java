package dev.autoscale.testkit.proof;

import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import dev.autoscale.testkit.drive.Snapshots;
import java.util.Objects;

/**
 * Proves along a life that {@code preview} changes no byte of an engine's memory and says what {@code decide} says. Thread-safe;
 * has no memory.
 */
public final class PreviewPurity {
    private PreviewPurity() {}

    /**
     * Lives through a number of steps with one engine, previewing twice before each decision.
     *
     * @param <I> the engine's observation
     * @param <O> the engine's decision
     * @param engine the engine, new or not
     * @param life what it lives through; goes on by {@code steps} steps
     * @param steps how many, at least 1
     * @throws AssertionError that names the step and shows the life's latest step and what differs
     * @throws IllegalArgumentException if there is less than one step
     */
    public static <I extends ScalingObservation<I>, O extends ScalingDecision> void check(
            ScalingEngine<I, O> engine, WorkloadRun<I, O> life, int steps) {
        Objects.requireNonNull(life, "life");
        Steps.check(steps);
        I in = engine.newObservation();
        O out = engine.newDecision();
        for (int step = 0; step < steps; step++) {
            life.next();
            life.measure(in);
            byte[] before = Snapshots.bytes(engine);
            engine.preview(in, out);
            String first = DecisionText.withoutRecheck(out);
            engine.preview(in, out);
            String second = DecisionText.withoutRecheck(out);
            String difference = Snapshots.difference(before, Snapshots.bytes(engine));
            if (!difference.isEmpty()) {
                throw Steps.failure("a preview changes the memory", step, life, "before and after, " + difference);
            }
            engine.decide(in, out);
            String decided = DecisionText.withoutRecheck(out);
            if (!first.equals(decided) || !second.equals(decided)) {
                String previewed = first.equals(decided) ? second : first;
                throw Steps.failure(
                        "a preview is no preview", step, life, "previewed:\n" + previewed + "\ndecided:\n" + decided);
            }
            life.answered(out);
            life.tell(engine);
        }
    }
}
