package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * What arrives now in relation to a course of the load, as an exponential mean over a short to a long time: a short one follows
 * quickly, a long one is not misled by chance. Owns its words of a source's memory.
 *
 * <p>A level is the mean of what arrived divided by the same mean of the course, so that a load that rises as every morning is a level
 * that stays. One more request on both sides makes the level of a time without requests the usual one.
 */
final class Levels {
    private static final double[] MEMORY_SECONDS = {45, 120, 360, 1_200};
    static final int TIMES = MEMORY_SECONDS.length;

    /** What is kept of the old mean after a usual cycle: no exponential needs to be worked out. */
    private static final double USUAL_SECONDS = 15;

    private static final double[] USUALLY_KEPT = new double[TIMES];

    static {
        for (int time = 0; time < TIMES; time++) {
            USUALLY_KEPT[time] = StrictMath.exp(-USUAL_SECONDS / MEMORY_SECONDS[time]);
        }
    }

    private final int begin;
    private final int shapes;

    /** Which words are its own, and how many courses there are to relate to. */
    Levels(int begin, int shapes) {
        this.begin = begin;
        this.shapes = shapes;
    }

    /** A mean of what arrived, and one of each course, the level's own aside: it is always 1. */
    int end() {
        return begin + TIMES * shapes;
    }

    int count() {
        return TIMES * shapes;
    }

    static int shape(int candidate) {
        return candidate / TIMES;
    }

    static long memorySeconds(int candidate) {
        return (long) MEMORY_SECONDS[candidate % TIMES];
    }

    static double kept(double seconds, int time) {
        return seconds == USUAL_SECONDS ? USUALLY_KEPT[time] : StrictMath.exp(-seconds / MEMORY_SECONDS[time]);
    }

    /** The level after arrivals at a rate for so many seconds; NaN if the course is not known. */
    double after(Input in, int candidate, double rate, double seconds, double course) {
        double kept = kept(seconds, candidate % TIMES);
        double arrived = mean(Words.real(in, begin + candidate % TIMES), rate, kept);
        boolean isLevel = shape(candidate) == Season.LEVEL;
        return isLevel ? arrived : level(candidate, arrived, mean(Words.real(in, begin + candidate), course, kept));
    }

    double level(Input in, int candidate) {
        double arrived = Words.real(in, begin + candidate % TIMES);
        boolean isLevel = shape(candidate) == Season.LEVEL;
        return isLevel ? arrived : level(candidate, arrived, Words.real(in, begin + candidate));
    }

    private static double level(int candidate, double arrived, double course) {
        double one = 1 / MEMORY_SECONDS[candidate % TIMES];
        return (arrived + one) / (course + one);
    }

    /** Takes arrivals in; courses that are not known forget what they were. */
    void add(Input in, double rate, double seconds, boolean isFirst, Season season, long atMillis) {
        for (int shape = 0; shape < shapes; shape++) {
            double seen = shape == Season.LEVEL ? rate : season.at(in, shape, atMillis);
            for (int time = 0; time < TIMES; time++) {
                int word = begin + shape * TIMES + time;
                double before = isFirst ? seen : Words.real(in, word);
                Words.real(in, word, mean(before, seen, kept(seconds, time)));
            }
        }
    }

    /** A course that was not known begins with what is seen first. */
    private static double mean(double before, double seen, double kept) {
        return Double.isNaN(before) ? seen : seen + (before - seen) * kept;
    }
}
