package dev.autoscale.policies.forecast;

import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replicas for a promise: so many that a share of the requests waits no longer than a time, as far as that can be foreseen when a
 * replica is ordered that still has to start. Immutable and thread-safe; allocates nothing.
 *
 * <p>The source's value is what arrives, all replicas together, per second. From it, and from the requests in progress, it works out:
 *
 * <pre>
 * lead       start-up time + 15 s                    an order of the next cycle is ready then
 * forecast   what arrived in the last six minutes, corrected by what its signs have meant so far
 * load       forecast · service time                  requests that would be in service
 * places     least number with which the expected share of longer waits is within the promise, over loads that are off as far as
 *            forecasts have been off lately; and what drains a queue that is already there within a minute
 * proposal   ceil(places / concurrency); fewer than now only if 0.3 of a replica would be to spare
 * </pre>
 *
 * <p>Signs are what arrived over 45 s, 2 and 20 minutes, and how the usual day goes on from here; what they mean is learned by least squares,
 * so that a load that returns to its mean, one that keeps going and one that follows the clock are all met. Loads are taken to be off
 * as Student's distribution with four degrees of freedom says, whose tails are long, and weighted by the requests that would come. Where
 * arrivals come in batches (the requests in progress vary more than they would by chance) they are taken for fewer ones that each need more
 * places, and what a batch took is kept for five minutes. It looks at what arrived when 10 s have passed since it last did, so a
 * caller that decides more often gets the same answer in between.
 *
 * <ul>
 *   <li><b>Without history</b> it goes by the last six minutes, takes a forecast to be off by 20 % until it knows better, gives nothing back
 *       for five minutes, and for an hour keeps the highest of the last five. Before the first request it abstains.
 *   <li><b>Gaps:</b> without a usable value the metric fails, and nothing shrinks. Time that was not seen counts as a minute at most; its five
 *       minutes are left out of the seasons.
 *   <li><b>A new level</b> is followed within minutes; a day that is not as usual makes the course a bad sign, which then counts less.
 *   <li><b>Out of nothing</b> or at many times what was, forecasts are off by far more than the load: they are then taken to be off by no more
 *       than provides, at a promise of 99 %, for 2.5 times the highest 45 seconds of the last hours, but for 20 %.
 *   <li><b>After a collapse</b> half of what the last hour had is kept, as outages end.
 *   <li><b>A service time that changes</b> with the load or a release is known after about a quarter of an hour. Where requests wait from the very
 *       first look on, it abstains once, because it cannot yet tell how many are done.
 *   <li><b>Start-up times</b> are learned from the {@linkplain dev.autoscale.Observation ready replicas}, where the caller counts them.
 * </ul>
 *
 * <p>It remembers less than 2 KiB per workload, with seasons 17 KiB. A decision costs about as much as ten others; once a minute it
 * learns, once in five minutes it looks at the earlier days.
 *
 * <p>Take it where the promise is what you know. Do not take it for work that may wait ({@link dev.autoscale.policies.source.Backlog}),
 * nor for replicas that slow each other down: their service time depends on their number.
 *
 * @see dev.autoscale.policies.preset.SloTarget
 */
public final class SloSource implements ReplicaSource {
    /** The longest start-up time that it can be told, or learn: 30 minutes. */
    public static final Duration LONGEST_STARTUP = Duration.ofMillis(Forecast.MOST_LEAD_MILLIS);

    private static final double DRAIN_SECONDS = 60;
    private static final double TO_SPARE = 0.3;
    private static final double MOST_REPLICAS = 1e9;

    /** Looks before it lets anything go: about five minutes, in which the service time is still being learned. */
    private static final long FIRST_LOOKS = 20;

    /** Fewer arrivals per second, one in eleven days, are none. */
    private static final double LEAST_RATE = 1e-6;

    private static final int PLACES = Arrivals.WORDS;
    private static final int FORECAST = PLACES + 1;
    private static final int SERVICE = PLACES + 2;
    private static final int KEPT = PLACES + 3;
    private static final int DEVIATION = PLACES + 4;
    private static final int MARGIN = PLACES + 5;

    private final String id;
    private final List<String> signals;
    private final double concurrency;
    private final Duration startup;
    private final double budgetSeconds;
    private final boolean isLatency;
    private final double toldServiceSeconds;
    private final boolean readsService;
    private final boolean readsProgress;
    private final ServiceTime service;
    private final Peakedness peakedness;
    private final Release release;
    private final Forecast forecast;
    private final Margin margin;
    private final boolean hasSeasons;

