package dev.autoscale.testkit.conform;

import dev.autoscale.policies.cloudfoundry.CfPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An app under Cloud Foundry's app-autoscaler, tick after tick: what happens to it, the gate, the rules, the breaker, the engine. */
final class CfSequences {
    private final CfPolicy.Builder rules;
    private final CfEngine engine;
    private final CfBreaker breaker;
    private @Nullable CfPolicy policy;
    private long[] memory = {};
    /** The last end of a cooldown that the engine answered. */
    private long gateMillis = CfPolicy.NO_COOLDOWN;

    private CfSequences(Row row) {
        CfEngine.Bounds bounds = new CfEngine.Bounds("", row.intAt(3), row.intAt(4), 0);
        rules = CfPolicy.builder(1, 1)
                .evaluationInterval(Duration.ofSeconds(1)) // room for many points
                .defaultBreachDurationSecs(row.intAt(6))
                .defaultCoolDownSecs(row.intAt(7));
        engine = new CfEngine(bounds, null, row.intAt(2), CfPolicy.NO_COOLDOWN);
        breaker = new CfBreaker(row.intAt(8), row.longAt(9), row.longAt(10));
    }

    static Suite suite() {
        return new Sequences<>("tick", "S", CfSequences::new)
                .on("R", (app, row) -> app.rules.rule(CfVectors.rule(row, 3, row.text(7), row.text(8))))
                .on("T", CfSequences::tick);
    }

    private void tick(Row row, VectorReport report) {
        CfPolicy built = policy;
        if (built == null) {
            built = rules.build();
            policy = built;
            memory = new long[built.memorySize()];
        }
        CfPolicy known = built;
        long nowMillis = row.longAt(3);
        engine.platform(row.text(5), false, CfEngine.Fault.NONE); // faults begin with the tick
        Integer eventWritten = event(row);
        engine.platform(row.text(5), false, CfVectors.fault(row, 6));
        int instancesAtTick = engine.instances();
        row.rows(7, " & ", " ").forEach(series -> CfVectors.points(known, memory, series, 1));
        int rule = gateMillis > nowMillis ? CfPolicy.NO_RULE : known.breachedRule(nowMillis, memory);
        String outcome = rule == CfPolicy.NO_RULE ? "-" : send(known, rule, nowMillis);
        boolean isWritten = outcome.equals("succeeded");
        report.compare(row.text(1) + ' ' + row.text(2), row.from(9))
                .column("eventWritten", Row.orAbsent(eventWritten))
                .column("instancesAtTick", instancesAtTick)
                .column("sent", rule == CfPolicy.NO_RULE ? "-" : Integer.toString(rule))
                .column("outcome", outcome)
                .column("written", isWritten ? Integer.toString(engine.instances()) : "-")
                .column("instancesAfter", engine.instances())
                .column(
                        "cooldownRecordMs",
                        engine.cooldownUntil() == CfPolicy.NO_COOLDOWN ? "-" : Long.toString(engine.cooldownUntil()))
                .end();
    }

    /** What happens before the tick; answers what it wrote. */
    private @Nullable Integer event(Row row) {
        String[] words = row.text(4).split(":", 3);
        switch (words[0]) {
            case "start" -> engine.begin(CfEngine.Bounds.parse(words[1], words[2]));
            case "end" -> engine.end(words[1]);
            case "outside" -> engine.instances(Integer.parseInt(words[1]));
            default -> {
                return null;
            }
        }
        return words[0].equals("outside") ? null : engine.written();
    }

    private String send(CfPolicy known, int rule, long nowMillis) {
        if (!breaker.lets(nowMillis)) {
            return "open";
        }
        CfEngine.Status status = engine.scale(known, rule, nowMillis);
        if (status == CfEngine.Status.ERROR) {
            breaker.failed(nowMillis);
        } else {
            breaker.succeeded();
            Long answered = engine.answeredCooldown();
            gateMillis = answered == null ? gateMillis : answered;
        }
        return CfVectors.text(status);
    }
}
