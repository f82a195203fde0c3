package dev.autoscale.testkit.assertj;

import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import dev.autoscale.testkit.simulation.score.Timeline;
import java.util.Locale;
import org.assertj.core.api.AbstractAssert;

/** Assertions about the results of a simulation. Not thread-safe. */
public final class ReportAssert extends AbstractAssert<ReportAssert, Report> {
    ReportAssert(Report actual) {
        super(actual, ReportAssert.class);
    }

    private ReportAssert expect(boolean holds, String expected, Object seen) {
        if (!holds) {
            failWithMessage("%nExpecting %s of%n  %s%nbut was %s", expected, actual, seen);
        }
        return this;
    }

    private static String show(Score score, double value) {
        return String.format(Locale.ROOT, "%s %." + score.digits() + "f %s", score.label(), value, score.unit())
                .strip();
    }

    /**
     * A share of the arrivals met the SLO of the environment.
     *
     * @param percent at least this many, 0 to 100
     * @return this
     */
    public ReportAssert meetsSlo(double percent) {
        return hasAtLeast(Score.SLO_SHARE, percent);
    }

    /**
     * A score is not higher.
     *
     * @param score which one
     * @param value its highest value, inclusive, in its unit
     * @return this
     */
    public ReportAssert hasAtMost(Score score, double value) {
        isNotNull();
        double seen = actual.score(score);
        return expect(seen <= value, "at most " + show(score, value), show(score, seen));
    }

    /**
     * A score is not lower.
     *
     * @param score which one
     * @param value its lowest value, inclusive, in its unit
     * @return this
     */
    public ReportAssert hasAtLeast(Score score, double value) {
        isNotNull();
        double seen = actual.score(score);
        return expect(seen >= value, "at least " + show(score, value), show(score, seen));
    }

    /**
     * The wanted replicas were within bounds at the end of every span of the timeline, and after each change that the report
     * has.
     *
     * @param lowest the lowest count, inclusive
     * @param highest the highest count, inclusive
     * @return this
     */
    public ReportAssert staysWithin(int lowest, int highest) {
        isNotNull();
        String bounds = lowest + " to " + highest + " replicas";
        for (Change change : actual.changes()) {
            boolean holds = change.to() >= lowest && change.to() <= highest;
            expect(holds, bounds, change.to() + " at " + change.atMillis() + " ms:\n" + change.explanation());
        }
        Timeline timeline = actual.timeline();
        for (int span = 0; span < timeline.size(); span++) {
            int wanted = timeline.wanted(span);
            boolean holds = wanted >= lowest && wanted <= highest;
            expect(holds, bounds, wanted + " at " + (long) timeline.startMillis(span) + " ms");
        }
        return this;
    }

    /**
     * This many changes were made.
     *
     * @param changes the number
     * @return this
     */
    public ReportAssert hasChanges(long changes) {
        isNotNull();
        return expect(actual.changeCount() == changes, changes + " changes", actual.changeCount());
    }

    /**
     * Another report is the same to the last bit, names and seed included.
     *
     * @param other the other report
     * @return this
     */
    public ReportAssert isSameAs(Report other) {
        isNotNull();
        return expect(actual.toText().equals(other.toText()), "the same text as " + other, "another one");
    }
}
