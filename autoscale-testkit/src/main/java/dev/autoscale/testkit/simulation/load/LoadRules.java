package dev.autoscale.testkit.simulation.load;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.time.Micros;
import java.time.Duration;

/** Collects the rules that the settings of a load break, to name them all in one exception. */
final class LoadRules {
    private final Violation.Collector broken = new Violation.Collector();

    /** A rate per second: finite, at least 0. */
    LoadRules rate(String name, double perSecond) {
        return require(perSecond >= 0 && perSecond < Double.POSITIVE_INFINITY, name + " must be >= 0", name, perSecond);
    }

    LoadRules above0(String name, double value) {
        return require(value > 0 && value < Double.POSITIVE_INFINITY, name + " must be > 0", name, value);
    }

    /** Two rates, the second at least the first. */
    LoadRules range(String lowName, double low, String highName, double high) {
        rate(lowName, low).rate(highName, high);
        return require(!(high < low), highName + " must be >= " + lowName, highName, high + ", " + lowName + '=' + low);
    }

    LoadRules require(boolean holds, String rule, String name, Object value) {
        broken.require(holds, rule, name, value);
        return this;
    }

    /** Whole microseconds of a length of time that must not be negative. */
    long micros(String name, Duration duration) {
        try {
            return Micros.of(name, duration);
        } catch (InvalidSettingsException e) {
            broken.addAll(e.violations());
        }
        return 0;
    }

    /** Whole microseconds of a length of time that must be at least one of them. */
    long microsAbove0(String name, Duration duration) {
        int before = broken.violations().size();
        long micros = micros(name, duration);
        boolean isRefused = broken.violations().size() > before;
        require(micros > 0 || isRefused, name + " must be >= 1 microsecond", name, duration);
        return micros;
    }

    void check() {
        broken.throwIfAny();
    }
}
