package dev.autoscale.testkit.simulation.score;

import dev.autoscale.testkit.simulation.time.Micros;
import java.util.function.ToDoubleFunction;

/**
 * How well a policy did, from when on scores count ({@link dev.autoscale.testkit.simulation.environment.Environment.Builder#scoredFrom}); an arrival
 * counts by when it arrives. In the formulas T is the time from then to the end, d(t) the demand ({@link dev.autoscale.testkit.simulation.Simulation}) and s(t) the ready
 * replicas, both in replicas. Those named after SPEC are the metrics of Herbst et al., "Ready for Rain? A View from SPEC Research
 * on the Future of Cloud Metrics", SPEC RG 2016.
 */
public enum Score {
    /**
     * 100 · (arrivals served within the SLO) / (arrivals served, refused, lost, or waiting when the simulation ended), in percent.
     * Higher is better.
     */
    SLO_SHARE("SLO met", "%", 2, false, t -> percent(t.finishedInTime, t.latencies.count() + notServed(t))),
    /** The median latency of what was served, from arrival to the end of service, in ms. */
    LATENCY_P50("latency p50", "ms", 0, true, t -> t.latencies.percentileMillis(50)),
    /** The latency that 95 % of what was served did not exceed, in ms. */
    LATENCY_P95("latency p95", "ms", 0, true, t -> t.latencies.percentileMillis(95)),
    /** The latency that 99 % of what was served did not exceed, in ms. */
    LATENCY_P99("latency p99", "ms", 0, true, t -> t.latencies.percentileMillis(99)),
    /** The mean time from arrival to the beginning of service, in ms ({@link Report#waits}). */
    WAIT_MEAN("wait mean", "ms", 0, true, t -> t.waits.meanMillis()),
    /** Arrivals that found no ready replica. */
    COLD_STARTS("cold-start hits", "", 0, true, t -> t.cold),
    /** Arrivals that were refused because of the queue limit, or lost with their replica. */
    LOST("lost", "", 0, true, t -> t.refused + t.lost),
    /** Arrivals whose replica went away before it had served them, lost or not. */
    INTERRUPTED("interrupted", "", 0, true, t -> t.interrupted),
    /** SPEC's under-provisioning accuracy: 100 / T · ∫ max(d - s, 0) / d dt, in percent. */
    UNDER_ACCURACY("under-provisioned", "%", 2, true, t -> t.percentOfTime(t.underShareMicros)),
    /** SPEC's over-provisioning accuracy: 100 / T · ∫ max(s - d, 0) / max(d, 1) dt, in percent. */
    OVER_ACCURACY("over-provisioned", "%", 2, true, t -> t.percentOfTime(t.overShareMicros)),
    /** SPEC's under-provisioned time share: 100 / T · ∫ [d &gt; s] dt, in percent. */
    UNDER_TIME("time under", "%", 2, true, t -> t.percentOfTime(t.underMicros)),
    /** SPEC's over-provisioned time share: 100 / T · ∫ [s &gt; d] dt, in percent. */
    OVER_TIME("time over", "%", 2, true, t -> t.percentOfTime(t.overMicros)),
    /**
     * SPEC's instability: 100 / (T - slot) · Σ min(|sgn Δs - sgn Δd|, 1) · slot over all slots but the last, Δ from the beginning
     * of a slot to that of the next one; in percent of the time.
     */
    INSTABILITY("instability", "%", 2, true, t -> percentOrNone(t.unlikeMicros, t.comparedMicros)),
    /**
     * SPEC's jitter: (changes of the wanted replicas - changes of the demand) / T, per hour. Below 0 sluggish, above 0 nervous;
     * nearer to 0 is better.
     */
    JITTER("jitter", "/h", 1, true, t -> (t.changeCount - t.demandChanges) / hours(t.scoredMicros())),
    /** Orders to change the count. */
    CHANGES("changes", "", 0, true, t -> t.changeCount),
    /** Changes in one direction within the reversal window after one in the other. */
    REVERSALS("reversals", "", 0, true, t -> t.reversals),
    /** ∫ (starting + ready + draining replicas) dt, in replica-hours: what is paid for. */
    REPLICA_HOURS("replica-hours", "h", 2, true, t -> hours(t.billedMicros)),
    /** 1 / T · ∫ s dt, in replicas. */
    MEAN_REPLICAS("mean replicas", "", 2, true, t -> (double) t.readyMicros / t.scoredMicros()),
    /** The mean time from the moment at which d &gt; s to that at which s ≥ d again, in s. */
    REACTION_MEAN("reaction mean", "s", 1, true, t -> t.reactions.meanMillis() / 1_000),
    /** The longest such time, in s. */
    REACTION_MAX("reaction max", "s", 1, true, t -> t.reactions.maxMillis() / 1_000);

    private final String label;
    private final String unit;
    private final int digits;
    private final boolean isLowerBetter;

    @SuppressWarnings("ImmutableEnumChecker") // only the lambdas above, which hold nothing
    private final ToDoubleFunction<Tally> value;

    Score(String label, String unit, int digits, boolean isLowerBetter, ToDoubleFunction<Tally> value) {
        this.label = label;
        this.unit = unit;
        this.digits = digits;
        this.isLowerBetter = isLowerBetter;
        this.value = value;
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 100 : 100.0 * part / whole;
    }

    private static double percentOrNone(long part, long whole) {
        return whole == 0 ? 0 : percent(part, whole);
    }

    private static long notServed(Tally t) {
        return t.refused + t.lost + t.neverServed;
    }

    private static double hours(long micros) {
        return micros / Micros.PER_HOUR;
    }

    double of(Tally tally) {
        return value.applyAsDouble(tally);
    }

    /** {@return what a table calls it} */
    public String label() {
        return label;
    }

    /** {@return the unit} Empty for a count. */
    public String unit() {
        return unit;
    }

    /** {@return how many decimal places are worth showing} At least 0. */
    public int digits() {
        return digits;
    }

    /** {@return whether less is better} False for {@link #SLO_SHARE} alone. */
    public boolean isLowerBetter() {
        return isLowerBetter;
    }
}
