package dev.autoscale.testkit.cli.policy;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The keys of one kind in one file, of one name if they have names. */
record Section<B>(Keys<B> keys, PolicyEntries entries, String name) {
    String key(Key<?> key) {
        return keys.full(name, key.name());
    }

    boolean has(Key<?> key) {
        return entries.has(key(key));
    }

    <T> @Nullable T get(Key<T> key) {
        return key.form().read(entries, key(key));
    }

    /** The value, or one that breaks no other rule if there is a complaint about it or none is given. */
    <T> T get(Key<T> key, T otherwise) {
        T value = get(key);
        return value == null ? otherwise : value;
    }

    /** The value of a key that must be given; after a complaint one that breaks no other rule. */
    <T> T required(Key<T> key, T otherwise) {
        require(key);
        return get(key, otherwise);
    }

    /** Sets everything that is given. */
    B read(B start) {
        B target = start;
        for (Keys.Setting<B, ?> setting : keys.settings()) {
            String key = key(setting.key());
            if (setting.key().form().equals(Form.METRIC) && entries.has(key)) {
                entries.requireOther(key, name);
            }
            target = setting.apply(entries, key, target);
        }
        return target;
    }

    /** A key that is in the file: complaints about what is not there name its line. */
    String first() {
        return entries.firstKey(name.isEmpty() ? keys.prefix : keys.full(name, ""));
    }

    void require(Key<?>... required) {
        requireBeside(first(), required);
    }

    /** Complains about what is not given, on the line of the first key with a beginning. */
    void requireBeside(String prefix, Key<?>... required) {
        for (Key<?> key : required) {
            if (!has(key)) {
                entries.bad(entries.firstKey(prefix), key(key), "must be given: " + key(key));
            }
        }
    }

    /** Exactly one of two. */
    void requireOne(Key<?> one, Key<?> other) {
        if (has(one)) {
            refuse("together with " + key(one), other);
        } else if (!has(other)) {
            entries.bad(first(), key(one), "must be given: " + key(one) + " or " + key(other));
        }
    }

    /** Complains about a key that is of no use without another. */
    void requireWith(Key<?> given, Key<?> other) {
        if (has(given) && !has(other)) {
            entries.bad(key(given), "needs " + key(other));
        }
    }

    void refuse(String what, Key<?>... refused) {
        for (Key<?> key : List.of(refused)) {
            if (has(key)) {
                entries.bad(key(key), "must not be given " + what);
            }
        }
    }

    /** Builds something whose own rules judge it; null if one is broken. */
    <T> @Nullable T build(Supplier<T> settings) {
        return entries.judged(first(), settings, path -> keys.ofPath("", name, path));
    }
}
