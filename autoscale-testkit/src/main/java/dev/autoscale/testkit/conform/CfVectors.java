package dev.autoscale.testkit.conform;

import dev.autoscale.policies.cloudfoundry.CfAdjustment;
import dev.autoscale.policies.cloudfoundry.CfPolicy;
import dev.autoscale.policies.cloudfoundry.CfRule;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Cloud Foundry's app-autoscaler: adjustments, means, rules, and single calls of its scaling engine. */
final class CfVectors {
    /** Of a point: no value. */
    private static final String EMPTY = "E";

    private static final Map<String, CfEngine.Fault> FAULTS =
            Map.of("none", CfEngine.Fault.NONE, "read", CfEngine.Fault.READ, "write", CfEngine.Fault.WRITE);

    /** When the single calls are made: any instant will do. */
    private static final long NOW_MILLIS = 1_000_000_000_000L;

    private static final String ACTIVE = "active";

    private CfVectors() {}

    static void adjustment(Row row, VectorReport report) {
        long adjusted = CfAdjustment.parse(row.text(2)).of(row.intAt(1));
        report.compare(row.text(0), row.from(4))
                .column("newInstances", adjusted)
                .end();
    }

    static void aggregate(Row row, VectorReport report) {
        long[] values = row.list(1, ",")
                .mapToLong(CfPolicy::value)
                .filter(value -> value != CfPolicy.NO_VALUE)
                .toArray();
        long mean = CfPolicy.mean(LongStream.of(values).sum(), values.length);
        report.compare(row.text(0), row.from(3))
                .column("value", mean == CfPolicy.NO_VALUE ? EMPTY : Long.toString(mean))
                .end();
    }

    /** Which rule fires. */
    static void evaluate(Row row, VectorReport report) {
        CfPolicy.Builder builder = CfPolicy.builder(1, 1)
                .defaultBreachDurationSecs(row.intAt(1))
                .evaluationInterval(Duration.ofSeconds(1)); // room for many points
        row.rows(2, " & ", " ").forEach(rule -> builder.rule(rule(rule, 0, "-", "+1")));
        CfPolicy policy = builder.build();
        long[] memory = new long[policy.memorySize()];
        row.rows(3, " & ", " ").forEach(series -> points(policy, memory, series, -1));
        int fired = policy.breachedRule(NOW_MILLIS, memory);
        report.compare(row.text(0), row.from(5))
                .column("fired", fired == CfPolicy.NO_RULE ? "-" : Integer.toString(fired))
                .end();
    }

    /** A rule from metric, operator, threshold and breach duration. */
    static CfRule rule(Row row, int column, String coolDownSecs, String adjustment) {
        CfRule.Builder rule = CfRule.of(row.text(column), row.text(column + 1), row.longAt(column + 2), adjustment);
        row.ifInt(column + 3, rule::breachDurationSecs);
        new Row(coolDownSecs).ifInt(0, rule::coolDownSecs);
        return rule.build();
    }

    /** Records a metric's points by time; with a sign of -1 times are ages. */
    static void points(CfPolicy policy, long[] memory, Row series, int sign) {
        int metric = policy.metrics().indexOf(series.text(0));
        long origin = sign < 0 ? NOW_MILLIS : 0;
        series.rows(1, ",", ":")
                .sorted(Comparator.comparingLong(point -> sign * point.longAt(0)))
                .filter(point -> metric >= 0)
                .forEach(point ->
                        policy.record(memory, metric, origin + sign * point.longAt(0), CfPolicy.value(point.text(1))));
    }

    /** One call of the engine. */
    static void call(Row row, VectorReport report) {
        boolean isSame = row.flag(7);
        CfEngine.Bounds active = row.isAbsent(5) ? null : CfEngine.Bounds.parse(ACTIVE, row.text(5));
        CfEngine.Bounds policy = row.isAbsent(8) ? null : CfEngine.Bounds.parse("", row.text(8));
        long until = row.isAbsent(4) ? CfPolicy.NO_COOLDOWN : NOW_MILLIS + row.longAt(4);
        CfEngine engine = new CfEngine(policy, active, row.intAt(9), until);
        engine.platform(row.text(2), !row.isAbsent(3), fault(row, 13));
        String id = isSame ? ACTIVE : "another";
        CfEngine.Status status = switch (row.text(1)) {
            case "scale" -> engine.scale(rules(row), 0, NOW_MILLIS);
            case "start" -> engine.begin(CfEngine.Bounds.parse(id, row.text(6)));
            default -> engine.end(id);
        };
        report.compare(row.text(0), row.from(15))
                .column("status", text(status))
                .column("adjusted", adjusted(row, status, engine))
                .column("written", Row.orAbsent(engine.written()))
                .column("cooldownExpiredAtInMs", millis(engine.answeredCooldown()))
                .skip()
                .column("cooldownRecordAfterInMs", millis(engine.cooldownUntil()))
                .column("scheduleAfter", Row.orAbsent(engine.schedule()))
                .end();
    }

    private static CfPolicy rules(Row row) {
        return CfPolicy.builder(1, 1)
                .defaultCoolDownSecs(row.intAt(11))
                .rule(CfRule.of("cpu", ">", 0, row.text(12))
                        .coolDownSecs(row.intAt(10))
                        .build())
                .build();
    }

    private static String adjusted(Row row, CfEngine.Status status, CfEngine engine) {
        boolean isAnswer = status == CfEngine.Status.SUCCEEDED || status == CfEngine.Status.IGNORED;
        return isAnswer && row.text(1).equals("scale") ? Integer.toString(engine.instances() - row.intAt(9)) : "-";
    }

    private static String millis(@Nullable Long until) {
        return until == null || until == CfPolicy.NO_COOLDOWN ? "-" : Long.toString(until - NOW_MILLIS);
    }

    static CfEngine.Fault fault(Row row, int column) {
        return row.oneOf(column, "fault", FAULTS);
    }

    static String text(CfEngine.Status status) {
        return status.toString().toLowerCase(Locale.ROOT);
    }
}