    private SloSource(Builder builder) {
        id = builder.text();
        signals = builder.signals();
        concurrency = builder.concurrency;
        startup = builder.startup;
        budgetSeconds = builder.budget.toMillis() / 1000.0;
        isLatency = builder.isLatency;
        readsService = builder.serviceFrom != null;
        readsProgress = signals.size() > (readsService ? 1 : 0);
        toldServiceSeconds = builder.service == null ? 0 : builder.service.toMillis() / 1000.0;
        hasSeasons = builder.hasSeasons;
        margin = new Margin(MARGIN, new Sizing(1 - builder.share));
        service = new ServiceTime(margin.end());
        peakedness = new Peakedness(service.end());
        release = new Release(peakedness.end(), concurrency);
        forecast = new Forecast(release.end(), builder.startup.toMillis(), hasSeasons);
    }

    /**
     * Begins with a promise about waits.
     *
     * @param share of the requests that must not wait longer, above 0 and below 1, such as 0.99
     * @param wait from arrival until it is served, 0 to 1 day, in whole milliseconds; not null
     * @return the builder
     */
    public static Builder wait(double share, Duration wait) {
        return new Builder(share, wait, false);
    }

    /**
     * Begins with a promise about latencies. What a wait may take of it is the latency less the mean service time, or nothing.
     *
     * @param share of the requests that must not take longer, above 0 and below 1, such as 0.99
     * @param latency from arrival to the end of service, 1 ms to 1 day, in whole milliseconds; not null
     * @return the builder
     */
    public static Builder latency(double share, Duration latency) {
        return new Builder(share, latency, true);
    }

    /** {@return all settings: two sources are equal if and only if their ids are} */
    @Override
    public String id() {
        return id;
    }

    @Override
    public int memorySize() {
        return forecast.end();
    }

    /** {@return the ids of the metrics that give the requests in progress and the service time} In this order; may be empty. */
    @Override
    public List<String> signals() {
        return signals;
    }

    /** {@return the id of the metric that gives the requests in progress; null if none is read} */
    public @Nullable String inProgressSignal() {
        return readsProgress ? signals.get(0) : null;
    }

    /**
     * How long a replica takes until it serves, as it was told.
     *
     * @return 0 to {@link #LONGEST_STARTUP}; what is seen corrects it up to twice as much, or a minute more if that is longer
     */
    public Duration startup() {
        return startup;
    }

    @Override
    public int noteCount() {
        return Note.values().length;
    }

    /**
     * Works the replicas out.
     *
     * @param in the arrivals per second as the source's value, the signals, the replicas. Negative numbers, which only {@code
     *     kubernetesArithmetic()} lets through, fail
     * @return replicas, at least 1; abstained before the first request; or failed
     */
    @Override
    public int replicas(ReplicaSource.Input in) {
        if (isBad(in)) {
            return in.failed("arrivals, requests in progress and service time must be >= 0");
        }
        boolean isBetween = Arrivals.isBetween(in);
        double places = isBetween ? again(in) : places(in);
        in.validUntil(Arrivals.nextMillis(in));
        if (!(places > 0)) {
            Note.KEPT.real(in, 0);
            return ABSTAIN;
        }
        double kept = isBetween ? Words.real(in, KEPT) : release.kept(in, places, peakedness.mayBeBatches(in));
        Note.KEPT.real(in, kept);
        double replicas = Math.min(MOST_REPLICAS, kept / concurrency);
        int enough = (int) Math.ceil(replicas);
        int current = in.currentReplicas();
        boolean mayShrink = enough < current && Arrivals.looksBefore(in) >= FIRST_LOOKS;
        return mayShrink ? Math.min(current, (int) Math.ceil(replicas + TO_SPARE)) : Math.max(current, enough);
    }

    private boolean isBad(ReplicaSource.Input in) {
        boolean isBad = in.valueMilli() < 0;
        for (int signal = 0; signal < signals.size(); signal++) {
            isBad |= in.signalMilli(signal) < 0;
        }
        return isBad;
    }

    /** What it said when it last looked. */
    private double again(ReplicaSource.Input in) {
        Note.DEVIATION.real(in, Words.real(in, DEVIATION));
        note(in, Words.real(in, PLACES), Words.real(in, FORECAST), Words.real(in, SERVICE));
        return Words.real(in, PLACES);
    }

