package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaCondition;
import dev.autoscale.policies.knative.KpaScaleToZero;
import dev.autoscale.policies.knative.KpaStatus;
import dev.autoscale.policies.knative.KpaTargets;
import java.util.concurrent.atomic.AtomicInteger;

/** What Knative derives for a revision from the cluster's settings and its annotations, and how it goes to zero and back. */
final class KpaRevisionVectors {
    private static final String UNREACHABLE = "2";

    private KpaRevisionVectors() {}

    /** What Knative derives for one revision from the cluster's settings and its annotations; each row stands alone. */
    static Suite targets() {
        AtomicInteger number = new AtomicInteger();
        return (row, report) -> targets(number.incrementAndGet(), row, report);
    }

    private static void targets(int number, Row row, VectorReport report) {
        if (row.doubleAt(6) != KpaTargets.RPS_UTILIZATION) {
            throw new IllegalArgumentException("utilization must be fixed: utilization=" + row.text(6));
        }
        KnativeText text = settings(row);
        boolean isReachable = !row.text(15).equals(UNREACHABLE);
        KpaTargets targets = KpaTargets.of(text.toConfig(), text.toAnnotations(), row.longAt(2), isReachable);
        report.compare("row " + number, row.from(26))
                .number("target", targets.target())
                .bits("target_bits", targets.target())
                .number("total", targets.total())
                .number("panic_threshold", targets.panicThreshold())
                .number("tbc", targets.targetBurstCapacity())
                .column("stable_window_ms", targets.stableWindowMillis())
                .column("panic_window_ms", targets.panicWindowMillis())
                .column("scale_down_delay_ms", targets.scaleDownDelayMillis())
                .column("initial", targets.initialScale())
                .column("activation", targets.activationScale())
                .column("reachable", targets.isReachable())
                .column("num_activators", targets.activators(row.intAt(25)))
                .end();
    }

    private static KnativeText settings(Row row) {
        return new KnativeText()
                .annotation("metric", row.text(1))
                .config("container-concurrency-target-percentage", row.text(3))
                .config("container-concurrency-target-default", row.text(4))
                .config("requests-per-second-target-default", row.text(5))
                .config("target-burst-capacity", row.text(7))
                .config("panic-window-percentage", row.text(8))
                .config("panic-threshold-percentage", row.text(9))
                .configMillis("stable-window", row.text(10))
                .configMillis("scale-down-delay", row.text(11))
                .config("initial-scale", row.text(12))
                .config("allow-zero-initial-scale", row.text(13))
                .config("activator-capacity", row.text(14))
                .annotation("target", row.text(16))
                .annotation("target-utilization-percentage", row.text(17))
                .annotation("target-burst-capacity", row.text(18))
                .annotation("panic-window-percentage", row.text(19))
                .annotation("panic-threshold-percentage", row.text(20))
                .annotationMillis("window", row.text(21))
                .annotationMillis("scale-down-delay", row.text(22))
                .annotation("initial-scale", row.text(23))
                .annotation("activation-scale", row.text(24));
    }

    /** What Knative's reconciler did with a revision, pass after pass; its status goes on from row to row. */
    static Suite scaleToZero() {
        return new Sequences<>("pass", "C", Revision::new).on("S", Revision::pass);
    }

    private static final class Revision {
        private final KpaScaleToZero decider;
        private final KpaStatus status = new KpaStatus(0);
        private int number;

        Revision(Row row) {
            KnativeText text = new KnativeText()
                    .config("enable-scale-to-zero", row.text(2))
                    .configMillis("stable-window", row.text(3))
                    .countMillis("window", row.text(4))
                    .configMillis("scale-to-zero-grace-period", row.text(5))
                    .configMillis("scale-to-zero-pod-retention-period", row.text(6))
                    .countMillis("scale-to-zero-pod-retention-period", row.text(7))
                    .config("min-scale", row.text(8))
                    .count("min-scale", row.text(9))
                    .config("max-scale", row.text(10))
                    .count("max-scale", row.text(11))
                    .config("initial-scale", row.text(12))
                    .config("allow-zero-initial-scale", row.text(13))
                    .count("initial-scale", row.text(14))
                    .progressDeadline(row.text(16))
                    .config("target-burst-capacity", row.text(17))
                    .annotation("target-burst-capacity", row.text(18));
            decider = KpaScaleToZero.of(text.toConfig(row.millisAt(15)), text.toAnnotations());
        }

        void pass(Row row, VectorReport report) {
            KpaScaleToZero.Decision out = new KpaScaleToZero.Decision();
            decider.decide(row.longAt(2), input(row), status, out);
            status.copyFrom(out.status());
            KpaCondition condition = status.condition();
            long recheckMillis = out.recheckAfterMillis();
            report.compare(row.text(1) + " pass " + number++ + " at " + row.text(2), row.from(12))
                    .column("want", out.wantedReplicas())
                    .column("patched", out.replicas())
                    .column(
                            "enqueue_ms",
                            recheckMillis == KpaScaleToZero.Decision.NO_RECHECK ? "-" : Long.toString(recheckMillis))
                    .column("probe_calls", out.consultsProbe())
                    .column("async_offers", out.probesLater())
                    .column("active", condition.status())
                    .column("reason", condition.reason().isEmpty() ? "-" : condition.reason())
                    .column("active_since_ms", status.sinceEpochMillis())
                    .column("initialized", status.isInitialized())
                    .column("status_desired", status.desiredScale())
                    .column("status_actual", status.actualScale())
                    .skip()
                    .column("mode", out.proxyMode() ? "proxy" : "serve")
                    .end();
        }

        /** The last column that is read is one among the outputs. */
        private static KpaScaleToZero.Input input(Row row) {
            KpaScaleToZero.Input in = new KpaScaleToZero.Input()
                    .pass(row.intAt(4), row.intAt(5), row.intAt(11))
                    .reachable(!row.text(6).equals(UNREACHABLE))
                    .proxyMode(row.text(7).equals("proxy"))
                    .activatorsSince(row.longAt(8) < 0 ? KpaScaleToZero.Input.NOT_IN_PATH : row.longAt(8))
                    .probed(row.text(9).equals("1"))
                    .excessBurstCapacity(row.intAt(23));
            if (!row.flag(3)) {
                in.noService();
            }
            return in.serviceName(row.flag(10));
        }
    }
}
