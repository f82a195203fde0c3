package dev.autoscale.testkit;

import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaReason;
import dev.autoscale.policies.knative.KpaScaleToZero;
import dev.autoscale.policies.knative.KpaSpec;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every decision of Knative's autoscaler, whatever was measured. Thread-safe; has no memory.
 *
 * <p>For tests of a policy: {@link #check} after each {@code decide} or {@code preview}.
 */
public final class KpaInvariants {
    private record Invariant(String name, BiPredicate<KpaSpec, KpaDecision> holds) {}

    private static final List<Invariant> ALL = List.of(
            new Invariant(
                    "a reason is of a valid decision or not",
                    (spec, out) -> out.reason().isValid() == out.isValid() || isOfReconcile(out)),
            new Invariant(
                    "an unknown count does not change", (spec, out) -> out.currentReplicas() >= 0 || !out.hasChange()),
            new Invariant(
                    "an invalid decision changes nothing",
                    (spec, out) -> out.isValid()
                            || ((!out.hasChange() || out.scaleToZero() != null)
                                    && out.desired() == KpaDecision.UNKNOWN_REPLICAS
                                    && out.excessBurstCapacity() == 0)),
            whenValid("no count is negative", (spec, out) -> out.desired() >= 0 && out.highestPanicPods() >= 0),
            whenValid(
                    "the desired count is the answer",
                    (spec, out) ->
                            out.currentReplicas() < 0 || spec.scaleToZero() != null || out.replicas() == out.desired()),
            new Invariant(
                    "after the decision what is written is the answer",
                    (spec, out) -> isWritten(out.scaleToZero(), out)),
            whenValid(
                    "without load nothing but bounds grows",
                    (spec, out) -> out.desired() > 0
                            || out.replicas() <= Math.max(0, out.currentReplicas())
                            || out.reason() == KpaReason.SCALE_BOUNDS),
            whenValid("the rates bound what averages ask for", KpaInvariants::isWithinRates),
            whenValid(
                    "in panic nothing shrinks",
                    (spec, out) ->
                            !out.inPanic() || out.highestPanicPods() >= Math.max(out.stablePods(), out.panicPods())),
            whenValid(
                    "the delay only holds back",
                    (spec, out) -> out.desired() >= (out.inPanic() ? out.highestPanicPods() : out.stablePods())),
            whenValid(
                    "only the delay adds to the count",
                    (spec, out) -> out.reason() == KpaReason.SCALE_DOWN_DELAY
                            || isOfReconcile(out)
                            || out.desired() == (out.inPanic() ? out.highestPanicPods() : out.stablePods())),
            whenValid("a load above the threshold is panic", KpaInvariants::panics),
            whenValid(
                    "excess burst capacity is what ready pods have left",
                    (spec, out) -> out.excessBurstCapacity() == burst(spec, out)));

    private static boolean isOfReconcile(KpaDecision out) {
        return out.scaleToZero() != null
                && (out.reason() == KpaReason.SCALE_BOUNDS || out.reason() == KpaReason.SCALE_TO_ZERO);
    }

    private static boolean isWritten(KpaScaleToZero.@Nullable Decision step, KpaDecision out) {
        return step == null || out.replicas() == (step.writes() ? step.replicas() : out.currentReplicas());
    }

    private static Invariant whenValid(String name, BiPredicate<KpaSpec, KpaDecision> holds) {
        return new Invariant(name, (spec, out) -> !out.isValid() || holds.test(spec, out));
    }

    private KpaInvariants() {}

    /**
     * Checks all invariants.
     *
     * @param spec the checked spec that was decided for
     * @param decision a decision of its autoscaler, taken or previewed
     * @throws AssertionError that names the broken invariant and shows the decision
     */
    public static void check(KpaSpec spec, KpaDecision decision) {
        for (Invariant invariant : ALL) {
            if (!invariant.holds.test(spec, decision)) {
                throw new AssertionError(invariant.name + ":\n" + decision);
            }
        }
    }

    private static boolean isWithinRates(KpaSpec spec, KpaDecision out) {
        double ready = Math.max(1, out.readyPods());
        double most = Math.max(Math.ceil(spec.maxScaleUpRate() * ready), spec.activationScale());
        double fewest = spec.isReachable() ? Math.floor(ready / spec.maxScaleDownRate()) : 0;
        return Math.max(out.stablePods(), out.panicPods()) <= most
                && Math.min(out.stablePods(), out.panicPods()) >= fewest;
    }

    private static boolean panics(KpaSpec spec, KpaDecision out) {
        double wanted = Math.ceil(out.panicAverage() / spec.target());
        boolean above = wanted / Math.max(1, out.readyPods()) >= spec.panicThreshold();
        return !above || (out.inPanic() && out.panicSinceMillis() == out.epochMillis());
    }

    private static int burst(KpaSpec spec, KpaDecision out) {
        double wanted = spec.targetBurstCapacity();
        if (wanted == KpaSpec.UNLIMITED_BURST) {
            return -1;
        }
        return wanted == 0 ? 0 : (int) Math.floor(out.readyPods() * spec.total() - wanted - out.panicAverage());
    }
}
