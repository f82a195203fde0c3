package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * How long a replica takes to be ready: what it was told, and what it has seen since, each start counting a fifth. A start is seen
 * from the last time that replicas were added until all that exist are ready. Owns its words of a source's memory.
 */
final class StartTime {
    private static final double SEEN_COUNTS = 0.2;

    private static final int LEARNED = 0;
    private static final int SINCE = 1;
    private static final int EXISTED = 2;

    private final int begin;
    private final long toldMillis;
    private final long mostMillis;

    StartTime(int begin, long toldMillis, long mostMillis) {
        this.begin = begin;
        this.toldMillis = toldMillis;
        this.mostMillis = mostMillis;
    }

    int end() {
        return begin + 3;
    }

    long millis(Input in) {
        return toldMillis + in.memory(begin + LEARNED);
    }

    /** Looks who is ready; a start ended some time since the last look, in the middle of it as likely as not. */
    void add(Input in, long nowMillis, long passedMillis) {
        int existing = in.existingReplicas();
        boolean allReady = in.readyReplicas() >= existing;
        boolean isStarting = Words.hasNumber(in, begin + SINCE);
        if (allReady && isStarting) {
            long seen = nowMillis - Words.number(in, begin + SINCE) - passedMillis / 2;
            seen = Math.max(0, Math.min(mostMillis, seen));
            in.remember(begin + LEARNED, in.memory(begin + LEARNED) + (long) (SEEN_COUNTS * (seen - millis(in))));
        }
        if (allReady) {
            in.remember(begin + SINCE, 0);
        } else if (existing > in.memory(begin + EXISTED) || !isStarting) {
            Words.number(in, begin + SINCE, nowMillis - passedMillis);
        }
        in.remember(begin + EXISTED, existing);
    }
}
