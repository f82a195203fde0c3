package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * What has arrived per second since a source last looked, however often it is asked in between. Owns the first words of a source's
 * memory.
 */
final class Arrivals {
    static final int WORDS = 4;
    static final long CYCLE_MILLIS = 15_000;

    /** Looks at the load again when so much time has passed: a cycle of 15 s, less what it may come early. */
    private static final long STEP_MILLIS = 10_000;

    private static final long MOST_UNSEEN_MILLIS = 60_000;

    private static final int COUNT = 0;
    private static final int AT = 1;
    private static final int PENDING = 2;
    private static final int PENDING_AT = 3;

    private Arrivals() {}

    static boolean isFirst(Input in) {
        return in.memory(COUNT) == 0;
    }

    /** How often it had looked before it looked for the answer that is asked for. */
    static long looksBefore(Input in) {
        return in.memory(COUNT) - (isBetween(in) ? 1 : 0);
    }

    /** Whether it has looked so shortly before that it says the same. */
    static boolean isBetween(Input in) {
        return !isFirst(in) && sinceMillis(in, in.memory(AT)) < STEP_MILLIS;
    }

    /** When it looks again. */
    static long nextMillis(Input in) {
        long looked = isBetween(in) ? in.memory(AT) : in.epochMillis();
        return looked > Long.MAX_VALUE - STEP_MILLIS ? Long.MAX_VALUE : looked + STEP_MILLIS;
    }

    /** The time since an instant that is not in the future; a difference that no long holds is the longest. */
    private static long sinceMillis(Input in, long millis) {
        long since = in.epochMillis() - millis;
        return since < 0 ? Long.MAX_VALUE : since;
    }

    /** The time since it looked last: a cycle at first, and no more than a minute of time that was not seen. */
    static long passedMillis(Input in) {
        return isFirst(in) ? CYCLE_MILLIS : Math.min(MOST_UNSEEN_MILLIS, sinceMillis(in, in.memory(AT)));
    }

    /** All the time since it looked last; 0 at first. */
    static double elapsedSeconds(Input in) {
        return isFirst(in) ? 0 : sinceMillis(in, in.memory(AT)) / 1000.0;
    }

    /** Arrivals per second since it looked last; each value holds for the time before it. */
    static double rate(Input in) {
        double rate = in.valueMilli() / 1000.0;
        long at = in.memory(AT);
        if (isFirst(in) || in.memory(PENDING_AT) == at) {
            return rate;
        }
        double last = sinceMillis(in, in.memory(PENDING_AT));
        return (Words.real(in, PENDING) + rate * last) / sinceMillis(in, at);
    }

    /** Takes a value between two looks in. */
    static void add(Input in) {
        double millis = sinceMillis(in, in.memory(PENDING_AT));
        Words.real(in, PENDING, Words.real(in, PENDING) + in.valueMilli() / 1000.0 * millis);
        in.remember(PENDING_AT, in.epochMillis());
    }

    static void looked(Input in) {
        long now = in.epochMillis();
        in.remember(AT, now);
        in.remember(PENDING_AT, now);
        Words.real(in, PENDING, 0);
        in.remember(COUNT, in.memory(COUNT) + 1);
    }
}
