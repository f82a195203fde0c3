package dev.autoscale.policies.source;

import dev.autoscale.MetricSpec;
import dev.autoscale.Milli;
import dev.autoscale.ReplicaSource;
import dev.autoscale.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replicas for a backlog: so much of it per replica, or so many replicas that it is drained in time. Immutable and
 * thread-safe; an answer takes constant time and allocates nothing.
 *
 * <pre>{@code
 * var spec = AutoscalerSpec.builder(0, 50)
 *         .metric(Backlog.drainWithin(Duration.ofMinutes(5))
 *                 .ratesPer(Duration.ofMinutes(1)) // a replica takes 12 jobs a minute
 *                 .ratePerReplica(12)
 *                 .arrivalRateFrom("arrivals_per_minute")
 *                 .maxAddedPerDecision(4)
 *                 .asMetric("jobs"))
 *         .metric(MetricSpec.signal("arrivals_per_minute"))
 *         .build();
 * }</pre>
 *
 * <p>With B the backlog (the source's value), A the arrivals and R the work of one replica per unit of time:
 *
 * <pre>
 * perReplica(t)     need = ceil(B / t)
 * drainWithin(T)    need = ceil((B / T + A) / R)       here 600 jobs, 60 arrivals: (120 + 60) / 12 = 15
 * proposal          need, or min(need, wanted + n) with maxAddedPerDecision(n)
 * </pre>
 *
 * <p>All of it is exact in thousandths; a need beyond an int, or B / T + A beyond 9.2 * 10^15 per unit of time, is
 * {@link Integer#MAX_VALUE}. There is no tolerance. With an empty backlog and no arrivals it proposes 0.
 *
 * <p>If a signal is missing or unusable the metric fails as if its value were, and so it does for a rate per replica that is
 * not above 0, even with an empty backlog: nothing shrinks. So measure the rate over the time that replicas work (as Flink's
 * true processing rate), and hand over the last one known while they are idle.
 *
 * <p>Sources of the rules: Azure Functions' target-based scaling (per replica, at most 4 added per decision), RunPod's request
 * count, the Flink autoscaler's catch-up duration and Numaflow's processing seconds (drain time), without Flink's restart time
 * and utilization: ask for a shorter time, or state a lower rate.
 *
 * <p>Take {@code drainWithin} when the queue has a deadline and jobs take about the same time. Take {@code perReplica} only for
 * the bounded step, or where the HPA's tolerance is in the way: otherwise {@code MetricSpec.external("jobs").averageValue(20)}
 * is the same rule. Do not take either when jobs must not wait at all (a running count per replica reacts before a queue
 * builds up), nor where the oldest wait is what counts ({@link QueueDelay}).
 */
public final class Backlog extends FormulaSource {
    private static final double MOST = 1e12;

    /** One times the other, both in milliseconds, is below 2^62. */
    private static final int MAX_DRAIN_DAYS = 365;

    private static final int MAX_UNIT_DAYS = 1;

    /** 0 for a target per replica. */
    private final long drainMillis;

    private final long unitMillis;
    /** The target or the rate per replica in thousandths; 0 if the rate is a signal. */
    private final long perReplicaMilli;

    private final boolean readsArrivals;
    private final List<String> signals;
    private final int mostAdded;
    private final String negativeRate;

    private Backlog(Builder builder) {
        super(builder.text());
        drainMillis = builder.drain == null ? 0 : builder.drain.toMillis();
        unitMillis = builder.unit.toMillis();
        perReplicaMilli = builder.perReplicaFrom == null ? Milli.floor(builder.perReplica) : 0;
        readsArrivals = builder.arrivalsFrom != null;
        signals = builder.signals();
        mostAdded = builder.mostAdded;
        negativeRate = "rate per replica must be > 0: metric " + builder.perReplicaFrom;
    }

    /**
     * Begins with a target per replica.
     *
     * @param target the part of the backlog that one replica is to have, 0.001 to 10^12, in the metric's unit; rounded down to
     *     thousandths
     * @return the builder
     */
    public static Builder perReplica(double target) {
        return new Builder(null, target);
    }

    /**
     * Begins with a time in which the whole backlog is to be done, in addition to what arrives meanwhile.
     *
     * @param time 1 ms to 365 days, in whole milliseconds; not null
     * @return the builder, still without a rate per replica
     */
    public static Builder drainWithin(Duration time) {
        return new Builder(Objects.requireNonNull(time, "time"), 0);
    }

    /**
     * {@return the ids of the metrics that give the arrival rate and the rate per replica} Arrivals first; may be
     * empty.
     */
    @Override
    public List<String> signals() {
        return signals;
    }

    /** {@return the id of the metric that gives the rate per replica; empty if the rate is fixed} */
    public Optional<String> rateSignal() {
        return perReplicaMilli == 0 ? Optional.of(signals.get(signals.size() - 1)) : Optional.empty();
    }

    /**
     * Works the replicas out.
     *
     * @param in the backlog as the source's value, the signals, the wanted replicas. A negative backlog or arrival rate, which
     *     only {@code kubernetesArithmetic()} lets through, fails
     * @return replicas, at least 0, or failed
     */
    @Override
    public int replicas(ReplicaSource.Input in) {
        long backlog = in.valueMilli();
        long arrivals = readsArrivals ? in.signalMilli(0) : 0;
        long each = perReplicaMilli == 0 ? in.signalMilli(readsArrivals ? 1 : 0) : perReplicaMilli;
        if (backlog < 0 || arrivals < 0) {
            return in.failed("backlog and arrival rate must be >= 0");
        }
        return each <= 0 ? in.failed(negativeRate) : replicasOf(backlog, arrivals, each, in.currentReplicas());
    }

    /** With the constant target or rate. */
    int replicasOf(long backlogMilli, long arrivalsMilli, int current) {
        return replicasOf(backlogMilli, arrivalsMilli, perReplicaMilli, current);
    }

    int replicasOf(long backlogMilli, long arrivalsMilli, long eachMilli, int current) {
        long work = drainMillis == 0 ? backlogMilli : workPerUnit(backlogMilli, arrivalsMilli);
        int need = work < 0 ? Integer.MAX_VALUE : Products.ceilDiv(work, 1, eachMilli);
        return Math.min(need, Products.plus(current, mostAdded));
    }

    /**
     * What has to be done per unit of time, in thousandths, rounded up; negative if it does not fit. Rounding it up changes no
     * answer: ceil(ceil(x) / n) = ceil(x / n) for whole n.
     */
    private long workPerUnit(long backlogMilli, long arrivalsMilli) {
        long units = backlogMilli / drainMillis;
        if (units > Long.MAX_VALUE / unitMillis) {
            return -1;
        }
        long rest = (backlogMilli % drainMillis * unitMillis + drainMillis - 1) / drainMillis;
        long drained = units * unitMillis + rest;
        return drained < 0 ? drained : drained + arrivalsMilli;
    }

    /** Collects the parts of a {@link Backlog} and checks them all at once. Not thread-safe. */
    public static final class Builder {
        private final @Nullable Duration drain;
        private double perReplica;
        private boolean hasConstant;
        private @Nullable String perReplicaFrom;
        private @Nullable String arrivalsFrom;
        private Duration unit = Duration.ofSeconds(1);
        private final List<String> rates = new ArrayList<>();
        private int mostAdded = Integer.MAX_VALUE;

        private Builder(@Nullable Duration drain, double perReplica) {
            this.drain = drain;
            this.perReplica = perReplica;
        }

        /**
         * Sets the work that one replica does, known beforehand; or {@link #ratePerReplicaFrom}.
         *
         * @param rate how much of the backlog per unit of time, 0.001 to 10^12; rounded down to thousandths, so that it never
         *     promises more than was said. For slow work take a longer {@link #ratesPer unit of time}
         * @return this
         */
        public Builder ratePerReplica(double rate) {
            rates.add("ratePerReplica(" + rate + ')');
            hasConstant = true;
            perReplica = rate;
            return this;
        }

        /**
         * Sets where the measured work of one replica comes from; or {@link #ratePerReplica}.
         *
         * @param metricId the id of another metric of the spec, such as a {@link MetricSpec#signal signal}, whose value is the
         *     rate per unit of time; not null, not blank
         * @return this
         */
        public Builder ratePerReplicaFrom(String metricId) {
            rates.add("ratePerReplicaFrom(" + metricId + ')');
            perReplicaFrom = Objects.requireNonNull(metricId, "metricId");
            return this;
        }

        /**
         * Sets where the arrival rate comes from. Without it nothing arrives.
         *
         * @param metricId the id of another metric of the spec, such as a {@link MetricSpec#signal signal}, whose value is what
         *     arrives per unit of time; not null, not blank
         * @return this
         */
        public Builder arrivalRateFrom(String metricId) {
            rates.add("arrivalRateFrom(" + metricId + ')');
            arrivalsFrom = Objects.requireNonNull(metricId, "metricId");
            return this;
        }

        /**
         * Sets the unit of time of all rates.
         *
         * @param newUnit 1 ms to 1 day, in whole milliseconds; one second unless it is set; not null
         * @return this
         */
        public Builder ratesPer(Duration newUnit) {
            rates.add("ratesPer(" + newUnit + ')');
            unit = Objects.requireNonNull(newUnit, "newUnit");
            return this;
        }

        /**
         * Sets how many replicas one decision adds at most to the wanted ones, from zero too. Shrinking is not bounded by it.
         *
         * @param replicas at least 1; without it no bound. Azure Functions adds at most 4
         * @return this
         */
        public Builder maxAddedPerDecision(int replicas) {
            mostAdded = replicas;
            return this;
        }

        private List<String> signals() {
            List<String> ids = new ArrayList<>();
            if (arrivalsFrom != null) {
                ids.add(arrivalsFrom);
            }
            if (perReplicaFrom != null) {
                ids.add(perReplicaFrom);
            }
            return List.copyOf(ids);
        }

        private String text() {
            String each = perReplicaFrom == null ? Milli.text(Milli.floor(perReplica)) : signalText(perReplicaFrom);
            String need = drain == null
                    ? "backlog / " + each
                    : "(backlog / " + drain + (arrivalsFrom == null ? "" : " + " + signalText(arrivalsFrom)) + ") / "
                            + each + " per " + unit;
            String most = mostAdded == Integer.MAX_VALUE ? "" : ", at most +" + mostAdded;
            return "backlog(ceil(" + need + ')' + most + ')';
        }

        private static String signalText(String id) {
            return "signal(" + RatioTarget.quotedIfNeeded(id) + ')';
        }

        /**
         * Checks every rule and builds the source.
         *
         * @return the source
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public Backlog build() {
            Violation.Collector broken = new Violation.Collector();
            if (drain == null) {
                broken.requireBound(isRate(perReplica), ">= 0.001 and <= 1e12", "perReplica", perReplica);
                broken.require(rates.isEmpty(), "rates need drainWithin", "rates", rates);
            } else {
                checkDrain(drain, broken);
            }
            broken.requireBound(mostAdded >= 1, ">= 1", "maxAddedPerDecision", mostAdded);
            broken.throwIfAny();
            return new Backlog(this);
        }

        private void checkDrain(Duration time, Violation.Collector broken) {
            broken.requireMillis("drainWithin", time, 1, MAX_DRAIN_DAYS);
            broken.requireMillis("ratesPer", unit, 1, MAX_UNIT_DAYS);
            broken.require(
                    hasConstant || perReplicaFrom != null, "drainWithin needs a rate per replica", "drainWithin", time);
            String both = perReplica + ", ratePerReplicaFrom=" + perReplicaFrom;
            boolean isOne = !hasConstant || perReplicaFrom == null;
            broken.require(isOne, "rate per replica must be a number or a metric", "ratePerReplica", both);
            broken.requireBound(
                    !hasConstant || isRate(perReplica), ">= 0.001 and <= 1e12", "ratePerReplica", perReplica);
            for (String id : signals()) {
                broken.require(!id.isBlank(), "metric id must not be blank", "metricId", '"' + id + '"');
            }
            String rule = "arrival rate and rate per replica must come from different metrics";
            boolean differ = arrivalsFrom == null || !arrivalsFrom.equals(perReplicaFrom);
            broken.require(differ, rule, "metricId", String.valueOf(arrivalsFrom));
        }

        private static boolean isRate(double rate) {
            return rate >= 0.001 && rate <= MOST;
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
