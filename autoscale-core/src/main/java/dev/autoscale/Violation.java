package dev.autoscale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One rule that settings break, as a value. Immutable and thread-safe.
 *
 * @param path which setting, as in its builder or manifest: {@code minReplicas}, {@code spec.metrics[0].resource.name}
 * @param type what kind of rule
 * @param rule what must hold, without the value
 * @param value the value that breaks it, as text; where a rule is about several settings, the others follow as
 *     {@code name=value}
 * @param choices what the value may be instead, where the rule is a list of words; else empty
 */
public record Violation(String path, Type type, String rule, String value, List<String> choices) {
    /** The kinds of broken rules, with the names that Kubernetes gives them. */
    public enum Type {
        /** Something that has to be given is not. */
        REQUIRED("FieldValueRequired"),
        /** A value lies outside of what is allowed. */
        INVALID("FieldValueInvalid"),
        /** A text is none of the known ones. */
        NOT_SUPPORTED("FieldValueNotSupported"),
        /** Something is given that must not be, together with the rest. */
        FORBIDDEN("FieldValueForbidden");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** {@return the kind as Kubernetes writes it, such as {@code FieldValueInvalid}} */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Refuses null.
     *
     * @param path not null
     * @param type not null
     * @param rule not null
     * @param value not null
     * @param choices not null; copied
     */
    public Violation {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(value, "value");
        choices = List.copyOf(Objects.requireNonNull(choices, "choices"));
    }

    /**
     * A rule that is no list of words.
     *
     * @param path not null
     * @param type not null
     * @param rule not null
     * @param value not null
     */
    public Violation(String path, Type type, String rule, String value) {
        this(path, type, rule, value, List.of());
    }

    /**
     * Throws if a single rule is broken.
     *
     * @param holds whether the rule holds
     * @param rule what must hold
     * @param path which setting
     * @param value its value
     * @throws InvalidSettingsException if it does not hold
     */
    public static void require(boolean holds, String rule, String path, Object value) {
        if (!holds) {
            throw new InvalidSettingsException(List.of(new Violation(path, Type.INVALID, rule, String.valueOf(value))));
        }
    }

    /** {@return the violation as every message has it: {@code rule: path=value}} */
    @Override
    public String toString() {
        return rule + ": " + path + '=' + value;
    }

    /**
     * Collects every rule that settings break, in order, so that one exception can name them all. Not thread-safe. A comparison
     * with NaN is never true, so ask what must hold, not what must not.
     */
    public static final class Collector {
        private final List<Violation> found = new ArrayList<>();

        /** Creates an empty collector. */
        public Collector() {}

        /**
         * Notes a rule if it is broken.
         *
         * @param holds whether the rule holds
         * @param rule what must hold
         * @param path which setting
         * @param value its value
         */
        public void require(boolean holds, String rule, String path, Object value) {
            require(holds, Type.INVALID, rule, path, value);
        }

        /**
         * Notes a rule if it is broken.
         *
         * @param holds whether the rule holds
         * @param type what kind of rule
         * @param rule what must hold
         * @param path which setting
         * @param value its value; an empty text is shown in quotes
         */
        public void require(boolean holds, Type type, String rule, String path, Object value) {
            if (!holds) {
                String shown = String.valueOf(value);
                found.add(new Violation(path, type, rule, shown.isEmpty() ? "\"\"" : shown));
            }
        }

        /**
         * Notes a text that is none of the known words.
         *
         * @param choices the known ones
         * @param type what kind of rule
         * @param path which setting
         * @param value its value; an empty text is shown in quotes
         */
        public void requireOneOf(List<String> choices, Type type, String path, String value) {
            if (!choices.contains(value)) {
                String rule = "must be one of " + String.join(", ", choices);
                found.add(new Violation(path, type, rule, value.isEmpty() ? "\"\"" : value, choices));
            }
        }

        /**
         * Notes a broken bound: a rule about one setting alone, which its name begins.
         *
         * @param holds whether the rule holds
         * @param bound what comes after "must be"
         * @param path which setting
         * @param value its value
         */
        public void requireBound(boolean holds, String bound, String path, Object value) {
            require(holds, path + " must be " + bound, path, value);
        }

        /**
         * Notes a number below 0.
         *
         * @param path which setting
         * @param value its value
         */
        public void requireNotNegative(String path, long value) {
            requireBound(value >= 0, ">= 0", path, value);
        }

        /**
         * Notes a time that is no whole number of milliseconds, or outside of a range, both ends inclusive.
         *
         * @param path which setting
         * @param time its value
         * @param minMillis the shortest
         * @param maxDays the longest
         */
        public void requireMillis(String path, Duration time, long minMillis, int maxDays) {
            boolean isInRange =
                    time.compareTo(Duration.ofMillis(minMillis)) >= 0 && time.compareTo(Duration.ofDays(maxDays)) <= 0;
            requireBound(
                    isInRange && time.toNanosPart() % 1_000_000 == 0,
                    "whole milliseconds, >= " + minMillis + " ms and <= " + maxDays + " d",
                    path,
                    time);
        }

        /**
         * Takes over what another check found.
         *
         * @param more broken rules
         */
        public void addAll(List<Violation> more) {
            found.addAll(more);
        }

        /** {@return what was found, in order; unmodifiable} */
        public List<Violation> violations() {
            return List.copyOf(found);
        }

        /**
         * Throws one exception with all that was found, if anything was.
         *
         * @throws InvalidSettingsException if a rule is broken
         */
        public void throwIfAny() {
            InvalidSettingsException.throwIfAny(found);
        }

        /** {@return what was found so far} */
        @Override
        public String toString() {
            return found.toString();
        }
    }
}
