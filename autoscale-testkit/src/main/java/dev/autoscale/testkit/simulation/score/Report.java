package dev.autoscale.testkit.simulation.score;

import dev.autoscale.testkit.simulation.time.Micros;
import java.util.Collections;
import java.util.List;

/** The results of a simulation: latencies, a timeline, the changes, and the {@link Score}s. Immutable. */
public final class Report {
    private final String policy;
    private final String load;
    private final long seed;
    private final Tally tally;

    /**
     * What a tally has come to.
     *
     * @param policy the policy's name
     * @param load the load's name
     * @param seed what everything random came from
     * @param tally at its end, not to be added to any more
     */
    public Report(String policy, String load, long seed, Tally tally) {
        this.policy = policy;
        this.load = load;
        this.seed = seed;
        this.tally = tally;
    }

    /** {@return the policy's name} */
    public String policy() {
        return policy;
    }

    /** {@return the load's name} */
    public String load() {
        return load;
    }

    /** {@return the seed} Any number. */
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

    /** {@return what happened over time} */
    public Timeline timeline() {
        return tally.timeline;
    }

    /** {@return the changes that were ordered since scores count} The first 2,000 of them, in order. */
    public List<Change> changes() {
        return Collections.unmodifiableList(tally.changes);
    }

    /** {@return how many changes were ordered since scores count} At least the size of {@link #changes}. */
    public long changeCount() {
        return tally.changeCount;
    }

    /** {@return how many decisions were taken since scores count} At least 0. */
    public long decisions() {
        return tally.cycles;
    }

    /** {@return how many arrived since scores count} At least 0. */
    public long arrivals() {
        return tally.arrivals;
    }

    /** {@return how many of them were still here when the simulation ended} At least 0. */
    public long unfinished() {
        return tally.unfinished;
    }

    /** {@return for how long scores count, without what followed while the system drains} Milliseconds. */
    public long durationMillis() {
        return tally.scoredMicros() / Micros.PER_MILLI;
    }

    /** {@return from when on scores count} Milliseconds since the simulation's beginning, at least 0. */
    public long scoredFromMillis() {
        return tally.environment.scoredFromMicros() / Micros.PER_MILLI;
    }

    /** {@return the first instant} Epoch milliseconds. */
    public long startEpochMillis() {
        return tally.environment.startEpochMillis();
    }

    /**
     * {@return what the SLO promises: the longest latency, or the longest wait if {@link #isSloOnWait()}} Milliseconds.
     */
    public double sloMillis() {
        return (double) tally.environment.sloMicros() / Micros.PER_MILLI;
    }

    /** {@return whether the SLO promises how long an arrival waits, and not how long it takes in all} */
    public boolean isSloOnWait() {
        return tally.environment.isSloOnWait();
    }

    /**
     * Everything in it to the last bit, a line each: equal reports have equal texts.
     *
     * @return the text
     */
    public String toText() {
        StringBuilder text = new StringBuilder().append(this).append('\n');
        for (Score score : Score.values()) {
            text.append(score.label()).append(' ').append(exact(score(score))).append('\n');
        }
        text.append("decisions ").append(decisions());
        text.append(", arrivals ").append(arrivals());
        text.append(", unfinished ").append(unfinished()).append('\n');
        for (int span = 0; span < timeline().size(); span++) {
            text.append(timeline().exactText(span)).append('\n');
        }
        for (Change change : changes()) {
            text.append(change.atMillis())
                    .append(' ')
                    .append(change.from())
                    .append(" -> ")
                    .append(change.to());
            text.append(' ').append(change.reason()).append('\n').append(change.explanation());
        }
        return text.toString();
    }

    /** Hexadecimal, because decimal text of doubles differs between JDKs before 19 and later ones. */
    static String exact(double value) {
        return Double.toHexString(value);
    }

    @Override
    public String toString() {
        return policy + " on " + load + ", seed " + seed;
    }
}
