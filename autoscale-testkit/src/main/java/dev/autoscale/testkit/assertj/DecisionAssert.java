package dev.autoscale.testkit.assertj;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Reason;
import dev.autoscale.testkit.DecisionInvariants;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a decision. Not thread-safe. What fails shows the decision step by step. */
public final class DecisionAssert extends AbstractAssert<DecisionAssert, Decision> {
    DecisionAssert(Decision actual) {
        super(actual, DecisionAssert.class);
    }

    private DecisionAssert expect(boolean holds, String expected, Object seen) {
        isNotNull();
        if (!holds) {
            failWithMessage("%nExpecting %s but was %s:%n%s", expected, seen, actual);
        }
        return this;
    }

    /**
     * The answer is a certain count.
     *
     * @param replicas the count
     * @return this
     */
    public DecisionAssert hasReplicas(int replicas) {
        isNotNull();
        return expect(
                actual.replicas() == replicas,
                replicas + (replicas == 1 ? " replica" : " replicas"),
                actual.replicas());
    }

    /**
     * The answer lies within bounds.
     *
     * @param lowest the lowest count, inclusive
     * @param highest the highest count, inclusive
     * @return this
     */
    public DecisionAssert staysWithin(int lowest, int highest) {
        isNotNull();
        int replicas = actual.replicas();
        return expect(replicas >= lowest && replicas <= highest, lowest + " to " + highest + " replicas", replicas);
    }

    /**
     * There is something to carry out.
     *
     * @return this
     */
    public DecisionAssert changes() {
        isNotNull();
        return expect(actual.hasChange(), "a change", "none");
    }

    /**
     * There is nothing to carry out.
     *
     * @return this
     */
    public DecisionAssert changesNothing() {
        isNotNull();
        return expect(!actual.hasChange(), "no change", "one");
    }

    /**
     * The reason is a certain one.
     *
     * @param reason the reason
     * @return this
     */
    public DecisionAssert hasReason(Reason reason) {
        isNotNull();
        return expect(actual.reason() == reason, "reason " + reason, actual.reason());
    }

    /**
     * The explanation contains a text.
     *
     * @param part the text, upper and lower case distinguished
     * @return this
     */
    public DecisionAssert explains(String part) {
        isNotNull();
        return expect(actual.toString().contains(part), "an explanation with \"" + part + '"', "another one");
    }

    /**
     * Everything holds that holds for every decision ({@link DecisionInvariants}).
     *
     * @param spec the spec that was decided for
     * @return this
     * @throws IllegalStateException if the autoscaler has gone on since
     */
    public DecisionAssert meetsInvariants(AutoscalerSpec spec) {
        isNotNull();
        DecisionInvariants.check(spec, actual);
        return this;
    }
}
