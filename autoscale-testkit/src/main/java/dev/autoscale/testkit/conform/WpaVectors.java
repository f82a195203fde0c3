package dev.autoscale.testkit.conform;

import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler.Watermark;
import dev.autoscale.policies.wpa.WpaLimits;
import dev.autoscale.policies.wpa.WpaPods;
import dev.autoscale.policies.wpa.WpaProposal;
import dev.autoscale.policies.wpa.WpaStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a WatermarkPodAutoscaler proposed for one metric, limited, and did in reconcile after reconcile. */
final class WpaVectors {
    private static final double UNITS = 1000;
    private static final String RESOURCE = "resource:";
    private static final Map<String, Watermark> WATERMARKS =
            Map.of("-", Watermark.NONE, "highwatermark", Watermark.HIGH, "lowwatermark", Watermark.LOW);
    private static final Map<String, WpaPods.Phase> PHASES = Map.of(
            "P", WpaPods.Phase.PENDING,
            "R", WpaPods.Phase.RUNNING,
            "F", WpaPods.Phase.FAILED,
            "S", WpaPods.Phase.SUCCEEDED,
            "U", WpaPods.Phase.UNKNOWN);
    private static final Map<String, WpaPods.Ready> CONDITIONS = Map.of(
            "T", WpaPods.Ready.TRUE,
            "F", WpaPods.Ready.FALSE,
            "U", WpaPods.Ready.UNKNOWN,
            "-", WpaPods.Ready.ABSENT);

    private WpaVectors() {}

