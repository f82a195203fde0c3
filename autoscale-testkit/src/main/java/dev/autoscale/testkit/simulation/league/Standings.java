package dev.autoscale.testkit.simulation.league;

import dev.autoscale.testkit.simulation.score.Score;
import java.util.List;

/** What a {@link League} came to. Immutable. */
public final class Standings {
    private final long[] seeds;
    private final List<Standing> rows;

    Standings(long[] seeds, List<Standing> rows) {
        this.seeds = seeds.clone();
        this.rows = List.copyOf(rows);
    }

    /**
     * {@return the policies in the order in which they were added, the baseline first, and after them the three
     * yardsticks, {@link League#ORACLE}, {@link League#CLAIRVOYANT} and {@link League#FIXED_AT_PEAK}} At least four rows.
     */
    public List<Standing> rows() {
        return rows;
    }

    /** {@return the seeds, in the order in which they were given} A copy, at least one. */
    public long[] seeds() {
        return seeds.clone();
    }

    /**
     * {@return what is worth choosing from: the rows of which no other one costs no more ({@link Score#REPLICA_HOURS})
     * and serves no less ({@link Score#SLO_SHARE}), and is better in one of the two; by the means, whatever their
     * noise} The oracle and the clairvoyant neither are among them nor rule another one out, since they cannot be had. At least one row,
     * in the order of {@link #rows}.
     */
    public List<Standing> frontier() {
        List<Standing> possible =
                rows.stream().filter(row -> !row.knowsTheFuture()).toList();
        return Frontier.of(possible, row -> row.mean(Score.REPLICA_HOURS), row -> row.mean(Score.SLO_SHARE));
    }

    /** {@return the rows in order} */
    @Override
    public String toString() {
        return "Standings" + rows;
    }
}
