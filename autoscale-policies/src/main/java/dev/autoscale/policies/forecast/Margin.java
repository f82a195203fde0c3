package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * The places beyond the load, in deviations of what is in service at a time, √(load + (deviation · load)²). That number changes
 * slowly, so it is worked out again only when load, deviation or wait have moved away from where it was. Owns its words of a source's
 * memory.
 */
final class Margin {
    private static final double MOVED = 0.2;
    private static final double MOVED_DEVIATION = 0.02;

    private static final int LOAD = 0;
    private static final int DEVIATION = 1;
    private static final int WAIT = 2;
    private static final int DEVIATIONS = 3;

    private final int begin;
    private final Sizing sizing;

    Margin(int begin, Sizing sizing) {
        this.begin = begin;
        this.sizing = sizing;
    }

    /** Places for a load above 0. */
    double places(Input in, double load, double deviation, double wait) {
        double unit = unit(load, deviation);
        return load
                + unit
                        * (isNear(in, load, deviation, wait)
                                ? Words.real(in, begin + DEVIATIONS)
                                : anew(load, deviation, wait));
    }

    void keep(Input in, double load, double deviation, double wait) {
        if (!isNear(in, load, deviation, wait)) {
            Words.real(in, begin + DEVIATIONS, anew(load, deviation, wait));
            Words.real(in, begin + LOAD, load);
            Words.real(in, begin + DEVIATION, deviation);
            Words.real(in, begin + WAIT, wait);
        }
    }

    private double anew(double load, double deviation, double wait) {
        return (sizing.places(load, deviation, wait) - load) / unit(load, deviation);
    }

    private boolean isNear(Input in, double load, double deviation, double wait) {
        double then = Words.real(in, begin + LOAD);
        double waitThen = Words.real(in, begin + WAIT);
        return Math.abs(load - then) <= MOVED * then
                && Math.abs(deviation - Words.real(in, begin + DEVIATION)) <= MOVED_DEVIATION
                && Math.abs(wait - waitThen) <= MOVED * waitThen;
    }

    private static double unit(double load, double deviation) {
        return Math.sqrt(load + deviation * deviation * load * load);
    }
}
