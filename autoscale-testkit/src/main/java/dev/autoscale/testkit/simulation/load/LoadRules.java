package dev.autoscale.testkit.simulation.load;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.time.Micros;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A load that is being described: takes its settings one by one, collects the rules that they break, to name them all in one
 * exception, and puts them into words that {@link LoadParser} reads.
 */
final class LoadRules {
    private final Violation.Collector broken = new Violation.Collector();
    private final StringBuilder words;

    /**
     * Begins a load.
     *
     * @param shape what its name begins with
     */
    LoadRules(String shape) {
        words = new StringBuilder(shape);
    }

    /** Says something that has no rule. */
    LoadRules say(String text) {
        words.append(text);
        return this;
    }

    /** A number: finite, at least 0. */
    LoadRules number(String name, double value) {
        return require(value >= 0 && value < Double.POSITIVE_INFINITY, name + " must be >= 0", name, value);
    }

    LoadRules above0(String name, double value) {
        return require(value > 0 && value < Double.POSITIVE_INFINITY, name + " must be > 0", name, value);
    }

    /** The one rate per second of a load, above 0. */
    LoadRules rate(double perSecond) {
        return above0("perSecond", perSecond).say(' ' + RateText.rate(perSecond));
    }

    /** Two rates per second. */
    LoadRules rates(String oneName, double one, String otherName, double other) {
        return number(oneName, one).number(otherName, other).say(' ' + RateText.range(one, other));
    }

    /** Two rates per second, the second at least the first. */
    LoadRules range(String lowName, double low, String highName, double high) {
        rates(lowName, low, highName, high);
        return require(!(high < low), highName + " must be >= " + lowName, highName, high + ", " + lowName + '=' + low);
    }

    LoadRules require(boolean holds, String rule, String name, Object value) {
        broken.require(holds, rule, name, value);
        return this;
    }

    /** Whole microseconds of a length of time that must not be negative; its words come after others. */
    long micros(String before, String name, Duration duration) {
        long micros = 0;
        try {
            micros = Micros.of(name, duration);
        } catch (InvalidSettingsException e) {
            broken.addAll(e.violations());
        }
        say(before + Spans.word(micros));
        return micros;
    }

    /** Whole microseconds of a length of time that must be at least one of them; its words come after others. */
    long microsAbove0(String before, String name, Duration duration) {
        int broke = broken.violations().size();
        long micros = micros(before, name, duration);
        boolean isRefused = broken.violations().size() > broke;
        require(micros > 0 || isRefused, name + " must be >= 1 microsecond", name, duration);
        return micros;
    }

    void check() {
        broken.throwIfAny();
    }

    /** The load whose arrivals follow these rates and are served like this, if no rule is broken. */
    Load served(
            ServiceTimes service,
            Function<SeededRandom, Rates> rates,
            BiFunction<SeededRandom, Rates, Arrivals> opening) {
        check();
        Objects.requireNonNull(service, "service");
        return say(" service " + NamedTimes.of(service)).load(service, rates, opening);
    }

    /** The same, but its words say nothing of how arrivals are served. */
    Load load(
            ServiceTimes service,
            Function<SeededRandom, Rates> rates,
            BiFunction<SeededRandom, Rates, Arrivals> opening) {
        check();
        return new NamedLoad(
                words.toString(),
                random -> opening.apply(random, rates.apply(random)),
                random -> new ExpectedRates(rates.apply(random), NamedTimes.meanMicros(service)));
    }

    /** The load that follows these rates, if no rule is broken. */
    Load random(ServiceTimes service, Function<SeededRandom, Rates> rates) {
        return served(service, rates, (random, followed) -> new RateArrivals(followed, service, random));
    }
}
