package dev.autoscale.policies.keda;

import org.jspecify.annotations.Nullable;

/**
 * What {@link KedaFallback} makes of a query, and what the status says afterwards. Reusable; not thread-safe. No method
 * allocates. Source: KEDA.
 */
public final class KedaFallbackDecision {
    /** A number of failures if the status has no health entry of the metric. */
    public static final int NO_ENTRY = -1;

    /** What is served. Thread-safe. */
    public enum Outcome {
        /** A metric: the measured value. */
        MEASURED(true),
        /** A metric: the value that asks for the fallback's replicas. */
        FALLBACK(true),
        /** A metric of value -1, which stands for "no value" in the formula of scaling modifiers. */
        PLACEHOLDER(true),
        /** An error: the query's own, with no fallback or one that does not apply yet. */
        QUERY_FAILED(false),
        /** An error: the fallback needs the current replicas, which could not be read. */
        REPLICAS_UNREADABLE(false),
        /** An error: the fallback divides by the ready pods, of which there are none, or which could not be listed. */
        NO_READY_PODS(false);

        private final boolean metric;

        Outcome(boolean metric) {
            this.metric = metric;
        }

        /** {@return whether it is a metric or an error} */
        public boolean hasMetric() {
            return metric;
        }
    }

    /** The health of a metric as the status keeps it. Thread-safe. */
    public enum Health {
        /** The last query gave a value. */
        HAPPY("Happy"),
        /** The last query failed. */
        FAILING("Failing");

        private final String text;

        Health(String text) {
            this.text = text;
        }

        /** {@return the health as KEDA writes it} {@code Happy} or {@code Failing}. */
        @Override
        public String toString() {
            return text;
        }
    }

    Outcome outcome = Outcome.QUERY_FAILED;
    String metricName = "";
    long valueMilli;
    int failures = NO_ENTRY;

    @Nullable
    KedaCondition condition;

    /** A decision that serves nothing yet. */
    public KedaFallbackDecision() {}

    void serve(Outcome what, long milli) {
        outcome = what;
        valueMilli = milli;
    }

    /** {@return what is served} */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * {@return the name under which the metric is served} The metric's own name, or {@link
     * KedaFallback#COMPOSITE_METRIC} for a fallback with scaling modifiers; of no meaning for an error.
     */
    public String metricName() {
        return metricName;
    }

    /** {@return the value that is served} Milli-units; of no meaning for an error. */
    public long valueMilli() {
        return valueMilli;
    }

    /**
     * {@return whether the fallback decides} A trigger that falls back counts as active and without error; this is what
     * takes a target from zero when its source is down. True for {@link Outcome#FALLBACK} only.
     */
    public boolean isFallbackActive() {
        return outcome == Outcome.FALLBACK;
    }

    /**
     * {@return the failures in a row that the status says afterwards} At least 0; {@link #NO_ENTRY} if there is no
     * health entry; as before if there is no effective fallback.
     */
    public int failures() {
        return failures;
    }

    /**
     * {@return the health that the status says afterwards} Failing if {@link #failures} is above 0; null if there is no
     * health entry.
     */
    public @Nullable Health health() {
        if (failures == NO_ENTRY) {
            return null;
        }
        return failures > 0 ? Health.FAILING : Health.HAPPY;
    }

    /**
     * {@return the condition {@code Fallback}} {@link KedaCondition#FALLBACK_EXISTS} or {@link
     * KedaCondition#NO_FALLBACK_FOUND}; null if it stays as it is, because there is no effective fallback.
     */
    public @Nullable KedaCondition fallbackCondition() {
        return condition;
    }

    /** {@return what was decided, in one line} */
    @Override
    public String toString() {
        return "KedaFallbackDecision[outcome=" + outcome
                + (outcome.hasMetric() ? ", " + metricName + '=' + valueMilli + "m" : "") + ", health=" + health()
                + ", failures=" + failures + ']';
    }
}
