package dev.autoscale.testkit.simulation.load;

import dev.autoscale.Violation;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.time.Micros;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;

/** How long an arrival keeps a place busy, or how long something takes to start: a distribution of times. Immutable. */
@FunctionalInterface
public interface ServiceTimes {
    /**
     * Draws a time.
     *
     * @param random where draws come from
     * @return microseconds, at least 0
     */
    long drawMicros(SeededRandom random);

    /**
     * Always the same time.
     *
     * @param time at least 0
     * @return the distribution
     * @throws IllegalArgumentException if the time is negative
     */
    static ServiceTimes fixed(Duration time) {
        long micros = Micros.of("time", time);
        return new NamedTimes("fixed " + Spans.word(micros), micros, random -> micros);
    }

    /**
     * All times between two others, alike.
     *
     * @param shortest the shortest, inclusive
     * @param longest the longest, inclusive
     * @return the distribution
     * @throws IllegalArgumentException if one is negative, or the longest is shorter than the shortest
     */
    static ServiceTimes uniform(Duration shortest, Duration longest) {
        long from = Micros.of("shortest", shortest);
        long to = Micros.of("longest", longest);
        Violation.require(from <= to, "longest must be >= shortest", "longest", longest + ", shortest=" + shortest);
        return new NamedTimes(
                "uniform " + Spans.word(from) + ".." + Spans.word(to),
                ((double) from + to) / 2,
                random -> from + random.nextLong(to - from + 1));
    }

    /**
     * Exponentially distributed, as in M/M/c: short ones often, long ones seldom, standard deviation as large as the mean.
     *
     * @param mean at least 0
     * @return the distribution
     * @throws IllegalArgumentException if the mean is negative
     */
    static ServiceTimes exponential(Duration mean) {
        long micros = Micros.of("mean", mean);
        return new NamedTimes(
                "exp " + Spans.word(micros),
                micros,
                random -> StrictMath.round(random.nextExponential((double) micros)));
    }

    /**
     * Log-normally distributed, as most real service times are.
     *
     * @param median half of the times are shorter; at least 0
     * @param sigma the standard deviation of the logarithm, at least 0: about two thirds of the times lie between median /
     *     e^sigma and median · e^sigma
     * @return the distribution
     * @throws IllegalArgumentException if one is negative or sigma is not a number
     */
    static ServiceTimes logNormal(Duration median, double sigma) {
        long micros = Micros.of("median", median);
        Violation.require(sigma >= 0, "sigma must be >= 0", "sigma", sigma);
        return new NamedTimes(
                "lognormal " + Spans.word(micros) + ' ' + RateText.number(sigma),
                micros * StrictMath.exp(sigma * sigma / 2),
                random -> StrictMath.round(micros * StrictMath.exp(sigma * random.nextGaussian())));
    }

    /**
     * Reads times as {@link Loads#parse} does after {@code service}: {@code 60s} is always the same, {@code exp 60s}, {@code
     * uniform 30s..90s} and {@code lognormal 60s 0.3} are drawn.
     *
     * @param text the times
     * @return the distribution
     * @throws IllegalArgumentException at the first word that cannot be used: {@code times:column: rule: word=...}, counted from 1
     */
    static ServiceTimes parse(String text) {
        return LoadParser.parseTimes(text);
    }
}
