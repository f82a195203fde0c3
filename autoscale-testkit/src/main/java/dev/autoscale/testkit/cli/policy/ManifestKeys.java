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
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> paths = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    ManifestKeys(ParsedDocument document) {
        this.document = document;
    }

    /** A key, unless its value is null. */
    void put(String key, @Nullable Object value, String path) {
        if (value != null) {
            String known = document.nearest(path);
            entries.put(key, new Entry(key, String.valueOf(value), document.line(path), '='));
            paths.put(key, known.isEmpty() ? path : known);
        }
    }

    void note(List<String> more) {
        notes.addAll(more);
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