    /** An enum's constant as the original writes it: {@code TOO_FEW_REPLICAS} is {@code TooFewReplicas}. */
    private static String text(Enum<?> constant) {
        StringBuilder text = new StringBuilder();
        for (String word : constant.name().split("_")) {
            text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    private static String flag(boolean value) {
        return value ? "True" : "False";
    }

    /** Scale limits and bounds; each row stands alone. */
    static void limits(Row row, VectorReport report) {
        WpaLimits limits = new WpaLimits(row.intAt(1), row.intAt(2), row.longAt(6), row.longAt(7));
        int current = row.intAt(3);
        int desired = row.intAt(4);
        WpaLimits.Reason reason = limits.reason(current, desired);
        boolean isLimited = reason != WpaLimits.Reason.WITHIN_RANGE;
        report.compare(row.text(0), row.from(9))
                .column("replicas", limits.limited(current, desired, row.intAt(5)))
                .column("limited", flag(isLimited))
                .column("reason", isLimited ? text(reason) : "DesiredWithinRange")
                .column("upLimit", limits.upLimit(current))
                .column("downLimit", limits.downLimit(current))
                .end();
    }

    /** The proposal of one metric; each row stands alone. */
    static void calculation(Row row, VectorReport report) {
        WatermarkPodAutoscaler.Builder builder = WatermarkPodAutoscaler.builder(row.intAt(12))
                .algorithm(row.text(2))
                .metric("metric", row.longAt(6) / UNITS, row.longAt(7) / UNITS)
                .tolerance(row.longAt(8) / UNITS)
                .replicaScalingAbsoluteModulo(row.intAt(9))
                .convergeTowardsWatermark(row.oneOf(10, "converge", WATERMARKS))
                .minReplicas(row.intAt(11))
                .minAvailableReplicaPercentage(row.intAt(13))
                .tolerateZero(row.flag(15));
        WpaProposal proposal = proposal(builder.build(), row);
        boolean isOk = proposal.outcome() == WpaProposal.Outcome.OK;
        report.compare(row.text(0), row.from(18))
                .column("outcome", proposal.outcome().name())
                .column("proposal", isOk ? Integer.toString(proposal.replicas()) : "-")
                .column("utilization", isOk ? Long.toString(proposal.utilizationMilli()) : "-")
                .column("ready", isOk ? Integer.toString(proposal.ready()) : "-")
                .column("above", isOk ? proposal.above() ? "1" : "0" : "-")
                .column("below", isOk ? proposal.below() ? "1" : "0" : "-")
                .end();
    }

    private static WpaProposal proposal(WatermarkPodAutoscaler policy, Row row) {
        String function = row.text(1);
        List<WpaPods.Pod> pods =
                row.list(5, ",").flatMap(group -> pods(group.split("\\*"))).toList();
        List<Long> values = row.list(16, ",").map(Long::valueOf).toList();
        if (function.startsWith(RESOURCE)) {
            String resource = function.substring(RESOURCE.length());
            return policy.proposeResource(0, row.intAt(3), WpaPods.resource(resource, pods, values, row.intAt(14)));
        }
        if (!function.equals("external")) {
            throw new IllegalArgumentException("fn must be external or resource:NAME: fn=" + function);
        }
        long sum = values.stream().mapToLong(value -> value).sum();
        return policy.propose(0, row.intAt(3), row.intAt(4), WpaPods.external(pods, 0, row.intAt(14)), sum);
    }

    /** A group of pods alike, at time 0. */
    private static Stream<WpaPods.Pod> pods(String... group) {
        Row pod = new Row(group[0].split("/"));
        WpaPods.Pod one = new WpaPods.Pod(
                pod.oneOf(0, "phase", PHASES),
                pod.oneOf(1, "condition", CONDITIONS),
                pod.isAbsent(2) ? null : -pod.longAt(2),
                pod.isAbsent(3) ? 0 : -pod.longAt(3),
                !pod.text(4).contains("O"),
                pod.text(4).contains("D"),
                pod.isAbsent(5) ? null : pod.longAt(5));
        return Collections.nCopies(Integer.parseInt(group[1]), one).stream();
    }

    /** Whole reconciles; the status goes on from row to row. */
    static Suite sequences() {
        return new Sequences<>("reconcile", "S", Scaler::new)
                .on("M", Scaler::metric)
                .on("T", Scaler::reconcile);
    }

    private static final class Scaler {
        private final WatermarkPodAutoscaler.Builder builder;
        private @Nullable WatermarkPodAutoscaler policy;
        private long[] memory = new long[0];

        Scaler(Row row) {
            builder = WatermarkPodAutoscaler.builder(row.intAt(3))
                    .algorithm(row.text(4))
                    .convergeTowardsWatermark(row.oneOf(13, "converge", WATERMARKS));
            row.ifInt(2, builder::minReplicas);
            row.ifDouble(5, milli -> builder.tolerance(milli / UNITS));
            row.ifInt(6, builder::upscaleForbiddenWindowSeconds);
            row.ifInt(7, builder::downscaleForbiddenWindowSeconds);
            row.ifInt(8, builder::upscaleDelayAboveWatermarkSeconds);
            row.ifInt(9, builder::downscaleDelayBelowWatermarkSeconds);
            row.ifDouble(10, milli -> builder.scaleUpLimitFactor(milli / UNITS));
            row.ifDouble(11, milli -> builder.scaleDownLimitFactor(milli / UNITS));
            row.ifInt(12, builder::replicaScalingAbsoluteModulo);
            row.ifInt(14, builder::minAvailableReplicaPercentage);
            row.ifInt(15, builder::readinessDelaySeconds);
            builder.tolerateZero(row.flag(16)).dryRun(row.flag(17));
        }

        void metric(Row row) {
            builder.metric(row.text(2), units(row, 3), units(row, 4));
        }

        private static @Nullable Double units(Row row, int column) {
            return row.isAbsent(column) ? null : Double.valueOf(row.longAt(column) / UNITS);
        }

        void reconcile(Row row, VectorReport report) {
            WatermarkPodAutoscaler rules = policy == null ? builder.build() : policy;
            if (policy == null) {
                policy = rules;
                memory = new long[rules.memorySize()];
            }
            int current = row.intAt(4);
            UpstreamObservation in =
                    rules.newObservation().at(row.longAt(3)).replicas(current, row.intAt(5), row.intAt(6));
            List<String> values = new ArrayList<>(List.of(row.text(8).split("\\|", -1)));
            for (int i = 0; i < values.size(); i++) {
                in.value(i, sum(values.get(i)));
            }
            UpstreamDecision out = rules.newDecision();
            rules.decide(in.epochMillis(), in, row.intAt(6) + row.intAt(7), memory, out);
            boolean isWritten = WpaStatus.of(memory).able() == WpaStatus.Able.SUCCESSFUL_SCALE;
            if (isWritten && row.flag(9)) {
                rules.scaleFailed(memory, in.epochMillis());
                isWritten = false;
            }
            compare(row, isWritten ? Integer.toString(out.replicas()) : "-", report);
        }

        private void compare(Row row, String written, VectorReport report) {
            WpaStatus status = WpaStatus.of(memory);
            boolean isLimited = status.limited() != WpaStatus.Limited.UNKNOWN;
            boolean isWithin = status.limited() == WpaStatus.Limited.DESIRED_WITHIN_RANGE;
            boolean isAble = switch (status.able()) {
                case SUCCEEDED_GET_SCALE, READY_FOR_SCALE, SUCCESSFUL_SCALE -> true;
                default -> false;
            };
            report.compare(row.text(1) + " step " + row.text(2), row.from(11))
                    .column("written", written)
                    .column("specAfter", written.equals("-") ? row.text(4) : written)
                    .column("aboveHigh", since(status.above(), status.aboveSinceMillis()))
                    .column("belowLow", since(status.below(), status.belowSinceMillis()))
                    .column("lastScaleMs", status.scaled() ? Long.toString(status.lastScaleMillis()) : "-")
                    .column("ableToScale", flag(isAble) + '/' + text(status.able()))
                    .column("scalingLimited", isLimited ? flag(!isWithin) + '/' + text(status.limited()) : "-")
                    .column("statusDesired", status.desiredReplicas())
                    .end();
        }

        private static String since(WpaStatus.Known known, long sinceMillis) {
            return known == WpaStatus.Known.UNKNOWN ? "-" : WpaVectors.text(known) + '@' + sinceMillis;
        }

        /** The sum of a metric's series; NaN if its query fails. */
        private static double sum(String values) {
            return values.equals("F")
                    ? Double.NaN
                    : new Row(values).list(0, ",").mapToLong(Long::parseLong).sum() / UNITS;
        }
    }
}
