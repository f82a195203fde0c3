package dev.autoscale.testkit.simulation.environment;

import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.time.Micros;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Collects the settings of an environment. Not thread-safe. */
public final class EnvironmentBuilder {
    private static final int DEFAULT_QUEUE_LIMIT = 1_000_000;

    int concurrency = 1;
    Environment.Serving serving = Environment.Serving.SHARED_QUEUE;
    Environment.Interrupted interrupted = Environment.Interrupted.RETRIED;
    int queueLimit = DEFAULT_QUEUE_LIMIT;
    ServiceTimes scheduling = ServiceTimes.fixed(Duration.ZERO);
    ServiceTimes startup = ServiceTimes.fixed(Duration.ZERO);
    long drainTimeoutMicros = Micros.of("drainTimeout", Duration.ofSeconds(30));
    int capacity = Integer.MAX_VALUE;
    int initialReplicas = -1;
    double memoryBasePercent;
    double memoryPerArrivalPercent;
    long scrapeMillis;
    ServiceTimes metricDelay = ServiceTimes.fixed(Duration.ZERO);
    long syncMillis;
    boolean isPhaseRandom;
    long sloMicros = Micros.of("slo", Duration.ofSeconds(2));
    double sloShare = 0.99;
    boolean isSloOnWait;
    long slotMicros = Micros.of("slot", Duration.ofSeconds(15));
    long durationMicros = -1;
    long startEpochMillis;
    long reversalMicros = Micros.of("reversalWindow", Duration.ofMinutes(10));
    List<Fault> faults = List.of();

    EnvironmentBuilder() {}

    EnvironmentBuilder(EnvironmentBuilder from) {
        concurrency = from.concurrency;
        serving = from.serving;
        interrupted = from.interrupted;
        queueLimit = from.queueLimit;
        scheduling = from.scheduling;
        startup = from.startup;
        drainTimeoutMicros = from.drainTimeoutMicros;
        capacity = from.capacity;
        initialReplicas = from.initialReplicas;
        memoryBasePercent = from.memoryBasePercent;
        memoryPerArrivalPercent = from.memoryPerArrivalPercent;
        scrapeMillis = from.scrapeMillis;
        metricDelay = from.metricDelay;
        syncMillis = from.syncMillis;
        isPhaseRandom = from.isPhaseRandom;
        sloMicros = from.sloMicros;
        sloShare = from.sloShare;
        isSloOnWait = from.isSloOnWait;
        slotMicros = from.slotMicros;
        durationMicros = from.durationMicros;
        startEpochMillis = from.startEpochMillis;
        reversalMicros = from.reversalMicros;
        faults = from.faults;
    }

    /**
     * How many arrivals a replica serves at a time: its places, or the cores of {@link Environment.Serving#SHARED_CPU}.
     *
     * @param places at least 1
     * @return this
     */
    public EnvironmentBuilder concurrency(int places) {
        concurrency = places;
        return this;
    }

    /**
     * How replicas serve.
     *
     * @param how not null
     * @return this
     */
    public EnvironmentBuilder serving(Environment.Serving how) {
        serving = Objects.requireNonNull(how, "how");
        return this;
    }

    /**
     * What becomes of work that is broken off.
     *
     * @param how not null
     * @return this
     */
    public EnvironmentBuilder interrupted(Environment.Interrupted how) {
        interrupted = Objects.requireNonNull(how, "how");
        return this;
    }

    /**
     * How many arrivals may wait; further ones are refused. A million unless set.
     *
     * @param arrivals at least 0
     * @return this
     */
    public EnvironmentBuilder queueLimit(int arrivals) {
        queueLimit = arrivals;
        return this;
    }

    /**
     * How long it takes until a replica is placed. No time unless set.
     *
     * @param times not null
     * @return this
     */
    public EnvironmentBuilder scheduling(ServiceTimes times) {
        scheduling = Objects.requireNonNull(times, "times");
        return this;
    }

    /**
     * How long a placed replica takes until it is ready: image, process, model, readiness probe. No time unless set.
     *
     * @param times not null
     * @return this
     */
    public EnvironmentBuilder startup(ServiceTimes times) {
        startup = Objects.requireNonNull(times, "times");
        return this;
    }

    /**
     * How long a placed replica takes until it is ready.
     *
     * @param time at least 0
     * @return this
     */
    public EnvironmentBuilder startup(Duration time) {
        return startup(ServiceTimes.fixed(time));
    }

    /**
     * How long a replica that is no longer wanted may finish what it has. 30 s unless set, as Kubernetes' grace period.
     *
     * @param time at least 0
     * @return this
     */
    public EnvironmentBuilder drainTimeout(Duration time) {
        drainTimeoutMicros = Micros.of("drainTimeout", time);
        return this;
    }

    /**
     * How many replicas the platform has room for. No limit unless set.
     *
     * @param replicas at least 0
     * @return this
     */
    public EnvironmentBuilder capacity(int replicas) {
        capacity = replicas;
        return this;
    }

    /**
     * The replicas that are ready at the beginning. As the policy begins unless set: its lowest count, but at
     * least 1.
     *
     * @param replicas at least 0
     * @return this
     */
    public EnvironmentBuilder initialReplicas(int replicas) {
        initialReplicas = replicas;
        return this;
    }

