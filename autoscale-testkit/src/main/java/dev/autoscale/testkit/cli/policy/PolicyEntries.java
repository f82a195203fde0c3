package dev.autoscale.testkit.cli.policy;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.cli.text.PropertyLines;
import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import dev.autoscale.testkit.text.Nearest;
import dev.autoscale.testkit.text.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a policy file, and everything that is wrong with them. Not thread-safe. A value that cannot be read is named
 * once and then counts as not given. A manifest is keys, too, which are called by its paths in all that is said of them.
 */
public final class PolicyEntries {
    private static final int MAX_KEY = 500;
    private static final int MAX_VALUE = 10_000;
    private static final int NO_LINE = Integer.MAX_VALUE;
    /** A setting within a rule; no word of a sentence has a capital inside. */
    private static final Pattern NAME = Pattern.compile("[a-z]+[A-Z][a-zA-Z]*");

    private record Problem(int line, String text) {}

    private final String file;
    private final String name;
    /** What the keys of a manifest are called there. */
    private final Map<String, String> paths;

    private final Map<String, Object> document;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    /** Of the manifest itself. */
    private final List<String> notes = new ArrayList<>();

    private final List<String> ownWarnings = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> faulty = new HashSet<>();
    private List<String> metricIds = List.of();

    /** A properties file. */
    public PolicyEntries(String file, String name, PropertyLines lines) {
        this(file, name, Map.of(), Map.of());
        lines.entries().forEach(this::checkLength);
        throwIfAny();
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

    private PolicyEntries(String file, String name, Map<String, String> paths, Map<String, Object> document) {
        this.document = document;
        this.file = file;
        this.name = name;
        this.paths = paths;
    }

    /**
     * A manifest in a file.
     *
     * @param name what titles call it
     * @param keys what it says, as keys of a properties file
     * @param notes what its reader should know, a line each
     */
    static PolicyEntries ofManifest(String file, String name, ManifestKeys keys, List<String> notes) {
        PolicyEntries entries = new PolicyEntries(file, name, Map.copyOf(keys.paths()), keys.newest());
        keys.entries().forEach(entry -> entries.entries.put(entry.key(), entry));
        entries.notes.addAll(notes);
        entries.ownWarnings.addAll(keys.warnings());
        return entries;
    }

    /** The same keys again, of a file that could be read, without what was found since. */
    public PolicyEntries fresh() {
        PolicyEntries fresh = new PolicyEntries(file, name, paths, document);
        fresh.entries.putAll(entries);
        fresh.notes.addAll(notes);
        fresh.ownWarnings.addAll(ownWarnings);
        return fresh;
    }

    public String file() {
        return file;
    }

    /** The whole manifest, in the newest version of its kind; empty for a properties file. */
    public Map<String, Object> document() {
        return document;
    }

    public boolean isManifest() {
        return !paths.isEmpty();
    }

    /** What has no effect in a manifest, or another one than it seems to, as {@code rule: path=value}. */
    List<String> ownWarnings() {
        return ownWarnings;
    }

    /** What titles call the policy. */
    public String name() {
        return name;
    }

    /** What a key is called where its owner wrote it. */
    public String called(String key) {
        return paths.getOrDefault(key, key);
    }

    /** The key that a name of the owner's stands for: a key, or the path of a manifest. */
    public String keyOf(String called) {
        return paths.entrySet().stream()
                .filter(path -> path.getValue().equals(called))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(called);
    }

    /** What is too long is not looked at: nothing else need have a limit then. */
    private void checkLength(Entry entry) {
        boolean isKey = entry.key().length() > MAX_KEY;
        if (isKey || entry.value().length() > MAX_VALUE) {
            String rule = isKey ? "key must have <= " + MAX_KEY : "value must have <= " + MAX_VALUE;
            add(entry.line(), rule + " characters: " + Shown.value(entry.key()) + '=' + Shown.value(entry.value()));
        }
    }

    /** Gives a key another value, on the line where it was; one that is new stands on no line. */
    public void put(String key, String value) {
        Entry earlier = entries.get(key);
        entries.put(key, new Entry(key, value, earlier == null ? NO_LINE : earlier.line(), '='));
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

    /** The ids of all metrics, which others may name. */
    List<String> metricIds() {
        return metricIds;
    }

    void metricIds(Collection<String> ids) {
        metricIds = List.copyOf(ids);
    }

    /** Complains if the value of a key is not the id of another metric. */
    void requireOther(String key, String id) {
        List<String> others =
                metricIds.stream().filter(other -> !other.equals(id)).toList();
        String given = text(key, "");
        if (!others.contains(given)) {
            bad(key, key, "must be the id of another metric: " + key + '=' + shown(given) + hint(given, others));
        }
    }

    /** What a reader or setter makes of a key; null after a complaint. */
    <T> @Nullable T judged(String key, Supplier<T> settings) {
        return judged(key, settings, path -> key);
    }

    /**
     * What settings come to; null after a complaint.
     *
     * @param where the key whose line is named for what has no key of its own in the file
     * @param keyOf the key that the library means in a broken rule; null if it means none
     */
    <T> @Nullable T judged(String where, Supplier<T> settings, Function<String, @Nullable String> keyOf) {
        try {
            return settings.get();
        } catch (InvalidSettingsException e) {
            for (Violation violation : e.violations()) {
                String key = keyOf.apply(violation.path());
                // What has no key may be due to what could not be read.
                if (key != null || problems.isEmpty()) {
                    broken(violation, key == null ? where : key, where);
                }
            }
        } catch (IllegalArgumentException e) {
            bad(where, String.valueOf(e.getMessage()));
        }
        return null;
    }

    void broken(Violation violation, String key, String where) {
        broken(violation, key, where, UnaryOperator.identity());
    }

    /**
     * A key breaks a rule of the library.
     *
     * @param where the key whose line is named if the key is not in the file
     * @param names from a setting within the rule to its key
     */
    void broken(Violation violation, String key, String where, UnaryOperator<String> names) {
        String text = text(key);
        String value = violation.value().replace("spec.", "");
        boolean saysMore = text != null && (value.startsWith(text + ", ") || value.startsWith(text + "; "));
        String told = text == null || saysMore ? value : shown(text);
        String rule = NAME.matcher(withoutSubject(violation.rule(), key))
                .replaceAll(name -> Matcher.quoteReplacement(names.apply(name.group())));
        String hint = hint(text == null ? value : text, violation.choices());
        bad(text == null ? where : key, key, rule + ": " + key + '=' + told + hint);
    }

    /** A rule without what it begins with, if that is in the key already. */
    private static String withoutSubject(String rule, String key) {
        List<String> known = List.of(key.split("\\.", -1));
        List<String> words = List.of(rule.split(" ", -1));
        int subject = 0;
        while (known.contains(words.get(subject))) {
            subject++;
        }
        boolean isSaid = List.of("must", "needs").contains(words.get(subject));
        return isSaid ? String.join(" ", words.subList(subject, words.size())) : rule;
    }

    /** The value of a key breaks a rule. */
    void bad(String key, String rule) {
        bad(key, key, rule + ": " + key + '=' + shown(text(key, "")));
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

    private static String shown(String value) {
        return value.isEmpty() ? "\"\"" : Shown.value(value);
    }

    /** The nearest of some words; none is looked for where there are more complaints than are told. */
    private String hint(String word, Collection<String> known) {
        return isFull() ? "" : Nearest.hint(word, known);
    }

    /** Whether there are as many complaints as are told. */
    boolean isFull() {
        return problems.size() >= Problems.MAX_TOLD;
    }

    /** Something about a key has no effect; nothing is wrong for that. */
    void warn(String key, String message) {
        Entry entry = entries.get(key);
        if (!warnsEnough()) {
            warnings.add(file + (entry == null ? "" : ":" + entry.line()) + ": " + inOwnWords(message));
        }
    }

    /** Whether there are as many warnings as are told. */
    boolean warnsEnough() {
        return warnings.size() >= Problems.MAX_TOLD;
    }

    List<String> warnings() {
        return Stream.concat(notes.stream(), warnings.stream()).toList();
    }

    private void add(int line, String message) {
        problems.add(new Problem(line, inOwnWords(message)));
    }

    /** A text with the paths of a manifest in the place of keys. */
    public String inOwnWords(String message) {
        if (paths.isEmpty()) {
            return message;
        }
        String keys = paths.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile("(?<![\\w.])(?:" + keys + ")(?![\\w.])")
                .matcher(message)
                .replaceAll(key -> Matcher.quoteReplacement(called(key.group())));
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
