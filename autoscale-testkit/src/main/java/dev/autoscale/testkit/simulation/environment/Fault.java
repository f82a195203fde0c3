package dev.autoscale.testkit.simulation.environment;

import dev.autoscale.Violation;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.time.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that goes wrong, or is done to the workload, for a while.
 *
 * @param kind what
 * @param fromMicros when it begins, in microseconds since the simulation's beginning
 * @param toMicros when it is over, exclusive; of no meaning for what happens at once
 * @param amount how much, as the kind says; 0 where it says nothing
 */
public record Fault(Kind kind, long fromMicros, long toMicros, long amount) {
    /** What can go wrong. */
    public enum Kind {
        /** Nothing is scraped. */
        METRICS_MISSING,
        /** Scrapes fail: every metric is a failed one. */
        METRICS_FAILING,
        /** The values of the scrape before are served again, as fresh ones; before the first scrape there are none. */
        METRICS_FROZEN,
        /** Scrapes arrive {@code amount} milliseconds later than usual. */
        METRICS_LATE,
        /** The controller decides nothing. */
        CONTROLLER_DOWN,
        /** The controller restarts: with its memory if {@code amount} is 1, without if it is 0. At once. */
        CONTROLLER_RESTART,
        /** The controller's clock is {@code amount} milliseconds behind. */
        CLOCK_BEHIND,
        /** Orders are refused. */
        SCALE_FAILS,
        /** There is room for {@code amount} replicas in all. */
        CAPACITY,
        /** Replicas that are placed now take {@code amount} percent of the usual time to start. */
        STARTS_SLOWLY,
        /** The {@code amount} oldest ready replicas break down. At once. */
        CRASH,
        /** All replicas are replaced, {@code amount} at a time beyond the wanted ones. At once. */
        ROLLOUT
    }

    private static final int DRAWN_PARTS = 20;

    /**
     * Checks the values.
     *
     * @param kind what
     * @param fromMicros when it begins, in microseconds since the simulation's beginning
     * @param toMicros when it is over, exclusive
     * @param amount how much, as the kind says
     * @throws IllegalArgumentException if the fault ends before it begins, begins before 0, or its amount is negative
     */
    public Fault {
        Violation.Collector broken = new Violation.Collector();
        broken.requireNotNegative("fromMicros", fromMicros);
        broken.require(
                toMicros >= fromMicros,
                "toMicros must be >= fromMicros",
                "toMicros",
                toMicros + ", fromMicros=" + fromMicros);
        broken.requireNotNegative("amount", amount);
        broken.throwIfAny();
    }

    /**
     * A fault that lasts.
     *
     * @param kind what
     * @param from when it begins, since the simulation's beginning
     * @param lasting for how long
     * @param amount how much, as the kind says
     * @return the fault
     */
    public static Fault during(Kind kind, Duration from, Duration lasting, long amount) {
        long begin = Micros.of("from", from);
        return new Fault(kind, begin, Micros.sum(begin, Micros.of("lasting", lasting)), amount);
    }

    /**
     * Something that happens at once.
     *
     * @param kind what
     * @param at when, since the simulation's beginning
     * @param amount how much, as the kind says
     * @return the fault
     */
    public static Fault at(Kind kind, Duration at, long amount) {
        return during(kind, at, Duration.ZERO, amount);
    }

    /**
     * Draws faults of all kinds.
     *
     * @param seed any number
     * @param count how many
     * @param within the time in which they begin; each lasts at most a twentieth of it
     * @return the faults, in no order
     */
    public static List<Fault> random(long seed, int count, Duration within) {
        SeededRandom random = SeededRandom.of(seed).split("faults");
        long whole = Micros.of("within", within);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            long from = random.nextLong(whole + 1);
            faults.add(new Fault(kind, from, from + random.nextLong(whole / DRAWN_PARTS + 1), amount(kind, random)));
        }
        return faults;
    }

    private static long amount(Kind kind, SeededRandom random) {
        return switch (kind) {
            case METRICS_LATE, CLOCK_BEHIND -> random.nextInt(1_000, 120_000);
            case CONTROLLER_RESTART -> random.nextInt(2);
            case CAPACITY -> random.nextInt(20);
            case STARTS_SLOWLY -> random.nextInt(100, 500);
            case CRASH, ROLLOUT -> random.nextInt(1, 3);
            default -> 0;
        };
    }
}