    /** The places that keep the promise; 0 while nothing is known of the load. */
    private double places(ReplicaSource.Input in) {
        long passed = Arrivals.passedMillis(in);
        double rate = Arrivals.rate(in);
        double service = serviceSeconds(in, rate, passed / 1000.0);
        double rateThen = forecast.readyFor(in, rate, passed);
        double load = rateThen * service;
        boolean isIdle = rateThen < LEAST_RATE;
        boolean isKnown = !isIdle && load > 0 && load < Double.POSITIVE_INFINITY;
        double waiting = Math.max(0, inProgress(in) - places(in.readyReplicas()));
        double deviation = forecast.deviation(in, rateThen, rate, passed);
        double places = isKnown
                ? margin.places(in, load, deviation, peakedness.get(in), waitOver(service))
                        + waiting * service / DRAIN_SECONDS
                : isIdle && Words.real(in, PLACES) > 0 ? Math.min(1, concurrency) : 0;
        Note.DEVIATION.real(in, deviation);
        note(in, places, isIdle ? 0 : rateThen, isKnown ? service : 0);
        return places;
    }

    private double places(int replicas) {
        return replicas * concurrency;
    }

    private double inProgress(ReplicaSource.Input in) {
        return readsProgress ? in.signalMilli(0) / 1000.0 : 0;
    }

    /** The longest good wait in service times. */
    private double waitOver(double service) {
        return Math.max(0, budgetSeconds - (isLatency ? service : 0)) / service;
    }

    private double serviceSeconds(ReplicaSource.Input in, double rate, double seconds) {
        if (toldServiceSeconds > 0) {
            return toldServiceSeconds;
        }
        return readsService
                ? in.signalMilli(signals.size() - 1) / 1000.0
                : service.after(
                        in, rate, seconds, Arrivals.elapsedSeconds(in), inProgress(in), places(in.readyReplicas()));
    }

    @Override
    public void remember(ReplicaSource.Input in) {
        if (isBad(in)) {
            return;
        }
        if (Arrivals.isBetween(in)) {
            Arrivals.add(in);
            return;
        }
        double rateThen = Note.FORECAST.real(in);
        double seconds = Note.SERVICE.real(in);
        if (seconds > 0) {
            double deviation = Note.DEVIATION.real(in);
            margin.keep(in, rateThen * seconds, deviation, peakedness.get(in), waitOver(seconds));
        }
        in.remember(PLACES, in.noted(Note.PLACES.ordinal()));
        in.remember(FORECAST, in.noted(Note.FORECAST.ordinal()));
        in.remember(SERVICE, in.noted(Note.SERVICE.ordinal()));
        in.remember(DEVIATION, in.noted(Note.DEVIATION.ordinal()));
        in.remember(KEPT, in.noted(Note.KEPT.ordinal()));
        learn(in, Arrivals.rate(in), Arrivals.passedMillis(in));
        Arrivals.looked(in);
    }

    private void learn(ReplicaSource.Input in, double rate, long passed) {
        double seconds = passed / 1000.0;
        service.add(in, rate, seconds, Arrivals.elapsedSeconds(in), inProgress(in), places(in.readyReplicas()));
        release.needed(in, Note.PLACES.real(in), peakedness.mayBeBatches(in));
        if (readsProgress) {
            peakedness.add(in, inProgress(in), seconds, Note.SERVICE.real(in));
        }
        forecast.learn(in, rate, passed);
    }

    private void note(ReplicaSource.Input in, double places, double rateThen, double service) {
        Note.PLACES.real(in, places);
        Note.FORECAST.real(in, rateThen);
        Note.SERVICE.real(in, service);
        forecast.note(in);
    }

