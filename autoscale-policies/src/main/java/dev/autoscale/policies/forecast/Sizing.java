package dev.autoscale.policies.forecast;

/**
 * How many places keep a promise, if the load is only known within some deviation: the least number of which the expected share of
 * those that wait too long, over loads that are off as Student's distribution says, is no more than what the promise lets miss. Places
 * need not be whole. Immutable and thread-safe; allocates nothing. An answer takes a few microseconds, whatever the load.
 *
 * <p>With c places and a load of a, the share that waits longer than w mean service times is C(c, a) e^-(c - a)w (exponential
 * service, first come, first served). For Erlang's C it takes the expansion of Janssen, van Leeuwaarden and Zwart (Refining
 * square-root safety staffing, 2011), because that has no loop over the places and holds for parts of a place too: with
 *
 * <pre>
 * ρ = a / c,  α = √(-2c (1 - ρ + ln ρ)),  1 / B = √c Φ(α) / φ(α) + 2 / 3,  C = 1 / (ρ + (1 - ρ) / B)
 * </pre>
 *
 * it is off by 1 % for a load of 1 and by 0.1 % from 10 on.
 */
final class Sizing {
    /** Deviations from the forecast, and how likely each is: Student's distribution with four degrees of freedom, of variance 1. */
    private static final double[] AWAY = {
        -2.867, -1.509, -0.7236, 0, 0.7255, 1.511, 2.288, 3.031, 3.910, 5.087, 6.776, 9.122, 14.23
    };

    private static final double[] LIKELY = {
        0.02374, 0.05885, 0.21876, 0.39817, 0.21815, 0.05865, 0.014286, 0.005513, 0.002316, 0.001033, 0.000355,
        0.000124, 0.000049
    };
    private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);
    private static final double PRECISION = 0.01;
    private static final int MOST_STEPS = 40;

    /** A share so small that it is none, so that its logarithm is a number. */
    private static final double LEAST_SHARE = 1e-12;

    private final double missShare;

    Sizing(double missShare) {
        this.missShare = missShare;
    }

    /**
     * Finds the places: between two numbers of which one keeps the promise, ever closer, by the straight line through the logarithms
     * of their shares (Illinois: an end that stays counts half). Infinite if no number keeps it, as where the load or its deviation are enormous.
     *
     * @param load arrivals per mean service time, above 0
     * @param deviation of the load, as a share of it, at least 0
     * @param wait the longest good wait in mean service times, at least 0
     */
    double places(double load, double deviation, double wait) {
        double low = load;
        double atLow = excess(low, load, deviation, wait);
        if (atLow <= 0) {
            return low;
        }
        double step = 2 * Math.sqrt(load + deviation * deviation * load * load) + 1;
        double high = load + step;
        double atHigh = excess(high, load, deviation, wait);
        while (atHigh > 0 && high < Double.POSITIVE_INFINITY) {
            low = high;
            atLow = atHigh;
            step *= 2;
            high += step;
            atHigh = excess(high, load, deviation, wait);
        }
        if (high == Double.POSITIVE_INFINITY) {
            return high;
        }
        boolean movedLow = false;
        for (int i = 0; i < MOST_STEPS && high - low > PRECISION; i++) {
            double between = low + (high - low) * atLow / (atLow - atHigh);
            double at = excess(between, load, deviation, wait);
            boolean movesLow = at > 0;
            if (movesLow) {
                low = between;
                atLow = at;
                atHigh = i > 0 && movedLow ? atHigh / 2 : atHigh;
            } else {
                high = between;
                atHigh = at;
                atLow = i > 0 && !movedLow ? atLow / 2 : atLow;
                if (at > -0.01) {
                    break;
                }
            }
            movedLow = movesLow;
        }
        return high;
    }

    /** By how much more than the promise allows, as a logarithm, wait too long. */
    private double excess(double places, double load, double deviation, double wait) {
        if (!(deviation > 0)) {
            return StrictMath.log(Math.max(waitShare(places, load, wait), LEAST_SHARE) / missShare);
        }
        double late = 0;
        double all = 0;
        for (int i = 0; i < AWAY.length; i++) {
            // The promise is a share of requests: of a higher load there are more.
            double times = Math.max(0, 1 + deviation * AWAY[i]);
            double requests = LIKELY[i] * times;
            late += requests * waitShare(places, load * times, wait);
            all += requests;
        }
        double share = late / all;
        return StrictMath.log(Math.max(share, LEAST_SHARE) / missShare);
    }

    /** The share of arrivals that wait longer than a time. */
    static double waitShare(double places, double load, double wait) {
        if (load >= places) {
            return 1;
        }
        double busy = load / places;
        if (busy < LEAST_SHARE) {
            return 0;
        }
        double half = -places * (1 - busy + StrictMath.log1p(busy - 1));
        double inverseLoss = Math.sqrt(places) * normalRatio(Math.sqrt(2 * half), half) + 2.0 / 3;
        return StrictMath.exp((load - places) * wait) / (busy + (1 - busy) * inverseLoss);
    }

    /** Φ(x) / φ(x) of the normal distribution for x of at least 0, with x² / 2 given; off by 10^-6 at most. */
    private static double normalRatio(double x, double half) {
        double t = 1 / (1 + 0.2316419 * x);
        double rest = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return SQRT_2_PI * StrictMath.exp(half) - rest;
    }
}
