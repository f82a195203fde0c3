package dev.autoscale.testkit.cli.policy;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds something whose own rules judge it, and turns each broken rule into a complaint about a key. Thread-safe.
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
        } catch (InvalidSettingsException e) {
            e.violations().forEach(violation -> judge(entries, where, keyOf, violation));
            return null;
        }
    }

    private static void judge(PolicyEntries entries, String where, UnaryOperator<String> keyOf, Violation violation) {
        String name = violation.path();
        String key = keyOf.apply(name);
        boolean isSaid = key.endsWith('.' + name) && violation.rule().startsWith(name + ' ');
        String rule = isSaid ? violation.rule().substring(name.length() + 1) : violation.rule();
        if (entries.has(key)) {
            entries.bad(key, rule);
        } else {
            entries.bad(where, key, rule + ": " + key + '=' + violation.value());
        }
    }
}
