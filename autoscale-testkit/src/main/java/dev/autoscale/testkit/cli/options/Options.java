package dev.autoscale.testkit.cli.options;

import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.text.Nearest;
import dev.autoscale.testkit.text.Shown;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The words after a verb, sorted into options and the rest, and what is wrong with the values. Not thread-safe. */
public final class Options {
    /** What an option takes. */
    private enum Takes {
        NOTHING,
        ONE,
        MANY
    }

    private final Map<String, List<String>> given;
    private final List<String> rest;
    private final Problems problems = new Problems();

    private Options(Map<String, List<String>> given, List<String> rest) {
        this.given = given;
        this.rest = rest;
    }

    /** Names without dashes, each with what it takes: {@code map*} may be repeated, {@code all!} has no value. */
    private static Map<String, Takes> known(String names) {
        Map<String, Takes> known = new TreeMap<>();
        for (String name : names.split(" ", -1)) {
            Takes takes = name.endsWith("*") ? Takes.MANY : name.endsWith("!") ? Takes.NOTHING : Takes.ONE;
            known.put("--" + (takes == Takes.ONE ? name : name.substring(0, name.length() - 1)), takes);
        }
        return known;
    }

    /**
     * Reads {@code --name value}, {@code --name=value} and {@code --name}; everything else is the rest.
     *
     * @param names of all options there are, without dashes and with a blank between them; after one that may be repeated
     *     stands a {@code *}, after one without a value a {@code !}
     */
    public static Options parse(List<String> args, String names) {
        Map<String, Takes> known = known(names);
        Map<String, List<String>> given = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        Problems problems = new Problems();
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            if (!word.startsWith("--")) {
                rest.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            Takes takes = known.get(name);
            String value = equals < 0 ? "" : word.substring(equals + 1);
            if (takes == null) {
                problems.add("unknown option: " + Shown.value(name) + hint(name, known.keySet()));
                continue;
            }
            if (takes != Takes.NOTHING && equals < 0) {
                boolean hasValue = i + 1 < args.size() && !args.get(i + 1).startsWith("--");
                value = hasValue ? args.get(++i) : "";
            }
            check(name, takes, value, equals >= 0, given, problems);
            given.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        }
        problems.throwIfAny();
        return new Options(given, rest);
    }

    private static void check(
            String name,
            Takes takes,
            String value,
            boolean isJoined,
            Map<String, List<String>> given,
            Problems problems) {
        if (takes == Takes.NOTHING && isJoined) {
            problems.add("option takes no value: " + name + '=' + Shown.value(value));
        } else if (takes != Takes.NOTHING && value.isEmpty()) {
            problems.add("option needs a value: " + name);
        } else if (takes != Takes.MANY && given.containsKey(name)) {
            problems.add("option must be given once: " + name + (value.isEmpty() ? "" : '=' + Shown.value(value)));
        }
    }

    public static String hint(String word, Collection<String> known) {
        String hint = Nearest.hint(word, known);
        return hint.isEmpty() ? "; known: " + String.join(", ", known) : hint;
    }

    public boolean has(String name) {
        return given.containsKey(name);
    }

    public @Nullable String value(String name) {
        List<String> values = given.get(name);
        return values == null ? null : values.get(0);
    }

    public String required(String name) {
        String value = value(name);
        if (value == null) {
            throw new BadInput("option must be given: " + name);
        }
        return value;
    }

    /** Complains about all of these that are not given. */
    public Options require(String... names) {
        for (String name : names) {
            if (!has(name)) {
                problems.add("option must be given: " + name);
            }
        }
        problems.throwIfAny();
        return this;
    }

    public List<String> values(String name) {
        return given.getOrDefault(name, List.of());
    }

    public List<String> rest() {
        return rest;
    }

    public void refuseRest() {
        if (!rest.isEmpty()) {
            throw new BadInput("unexpected argument: " + Shown.value(String.join(" ", rest)));
        }
    }

    /** Where complaints go. */
    public Problems problems() {
        return problems;
    }

    public String text(String option, String orElse) {
        String text = value(option);
        return text == null ? orElse : text;
    }

    public void bad(String rule, String option) {
        bad(rule, option, text(option, ""));
    }

    public void bad(String rule, String option, String text) {
        problems.add(rule + ": " + option + (text.isEmpty() ? "" : ' ' + Shown.value(text)));
    }

    /** Complains about options that are of no use. */
    public void refuse(String rule, String... names) {
        for (String name : names) {
            if (has(name)) {
                bad(rule, name);
            }
        }
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

    /** A number within bounds. */
    public double number(String option, double orElse, double lowest, double highest) {
        try {
            double number = has(option) ? Double.parseDouble(text(option, "")) : orElse;
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        bad("must be a number from " + Numbers.exact(lowest) + " to " + Numbers.exact(highest), option);
        return orElse;
    }

    public Duration span(String option, Duration orElse, long lowestMillis) {
        if (!has(option)) {
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

    /** Sets a length of time if it is given. */
    public void span(String option, long lowestMillis, Consumer<Duration> setter) {
        if (has(option)) {
            setter.accept(span(option, Duration.ofMillis(Math.max(1, lowestMillis)), lowestMillis));
        }
    }

    /** Sets a number if it is given. */
    public void number(String option, Consumer<Double> setter) {
        try {
            if (has(option)) {
                setter.accept(Double.valueOf(text(option, "")));
            }
        } catch (NumberFormatException e) {
            bad("must be a number", option);
        }
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
