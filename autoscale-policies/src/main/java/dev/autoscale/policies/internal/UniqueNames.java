package dev.autoscale.policies.internal;

import java.util.Set;

/** Names of metrics of one spec, which must differ. Thread-safe. */
public final class UniqueNames {
    private UniqueNames() {}

    /** Takes the name, or the first of {@code name#2}, {@code name#3} and so on that is not taken. */
    public static String unique(String id, Set<String> taken) {
        String unique = id;
        for (int n = 2; !taken.add(unique); n++) {
            unique = id + '#' + n;
        }
        return unique;
    }
}
