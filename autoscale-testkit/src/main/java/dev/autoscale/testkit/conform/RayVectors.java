package dev.autoscale.testkit.conform;

import dev.autoscale.policies.ray.RayServe;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import java.util.HashMap;
import java.util.Map;

/** What Ray Serve decided for a deployment: single decisions from a state that is given, and control loops. */
final class RayVectors {
    private static final int NEW = -1;
    private static final Map<String, RayServe.Kind> POLICIES = Map.of(
            "default", RayServe.Kind.DEFAULT,
            "async", RayServe.Kind.ASYNC_INFERENCE,
            "custom", RayServe.Kind.CUSTOM);
    private static final Map<String, RayServe.Direction> DIRECTIONS =
            Map.of("UP", RayServe.Direction.UP, "DOWN", RayServe.Direction.DOWN);

    private RayVectors() {}

    /** The settings from a row's columns, from policy to gang. */
    private static RayServe settings(Row row) {
        RayServe.Builder builder = RayServe.builder().policy(row.oneOf(0, "policy", POLICIES));
        row.ifDouble(1, builder::targetOngoingRequests);
        row.ifDouble(2, builder::upscalingFactor);
        row.ifDouble(3, builder::downscalingFactor);
        row.ifDouble(4, builder::smoothingFactor);
        row.ifDouble(5, builder::upscaleSmoothingFactor);
        row.ifDouble(6, builder::downscaleSmoothingFactor);
        row.ifInt(7, builder::minReplicas);
        row.ifInt(8, builder::maxReplicas);
        row.ifInt(9, builder::initialReplicas);
        row.ifDouble(10, builder::targetCapacity);
        if (!row.isAbsent(11)) {
            builder.targetCapacityDirection(row.oneOf(11, "direction", DIRECTIONS));
        }
        row.ifDouble(12, builder::upscaleDelayS);
        row.ifDouble(13, builder::downscaleDelayS);
        row.ifDouble(14, builder::downscaleToZeroDelayS);
        row.ifInt(15, builder::gangSize);
        return builder.build();
    }

    private static UpstreamDecision decide(RayServe policy, Row row, int target, Row values, long[] memory) {
        UpstreamObservation in = policy.newObservation()
                .at(row.longAt(0))
                .replicas(target, row.intAt(1), row.intAt(1))
                .value(RayServe.ONGOING_REQUESTS, values.doubleAt(0));
        values.ifDouble(1, other -> in.value(RayServe.OTHER, other));
        UpstreamDecision out = policy.newDecision();
        policy.decide(in.epochMillis(), in, memory, out);
        return out;
    }

    private static VectorReport.Comparison compare(
            VectorReport.Comparison comparison, UpstreamDecision out, long[] memory) {
        return comparison
                .column("policyReplicas", (long) out.note(RayServe.PROPOSED))
                .column("decision", out.replicas())
                .column("counter", memory[0])
                .column("sinceMs", memory[0] == 0 ? "-" : Long.toString(memory[1]));
    }

    /** One decision from a state that is given; each row stands alone. */
    static void decision(Row row, VectorReport report) {
        RayServe policy = settings(row.from(1));
        long[] memory = new long[policy.memorySize()];
        int registered = policy.register(memory, row.intAt(19), true);
        memory[0] = row.longAt(22);
        row.ifLong(23, since -> memory[1] = since);
        UpstreamDecision out = decide(policy, row.from(17), row.intAt(19), row.from(20), memory);
        VectorReport.Comparison comparison = report.compare(row.text(0), row.from(24))
                .column("lower", policy.minReplicas())
                .column("upper", policy.maxReplicas())
                .column("registered", registered);
        compare(comparison, out, memory).end();
    }

    /** Control loops, whose decisions are the next targets. */
    static Suite sequences() {
        return new Sequences<>("step", "C", Loop::new).on("C", Loop::configured).on("T", Loop::step);
    }

    private static final class Loop {
        private final Map<String, Row> configs = new HashMap<>();
        private final long[] memory = new long[RayServe.builder().build().memorySize()];
        private RayServe policy = RayServe.builder().build();
        private String config = "";
        private int target = NEW;

        Loop(Row row) {
            configured(row);
        }

        void configured(Row row) {
            configs.put(row.text(2), row.from(3));
        }

        void step(Row row, VectorReport report) {
            String registered = "-";
            if (!row.text(3).equals(config)) {
                registered = Integer.toString(deploy(row.text(3)));
            }
            UpstreamDecision out = decide(policy, row.from(4), target, row.from(7), memory);
            target = out.replicas();
            VectorReport.Comparison comparison = report.compare(row.text(1) + " step " + row.text(2), row.from(9))
                    .column("registered", registered);
            compare(comparison, out, memory).end();
        }

        private int deploy(String name) {
            Row next = config(name);
            Row last = configs.get(config);
            policy = settings(next);
            target = policy.register(memory, target, last == null || !last.isSame(next));
            config = name;
            return target;
        }

        private Row config(String name) {
            Row row = configs.get(name);
            if (row == null) {
                throw new IllegalArgumentException("cfg must have its C record: cfg=" + name);
            }
            return row;
        }
    }
}
