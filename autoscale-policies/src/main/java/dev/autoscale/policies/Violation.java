package dev.autoscale.policies;

import java.util.Objects;

/**
 * One rule that a raw value breaks, as the API server that it is shaped after would report it. Immutable and thread-safe.
 *
 * @param path where, as in the manifest: {@code spec.metrics[0].resource.name}
 * @param type what kind of rule
 * @param message the rule and the value that breaks it, in the form {@code rule: name=value}
 */
public record Violation(String path, Type type, String message) {
    /** The kinds of broken rules, with the names that Kubernetes gives them. */
    public enum Type {
        /** Something that has to be given is not. */
        REQUIRED("FieldValueRequired"),
        /** A value lies outside of what is allowed. */
        INVALID("FieldValueInvalid"),
        /** A text is none of the known ones. */
        NOT_SUPPORTED("FieldValueNotSupported"),
        /** Something is given that must not be, beside the rest. */
        FORBIDDEN("FieldValueForbidden");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** {@return the kind as Kubernetes writes it} The Kubernetes name, such as {@code FieldValueInvalid}. */
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
     * @param message not null
     */
    public Violation {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(message, "message");
    }
}