    /**
     * The memory of a replica, in percent of what it may have. 0 unless set.
     *
     * @param base without any arrival, at least 0
     * @param perArrival for each arrival that it serves, at least 0
     * @return this
     */
    public EnvironmentBuilder memory(double base, double perArrival) {
        memoryBasePercent = base;
        memoryPerArrivalPercent = perArrival;
        return this;
    }

    /**
     * The time between two scrapes. As the policy has it unless set: 15 s, of Knative 1 s.
     *
     * @param interval above 0, whole milliseconds
     * @return this
     */
    public EnvironmentBuilder scrapeInterval(Duration interval) {
        scrapeMillis = positiveMillis("scrapeInterval", interval);
        return this;
    }

    /**
     * How old a scrape is when it reaches the controller. No time unless set.
     *
     * @param times not null
     * @return this
     */
    public EnvironmentBuilder metricDelay(ServiceTimes times) {
        metricDelay = Objects.requireNonNull(times, "times");
        return this;
    }

    /**
     * The time between two decisions. As the policy has it unless set: 15 s, of Knative 2 s.
     *
     * @param interval above 0, whole milliseconds
     * @return this
     */
    public EnvironmentBuilder syncInterval(Duration interval) {
        syncMillis = positiveMillis("syncInterval", interval);
        return this;
    }

    /**
     * Draws from the seed at which moment of its interval the controller, and the scraper, begins. Both begin at 0 unless
     * this is called. Over several seeds it shows how much of a result is luck.
     *
     * @return this
     */
    public EnvironmentBuilder randomPhase() {
        isPhaseRandom = true;
        return this;
    }

    /**
     * What is promised. 2 s for 99 % unless set.
     *
     * @param latency the longest time from arrival to the end of service, inclusive
     * @param share of the arrivals, above 0 to 1 inclusive
     * @return this
     */
    public EnvironmentBuilder slo(Duration latency, double share) {
        sloMicros = Micros.of("slo", latency);
        sloShare = share;
        return this;
    }

    /**
     * Promises how long an arrival waits until it is served, and not how long it takes in all: for connections, which last as
     * long as their users like.
     *
     * @return this
     */
    public EnvironmentBuilder sloOnWait() {
        isSloOnWait = true;
        return this;
    }

    /**
     * The length of the slots in which the demand is worked out. 15 s unless set.
     *
     * @param slot above 0
     * @return this
     */
    public EnvironmentBuilder slot(Duration slot) {
        slotMicros = Micros.of("slot", slot);
        return this;
    }

    /**
     * How long is simulated. Unless set until the load is over, to the end of that slot. What waits then is followed to its
     * end, but an hour at most.
     *
     * @param time above 0
     * @return this
     */
    public EnvironmentBuilder duration(Duration time) {
        durationMicros = Micros.of("duration", time);
        return this;
    }

    /**
     * The first instant, which matters for schedules. 0 unless set.
     *
     * @param epochMillis milliseconds since the epoch
     * @return this
     */
    public EnvironmentBuilder startsAt(long epochMillis) {
        startEpochMillis = epochMillis;
        return this;
    }

    /**
     * Within which time a change in one direction after one in the other is a reversal. 10 min unless set.
     *
     * @param time at least 0
     * @return this
     */
    public EnvironmentBuilder reversalWindow(Duration time) {
        reversalMicros = Micros.of("reversalWindow", time);
        return this;
    }

    /**
     * What goes wrong. Nothing unless set.
     *
     * @param all in any order
     * @return this
     */
    public EnvironmentBuilder faults(List<Fault> all) {
        faults = List.copyOf(all);
        return this;
    }

    /**
     * What goes wrong. Nothing unless set.
     *
     * @param all in any order
     * @return this
     */
    public EnvironmentBuilder faults(Fault... all) {
        return faults(List.of(all));
    }

    /**
     * Checks the settings.
     *
     * @return the environment
     * @throws IllegalArgumentException that names every broken rule and value
     */
    public Environment build() {
        Violation.Collector broken = new Violation.Collector();
        broken.requireBound(concurrency >= 1, ">= 1", "concurrency", concurrency);
        broken.requireNotNegative("queueLimit", queueLimit);
        broken.requireNotNegative("capacity", capacity);
        broken.requireBound(initialReplicas >= -1, ">= -1", "initialReplicas", initialReplicas);
        broken.requireBound(slotMicros >= 1, ">= 1", "slotMicros", slotMicros);
        broken.requireBound(durationMicros != 0, ">= 1", "durationMicros", durationMicros);
        broken.require(
                isPercentage(memoryBasePercent) && isPercentage(memoryPerArrivalPercent),
                "memory must be >= 0 and finite",
                "base",
                memoryBasePercent + ", perArrival=" + memoryPerArrivalPercent);
        broken.requireBound(sloShare > 0 && sloShare <= 1, "> 0 and <= 1", "share", sloShare);
        broken.throwIfAny();
        return new Environment(this);
    }

    private static boolean isPercentage(double value) {
        return value >= 0 && value <= Double.MAX_VALUE;
    }

    private static long positiveMillis(String name, Duration interval) {
        long millis = Micros.of(name, interval) / Micros.PER_MILLI;
        Violation.require(millis >= 1, name + " must be >= PT0.001S", name, interval);
        return millis;
    }
}
