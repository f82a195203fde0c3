package dev.autoscale.testkit.cli.policy;

import dev.autoscale.testkit.cli.manifest.ParsedDocument;
import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a manifest says, as keys of a properties file that remember where it says so. Not thread-safe. */
final class ManifestKeys {
    private final ParsedDocument document;
    private final Map<String, Double> targets;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> paths = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Map<String, Object> newest = Map.of();
    private String advice = "";

    /** For a document, with targets that it does not hold, by trigger. */
    ManifestKeys(ParsedDocument document, Map<String, Double> targets) {
        this.document = document;
        this.targets = targets;
    }

    /** A key, unless its value is null. */
    void put(String key, @Nullable Object value, String path) {
        if (value != null) {
            String known = document.nearest(path);
            entries.put(key, new Entry(key, String.valueOf(value), document.line(path), '='));
            paths.put(key, known.isEmpty() ? path : known);
        }
    }

    /** A key for what a manifest does not say but means, at the path where it could say so. */
    void imply(String key, Object value, String path) {
        put(key, value, path);
        paths.put(key, path);
    }

    /** A key whose value stands at the first of some paths that is there. */
    void put(String key, @Nullable Object value, List<String> candidates) {
        put(
                key,
                value,
                candidates.stream()
                        .filter(path -> document.lines().containsKey(path))
                        .findFirst()
                        .orElse(candidates.get(0)));
    }

    Map<String, Double> targets() {
        return targets;
    }

    /** Keeps the whole document, in the newest version of its kind. */
    void document(Map<String, Object> whole) {
        newest = whole;
    }

    Map<String, Object> newest() {
        return newest;
    }

    /** What helps where a manifest is refused that is good in itself. */
    void advise(String help) {
        advice = help;
    }

    String advice() {
        return advice;
    }

    /** What a reader should know. */
    void note(List<String> more) {
        notes.addAll(more);
    }

    /** What has no effect, or another one than it seems to. */
    void warn(List<String> more) {
        warnings.addAll(more);
    }

    List<String> warnings() {
        return warnings;
    }

    /** Takes over what another document says besides. */
    void add(ManifestKeys other) {
        entries.putAll(other.entries);
        paths.putAll(other.paths);
        warnings.addAll(other.warnings);
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    Map<String, String> paths() {
        return paths;
    }

    List<String> notes() {
        return notes;
    }
}
