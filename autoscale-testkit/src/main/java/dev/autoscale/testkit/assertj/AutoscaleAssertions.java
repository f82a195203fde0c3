package dev.autoscale.testkit.assertj;

import dev.autoscale.Decision;
import dev.autoscale.testkit.simulation.score.Report;

/** Where assertions begin, to be imported statically next to AssertJ's own. Thread-safe; has no memory. */
public final class AutoscaleAssertions {
    private AutoscaleAssertions() {}

    /**
     * Begins assertions about a decision.
     *
     * @param actual the decision, read while the assertions are made
     * @return the assertions
     */
    public static DecisionAssert assertThat(Decision actual) {
        return new DecisionAssert(actual);
    }

    /**
     * Begins assertions about the results of a simulation.
     *
     * @param actual the report
     * @return the assertions
     */
    public static ReportAssert assertThat(Report actual) {
        return new ReportAssert(actual);
    }
}
