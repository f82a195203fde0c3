package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.simulation.time.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects the rules that the settings of a load break, to name them all in one exception. Not thread-safe. */
final class LoadRules {
    private final List<String> broken = new ArrayList<>();

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
        return require(
                !(high < low),
                highName + " must be >= " + lowName + ": " + lowName + '=' + low + ", " + highName + '=' + high);
    }

    LoadRules require(boolean holds, String rule, String name, Object value) {
        return require(holds, rule + ": " + name + '=' + value);
    }

    LoadRules require(boolean holds, String complaint) {
        if (!holds) {
            broken.add(complaint);
        }
        return this;
    }

    /** Whole microseconds of a length of time that must not be negative. */
    long micros(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        try {
            return Micros.of(name, duration);
        } catch (IllegalArgumentException e) {
            broken.add(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    /** Whole microseconds of a length of time that must be at least one of them. */
    long microsAbove0(String name, Duration duration) {
        int before = broken.size();
        long micros = micros(name, duration);
        if (broken.size() == before) {
            require(micros > 0, name + " must be >= 1 microsecond", name, duration);
        }
        return micros;
    }

    void check() {
        if (!broken.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", broken));
        }
    }
}
