package dev.autoscale.testkit.proof;

import dev.autoscale.ScalingDecision;
import dev.autoscale.jfr.DecisionEvent;
import dev.autoscale.policies.knative.KpaSpec;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * A loop that must allocate nothing.
 *
 * @param name what goes round in it
 * @param steps how many of its steps are counted
 * @param step one step, which is given its number
 * @param met asserts that the loop came to what it is for
 */
record AllocationCase(String name, int steps, IntConsumer step, Runnable met) {
    static AllocationCase of(Object name, int steps, IntConsumer step) {
        return new AllocationCase(name.toString(), steps, step, () -> {});
    }

    AllocationCase met(Runnable newMet) {
        return new AllocationCase(name, steps, step, newMet);
    }

    /** The one list: whatever decides, searches or converts without allocation. What is new is added here. */
    static Stream<AllocationCase> all() {
        return Stream.of(
                        policies(),
                        HpaLoops.cases(),
                        ExtrasLoops.cases(),
                        SourceLoops.cases(),
                        KedaLoops.cases(),
                        KnativeLoops.cases(),
                        UpstreamLoops.cases(),
                        FleetLoops.cases(),
                        BudgetLoops.cases(),
                        events())
                .flatMap(Function.identity());
    }

    /** What is told to a flight recorder that records nothing. */
    private static Stream<AllocationCase> events() {
        return Stream.<ScalingDecision>of(
                        EachPolicy.AVERAGE_VALUE.spec().newDecision(),
                        KpaSpec.builder().target(10).build().newDecision())
                .map(decision -> of(
                        "event of a " + decision.getClass().getSimpleName(),
                        20_000,
                        i -> DecisionEvent.record("workers", decision)));
    }

    private static Stream<AllocationCase> policies() {
        return Arrays.stream(EachPolicy.values())
                .map(policy -> of(policy, 20_000, ZeroAllocation.deciding(policy.spec(), 5, 20_000)));
    }

    @Override
    public String toString() {
        return name;
    }
}
