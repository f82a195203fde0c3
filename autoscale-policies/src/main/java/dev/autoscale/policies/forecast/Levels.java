package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * What arrives now: exponential means over a short to a long time, and one of the usual course of the day; and the highest that there was
 * lately. Owns its words of a source's memory.
 *
 * <p>From them come the <em>signs</em> of what will arrive: how much higher than the reference, the mean of six minutes, are those of 45
 * seconds, two minutes and twenty minutes, and the level of the last minutes carried on as the course of the day goes. A sign is
 * relative to the reference, and within ±{@value #FARTHEST}.
 */
final class Levels {
    private static final Fading[] MEANS = {
        new Fading(45), new Fading(120), new Fading(360), new Fading(1_200), new Fading(3_600)
    };
    private static final int TIMES = MEANS.length;
    private static final int REFERENCE = 2;
    private static final int HOUR = 4;
    private static final int COURSE = TIMES;
    private static final int HIGHEST = TIMES + 1;
    private static final int SHORTEST = 0;

    /** What was highest is forgotten as errors of forecasts are. */
    private static final Fading SIX_HOURS = new Fading(21_600);

    /** The means that are signs; the last sign is the course. */
    private static final int[] SIGNS = {0, 1, 3};

    static final int COURSE_SIGN = SIGNS.length;
    static final int SIGN_COUNT = SIGNS.length + 1;
    private static final double FARTHEST = 4;

    /** So many arrivals a second more or less are no sign of anything. */
    static final double NEGLIGIBLE_RATE = 0.05;

    private final int begin;

    Levels(int begin) {
        this.begin = begin;
    }

    int end() {
        return begin + TIMES + 2;
    }

    /** A mean after arrivals at a rate for so long. */
    private double after(Input in, int time, double rate, double seconds) {
        return rate + (Words.real(in, begin + time) - rate) * MEANS[time].kept(seconds);
    }

    double reference(Input in, double rate, double seconds) {
        return after(in, REFERENCE, rate, seconds);
    }

    double hour(Input in, double rate, double seconds) {
        return after(in, HOUR, rate, seconds);
    }

    /** The highest mean of 45 seconds of the last hours, fading. */
    double highest(Input in, double rate, double seconds) {
        double before = Words.real(in, begin + HIGHEST) * SIX_HOURS.kept(seconds);
        return Math.max(after(in, SHORTEST, rate, seconds), before);
    }

    /** A sign after arrivals at a rate for so long; not that of the course, which is the last. */
    double sign(Input in, int sign, double rate, double seconds) {
        return sign(after(in, SIGNS[sign], rate, seconds), reference(in, rate, seconds));
    }

    /** The sign of the course; nothing if the usual rate of now, or that of the time that the sign is about, is not known (NaN). */
    double courseSign(Input in, double rate, double seconds, double courseNow, double courseThen) {
        double reference = reference(in, rate, seconds);
        double course = course(in, courseNow, seconds);
        return course > 0 ? sign(reference / course * courseThen, reference) : 0;
    }

    private static double sign(double level, double reference) {
        double further = (level - reference) / (reference + NEGLIGIBLE_RATE);
        return Double.isNaN(further) ? 0 : Math.max(-FARTHEST, Math.min(FARTHEST, further));
    }

    /** A course that was not known begins with what is known first. */
    private double course(Input in, double now, double seconds) {
        double before = Words.real(in, begin + COURSE);
        return before > 0 ? now + (before - now) * MEANS[REFERENCE].kept(seconds) : now;
    }

    void add(Input in, double rate, double seconds, boolean isFirst, double courseNow) {
        Words.real(in, begin + HIGHEST, isFirst ? rate : highest(in, rate, seconds));
        for (int time = 0; time < TIMES; time++) {
            Words.real(in, begin + time, isFirst ? rate : after(in, time, rate, seconds));
        }
        Words.real(in, begin + COURSE, course(in, courseNow, seconds));
    }
}
