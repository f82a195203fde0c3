package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * The places beyond the load, in deviations of what is in service at a time, √(peakedness · load + (deviation · load)²). That number changes
 * slowly, so it is worked out again only when they have moved away from where it was. Owns its words of a source's
 * memory.
 */
final class Margin {
    private static final double MOVED = 0.1;
    private static final double MOVED_DEVIATION = 0.01;

    private static final int LOAD = 0;
    private static final int DEVIATION = 1;
    private static final int PEAKEDNESS = 2;
    private static final int WAIT = 3;
    private static final int DEVIATIONS = 4;

    private final int begin;
    private final Sizing sizing;

    Margin(int begin, Sizing sizing) {
        this.begin = begin;
        this.sizing = sizing;
    }

    int end() {
        return begin + 5;
    }

    /** Places for a load above 0. */
    double places(Input in, double load, double deviation, double peakedness, double wait) {
        double deviations = isNear(in, load, deviation, peakedness, wait)
                ? Words.real(in, begin + DEVIATIONS)
                : anew(load, deviation, peakedness, wait);
        return load + unit(load, deviation, peakedness) * deviations;
    }

    void keep(Input in, double load, double deviation, double peakedness, double wait) {
        if (!isNear(in, load, deviation, peakedness, wait)) {
            Words.real(in, begin + DEVIATIONS, anew(load, deviation, peakedness, wait));
            Words.real(in, begin + LOAD, load);
            Words.real(in, begin + DEVIATION, deviation);
            Words.real(in, begin + PEAKEDNESS, peakedness);
            Words.real(in, begin + WAIT, wait);
        }
    }

    /** Arrivals that come in batches are taken for fewer ones that each need more places (Hayward). */
    private double anew(double load, double deviation, double peakedness, double wait) {
        double places = peakedness * sizing.places(load / peakedness, deviation, wait);
        return (places - load) / unit(load, deviation, peakedness);
    }

    private boolean isNear(Input in, double load, double deviation, double peakedness, double wait) {
        return isNear(load, Words.real(in, begin + LOAD))
                && isNear(peakedness, Words.real(in, begin + PEAKEDNESS))
                && isNear(wait, Words.real(in, begin + WAIT))
                && Math.abs(deviation - Words.real(in, begin + DEVIATION)) <= MOVED_DEVIATION;
    }

    private static boolean isNear(double value, double then) {
        return Math.abs(value - then) <= MOVED * then;
    }

    private static double unit(double load, double deviation, double peakedness) {
        return Math.sqrt(peakedness * load + deviation * deviation * load * load);
    }
}
