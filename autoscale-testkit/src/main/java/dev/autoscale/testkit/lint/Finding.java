package dev.autoscale.testkit.lint;

import java.util.Locale;
import java.util.Objects;

/**
 * Something that a policy is likely to get wrong. Immutable and thread-safe.
 *
 * @param rule the rule's id, in kebab case; it never changes its meaning
 * @param severity how bad it is
 * @param value what was found: keys of a policy file and their values, such as {@code activation.cooldown=5s}
 * @param why one sentence that says what will happen
 * @param fix what to write instead, with a number
 */
public record Finding(String rule, Severity severity, String value, String why, String fix) {
    /** How bad a finding is, worst first. */
    public enum Severity {
        /** The policy will not do what it says. */
        ERROR,
        /** The policy does what it says, and that is likely not what is wanted. */
        WARNING,
        /** Right for many workloads; worth knowing. */
        INFO
    }

    /**
     * Refuses null only.
     *
     * @param rule not null
     * @param severity not null
     * @param value not null
     * @param why not null
     * @param fix not null
     */
    public Finding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(fix, "fix");
    }

    /** {@return the finding in three lines, without a line break at the end} Severity, rule and value; why; fix. */
    @Override
    public String toString() {
        return severity.name().toLowerCase(Locale.ROOT) + "  " + rule + "  " + value + "\n  " + why + "\n  fix: " + fix;
    }
}
