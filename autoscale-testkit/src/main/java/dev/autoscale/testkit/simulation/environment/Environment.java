package dev.autoscale.testkit.simulation.environment;

import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.time.Micros;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
         * Arrivals share the CPU of a replica, which has as many cores as places: up to that many run at full speed, more run
         * slower, alike. Nothing waits in a queue, except while no replica is ready.
         */
        SHARED_CPU
    }

    /** No longer changed. */
    private final Builder settings;

    Environment(Builder from) {
        settings = from.copy();
    }

    /**
     * Begins with one place per replica, a shared queue, replicas that are ready at once, fresh metrics, cycles as the policy
     * has them, and an SLO of 2 s for 99 % of the arrivals.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins with these settings.
     *
     * @return the builder
     */
    public Builder toBuilder() {
        return settings.copy();
    }

    /** {@return the places of a replica, or its cores} At least 1. */
    public int concurrency() {
        return settings.concurrency;
    }

    /** {@return how replicas serve} */
    public Serving serving() {
        return settings.serving;
    }

    /** {@return how service slows down with what a replica serves; null if it does not, or as a shared CPU does} */
    public @Nullable Slowdown slowdown() {
        return settings.slowdown;
    }

    /**
     * {@return how many places at full speed a replica is worth, by which the demand and the yardsticks reckon} The
     * {@link #concurrency}, or less with a {@link #slowdown}; at least 1.
     */
    public int placesAtFullSpeed() {
        Slowdown slowdown = settings.slowdown;
        return slowdown == null ? settings.concurrency : slowdown.worth(settings.concurrency);
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

    /** {@return the replicas that are ready at the beginning} At least 0; -1 if as the oracle begins. */
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

    /** {@return from when on scores count} Microseconds since the beginning, at least 0; a multiple of the slots. */
    public long scoredFromMicros() {
        return settings.scoredFromMicros;
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
        return "Environment[concurrency=" + settings.concurrency + ", " + settings.serving
                + (settings.slowdown == null ? "" : ", slowdown=" + settings.slowdown) + ", startup="
                + settings.startup + ", scheduling=" + settings.scheduling
                + (settings.capacity == Integer.MAX_VALUE ? "" : ", capacity=" + settings.capacity) + ", slo="
                + Spans.word(settings.sloMicros) + ", faults=" + settings.faults + ']';
    }

    /** Collects the settings of an environment. Not thread-safe. */
    public static final class Builder implements Cloneable {
        private static final int DEFAULT_QUEUE_LIMIT = 1_000_000;

        int concurrency = 1;
        Serving serving = Serving.SHARED_QUEUE;

        @Nullable
        Slowdown slowdown;

        Interrupted interrupted = Interrupted.RETRIED;
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
        boolean isPhaseRandom = true;
        long sloMicros = Micros.of("slo", Duration.ofSeconds(2));
        double sloShare = 0.99;
        boolean isSloOnWait;
        long slotMicros = Micros.of("slot", Duration.ofSeconds(15));
        long durationMicros = -1;
        long scoredFromMicros;
        long startEpochMillis;
        long reversalMicros = Micros.of("reversalWindow", Duration.ofMinutes(10));
        List<Fault> faults = List.of();

        Builder() {}

        /** The same settings, of which either can be changed without the other. */
        Builder copy() {
            try {
                return (Builder) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        /**
         * How many arrivals a replica serves at a time: its places, or the cores of {@link Serving#SHARED_CPU}.
         *
         * @param places at least 1
         * @return this
         */
        public Builder concurrency(int places) {
            concurrency = places;
            return this;
        }

        /**
         * How replicas serve.
         *
         * @param how not null
         * @return this
         */
        public Builder serving(Serving how) {
            serving = Objects.requireNonNull(how, "how");
            return this;
        }

        /**
         * Lets service slow down with what a replica serves, up to its {@link #concurrency}: a GPU that serves in batches. Further
         * arrivals wait in one queue; an arrival goes to the replica that serves the fewest. Not with other ways of {@link #serving}:
         * a shared CPU slows down by a straight line of its own, max(1, served / cores).
         *
         * @param by how much, not null; without any unless set
         * @return this
         */
        public Builder slowdown(Slowdown by) {
            slowdown = Objects.requireNonNull(by, "by");
            return this;
        }

        /**
         * What becomes of work that is broken off.
         *
         * @param how not null
         * @return this
         */
        public Builder interrupted(Interrupted how) {
            interrupted = Objects.requireNonNull(how, "how");
            return this;
        }

        /**
         * How many arrivals may wait; further ones are refused. A million unless set.
         *
         * @param arrivals at least 0
         * @return this
         */
        public Builder queueLimit(int arrivals) {
            queueLimit = arrivals;
            return this;
        }

        /**
         * How long it takes until a replica is placed. No time unless set.
         *
         * @param times not null
         * @return this
         */
        public Builder scheduling(ServiceTimes times) {
            scheduling = Objects.requireNonNull(times, "times");
            return this;
        }

        /**
         * How long a placed replica takes until it is ready: image, process, model, readiness probe. No time unless set.
         *
         * @param times not null
         * @return this
         */
        public Builder startup(ServiceTimes times) {
            startup = Objects.requireNonNull(times, "times");
            return this;
        }

        /**
         * How long a placed replica takes until it is ready.
         *
         * @param time at least 0
         * @return this
         */
        public Builder startup(Duration time) {
            return startup(ServiceTimes.fixed(time));
        }

        /**
         * How long a replica that is no longer wanted may finish what it has. 30 s unless set, as Kubernetes' grace period.
         *
         * @param time at least 0
         * @return this
         */
        public Builder drainTimeout(Duration time) {
            drainTimeoutMicros = Micros.of("drainTimeout", time);
            return this;
        }

        /**
         * How many replicas the platform has room for. No limit unless set.
         *
         * @param replicas at least 0
         * @return this
         */
        public Builder capacity(int replicas) {
            capacity = replicas;
            return this;
        }

        /**
         * The replicas that are ready at the beginning, of all policies but those with a start of their own: the oracle and fixed
         * counts. Unless set as many as the oracle begins with, at least 1, and within the bounds of the policy, so that no policy is
         * judged by how it starts.
         *
         * @param replicas at least 0
         * @return this
         */
        public Builder initialReplicas(int replicas) {
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
        public Builder memory(double base, double perArrival) {
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
        public Builder scrapeInterval(Duration interval) {
            scrapeMillis = positiveMillis("scrapeInterval", interval);
            return this;
        }

        /**
         * How old a scrape is when it reaches the controller. No time unless set.
         *
         * @param times not null
         * @return this
         */
        public Builder metricDelay(ServiceTimes times) {
            metricDelay = Objects.requireNonNull(times, "times");
            return this;
        }

        /**
         * The time between two decisions. As the policy has it unless set: 15 s, of Knative 2 s.
         *
         * @param interval above 0, whole milliseconds
         * @return this
         */
        public Builder syncInterval(Duration interval) {
            syncMillis = positiveMillis("syncInterval", interval);
            return this;
        }

        /**
         * Lets decisions and scrapes begin at the very beginning. Unless this is called, the moment of its interval at which each
         * of the two begins is drawn from the seed, since a load, scrapes and decisions that are in step hide what happens between
         * them, and several seeds show how much of a result is luck.
         *
         * @return this
         */
        public Builder inStep() {
            isPhaseRandom = false;
            return this;
        }

        /**
         * What is promised. 2 s for 99 % unless set.
         *
         * @param latency the longest time from arrival to the end of service, inclusive
         * @param share of the arrivals, above 0 to 1 inclusive
         * @return this
         */
        public Builder slo(Duration latency, double share) {
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
        public Builder sloOnWait() {
            isSloOnWait = true;
            return this;
        }

        /**
         * The length of the slots in which the demand is worked out. 15 s unless set.
         *
         * @param slot above 0
         * @return this
         */
        public Builder slot(Duration slot) {
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
        public Builder duration(Duration time) {
            durationMicros = Micros.of("duration", time);
            return this;
        }

        /**
         * From when on scores count. What is before is there to be learnt from: it is simulated as everything is, and policies see
         * it, but it is in no score, chart or list of changes, and the oracle and the peak of the demand are of what follows. An
         * arrival counts by when it arrives, whatever the time at which it is served. All of it counts unless set.
         *
         * @param time since the beginning, at least 0, a multiple of the slot, less than the duration
         * @return this
         */
        public Builder scoredFrom(Duration time) {
            scoredFromMicros = Micros.of("scoredFrom", time);
            return this;
        }

        /**
         * The first instant, which matters for schedules. 0 unless set.
         *
         * @param epochMillis milliseconds since the epoch
         * @return this
         */
        public Builder startsAt(long epochMillis) {
            startEpochMillis = epochMillis;
            return this;
        }

        /**
         * Within which time a change in one direction after one in the other is a reversal. 10 min unless set.
         *
         * @param time at least 0
         * @return this
         */
        public Builder reversalWindow(Duration time) {
            reversalMicros = Micros.of("reversalWindow", time);
            return this;
        }

        /**
         * What goes wrong. Nothing unless set.
         *
         * @param all in any order
         * @return this
         */
        public Builder faults(List<Fault> all) {
            faults = List.copyOf(all);
            return this;
        }

        /**
         * What goes wrong. Nothing unless set.
         *
         * @param all in any order
         * @return this
         */
        public Builder faults(Fault... all) {
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
            broken.require(
                    slowdown == null || serving == Serving.SHARED_QUEUE,
                    "slowdown must be with " + Serving.SHARED_QUEUE,
                    "serving",
                    serving);
            broken.requireNotNegative("queueLimit", queueLimit);
            broken.requireNotNegative("capacity", capacity);
            broken.requireBound(initialReplicas >= -1, ">= -1", "initialReplicas", initialReplicas);
            broken.requireBound(slotMicros >= 1, ">= 1", "slotMicros", slotMicros);
            broken.requireBound(durationMicros != 0, ">= 1", "durationMicros", durationMicros);
            broken.require(
                    slotMicros < 1 || scoredFromMicros % slotMicros == 0,
                    "scoredFrom must be a multiple of slot",
                    "scoredFrom",
                    Spans.word(scoredFromMicros) + ", slot=" + Spans.word(slotMicros));
            broken.require(
                    durationMicros <= 0 || durationMicros > scoredFromMicros,
                    "duration must be > scoredFrom",
                    "duration",
                    Spans.word(durationMicros) + ", scoredFrom=" + Spans.word(scoredFromMicros));
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
}
