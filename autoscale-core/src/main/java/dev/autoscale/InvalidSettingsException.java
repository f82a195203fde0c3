package dev.autoscale;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings that break rules: all of them at once, as values. Nothing was built or changed. The message joins them,
 * {@code rule: path=value; rule: path=value}.
 */
public final class InvalidSettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Null once the exception was serialized: the message says all that a log needs. */
    private final transient @Nullable List<Violation> violations;

    /**
     * An exception that carries all broken rules.
     *
     * @param violations at least one
     */
    public InvalidSettingsException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /**
     * Throws if there are broken rules.
     *
     * @param violations the broken rules; empty if there are none
     * @throws InvalidSettingsException if there are any
     */
    public static void throwIfAny(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new InvalidSettingsException(violations);
        }
    }

    /** {@return the broken rules, in the order in which they were found; unmodifiable, at least one; none after serialization, which the message survives} */
    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }
}
