package dev.autoscale.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what is rejected, in order. A comparison with NaN is never true, so NaN passes every bound. Not thread-safe. */
final class Violations {
    private final List<Violation> found = new ArrayList<>();

    void reject(boolean broken, String rule, String key, String value) {
        reject(broken, Violation.Type.INVALID, rule, key, value);
    }

    void reject(boolean broken, Violation.Type type, String rule, String key, String value) {
        if (broken) {
            found.add(new Violation(key, type, rule + ": " + key + '=' + (value.isEmpty() ? "\"\"" : value)));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Violation> toList() {
        return List.copyOf(found);
    }

    static void throwIfAny(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(
                    violations.stream().map(Violation::message).collect(Collectors.joining("; ")));
        }
    }
}
