package dev.autoscale.testkit.cli.options;

import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.List;

/** Reads the values of options, and collects what is wrong with them. Not thread-safe. */
public final class OptionValues {
    private final Options options;
    private final Problems problems;

    public OptionValues(Options options, Problems problems) {
        this.options = options;
        this.problems = problems;
    }

    public String text(String option, String orElse) {
        String text = options.value(option);
        return text == null ? orElse : text;
    }

    public void bad(String rule, String option) {
        bad(rule, option, text(option, ""));
    }

    public void bad(String rule, String option, String text) {
        problems.add(rule + ": " + option + ' ' + text);
    }

    public int wholeNumber(String option, int orElse, int lowest) {
        return wholeNumber(option, orElse, lowest, Integer.MAX_VALUE);
    }

    public int wholeNumber(String option, int orElse, int lowest, int highest) {
        try {
            int number = Integer.parseInt(text(option, Integer.toString(orElse)));
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        String most = highest == Integer.MAX_VALUE ? "" : " and <= " + highest;
        bad("must be a whole number >= " + lowest + most, option);
        return orElse;
    }

    public long anyNumber(String option, long orElse) {
        try {
            return Long.parseLong(text(option, Long.toString(orElse)));
        } catch (NumberFormatException e) {
            bad("must be a whole number", option);
            return orElse;
        }
    }

    /** A number above 0, and at most another. */
    public double above0(String option, double orElse, double highest) {
        try {
            double number = options.has(option) ? Double.parseDouble(text(option, "")) : orElse;
            if (number > 0 && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        String most = highest == Double.MAX_VALUE ? "" : " and <= " + Numbers.text(highest);
        bad("must be a number > 0" + most, option);
        return orElse;
    }

    public Duration span(String option, Duration orElse, long lowestMillis) {
        if (!options.has(option)) {
            return orElse;
        }
        try {
            long millis = Spans.millis(text(option, ""));
            if (millis >= lowestMillis) {
                return Duration.ofMillis(millis);
            }
            bad("must be > 0", option);
        } catch (IllegalArgumentException e) {
            bad(String.valueOf(e.getMessage()), option);
        }
        return orElse;
    }

    /** A length of time, or a distribution of such. */
    public ServiceTimes times(String option, String orElse) {
        try {
            return ServiceTimes.parse(text(option, orElse));
        } catch (IllegalArgumentException e) {
            problems.add(option + ' ' + e.getMessage());
            return ServiceTimes.fixed(Duration.ZERO);
        }
    }

    /** The position of a name. */
    public int choice(String option, List<String> names) {
        int index = names.indexOf(text(option, names.get(0)));
        if (index < 0) {
            bad("must be one of " + String.join(", ", names), option);
        }
        return Math.max(0, index);
    }
}
