package dev.autoscale.testkit.cli.policy;

import java.time.Duration;
import java.util.List;

/** The keys of a policy file with one prefix. A value that cannot be read is complained about, and then stands for a harmless one. */
record KeySection(PolicyEntries entries, String prefix) {
    String key(String field) {
        return prefix + field;
    }

    boolean has(String field) {
        return entries.has(key(field));
    }

    /** A key that is in the file: complaints about what is not there name its line. */
    String first() {
        return entries.firstKey(prefix);
    }

    void require(String... fields) {
        for (String field : fields) {
            entries.require(prefix, key(field));
        }
    }

    /** Exactly one of two. */
    void requireOne(String one, String other) {
        if (has(one)) {
            refuseBeside(one, other);
        } else if (!has(other)) {
            entries.bad(first(), key(one), "must be given: " + key(one) + " or " + key(other));
        }
    }

    void refuseBeside(String field, String... others) {
        for (String other : List.of(others)) {
            if (has(other)) {
                entries.bad(key(other), "must not be given beside " + key(field));
            }
        }
    }

    int integer(String field, int otherwise) {
        Integer number = entries.integer(key(field));
        return number == null ? otherwise : number;
    }

    double number(String field, double otherwise) {
        Double number = entries.number(key(field));
        return number == null ? otherwise : number;
    }

    Duration duration(String field, Duration otherwise) {
        Duration duration = entries.duration(key(field));
        return duration == null ? otherwise : duration;
    }

    boolean flag(String field) {
        return Boolean.TRUE.equals(entries.flag(key(field)));
    }
}
