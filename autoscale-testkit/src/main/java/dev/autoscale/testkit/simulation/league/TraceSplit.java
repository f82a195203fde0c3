package dev.autoscale.testkit.simulation.league;

import dev.autoscale.Violation;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.ExpectedArrivals;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.time.Micros;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A trace in two parts. Immutable.
 *
 * @param cutMicros where the held-out part begins, a multiple of the slot
 * @param endMicros where the trace ends
 */
record TraceSplit(Load load, Environment environment, long cutMicros, long endMicros) {
    private static final long DAY_MICROS = 86_400 * Micros.PER_SECOND;

    /** @param heldOut how much is held out; null for a quarter of what counts */
    static TraceSplit of(Load load, Environment environment, @Nullable Duration heldOut, long seed) {
        long slot = environment.slotMicros();
        long end = end(load, environment, seed);
        long counts = end - environment.scoredFromMicros();
        long quarter = counts / 4 >= DAY_MICROS ? counts / 4 / DAY_MICROS * DAY_MICROS : counts / 4;
        long held = heldOut == null ? Math.max(1, quarter) : Micros.of("heldOut", heldOut);
        Violation.require(held > 0, "heldOut must be > 0", "heldOut", Spans.word(held));
        long cut = Math.floorDiv(end - held, slot) * slot;
        Violation.require(
                cut > environment.scoredFromMicros(),
                "heldOut must leave something to tune on",
                "heldOut",
                Spans.word(held) + ", end=" + Spans.word(end) + ", scoredFrom="
                        + Spans.word(environment.scoredFromMicros()) + ", load=" + load.name());
        return new TraceSplit(load, environment, cut, end);
    }

    private static long end(Load load, Environment environment, long seed) {
        long most = environment.durationMicros() < 0 ? Long.MAX_VALUE : environment.durationMicros();
        try (ExpectedArrivals expected = load.expect(SeededRandom.of(seed).split("arrivals"))) {
            long until = Math.min(most, 3_600 * Micros.PER_SECOND);
            expected.passUntil(until);
            while (expected.endMicros() == Long.MAX_VALUE && until < most) {
                until = Math.min(most, Micros.product(until, 2));
                expected.passUntil(until);
            }
            return Math.min(most, expected.endMicros());
        }
    }

    /** Up to the held-out part, of which it sees nothing. */
    Simulation tuning() {
        return Simulation.of(
                load, environment.toBuilder().duration(span(cutMicros)).build());
    }

    /** All of it, with scores of the held-out part alone. */
    Simulation judging() {
        return Simulation.of(
                load, environment.toBuilder().scoredFrom(span(cutMicros)).build());
    }

    private static Duration span(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
