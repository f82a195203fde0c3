package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * How long a request is served, learned by Little's law: those in service divided by those that are done per second, both as means over
 * about a quarter of an hour. Owns its words of a source's memory.
 *
 * <p>Waiting requests are not in service: no more are than there are places. Done are those that arrived and are not there any more, so
 * a first sample of requests that wait says nothing. In the first quarter of an hour all that was seen counts alike.
 */
final class ServiceTime {
    private static final double MEMORY_SECONDS = 900;
    private static final Fading MEANS = new Fading(MEMORY_SECONDS);

    private static final int BUSY = 0;
    private static final int DONE = 1;
    private static final int IN_PROGRESS = 2;
    private static final int SECONDS = 3;

    private final int begin;

    ServiceTime(int begin) {
        this.begin = begin;
    }

    int end() {
        return begin + 4;
    }

    /**
     * The mean service time in seconds after arrivals at a rate; NaN or infinite while it is unknown.
     *
     * @param seconds what the sample counts for
     * @param elapsed seconds since the last sample; 0 if there was none
     */
    double after(Input in, double rate, double seconds, double elapsed, double inProgress, double places) {
        double kept = kept(in, seconds, elapsed, inProgress, places);
        double busy = mean(in, BUSY, Math.min(inProgress, places), kept);
        return busy / mean(in, DONE, done(in, rate, elapsed, inProgress), kept);
    }

    void add(Input in, double rate, double seconds, double elapsed, double inProgress, double places) {
        double kept = kept(in, seconds, elapsed, inProgress, places);
        double done = done(in, rate, elapsed, inProgress);
        Words.real(in, begin + BUSY, mean(in, BUSY, Math.min(inProgress, places), kept));
        Words.real(in, begin + DONE, mean(in, DONE, done, kept));
        Words.real(in, begin + IN_PROGRESS, inProgress);
        if (kept < 1) {
            Words.real(in, begin + SECONDS, Math.min(MEMORY_SECONDS, Words.real(in, begin + SECONDS) + seconds));
        }
    }

    private double done(Input in, double rate, double elapsed, double inProgress) {
        double more = inProgress - Words.real(in, begin + IN_PROGRESS);
        return elapsed > 0 ? Math.max(0, rate - more / elapsed) : rate;
    }

    /** What is kept of the means: all of them if the sample says nothing. */
    private double kept(Input in, double seconds, double elapsed, double inProgress, double places) {
        double seen = Words.real(in, begin + SECONDS);
        if (elapsed == 0 && inProgress > places) {
            return 1;
        }
        return seen < MEMORY_SECONDS ? seen / (seen + seconds) : MEANS.kept(seconds);
    }

    private double mean(Input in, int word, double seen, double kept) {
        return seen + (Words.real(in, begin + word) - seen) * kept;
    }
}
