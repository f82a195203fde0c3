package dev.autoscale.testkit.simulation;

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

    final int concurrency;
    final Serving serving;
    final Interrupted interrupted;
    final int queueLimit;
    final ServiceTimes scheduling;
    final ServiceTimes startup;
    final long drainTimeoutMicros;
    final int capacity;
    final int initialReplicas;
    final double memoryBasePercent;
    final double memoryPerArrivalPercent;
    final long scrapeMillis;
    final ServiceTimes metricDelay;
    final long syncMillis;
    final boolean isPhaseRandom;
    final long sloMicros;
    final double sloShare;
    final boolean isSloOnWait;
    final long slotMicros;
    final long durationMicros;
    final long startEpochMillis;
    final long reversalMicros;
    final List<Fault> faults;

    Environment(EnvironmentBuilder from) {
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
        faults = List.copyOf(from.faults);
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
        return new EnvironmentBuilder(this);
    }
}
