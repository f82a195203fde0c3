package dev.autoscale.testkit.cli.options;

import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words after a verb, sorted into options and the rest. Immutable. */
public final class Options {
    /** What an option takes. */
    public enum Takes {
        NOTHING,
        ONE,
        MANY;

        /** Several options that take as much, in their order; words without dashes. */
        public Map<String, Takes> each(String names) {
            Map<String, Takes> options = new LinkedHashMap<>();
            for (String name : names.split(" ", -1)) {
                options.put("--" + name, this);
            }
            return options;
        }
    }

    private final Map<String, List<String>> given;
    private final List<String> rest;

    private Options(Map<String, List<String>> given, List<String> rest) {
        this.given = given;
        this.rest = rest;
    }

    /** Reads {@code --name value}, {@code --name=value} and {@code --name}; everything else is the rest. */
    public static Options parse(List<String> args, Map<String, Takes> known) {
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
                problems.add("unknown option: " + name + hint(name, known.keySet()));
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
            problems.add("option takes no value: " + name + '=' + value);
        } else if (takes != Takes.NOTHING && value.isEmpty()) {
            problems.add("option needs a value: " + name);
        } else if (takes != Takes.MANY && given.containsKey(name)) {
            problems.add("option must be given once: " + name + (value.isEmpty() ? "" : '=' + value));
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

    public List<String> values(String name) {
        return given.getOrDefault(name, List.of());
    }

    public List<String> rest() {
        return rest;
    }

    public void refuseRest() {
        if (!rest.isEmpty()) {
            throw new BadInput("unexpected argument: " + String.join(" ", rest));
        }
    }
}
