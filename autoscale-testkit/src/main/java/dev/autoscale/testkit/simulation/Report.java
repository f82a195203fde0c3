package dev.autoscale.testkit.simulation;

import java.util.Collections;
import java.util.List;

/** What a simulation came to: latencies, a timeline, the changes, and the {@link Score}s. Immutable. */
public final class Report {
    private final String policy;
    private final String load;
    private final long seed;
    private final Tally tally;

    Report(String policy, String load, long seed, Tally tally) {
        this.policy = policy;
        this.load = load;
        this.seed = seed;
        this.tally = tally;
    }

    Tally tally() {
        return tally;
    }

    /**
     * The policy's name.
     *
     * @return the name
     */
    public String policy() {
        return policy;
    }

    /**
     * The load's name.
     *
     * @return the name
     */
    public String load() {
        return load;
    }

    /**
     * The seed.
     *
     * @return any number
     */
    public long seed() {
        return seed;
    }

    /**
     * A score.
     *
     * @param score which one
     * @return its value, in its unit
     */
    public double score(Score score) {
        return score.of(tally);
    }

    /**
     * From arrival to the end of service.
     *
     * @return the latencies of what was served to its end
     */
    public Latencies latencies() {
        return tally.latencies;
    }

    /**
     * From arrival to the beginning of the service that was finished. Service that was interrupted and resumed is no waiting; service
     * that had to be done again is.
     *
     * @return the waiting times of what was served to its end
     */
    public Latencies waits() {
        return tally.waits;
    }

    /**
     * What happened over time.
     *
     * @return the timeline
     */
    public Timeline timeline() {
        return tally.timeline;
    }

    /**
     * The changes that were ordered.
     *
     * @return the first 2,000 of them, in order
     */
    public List<Change> changes() {
        return Collections.unmodifiableList(tally.changes);
    }

    /**
     * How many changes were ordered.
     *
     * @return at least the size of {@link #changes}
     */
    public long changeCount() {
        return tally.changeCount;
    }

    /**
     * How many decisions were taken.
     *
     * @return at least 0
     */
    public long decisions() {
        return tally.cycles;
    }

    /**
     * How many arrived.
     *
     * @return at least 0
     */
    public long arrivals() {
        return tally.arrivals;
    }

    /**
     * How many were still here when the simulation ended.
     *
     * @return at least 0
     */
    public long unfinished() {
        return tally.unfinished;
    }

    /**
     * How long was simulated, without what followed to let everybody leave.
     *
     * @return milliseconds
     */
    public long durationMillis() {
        return tally.endMicros() / Micros.PER_MILLI;
    }

    /**
     * The first instant.
     *
     * @return milliseconds since the epoch
     */
    public long startEpochMillis() {
        return tally.environment.startEpochMillis;
    }

    /**
     * What the SLO promises: the longest latency, or the longest wait if {@link #isSloOnWait()}.
     *
     * @return milliseconds
     */
    public double sloMillis() {
        return (double) tally.environment.sloMicros / Micros.PER_MILLI;
    }

    /**
     * Whether the SLO promises how long an arrival waits, and not how long it takes in all.
     *
     * @return true if it is about the wait
     */
    public boolean isSloOnWait() {
        return tally.environment.isSloOnWait;
    }

    /**
     * Everything in it to the last bit, a line each: equal reports have equal texts.
     *
     * @return the text
     */
    public String toText() {
        return ReportText.of(this);
    }

    @Override
    public String toString() {
        return policy + " on " + load + ", seed " + seed;
    }
}
