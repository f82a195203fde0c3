package dev.autoscale.testkit.cli.policy;

import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys made of a prefix, a name that may be anything, and a field: {@code metrics.<id>.type}. Immutable.
 *
 * @param prefix with the dot behind it
 * @param placeholder what the name is called in messages
 * @param fields all fields; one may have a dot in it
 */
public record KeyGroup(String prefix, String placeholder, List<String> fields) {
    /** The name within a key, or null if the key is not one of these. */
    @Nullable
    String nameIn(String key) {
        for (String field : fields) {
            int end = key.length() - field.length() - 1;
            if (end > prefix.length() && key.startsWith(prefix) && key.endsWith(field) && key.charAt(end) == '.') {
                return key.substring(prefix.length(), end);
            }
        }
        return null;
    }

    /** All names, in the order of the file. */
    public List<String> names(PolicyEntries entries) {
        Set<String> names = new LinkedHashSet<>();
        for (Entry entry : entries.all()) {
            String name = nameIn(entry.key());
            if (name != null) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    public String key(String name, String field) {
        return prefix + name + '.' + field;
    }

    /** A key that is in the file: complaints about what is not there name its line. */
    String firstKey(PolicyEntries entries, String name) {
        for (String field : fields) {
            if (entries.has(key(name, field))) {
                return key(name, field);
            }
        }
        return prefix + name + '.';
    }

    /** Complains about every given field that does not suit. */
    void refuseOthers(PolicyEntries entries, String name, String what, List<String> suitable) {
        for (String field : fields) {
            if (entries.has(key(name, field)) && !suitable.contains(field)) {
                entries.bad(key(name, field), "must not be given for " + what);
            }
        }
    }
}
