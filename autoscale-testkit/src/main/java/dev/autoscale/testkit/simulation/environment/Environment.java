package dev.autoscale.testkit.simulation.environment;

import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.text.Spans;
import java.util.List;

/** Where a workload runs: what a replica can do, how long it takes to start, how metrics and orders travel. Immutable. */
public final class Environment {
    /** What becomes of work whose replica breaks down, or does not finish before its drain timeout. */
    public enum Interrupted {
        /** It goes back to the head of the queue and starts over: a work queue. */
        RETRIED,
        /** It goes back to the head of the queue and needs only what was left: a connection that is opened again. */
        RESUMED,
        /** It is lost: a request. */
        FAILED
    }

    /** How a replica serves what it has. */
    public enum Serving {
        /** Each arrival has a place of its own for its whole service time; further ones wait in one queue before all replicas. */
        SHARED_QUEUE,
        /** As before, but each replica has its own queue; an arrival goes to the replica with the fewest at that moment. */
        QUEUE_PER_REPLICA,
        /**
         * Arrivals share the CPU of a replica, which has as many cores as places: up to so many run at full speed, more run
         * slower, alike. Nobody waits in a queue, except while no replica is ready.
         */
        SHARED_CPU
    }

    /** Changed by nobody any more. */
    private final EnvironmentBuilder settings;

    Environment(EnvironmentBuilder from) {
        settings = new EnvironmentBuilder(from);
    }

    /**
     * Begins with one place per replica, a shared queue, replicas that are ready at once, fresh metrics, cycles as the policy
     * has them, and an SLO of 2 s for 99 % of the arrivals.
     *
     * @return the builder
     */
    public static EnvironmentBuilder builder() {
        return new EnvironmentBuilder();
    }

    /**
     * Begins with these settings.
     *
     * @return the builder
     */
    public EnvironmentBuilder toBuilder() {
        return new EnvironmentBuilder(settings);
    }

    /** {@return the places of a replica, or its cores} At least 1. */
    public int concurrency() {
        return settings.concurrency;
    }

    /** {@return how replicas serve} */
    public Serving serving() {
        return settings.serving;
    }

    /** {@return what becomes of work that is broken off} */
    public Interrupted interrupted() {
        return settings.interrupted;
    }

    /** {@return how many arrivals may wait} At least 0. */
    public int queueLimit() {
        return settings.queueLimit;
    }

    /** {@return how long it takes until a replica is placed} */
    public ServiceTimes scheduling() {
        return settings.scheduling;
    }

    /** {@return how long a placed replica takes until it is ready} */
    public ServiceTimes startup() {
        return settings.startup;
    }

    /** {@return how long a replica that is no longer wanted may finish what it has} Microseconds, at least 0. */
    public long drainTimeoutMicros() {
        return settings.drainTimeoutMicros;
    }

    /** {@return how many replicas the platform has room for} At least 0; {@link Integer#MAX_VALUE} without a limit. */
    public int capacity() {
        return settings.capacity;
    }

    /** {@return the replicas that are ready at the beginning} At least 0; -1 if the policy says. */
    public int initialReplicas() {
        return settings.initialReplicas;
    }

    /** {@return the memory of a replica without any arrival} Percent, at least 0. */
    public double memoryBasePercent() {
        return settings.memoryBasePercent;
    }

    /** {@return the memory of each arrival that is being served} Percent, at least 0. */
    public double memoryPerArrivalPercent() {
        return settings.memoryPerArrivalPercent;
    }

    /** {@return the time between two scrapes} Milliseconds; 0 if the policy says. */
    public long scrapeMillis() {
        return settings.scrapeMillis;
    }

    /** {@return how old a scrape is when it reaches the controller} */
    public ServiceTimes metricDelay() {
        return settings.metricDelay;
    }

    /** {@return the time between two decisions} Milliseconds; 0 if the policy says. */
    public long syncMillis() {
        return settings.syncMillis;
    }

    /** {@return whether scrapes and decisions begin at a moment that is drawn} */
    public boolean isPhaseRandom() {
        return settings.isPhaseRandom;
    }

    /** {@return the promised latency, or wait} Microseconds, inclusive. */
    public long sloMicros() {
        return settings.sloMicros;
    }

    /** {@return the share of the arrivals that it is promised to} Above 0 to 1 inclusive. */
    public double sloShare() {
        return settings.sloShare;
    }

    /** {@return whether the promise is about the wait alone} */
    public boolean isSloOnWait() {
        return settings.isSloOnWait;
    }

    /** {@return the length of the slots in which the demand is worked out} Microseconds, at least 1. */
    public long slotMicros() {
        return settings.slotMicros;
    }

    /** {@return how long is simulated} Microseconds; -1 for until the load is over. */
    public long durationMicros() {
        return settings.durationMicros;
    }

    /** {@return the first instant} Epoch milliseconds. */
    public long startEpochMillis() {
        return settings.startEpochMillis;
    }

    /** {@return within which time a change after one in the other direction is a reversal} Microseconds, at least 0. */
    public long reversalMicros() {
        return settings.reversalMicros;
    }

    /** {@return what goes wrong} In the order that was given; immutable. */
    public List<Fault> faults() {
        return settings.faults;
    }

    /** {@return the essentials in one line} */
    @Override
    public String toString() {
        return "Environment[concurrency=" + settings.concurrency + ", " + settings.serving + ", startup="
                + settings.startup + ", scheduling=" + settings.scheduling
                + (settings.capacity == Integer.MAX_VALUE ? "" : ", capacity=" + settings.capacity) + ", slo="
                + Spans.word(settings.sloMicros) + ", faults=" + settings.faults + ']';
    }
}
