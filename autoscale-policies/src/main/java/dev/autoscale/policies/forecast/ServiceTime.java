package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * How long a request is served, learned by Little's law: those in service divided by those that are done per second, both as means over
 * about a quarter of an hour. Owns its words of a source's memory.
 *
 * <p>Waiting requests are not in service: no more are than there are places. Done are those that arrived and are not there any more.
 */
final class ServiceTime {
    private static final double MEMORY_SECONDS = 900;
    private static final double USUAL_SECONDS = 15;
    private static final double USUALLY_KEPT = StrictMath.exp(-USUAL_SECONDS / MEMORY_SECONDS);

    private static final int BUSY = 0;
    private static final int DONE = 1;
    private static final int IN_PROGRESS = 2;

    private final int begin;

    ServiceTime(int begin) {
        this.begin = begin;
    }

    int end() {
        return begin + 3;
    }

    /** The mean service time in seconds after arrivals at a rate for so long; NaN or infinite while it is unknown. */
    double after(Input in, double rate, double seconds, boolean isFirst, double inProgress, double places) {
        double kept = kept(seconds);
        double busy = mean(in, BUSY, Math.min(inProgress, places), kept, isFirst);
        return busy / mean(in, DONE, done(in, rate, seconds, isFirst, inProgress), kept, isFirst);
    }

    void add(Input in, double rate, double seconds, boolean isFirst, double inProgress, double places) {
        double kept = kept(seconds);
        double done = done(in, rate, seconds, isFirst, inProgress);
        Words.real(in, begin + BUSY, mean(in, BUSY, Math.min(inProgress, places), kept, isFirst));
        Words.real(in, begin + DONE, mean(in, DONE, done, kept, isFirst));
        Words.real(in, begin + IN_PROGRESS, inProgress);
    }

    private double done(Input in, double rate, double seconds, boolean isFirst, double inProgress) {
        double more = isFirst ? 0 : inProgress - Words.real(in, begin + IN_PROGRESS);
        return Math.max(0, rate - more / seconds);
    }

    private static double kept(double seconds) {
        return seconds == USUAL_SECONDS ? USUALLY_KEPT : StrictMath.exp(-seconds / MEMORY_SECONDS);
    }

    private double mean(Input in, int word, double seen, double kept, boolean isFirst) {
        return isFirst ? seen : seen + (Words.real(in, begin + word) - seen) * kept;
    }
}
