package dev.autoscale.testkit.conform;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.policies.nomad.NomadAction;
import dev.autoscale.policies.nomad.NomadAction.Kind;
import dev.autoscale.policies.nomad.NomadCheck;
import dev.autoscale.policies.nomad.NomadPolicy;
import dev.autoscale.policies.nomad.NomadSchedule;
import dev.autoscale.policies.nomad.NomadStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The Nomad Autoscaler's strategies, evaluations and schedules. */
final class NomadVectors {
    /** Of queries: the query fails, and it answers no points. */
    private static final String FAILS = "F";

    private static final String EMPTY = "E";

    private static final Map<String, NomadStrategy.Type> TYPES =
            Arrays.stream(NomadStrategy.Type.values()).collect(Collectors.toMap(Object::toString, type -> type));
    private static final Map<String, NomadCheck.OnError> MEANINGS =
            Map.of("-", NomadCheck.OnError.UNSET, "ignore", NomadCheck.OnError.IGNORE, "fail", NomadCheck.OnError.FAIL);

    private NomadVectors() {}

    /** One run of a strategy. */
    static void strategy(Row row, VectorReport report) {
        long[] values = row.list(4, ",")
                .mapToLong(value -> Double.doubleToRawLongBits(Double.parseDouble(value)))
                .toArray();
        long action = strategy(row, 1).run(row.longAt(3), values, 0, values.length);
        report.compare(row.text(0), row.from(6))
                .column("outcome", outcome(action, "error"))
                .column("newCount", count(action, false))
                .end();
    }

    /** One evaluation of all checks. */
    static void evaluation(Row row, VectorReport report) {
        NomadPolicy.Builder policy =
                NomadPolicy.builder(row.intAt(1), row.intAt(2)).onCheckError(onError(row, 3));
        long count = row.longAt(4);
        long action = evaluate(policy, row, 5, 0, count);
        report.compare(row.text(0), row.from(7))
                .column("outcome", outcome(action, "STRATEGY_FAILS"))
                .column("count", count(action, true))
                .column("scales", NomadAction.scales(action, count))
                .end();
    }

    /** Whether a schedule is taken, and active. */
    static void schedule(Row row, VectorReport report) {
        NomadSchedule.Builder builder = NomadSchedule.builder();
        builder.start(Row.orEmpty(row.optionalText(1)));
        builder.end(Row.orEmpty(row.optionalText(2)));
        builder.duration(Row.orEmpty(row.optionalText(3)));
        String valid = "1";
        String active = "-";
        try {
            active = builder.build().isActive(Instant.parse(row.text(4) + 'Z')) ? "1" : "0";
        } catch (InvalidSettingsException e) {
            valid = "0";
        }
        report.compare(row.text(0), row.from(6))
                .column("valid", valid)
                .column("active", active)
                .end();
    }

    /** Evaluates the checks of a column, whose values all are of one instant. */
    static long evaluate(NomadPolicy.Builder builder, Row row, int checks, long nowMillis, long count) {
        Row[] all = row.rows(checks, " & ", "~").toArray(Row[]::new);
        builder.evaluationInterval(Duration.ofMillis(500)); // room for many values
        for (Row check : all) {
            String group = Row.orEmpty(check.optionalText(0));
            builder.check(NomadCheck.of("query", strategy(check, 2))
                    .group(group)
                    .onError(onError(check, 1))
                    .build());
        }
        NomadPolicy policy = builder.build();
        long[] memory = new long[policy.memorySize()];
        for (int i = 0; i < all.length; i++) {
            int index = i;
            if (all[i].text(4).equals(FAILS)) {
                policy.queryFailed(memory, i);
            } else if (!all[i].text(4).equals(EMPTY)) {
                all[i].list(4, ",")
                        .forEach(value -> policy.record(memory, index, nowMillis, Double.parseDouble(value)));
            }
        }
        return policy.evaluate(nowMillis, count, memory);
    }

    static NomadCheck.OnError onError(Row row, int column) {
        return row.oneOf(column, "on_error", MEANINGS);
    }

    /** How the files write an answer. */
    static String outcome(long action, String strategyFails) {
        Kind kind = NomadAction.kind(action);
        return kind == Kind.STRATEGY_FAILS
                ? strategyFails
                : kind.isFailure() ? kind.toString() : kind.toString().toLowerCase(Locale.ROOT);
    }

    private static String count(long action, boolean withNone) {
        Kind kind = NomadAction.kind(action);
        return kind.isMovement() || (withNone && kind == Kind.NONE) ? Long.toString(NomadAction.count(action)) : "-";
    }

    /** The strategy of a column and its settings in the next one. */
    private static NomadStrategy strategy(Row row, int column) {
        NomadStrategy.Builder strategy = NomadStrategy.of(row.oneOf(column, "strategy", TYPES));
        row.list(column + 1, ";").forEach(setting -> {
            int equals = setting.indexOf('=');
            strategy.set(setting.substring(0, equals), setting.substring(equals + 1));
        });
        return strategy.buildUnchecked();
    }
}
