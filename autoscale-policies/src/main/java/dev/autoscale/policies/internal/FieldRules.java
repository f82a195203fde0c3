package dev.autoscale.policies.internal;

import dev.autoscale.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the rules that the fields of a manifest break, with the kinds that Kubernetes tells apart. Not thread-safe. */
public final class FieldRules {
    private final Violation.Collector broken = new Violation.Collector();

    public void valid(boolean holds, String rule, String path, @Nullable Object value) {
        broken.require(holds, rule, path, String.valueOf(value));
    }

    public void required(boolean holds, String rule, String path, @Nullable Object value) {
        broken.require(holds, Violation.Type.REQUIRED, rule, path, String.valueOf(value));
    }

    public void allowed(boolean holds, String rule, String path, @Nullable Object value) {
        broken.require(holds, Violation.Type.FORBIDDEN, rule, path, String.valueOf(value));
    }

    /** Null means that it is not given, which is not against the rule. */
    public void atLeast(int least, String path, @Nullable Integer value) {
        valid(value == null || value >= least, "must be >= " + least, path, value);
    }

    public void oneOf(List<String> known, String path, @Nullable String text) {
        oneOf(known, Violation.Type.NOT_SUPPORTED, path, text);
    }

    /** Null means that it is not given, which is not against the rule. */
    public void oneOf(List<String> known, Violation.Type type, String path, @Nullable String text) {
        if (text != null) {
            broken.requireOneOf(known, type, path, text);
        }
    }

    public void addAll(List<Violation> more) {
        broken.addAll(more);
    }

    /** What was found, in order. */
    public List<Violation> violations() {
        return broken.violations();
    }
}
