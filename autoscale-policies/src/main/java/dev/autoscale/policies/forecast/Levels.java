package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * What arrives now: exponential means over a short to a long time, and one of the usual course of the day. Owns its words of a source's
 * memory.
 *
 * <p>From them come the <em>signs</em> of what will arrive: how much higher than the reference, the mean of six minutes, are those of 45
 * seconds, two minutes and twenty minutes, and the level of the last minutes carried on as the course of the day goes. A sign is
 * relative to the reference, and within ±{@value #FARTHEST}.
 */
final class Levels {
    private static final double[] MEMORY_SECONDS = {45, 120, 360, 1_200, 3_600};
    private static final int TIMES = MEMORY_SECONDS.length;
    private static final int REFERENCE = 2;
    private static final int HOUR = 4;
    private static final int COURSE = TIMES;

    /** The means that are signs; the last sign is the course. */
    private static final int[] SIGNS = {0, 1, 3};

    static final int SIGN_COUNT = SIGNS.length + 1;
    private static final double FARTHEST = 4;

    /** So many arrivals a second more or less are no sign of anything. */
    static final double NEGLIGIBLE_RATE = 0.05;

    /** What is kept of an old mean after a usual cycle: no exponential needs to be worked out. */
    private static final double USUAL_SECONDS = 15;

    private static final double[] USUALLY_KEPT = new double[TIMES];

    static {
        for (int time = 0; time < TIMES; time++) {
            USUALLY_KEPT[time] = StrictMath.exp(-USUAL_SECONDS / MEMORY_SECONDS[time]);
        }
    }

    private final int begin;

    Levels(int begin) {
        this.begin = begin;
    }

    int end() {
        return begin + TIMES + 1;
    }

    private static double kept(double seconds, int time) {
        return seconds == USUAL_SECONDS ? USUALLY_KEPT[time] : StrictMath.exp(-seconds / MEMORY_SECONDS[time]);
    }

    /** A mean after arrivals at a rate for so long. */
    private double after(Input in, int time, double rate, double seconds) {
        return rate + (Words.real(in, begin + time) - rate) * kept(seconds, time);
    }

    double reference(Input in, double rate, double seconds) {
        return after(in, REFERENCE, rate, seconds);
    }

    double hour(Input in, double rate, double seconds) {
        return after(in, HOUR, rate, seconds);
    }

    /**
     * A sign after arrivals at a rate for so long.
     *
     * @param courseNow the usual rate of now; NaN if it is not known, and then the course is no sign
     * @param courseThen the usual rate of the time that the sign is about
     */
    double sign(Input in, int sign, double rate, double seconds, double courseNow, double courseThen) {
        double reference = reference(in, rate, seconds);
        double level;
        if (sign < SIGNS.length) {
            level = after(in, SIGNS[sign], rate, seconds);
        } else {
            double course = course(in, courseNow, seconds);
            level = course > 0 ? reference / course * courseThen : reference;
        }
        double further = (level - reference) / (reference + NEGLIGIBLE_RATE);
        return Double.isNaN(further) ? 0 : Math.max(-FARTHEST, Math.min(FARTHEST, further));
    }

    /** A course that was not known begins with what is known first. */
    private double course(Input in, double now, double seconds) {
        double before = Words.real(in, begin + COURSE);
        return before > 0 ? now + (before - now) * kept(seconds, REFERENCE) : now;
    }

    void add(Input in, double rate, double seconds, boolean isFirst, double courseNow) {
        for (int time = 0; time < TIMES; time++) {
            Words.real(in, begin + time, isFirst ? rate : after(in, time, rate, seconds));
        }
        Words.real(in, begin + COURSE, course(in, courseNow, seconds));
    }
}
