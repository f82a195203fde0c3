package dev.autoscale.policies.forecast;

import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A floor beside other metrics, from what was there at the same time on earlier days: mornings find their replicas ready. Immutable and
 * thread-safe; allocates nothing.
 *
 * <pre>{@code
 * AutoscalerSpec.builder(2, 40)
 *         .metric(MetricSpec.external("requests").averageValue(10))
 *         .metric(SeasonalFloor.of(10).lead(Duration.ofMinutes(3)).valueFrom("requests").asMetric("usual"))
 *         .build();
 * }</pre>
 *
 * <p>Its value is a total over all replicas, such as requests in flight or per second: its own, or another metric's. It is remembered as a
 * mean over each five minutes of the last two weeks.
 *
 * <pre>
 * floor   ceil(q / per replica)    q the highest quantile of the earlier days, of the five minutes of now to those of now + lead
 * </pre>
 *
 * <ul>
 *   <li>The quantile of n days is the value of the ⌈quantile · n⌉-th lowest of them, so 0.9 is the highest of up to nine days, and 0.5 a
 *       usual one.
 *   <li>A five minutes of which fewer days are known than {@linkplain Builder#days asked for} says nothing. Where none says anything it
 *       abstains: on the first days, and at times that were not seen.
 *   <li>Without a usable value it fails as a metric does, and nothing shrinks.
 *   <li>It never lets a workload shrink that other metrics hold, and where all others abstain it decides alone.
 *   <li>Days have 24 hours: after a change to or from summer time, it is an hour off until the days before are forgotten or outvoted.
 * </ul>
 *
 * <p>It remembers less than 17 KiB per workload. In a cycle of five minutes it looks at the earlier days once, else it says again what it
 * said.
 *
 * @see SloSource
 */
public final class SeasonalFloor implements ReplicaSource {
    private static final double DEFAULT_QUANTILE = 0.9;
    private static final Duration MOST_LEAD = Duration.ofHours(1);
    private static final long MOST_UNSEEN_MILLIS = 60_000;
    private static final double MOST_REPLICAS = 1e9;

    /** What is remembered has six digits, and a total that is just enough for a replica must not take another. */
    private static final double EXACT = 1 - 1e-6;

    private static final int SEEN = 0;
    private static final int AT = 1;
    private static final int UNTIL = 2;
    private static final int QUANTILE = 3;
    private static final int PARTS = 4;

    private static final int NOTE_QUANTILE = 0;
    private static final int NOTES = 1;

    private final String id;
    private final double perReplica;
    private final double quantile;
    private final long leadMillis;
    private final int days;
    private final @Nullable String valueFrom;
    private final Season season;

    private SeasonalFloor(Builder builder) {
        id = builder.text();
        perReplica = builder.perReplica;
        quantile = builder.quantile;
        leadMillis = builder.lead.toMillis();
        days = builder.days;
        valueFrom = builder.valueFrom;
        season = new Season(PARTS, 0);
    }

    /**
     * Begins with what one replica is for.
     *
     * @param perReplica what of the total one replica is for, 0.001 to 10^12
     * @return the builder
     */
    public static Builder of(double perReplica) {
        return new Builder(perReplica);
    }

    /** {@return all settings: two sources are equal if and only if their ids are} */
    @Override
    public String id() {
        return id;
    }

    @Override
    public int memorySize() {
        return season.end();
    }

    @Override
    public boolean readsValue() {
        return valueFrom == null;
    }

    /** {@return the id of the metric that gives the total; empty if it is the source's own value} */
    @Override
    public List<String> signals() {
        return valueFrom == null ? List.of() : List.of(valueFrom);
    }

    @Override
    public int noteCount() {
        return NOTES;
    }

    /**
     * Works the floor out.
     *
     * @param in the total. Negative numbers, which only {@code kubernetesArithmetic()} lets through, fail
     * @return replicas; abstained while too few days are known; or failed
     */
    @Override
    public int replicas(ReplicaSource.Input in) {
        if (totalMilli(in) < 0) {
            return in.failed("a total must be >= 0");
        }
        long now = in.epochMillis();
        boolean isSame = in.memory(SEEN) > 0 && now < in.memory(UNTIL);
        double highest = isSame ? Words.real(in, QUANTILE) : highest(in, now);
        in.validUntil(isSame ? in.memory(UNTIL) : until(now));
        in.note(NOTE_QUANTILE, Double.doubleToRawLongBits(highest));
        if (!(highest >= 0)) {
            return ABSTAIN;
        }
        in.measured(Math.round(highest * 1000));
        return (int) Math.ceil(Math.min(MOST_REPLICAS, highest / perReplica * EXACT));
    }

    private long totalMilli(ReplicaSource.Input in) {
        return valueFrom == null ? in.valueMilli() : in.signalMilli(0);
    }

    /** When the five minutes of now, or those of now + lead, are over. */
    private long until(long now) {
        long within = Math.floorMod(now, Season.BUCKET_MILLIS);
        long withinAhead = Math.floorMod(within + leadMillis, Season.BUCKET_MILLIS);
        long until = now + Season.BUCKET_MILLIS - Math.max(within, withinAhead);
        return until < now ? Long.MAX_VALUE : until;
    }

    private double highest(ReplicaSource.Input in, long now) {
        long first = Math.floorDiv(now, Season.BUCKET_MILLIS);
        long last = first + (Math.floorMod(now, Season.BUCKET_MILLIS) + leadMillis) / Season.BUCKET_MILLIS;
        double highest = Double.NaN;
        for (long bucket = first; bucket <= last; bucket++) {
            double rate = ofDays(in, bucket);
            highest = highest >= rate ? highest : rate >= 0 ? rate : highest;
        }
        return highest;
    }

    /** The quantile of the earlier days: the highest that enough of them reach; few days, so each is counted for each. */
    private double ofDays(ReplicaSource.Input in, long bucket) {
        int known = 0;
        for (int day = 1; day <= Season.earlierDays(); day++) {
            known += season.earlier(in, bucket, day) >= 0 ? 1 : 0;
        }
        int rank = (int) Math.ceil(quantile * known - 1e-9);
        for (int day = 1; known >= days && day <= Season.earlierDays(); day++) {
            double rate = season.earlier(in, bucket, day);
            int below = 0;
            int same = 0;
            for (int other = 1; other <= Season.earlierDays(); other++) {
                double otherRate = season.earlier(in, bucket, other);
                below += otherRate < rate ? 1 : 0;
                same += otherRate == rate ? 1 : 0;
            }
            if (below < rank && rank <= below + same) {
                return rate;
            }
        }
        return Double.NaN;
    }

    @Override
    public void remember(ReplicaSource.Input in) {
        if (totalMilli(in) < 0) {
            return;
        }
        long now = in.epochMillis();
        long since = now - in.memory(AT);
        boolean isFirst = in.memory(SEEN) == 0;
        long passed = isFirst || since < 0 ? MOST_UNSEEN_MILLIS : Math.min(MOST_UNSEEN_MILLIS, since);
        Words.real(in, QUANTILE, Double.longBitsToDouble(in.noted(NOTE_QUANTILE)));
        in.remember(UNTIL, isFirst || now >= in.memory(UNTIL) ? until(now) : in.memory(UNTIL));
        season.add(in, now, totalMilli(in) / 1000.0 * (passed / 1000.0), passed / 1000.0);
        in.remember(AT, now);
        in.remember(SEEN, 1);
    }

    /** {@return what was usual, of which lead and quantile} */
    @Override
    public String explain(MetricProposal proposal) {
        double highest = Double.longBitsToDouble(proposal.note(NOTE_QUANTILE));
        if (!(highest >= 0)) {
            return "too few days are known";
        }
        return String.format(
                Locale.ROOT,
                "%.4g on the earlier days within %d s (%.4g quantile)",
                highest,
                leadMillis / 1000,
                quantile);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SeasonalFloor that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** {@return the same as {@link #id()}} */
    @Override
    public String toString() {
        return id;
    }

    /** Collects the parts of a {@link SeasonalFloor} and checks them all at once. Not thread-safe. */
    public static final class Builder {
        private final double perReplica;
        private double quantile = DEFAULT_QUANTILE;
        private Duration lead = Duration.ofMinutes(5);
        private int days = 1;
        private @Nullable String valueFrom;

        private Builder(double perReplica) {
            this.perReplica = perReplica;
        }

        /**
         * Sets which of the earlier days counts: such a share of them had no more.
         *
         * @param share above 0, at most 1; 0.9 unless it is set
         * @return this
         */
        public Builder quantile(double share) {
            quantile = share;
            return this;
        }

        /**
         * Sets how far it looks ahead: the time until a new replica serves, or more.
         *
         * @param time 0 to 1 hour, in whole milliseconds; 5 minutes unless it is set; not null
         * @return this
         */
        public Builder lead(Duration time) {
            lead = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Sets of how many earlier days a time must be known.
         *
         * @param atLeast 1 to 13; 1 unless it is set
         * @return this
         */
        public Builder days(int atLeast) {
            days = atLeast;
            return this;
        }

        /**
         * Sets where the total comes from; without it, it is the source's own value.
         *
         * @param metricId the id of another metric of the spec; not null, not blank
         * @return this
         */
        public Builder valueFrom(String metricId) {
            valueFrom = Objects.requireNonNull(metricId, "metricId");
            return this;
        }

        private String text() {
            return "seasonal(" + perReplica + " per replica, quantile " + quantile + ", lead " + lead + ", days " + days
                    + (valueFrom == null ? "" : ", of \"" + valueFrom + '"') + ')';
        }

        /**
         * Checks every rule and builds the source.
         *
         * @return the source
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public SeasonalFloor build() {
            Violation.Collector broken = new Violation.Collector();
            boolean isTarget = perReplica >= 0.001 && perReplica <= 1e12;
            broken.requireBound(isTarget, ">= 0.001 and <= 1e12", "perReplica", perReplica);
            boolean isShare = quantile > 0 && quantile <= 1;
            broken.require(isShare, "quantile must be > 0 and <= 1", "quantile", quantile);
            boolean isTime =
                    !lead.isNegative() && lead.compareTo(MOST_LEAD) <= 0 && lead.toNanosPart() % 1_000_000 == 0;
            broken.require(isTime, "lead must be whole milliseconds, >= PT0S and <= " + MOST_LEAD, "lead", lead);
            boolean isDays = days >= 1 && days <= Season.earlierDays();
            broken.require(isDays, "days must be >= 1 and <= " + Season.earlierDays(), "days", days);
            if (valueFrom != null) {
                broken.require(!valueFrom.isBlank(), "metric id must not be blank", "metricId", '"' + valueFrom + '"');
            }
            broken.throwIfAny();
            return new SeasonalFloor(this);
        }

        /**
         * Builds the source as a spec's metric.
         *
         * @param name the metric's name; not null
         * @return the metric
         * @throws IllegalArgumentException as {@link #build()}
         */
        public MetricSpec asMetric(String name) {
            return MetricSpec.source(name, build());
        }
    }
}
