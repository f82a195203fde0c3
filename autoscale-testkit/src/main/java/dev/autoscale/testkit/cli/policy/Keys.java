package dev.autoscale.testkit.cli.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keys with one beginning, and what each of them sets. Filled once, then only read.
 *
 * @param <B> what they set: something immutable, or a builder of the library
 */
final class Keys<B> {
    /** A key with its setter; a part of something that takes several at once has none. */
    record Setting<B, T>(Key<T> key, @Nullable BiFunction<B, T, B> setter) {
        B apply(PolicyEntries entries, String fullKey, B target) {
            T value = key.form().read(entries, fullKey);
            B set = value == null || setter == null ? null : entries.judged(fullKey, () -> setter.apply(target, value));
            return set == null ? target : set;
        }
    }

    final String prefix;
    /** What follows the prefix for any name, such as {@code <id>}; empty if the keys have no name in them. */
    final String placeholder;
    /** The types of metrics or triggers that have these keys; empty if all have. */
    final List<String> types;

    private final String path;
    private final List<Setting<B, ?>> settings = new ArrayList<>();
    private final List<Key<?>> keys = new ArrayList<>();

    private Keys(String prefix, String placeholder, String path, List<String> types) {
        this.prefix = prefix;
        this.placeholder = placeholder;
        this.path = path;
        this.types = types;
    }

    /** Keys of the whole file. */
    static <B> Keys<B> under(String prefix) {
        return under(prefix, "");
    }

    /**
     * Keys of the whole file.
     *
     * @param path what comes before their names in the library's broken rules
     */
    static <B> Keys<B> under(String prefix, String path) {
        return new Keys<>(prefix, "", path, List.of());
    }

    /** Keys with a name that may be anything. */
    static <B> Keys<B> named(String prefix, String placeholder, String... types) {
        return new Keys<>(prefix, placeholder, "", List.of(types));
    }

    <T> Keys<B> key(String shown, Form<T> form, BiFunction<B, T, B> setter, String help) {
        return key(Key.of(shown, form, help), setter);
    }

    <T> Keys<B> key(Key<T> key, BiFunction<B, T, B> setter) {
        return add(key, setter);
    }

    /** A key whose help follows. */
    <T> Keys<B> key(String shown, Form<T> form, BiFunction<B, T, B> setter) {
        return key(Key.of(shown, form, ""), setter);
    }

    /** What the last key sets, on one line. */
    Keys<B> help(String text) {
        return changed(settings.remove(settings.size() - 1), key -> key.help(text));
    }

    /** A key that is only set if it is true. */
    Keys<B> flag(String shown, UnaryOperator<B> setter, String help) {
        return key(shown, Form.FLAG, (target, isSet) -> isSet ? setter.apply(target) : target, help);
    }

    /** What the library calls the last key in a broken rule. */
    Keys<B> paths(String... names) {
        return changed(settings.remove(settings.size() - 1), key -> key.paths(names));
    }

    /** What lint calls the last key. */
    Keys<B> lint(String... names) {
        return changed(settings.remove(settings.size() - 1), key -> key.lint(names));
    }

    private <T> Keys<B> changed(Setting<B, T> last, UnaryOperator<Key<T>> change) {
        keys.remove(keys.size() - 1);
        return add(change.apply(last.key()), last.setter());
    }

    Keys<B> parts(Key<?>... parts) {
        for (Key<?> part : parts) {
            add(part, null);
        }
        return this;
    }

    private <T> Keys<B> add(Key<T> key, @Nullable BiFunction<B, T, B> setter) {
        keys.add(key);
        settings.add(new Setting<>(key, setter));
        return this;
    }

    List<Setting<B, ?>> settings() {
        return settings;
    }

    List<Key<?>> keys() {
        return keys;
    }

    String full(String name, String field) {
        return prefix + (name.isEmpty() ? "" : name + '.') + field;
    }

    /** The name within a key; null if the key is none of these. */
    @Nullable
    String nameIn(String key) {
        for (Key<?> each : keys) {
            int end = key.length() - each.name().length();
            if (placeholder.isEmpty() ? key.equals(prefix + each.name()) : isNamed(key, each.name(), end - 1)) {
                return placeholder.isEmpty() ? "" : key.substring(prefix.length(), end - 1);
            }
        }
        return null;
    }

    private boolean isNamed(String key, String field, int dot) {
        return dot > prefix.length() && key.startsWith(prefix) && key.endsWith('.' + field);
    }

    /** The full key that the library means in a broken rule of the whole file; null if it means none of these. */
    @Nullable
    String ofPath(String broken, List<String> names) {
        if (placeholder.isEmpty()) {
            return ofPath(path, "", broken);
        }
        return names.stream()
                .map(name -> ofPath(name + '.', name, broken))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /**
     * The full key that the library means in a broken rule; null if it means none of these.
     *
     * @param before what the rule's path begins with
     * @param name within the key
     */
    @Nullable
    String ofPath(String before, String name, String broken) {
        for (Key<?> key : keys) {
            if (broken.startsWith(before) && key.paths().contains(broken.substring(before.length()))) {
                return full(name, key.name());
            }
        }
        return null;
    }

    Section<B> in(PolicyEntries entries) {
        return in(entries, "");
    }

    Section<B> in(PolicyEntries entries, String name) {
        return new Section<>(this, entries, name);
    }
}
