package dev.autoscale.testkit.simulation.league;

import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * How one setting of a policy did in a search for a good one: its scores over all seeds, and in how much it differs from the policy as
 * given. Immutable. Reports are not kept, so that thousands fit into memory.
 */
public final class Trial extends SeedScores {
    private final int changes;

    Trial(String policy, int changes, double[][] values) {
        super(policy, values);
        this.changes = changes;
        Violation.require(changes >= 0, "changes must be >= 0", "changes", changes);
    }

    /**
     * Simulates a setting, once for each seed.
     *
     * @param simulation the same for all trials that are compared
     * @param setting the policy with the setting
     * @param changes in how many places it differs from the policy as given, at least 0
     * @param listener is given each report as soon as it is there
     * @param seeds at least one, the same for all trials that are compared
     * @return the trial
     * @throws IllegalArgumentException if there is no seed or a number is out of range, or if a recorded load is malformed
     * @throws java.io.UncheckedIOException if a recorded load cannot be read
     */
    public static Trial run(
            Simulation simulation,
            ScalingPolicy setting,
            int changes,
            Consumer<? super Report> listener,
            long... seeds) {
        Violation.require(seeds.length > 0, "seeds must be at least one", "seeds", seeds.length);
        return new Trial(setting.name(), changes, SeedScores.of(simulation, seed -> setting, seeds, listener));
    }

    /**
     * A row of a league as a trial; to be compared with trials of the same simulation and seeds.
     *
     * @param row the row
     * @param changes in how many places it differs from the policy as given, at least 0
     * @return the trial
     */
    public static Trial of(Standing row, int changes) {
        return new Trial(row.policy(), changes, row.values);
    }

    /**
     * How a setting does on several traces, as one trial: what {@link TrialChoice} takes of such holds on each of them.
     *
     * <ul>
     *   <li>{@link Score#SLO_SHARE} is that of the trace on which it is the least sure: where the mean less the noise is the lowest, so
     *       that the goal is {@linkplain #reaches reached} on all traces if it is on that one.
     *   <li>{@link Score#REPLICA_HOURS} is the geometric mean over the traces, seed by seed: a tenth less weighs the same on a small trace
     *       and on a large one.
     *   <li>All other scores are means over the traces, seed by seed.
     * </ul>
     *
     * @param byTrace rows or trials of one policy, one on each trace, of the same seeds; not empty
     * @param changes in how many places it differs from the policy as given, at least 0
     * @return the trial
     * @throws IllegalArgumentException if there is none, or seeds are not equally many
     */
    public static Trial overall(List<? extends SeedScores> byTrace, int changes) {
        Violation.require(!byTrace.isEmpty(), "traces must be at least one", "traces", byTrace.size());
        SeedScores first = byTrace.get(0);
        double[][] values = new double[Score.values().length][first.seeds()];
        for (SeedScores trace : byTrace) {
            Violation.require(trace.seeds() == first.seeds(), "seeds must be equally many", "seeds", trace.seeds());
            for (Score score : Score.values()) {
                for (int seed = 0; seed < first.seeds(); seed++) {
                    double value = trace.value(score, seed);
                    double part = score == Score.REPLICA_HOURS ? StrictMath.log(value) : value;
                    values[score.ordinal()][seed] += part / byTrace.size();
                }
            }
        }
        double[] hours = values[Score.REPLICA_HOURS.ordinal()];
        Arrays.setAll(hours, seed -> StrictMath.exp(hours[seed]));
        SeedScores least = Collections.min(byTrace, Comparator.comparingDouble(SeedScores::surelyMet));
        values[Score.SLO_SHARE.ordinal()] = least.values[Score.SLO_SHARE.ordinal()].clone();
        return new Trial(first.policy(), changes, values);
    }

    /**
     * In how many places it differs from the policy as given.
     *
     * @return at least 0
     */
    public int changes() {
        return changes;
    }

    /**
     * How far luck may have moved the mean of a score: t · s / √n of its values, half of the 95 % confidence interval.
     *
     * @param score which one
     * @return at least 0, in the score's unit; NaN with one seed, which says nothing of luck
     */
    public double noise(Score score) {
        return noiseTo(null, score);
    }

    /**
     * How large a difference between the means of two trials luck alone may make, as {@link Standing#noise} has it.
     *
     * @param score which one
     * @param other a trial of the same seeds
     * @return at least 0, in the score's unit; NaN with one seed
     */
    public double noise(Score score, Trial other) {
        return noiseTo(other, score);
    }

    /**
     * Whether the means of two trials differ by no more than luck alone may make. Equal means do not.
     *
     * @param score which one
     * @param other a trial of the same seeds
     * @return whether the difference is not 0 and, either way, at most the noise; false with one seed
     */
    public boolean isWithinNoise(Score score, Trial other) {
        return isLuckTo(other, score);
    }

    /**
     * Whether it meets the SLO often enough beyond luck.
     *
     * @param goalPercent the share of arrivals, in percent
     * @return whether the mean of {@link Score#SLO_SHARE} less its {@link #noise(Score)} is at least the goal; with one seed the noise
     *     counts as 0
     */
    public boolean reaches(double goalPercent) {
        return surelyMet() >= goalPercent;
    }
}
