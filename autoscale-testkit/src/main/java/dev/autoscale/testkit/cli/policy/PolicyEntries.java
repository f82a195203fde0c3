package dev.autoscale.testkit.cli.policy;

import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.cli.text.PropertyLines;
import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import dev.autoscale.testkit.text.Nearest;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a policy file, and everything that is wrong with them. Not thread-safe. A value that cannot be read is named
 * once and then counts as not given.
 */
public final class PolicyEntries {
    private static final int NO_LINE = Integer.MAX_VALUE;
    private static final Map<String, Boolean> FLAGS = new TreeMap<>(Map.of("true", true, "false", false));
    private static final Duration LONGEST_PERIOD = Duration.ofDays(7);

    private record Problem(int line, String text) {}

    private final String file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> faulty = new HashSet<>();

    public PolicyEntries(String file, PropertyLines lines) {
        this.file = file;
        for (PropertyLines.Malformed bad : lines.malformed()) {
            add(bad.line(), bad.rule());
        }
        for (Entry entry : lines.entries()) {
            Entry earlier = entries.putIfAbsent(entry.key(), entry);
            if (earlier != null) {
                add(entry.line(), "must be given once: " + entry.key() + " (also on line " + earlier.line() + ')');
            }
        }
    }

    /** Gives a key another value, on the line where it was; one that is new stands on no line. */
    public void put(String key, String value) {
        Entry earlier = entries.get(key);
        entries.put(key, new Entry(key, value, earlier == null ? NO_LINE : earlier.line()));
    }

    Collection<Entry> all() {
        return entries.values();
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Whether a key with this beginning is given. */
    boolean hasAny(String prefix) {
        return entries.keySet().stream().anyMatch(key -> key.startsWith(prefix));
    }

    /** The first key in the file with this beginning; the beginning itself if there is none. */
    String firstKey(String prefix) {
        return entries.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .findFirst()
                .orElse(prefix);
    }

    public @Nullable String text(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    public String text(String key, String orElse) {
        String text = text(key);
        return text == null ? orElse : text;
    }

    @Nullable
    Integer integer(String key) {
        String text = text(key);
        if (text != null) {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                bad(key, "must be a whole number");
            }
        }
        return null;
    }

    /** A whole number between bounds; the note says where the upper one comes from. */
    @Nullable
    Integer integer(String key, int least, int most, String note) {
        Integer number = integer(key);
        if (number != null && (number < least || number > most)) {
            bad(key, most == Integer.MAX_VALUE ? "must be >= " + least : "must be " + least + " to " + most + note);
            return null;
        }
        return number;
    }

    /** One of a few words. */
    <T> @Nullable T choice(String key, Map<String, T> meanings) {
        String text = text(key);
        if (text != null && !meanings.containsKey(text)) {
            String message = "must be one of " + String.join(", ", meanings.keySet()) + ": " + key + '=' + shown(text);
            bad(key, key, message + Nearest.hint(text, meanings.keySet()));
        }
        return text == null ? null : meanings.get(text);
    }

    @Nullable
    Quantity quantity(String key) {
        String text = text(key);
        if (text != null) {
            try {
                return Quantity.parse(text);
            } catch (IllegalArgumentException e) {
                bad(key, "must be a Kubernetes quantity such as 500m, 2 or 1.5Gi");
            }
        }
        return null;
    }

    @Nullable
    Double number(String key) {
        String text = text(key);
        if (text != null) {
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException e) {
                Quantity quantity = quantity(key);
                return quantity == null ? null : quantity.toDouble();
            }
        }
        return null;
    }

    /** A length of time in milliseconds. */
    @Nullable
    Long span(String key) {
        String text = text(key);
        if (text != null) {
            try {
                return Spans.millis(text);
            } catch (IllegalArgumentException e) {
                bad(key, String.valueOf(e.getMessage()));
            }
        }
        return null;
    }

    @Nullable
    Duration duration(String key) {
        Long millis = span(key);
        return millis == null ? null : Duration.ofMillis(millis);
    }

    /** A length of time that something looks back. */
    @Nullable
    Duration period(String key, long leastMillis) {
        Duration period = duration(key);
        if (period != null && (period.toMillis() < leastMillis || period.compareTo(LONGEST_PERIOD) > 0)) {
            bad(key, leastMillis == 0 ? "must be at most 7 days" : "must be > 0 and at most 7 days");
            return null;
        }
        return period;
    }

    @Nullable
    Boolean flag(String key) {
        return choice(key, FLAGS);
    }

    /** Complains if the value of a key is not the id of another metric. */
    void requireOther(String key, String id, Collection<String> ids) {
        String given = text(key, "");
        if (given.equals(id) || !ids.contains(given)) {
            List<String> others =
                    ids.stream().filter(other -> !other.equals(id)).toList();
            String message = "must be the id of another metric: " + key + '=' + shown(given);
            bad(key, key, message + Nearest.hint(given, others));
        }
    }

    /** Complains if a key is not given, on the line of the first one with a prefix. */
    void require(String prefix, String key) {
        if (!has(key)) {
            bad(firstKey(prefix), key, "must be given: " + key);
        }
    }

    /** The value of a key breaks a rule. */
    void bad(String key, String rule) {
        bad(key, key, rule + ": " + key + '=' + shown(text(key, "")));
    }

    private static String shown(String value) {
        return value.isEmpty() ? "\"\"" : value;
    }

    /**
     * Something about a key is wrong; only the first complaint about one thing is kept.
     *
     * @param key the key whose line is named; if it is not in the file, no line is
     * @param thing what is wrong: the key itself or a part of its value
     */
    void bad(String key, String thing, String message) {
        boolean isNew = !faulty.contains(key) && faulty.add(thing);
        if (isNew) {
            Entry entry = entries.get(key);
            add(entry == null ? NO_LINE : entry.line(), message);
        }
    }

    private void add(int line, String message) {
        problems.add(new Problem(line, message));
    }

    void throwIfAny() {
        Problems all = new Problems();
        problems.sort(Comparator.comparingInt(Problem::line));
        for (Problem problem : problems) {
            all.add(file + (problem.line() == NO_LINE ? "" : ":" + problem.line()) + ": " + problem.text());
        }
        all.throwIfAny();
    }
}
