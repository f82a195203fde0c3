package dev.autoscale.testkit.lint;

import dev.autoscale.Violation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of a workload besides its policy. Immutable and thread-safe. Every fact may be missing: the rules that need it are
 * then left out.
 *
 * <p>Loads are those of all replicas together, in the unit of the metric whose target spreads it over the replicas; of several such
 * metrics the first one is meant.
 */
public final class WorkloadFacts {
    private static final Duration SYNC_PERIOD = Duration.ofSeconds(15);

    private static final Duration MAX_EVERY = Duration.ofDays(7);

    private static final Set<Fact> ABOVE_ZERO =
            Set.of(Fact.SAMPLE_INTERVAL, Fact.CAPACITY_PER_REPLICA, Fact.LIMIT_TO_REQUEST);

    /** Nothing is known; decisions come every 15 s. */
    public static final WorkloadFacts NONE = builder().build();

    /** Lengths of time in milliseconds, all others as they are. */
    private final Map<Fact, Double> known;

    private final Set<String> waiting;
    private final long everyMillis;

    private WorkloadFacts(Builder builder, Map<Fact, Double> known) {
        this.known = known;
        waiting = new TreeSet<>(builder.waiting);
        everyMillis = Times.millis(builder.every);
    }

    /**
     * Begins with nothing known.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether a fact is known.
     *
     * @param fact the fact; not null
     * @return true if it was given
     */
    public boolean knows(Fact fact) {
        return known.containsKey(fact);
    }

    /** A length of time that is known, in milliseconds. */
    long millis(Fact fact) {
        return (long) number(fact);
    }

    /** A number that is known. */
    double number(Fact fact) {
        return Objects.requireNonNull(known.get(fact), fact.name());
    }

    long everyMillis() {
        return everyMillis;
    }

    /** Whether a metric counts only work that has not been begun. */
    boolean countsOnlyWaiting(String metricId) {
        return waiting.contains(metricId);
    }

    /** {@return what is known, in one line} */
    @Override
    public String toString() {
        return "WorkloadFacts[decisionsEvery=" + Duration.ofMillis(everyMillis) + ", known=" + known
                + (waiting.isEmpty() ? "" : ", countsOnlyWaiting=" + waiting) + ']';
    }

    /** Collects facts and checks them all at once. Not thread-safe. */
    public static final class Builder {
        /** Lengths of time and numbers. */
        private final Map<Fact, Object> given = new EnumMap<>(Fact.class);

        private final Set<String> waiting = new TreeSet<>();
        private Duration every = SYNC_PERIOD;

        private Builder() {}

        private Builder with(Fact fact, Object value) {
            given.put(fact, Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * How long a new replica takes until it works: scheduling, image, start, loading.
         *
         * @param time at least 0; not null
         * @return this
         */
        public Builder startup(Duration time) {
            return with(Fact.STARTUP, time);
        }

        /**
         * How long the samples of a new replica show its own start (compiling, filling caches) and not the load.
         *
         * @param time at least 0, counted from the replica's start; not null
         * @return this
         */
        public Builder initialization(Duration time) {
            return with(Fact.INITIALIZATION, time);
        }

        /**
         * How long one piece of work takes at most.
         *
         * @param time at least 0; not null
         * @return this
         */
        public Builder workTime(Duration time) {
            return with(Fact.WORK_TIME, time);
        }

        /**
         * The time between two samples of a metric, such as a scrape interval.
         *
         * @param time above 0; not null
         * @return this
         */
        public Builder sampleInterval(Duration time) {
            return with(Fact.SAMPLE_INTERVAL, time);
        }

        /**
         * In what time the load rises from its mean to its peak.
         *
         * @param time at least 0; not null
         * @return this
         */
        public Builder riseTime(Duration time) {
            return with(Fact.RISE_TIME, time);
        }

        /**
         * The load that one replica can bear.
         *
         * @param load in the metric's unit, above 0
         * @return this
         */
        public Builder capacityPerReplica(double load) {
            return with(Fact.CAPACITY_PER_REPLICA, load);
        }

        /**
         * How much of a resource a replica may use: its limit, as a multiple of its request.
         *
         * @param multiple above 0; 1 if the limit equals the request
         * @return this
         */
        public Builder limitToRequest(double multiple) {
            return with(Fact.LIMIT_TO_REQUEST, multiple);
        }

        /**
         * The highest load.
         *
         * @param load of all replicas together, in the metric's unit, at least 0 and not below the mean
         * @return this
         */
        public Builder peakLoad(double load) {
            return with(Fact.PEAK_LOAD, load);
        }

        /**
         * The mean load.
         *
         * @param load of all replicas together, in the metric's unit, at least 0
         * @return this
         */
        public Builder meanLoad(double load) {
            return with(Fact.MEAN_LOAD, load);
        }

        /**
         * Peak and mean of a recorded load. This is where a trace becomes facts.
         *
         * @param loads values of all replicas together, each of which held for the same time; at least one
         * @return this
         * @throws IllegalArgumentException if there is none
         */
        public Builder loads(double... loads) {
            Violation.require(loads.length > 0, "loads must have a value", "loads", loads.length);
            double peak = Double.NEGATIVE_INFINITY;
            double mean = 0;
            for (int i = 0; i < loads.length; i++) {
                peak = Math.max(peak, loads[i]);
                mean += (loads[i] - mean) / (i + 1);
            }
            return peakLoad(peak).meanLoad(Math.min(mean, peak));
        }

        /**
         * The time between two decisions.
         *
         * @param time at least 1 ms and at most 7 days; 15 s by default; not null
         * @return this
         */
        public Builder decisionsEvery(Duration time) {
            every = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * A metric that counts only work that waits, and not what is being worked on.
         *
         * @param metricId the metric's id; not null
         * @return this
         */
        public Builder countsOnlyWaiting(String metricId) {
            waiting.add(Objects.requireNonNull(metricId, "metricId"));
            return this;
        }

        /**
         * Checks the facts.
         *
         * @return the facts
         * @throws IllegalArgumentException that names every fact out of range
         */
        public WorkloadFacts build() {
            Violation.Collector broken = new Violation.Collector();
            Map<Fact, Double> known = new EnumMap<>(Fact.class);
            given.forEach((fact, value) -> {
                double number = value instanceof Duration time ? Times.millis(time) : (double) value;
                boolean isAboveZero = ABOVE_ZERO.contains(fact);
                int sign = value instanceof Duration time
                        ? (time.isNegative() ? -1 : time.isZero() ? 0 : 1)
                        : (int) Math.signum(number);
                boolean holds = Double.isFinite(number) && sign >= (isAboveZero ? 1 : 0);
                String bound = (isAboveZero ? "> 0" : ">= 0") + (value instanceof Double ? " and finite" : "");
                broken.requireBound(holds, bound, FileText.camel(fact.name()), value);
                known.put(fact, number);
            });
            boolean isPeriod = Times.millis(every) > 0 && every.compareTo(MAX_EVERY) <= 0;
            broken.requireBound(isPeriod, ">= 1 ms and <= 7 days", "decisionsEvery", every);
            Double mean = known.get(Fact.MEAN_LOAD);
            Double peak = known.get(Fact.PEAK_LOAD);
            boolean isMeanBelow = mean == null || peak == null || !(mean > peak);
            broken.require(isMeanBelow, "peakLoad must be >= meanLoad", "peakLoad", peak + ", meanLoad=" + mean);
            broken.throwIfAny();
            return new WorkloadFacts(this, known);
        }
    }
}