    /**
     * {@return what is forecast for when, how far it may be off, what the promise takes, and how good forecasts have been over the last
     * day}
     */
    @Override
    public String explain(MetricProposal proposal) {
        return Note.explain(proposal, hasSeasons);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SloSource that && id.equals(that.id);
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

    /** Collects the parts of a {@link SloSource} and checks them all at once. Not thread-safe. */
    public static final class Builder {
        private static final int MAX_DAYS = 1;

        private final double share;
        private final Duration budget;
        private final boolean isLatency;
        private double concurrency = 1;
        private Duration startup = Duration.ZERO;
        private @Nullable Duration service;
        private @Nullable String serviceFrom;
        private @Nullable String progressFrom;
        private boolean hasSeasons = true;

        private Builder(double share, Duration budget, boolean isLatency) {
            this.share = share;
            this.budget = Objects.requireNonNull(budget, isLatency ? "latency" : "wait");
            this.isLatency = isLatency;
        }

        /**
         * Sets how many requests a replica serves at a time.
         *
         * @param requests 0.001 to 10^6; 1 unless it is set
         * @return this
         */
        public Builder concurrency(double requests) {
            concurrency = requests;
            return this;
        }

        /**
         * Sets how long a replica takes from the order until it serves. Where the caller counts ready replicas, what is seen corrects it.
         *
         * @param time 0 to 30 minutes, in whole milliseconds; 0 unless it is set; not null
         * @return this
         */
        public Builder startup(Duration time) {
            startup = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Sets where the requests in progress come from, waiting or being served; read as {@code in_progress} unless this or a service
         * time is set. What waits is drained within a minute.
         *
         * @param metricId the id of another metric of the spec, such as a {@link MetricSpec#signal signal}; not null, not blank
         * @return this
         */
        public Builder inProgressFrom(String metricId) {
            progressFrom = Objects.requireNonNull(metricId, "metricId");
            return this;
        }

        /**
         * Sets the mean service time; or {@link #serviceTimeFrom}. Without either it is learned from the requests in progress.
         *
         * @param time 1 ms to 1 day, in whole milliseconds; not null
         * @return this
         */
        public Builder serviceTime(Duration time) {
            service = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Sets where the mean service time comes from; or {@link #serviceTime}.
         *
         * @param metricId the id of another metric of the spec, such as a {@link MetricSpec#signal signal}, in seconds; not null, not blank
         * @return this
         */
        public Builder serviceTimeFrom(String metricId) {
            serviceFrom = Objects.requireNonNull(metricId, "metricId");
            return this;
        }

        /**
         * Sets whether it learns the courses of days and weeks.
         *
         * @param learned true unless it is set; without, it remembers much less
         * @return this
         */
        public Builder seasons(boolean learned) {
            hasSeasons = learned;
            return this;
        }

        private List<String> signals() {
            List<String> ids = new ArrayList<>();
            if (progressFrom != null || (service == null && serviceFrom == null)) {
                ids.add(progressFrom == null ? "in_progress" : progressFrom);
            }
            if (serviceFrom != null) {
                ids.add(serviceFrom);
            }
            return List.copyOf(ids);
        }

        private String promise() {
            return share * 100 + " % " + (isLatency ? "done" : "served") + " within " + budget;
        }

        private String text() {
            return "slo(" + promise() + ", concurrency " + concurrency + ", startup " + startup
                    + (service == null ? "" : ", service " + service)
                    + (serviceFrom == null ? "" : ", service from " + quoted(serviceFrom))
                    + (progressFrom == null ? "" : ", in progress from " + quoted(progressFrom))
                    + (hasSeasons ? "" : ", no seasons") + ')';
        }

        private static String quoted(String metricId) {
            return '"' + metricId + '"';
        }

        /**
         * Checks every rule and builds the source.
         *
         * @return the source
         * @throws IllegalArgumentException that names every broken rule with its value
         */
        public SloSource build() {
            Violation.Collector broken = new Violation.Collector();
            broken.require(share > 0 && share < 1, "share must be > 0 and < 1", "share", share);
            broken.requireMillis(isLatency ? "latency" : "wait", budget, isLatency ? 1 : 0, MAX_DAYS);
            boolean isCount = concurrency >= 0.001 && concurrency <= 1e6;
            broken.requireBound(isCount, ">= 0.001 and <= 1e6", "concurrency", concurrency);
            boolean isTime = !startup.isNegative() && startup.compareTo(LONGEST_STARTUP) <= 0;
            broken.require(isTime, "startup must be >= PT0S and <= " + LONGEST_STARTUP, "startup", startup);
            if (service != null) {
                broken.requireMillis("serviceTime", service, 1, MAX_DAYS);
            }
            String both = service + ", serviceTimeFrom=" + serviceFrom;
            boolean isOne = service == null || serviceFrom == null;
            broken.require(isOne, "service time must be a time or a metric", "serviceTime", both);
            for (String id : signals()) {
                broken.require(!id.isBlank(), "metric id must not be blank", "metricId", quoted(id));
            }
            boolean differ = serviceFrom == null || !serviceFrom.equals(progressFrom);
            String rule = "requests in progress and service time must come from different metrics";
            broken.require(differ, rule, "metricId", String.valueOf(progressFrom));
            broken.throwIfAny();
            return new SloSource(this);
        }

        /**
         * Builds the source as a spec's metric, whose values are the arrivals per second.
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
