package dev.autoscale.testkit.cli.policy;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds something whose own rules judge it, and turns each rule that it names as {@code rule: name=value} into a complaint
 * about a key. Thread-safe.
 */
final class BrokenSettings {
    private BrokenSettings() {}

    /**
     * Null if a rule is broken.
     *
     * @param where the key whose line is named for what has no key of its own in the file
     * @param keyOf the key of a name in a rule
     */
    static <T> @Nullable T build(
            PolicyEntries entries, String where, UnaryOperator<String> keyOf, Supplier<? extends T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            for (String rule : String.valueOf(e.getMessage()).split("; ", -1)) {
                judge(entries, where, keyOf, rule);
            }
            return null;
        }
    }

    private static void judge(PolicyEntries entries, String where, UnaryOperator<String> keyOf, String message) {
        int colon = message.indexOf(": ");
        int equals = message.indexOf('=', Math.max(0, colon));
        if (colon < 0 || equals < 0) {
            entries.bad(where, where, message);
            return;
        }
        String name = message.substring(colon + 2, equals);
        String key = keyOf.apply(name);
        boolean isOwn = key.endsWith('.' + name);
        boolean isSaid = isOwn && message.startsWith(name + ' ');
        String rule = isSaid ? message.substring(name.length() + 1, colon) : message.substring(0, colon);
        if (entries.has(key)) {
            entries.bad(key, rule);
        } else {
            entries.bad(where, key, rule + ": " + key + '=' + message.substring(equals + 1));
        }
    }
}
