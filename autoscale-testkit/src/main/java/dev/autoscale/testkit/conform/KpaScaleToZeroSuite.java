package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaCondition;
import dev.autoscale.policies.knative.KpaScaleToZero;
import dev.autoscale.policies.knative.KpaScaleToZeroDecision;
import dev.autoscale.policies.knative.KpaScaleToZeroInput;
import dev.autoscale.policies.knative.KpaStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What Knative's reconciler did with a revision, pass after pass; its status goes on from row to row. */
final class KpaScaleToZeroSuite implements Suite {
    private static final String UNREACHABLE = "2";
    private static final int FIRST_OUTPUT = 12;
    private static final int EXCESS_BURST_CAPACITY = 23;

    private final KpaScaleToZeroInput in = new KpaScaleToZeroInput();
    private final KpaScaleToZeroDecision out = new KpaScaleToZeroDecision();
    private final KpaStatus status = new KpaStatus(0);
    private String sequence = "";
    private int number;
    private @Nullable KpaScaleToZero revision;

    @Override
    public void row(Row row, Report report) {
        switch (row.text(0)) {
            case "C" -> configure(row);
            case "S" -> pass(row, report);
            default -> throw new IllegalArgumentException("record must be C or S: record=" + row.text(0));
        }
    }

    private void configure(Row row) {
        sequence = row.text(1);
        number = 0;
        status.created(0);
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
        revision = KpaScaleToZero.of(text.toConfig(Duration.ofMillis(row.longAt(15))), text.toAnnotations());
    }

    private void pass(Row row, Report report) {
        KpaScaleToZero decider = revision;
        if (decider == null || !row.text(1).equals(sequence)) {
            throw new IllegalArgumentException("pass must follow its C record: sequence=" + row.text(1));
        }
        feed(row);
        decider.decide(row.longAt(2), in, status, out);
        status.copyFrom(out.status());
        KpaCondition condition = status.condition();
        Row expected = row.from(FIRST_OUTPUT);
        report.compare(sequence + " pass " + number++ + " at " + row.text(2))
                .column("want", expected.text(0), Integer.toString(out.wantedReplicas()))
                .column("patched", expected.text(1), Integer.toString(out.replicas()))
                .column("enqueue_ms", expected.text(2), recheck())
                .column("probe_calls", expected.text(3), flag(out.consultsProbe()))
                .column("async_offers", expected.text(4), flag(out.probesLater()))
                .column("active", expected.text(5), condition.status())
                .column("reason", expected.text(6), condition.reason().isEmpty() ? "-" : condition.reason())
                .column("active_since_ms", expected.text(7), Long.toString(status.sinceEpochMillis()))
                .column("initialized", expected.text(8), flag(status.isInitialized()))
                .column("status_desired", expected.text(9), Integer.toString(status.desiredScale()))
                .column("status_actual", expected.text(10), Integer.toString(status.actualScale()))
                .column("mode", expected.text(12), mode(out.proxyMode()))
                .end();
    }

    private void feed(Row row) {
        in.pass(row.intAt(4), row.intAt(5), row.intAt(11))
                .reachable(!row.text(6).equals(UNREACHABLE))
                .proxyMode(row.text(7).equals(mode(true)))
                .activatorsSince(row.longAt(8) < 0 ? KpaScaleToZeroInput.NOT_IN_PATH : row.longAt(8))
                .probed(row.text(9).equals("1"))
                .excessBurstCapacity(row.intAt(EXCESS_BURST_CAPACITY));
        if (!row.flag(3)) {
            in.noService();
        }
        in.serviceName(row.flag(10));
    }

    private String recheck() {
        long millis = out.recheckAfterMillis();
        return millis == KpaScaleToZeroDecision.NO_RECHECK ? "-" : Long.toString(millis);
    }

    private static String mode(boolean proxy) {
        return proxy ? "proxy" : "serve";
    }

    private static String flag(boolean set) {
        return set ? "1" : "0";
    }
}
