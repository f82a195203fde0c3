package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaAggregation;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.knative.KpaSpecBuilder;
import java.time.Duration;

/** The texts of Knative's vectors. */
final class KpaText {
    private KpaText() {}

    static KpaAggregation aggregation(String text) {
        return switch (text) {
            case "linear" -> KpaAggregation.LINEAR;
            case "weighted" -> KpaAggregation.WEIGHTED_EXPONENTIAL;
            default -> throw new IllegalArgumentException("algo must be linear or weighted: algo=" + text);
        };
    }

    /** The eleven columns of a spec; the first, the name of the metric, decides nothing. */
    static KpaSpecBuilder spec(Row row) {
        return KpaSpec.builder()
                .maxScaleUpRate(row.doubleAt(1))
                .maxScaleDownRate(row.doubleAt(2))
                .target(row.doubleAt(3))
                .total(row.doubleAt(4))
                .targetBurstCapacity(row.doubleAt(5))
                .panicThreshold(row.doubleAt(6))
                .stableWindow(Duration.ofMillis(row.longAt(7)))
                .scaleDownDelay(Duration.ofMillis(row.longAt(8)))
                .reachable(row.flag(9))
                .activationScale(row.intAt(10));
    }

    static String bits(double value) {
        return String.format("%016x", Double.doubleToRawLongBits(value));
    }

    static String flag(boolean value) {
        return value ? "1" : "0";
    }

    /** The columns that end a row of a decision: valid, desired, ebc and the state of panic. */
    static void compareDecision(Row expected, KpaDecision out, Report.Comparison comparison) {
        comparison
                .column("valid", expected.text(0), flag(out.isValid()))
                .column("desired", expected.text(1), Integer.toString(out.isValid() ? out.desired() : 0))
                .column("ebc", expected.text(2), Integer.toString(out.excessBurstCapacity()))
                .column("panicMode", expected.text(3), flag(out.inPanic()))
                .column("panicSince", expected.text(4), Long.toString(out.inPanic() ? out.panicSinceMillis() : -1))
                .column("maxPanicPods", expected.text(5), Integer.toString(out.highestPanicPods()));
    }
}
