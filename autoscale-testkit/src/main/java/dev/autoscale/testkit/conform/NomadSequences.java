package dev.autoscale.testkit.conform;

import dev.autoscale.policies.nomad.NomadAction;
import dev.autoscale.policies.nomad.NomadCheck;
import dev.autoscale.policies.nomad.NomadPolicy;
import java.time.Duration;
import java.util.Map;

/** The Nomad Autoscaler's handler, tick after tick; the rules are the policy's. */
final class NomadSequences {
    private static final Map<String, NomadHandler.Result> RESULTS =
            Map.of("ok", NomadHandler.Result.OK, "fail", NomadHandler.Result.FAIL, "noop", NomadHandler.Result.NOOP);
    private static final Map<String, Boolean> SLOTS = Map.of("free", false, "taken", true);

    private static final String NO_ERROR = "-";
    private static final long HALVES = 2;

    private final int min;
    private final int max;
    private final NomadCheck.OnError onCheckError;
    private final NomadHandler handler;

    private NomadSequences(Row row) {
        min = row.intAt(2);
        max = row.intAt(3);
        onCheckError = NomadVectors.onError(row, 10);
        NomadPolicy cooldowns = NomadPolicy.builder(min, max)
                .cooldown(Duration.ofMillis(row.longAt(4)))
                .cooldownOnScaleUp(Duration.ofMillis(row.longAt(5)))
                .build();
        Long lastEventAge = row.isAbsent(7) ? null : Long.valueOf(HALVES * row.longAt(7));
        handler = new NomadHandler(cooldowns, HALVES * row.longAt(8), row.flag(9), lastEventAge);
    }

    static Suite suite() {
        return new Sequences<>("tick", "S", NomadSequences::new).on("T", NomadSequences::tick);
    }

    private void tick(Row row, VectorReport report) {
        long tMillis = row.longAt(3);
        handler.advanceTo(HALVES * tMillis - 1, HALVES * row.longAt(7), row.oneOf(8, "scaleResult", RESULTS));
        handler.slotOfOthers(row.oneOf(6, "slot", SLOTS));
        handler.happen(HALVES * tMillis);
        String error = act(row, tMillis);
        handler.happen(HALVES * tMillis);
        String calls = String.join(",", handler.takeCalls());
        report.compare(row.text(1) + ' ' + row.text(2), row.from(10))
                .column("error", error)
                .column("calls", calls.isEmpty() ? "-" : calls)
                .column("state", handler.state().toString())
                .column("outOfCooldownMs", Row.orAbsent(handler.outOfCooldownMillis()))
                .column("nextAction", NomadHandler.text(handler.nextAction()))
                .end();
    }

    /** Asks the target, evaluates, and acts; answers what is reported as an error. */
    private String act(Row row, long tMillis) {
        String status = row.text(4);
        if (status.startsWith("U")) {
            return NO_ERROR;
        }
        if (status.equals("E") || status.equals("N")) {
            return status.equals("E") ? "STATUS_FAILS" : "TARGET_NOT_FOUND";
        }
        long count = row.longAt(4);
        NomadPolicy.Builder policy = NomadPolicy.builder(min, max).onCheckError(onCheckError);
        long action = NomadVectors.evaluate(policy, row, 5, tMillis, count);
        if (NomadAction.kind(action).isFailure()) {
            return NomadVectors.outcome(action, "STRATEGY_FAILS");
        }
        if (NomadAction.scales(action, count)) {
            handler.act(action);
        }
        return NO_ERROR;
    }
}
