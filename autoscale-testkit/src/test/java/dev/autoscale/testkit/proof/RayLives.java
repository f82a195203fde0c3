package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.ray.RayServe;
import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.testkit.SeededRandom;

/** Lives of deployments of Ray Serve beside {@link NaiveRay}: configs that are rolled out again, loads and times at the edge of a rule. */
final class RayLives {
    private static final double[] BAD = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -1e-300};
    private static final double[] FAR = {1e9, 3e9, 1e18, 1e300, Double.MIN_VALUE, Double.MAX_VALUE, -0.0};
    private static final long[] PAUSES = {0, 0, 1, 99, 100, 100, 100, 101, 10_000, 30_000, 600_000};

    private final SeededRandom random;
    private final UpstreamDecision[] out = new UpstreamDecision[2];
    private NaiveRay.Config config;
    private NaiveRay naive;
    private RayServe policy;
    private UpstreamAutoscaler autoscaler;
    /** What the policy remembers where it is asked without an autoscaler. */
    private long[] memory;

    private UpstreamObservation in;
    private long now;
    private int target;

    private RayLives(SeededRandom random) {
        this.random = random;
    }

    static void live(long seed, int steps) {
        new RayLives(SeededRandom.of(seed).split("ray")).live(steps);
    }

    private void live(int steps) {
        now = random.nextInt(3) == 0
                ? random.nextInt(5_000_000) - 1_000_000
                : 1_764_380_000_000L + random.nextInt(1000);
        target = -1;
        for (int step = 0; step < steps; step++) {
            if (step == 0 || random.nextInt(50) == 0) {
                deploy(step == 0 || random.nextInt(3) > 0);
            }
            boolean isLate = random.nextInt(60) == 0;
            now += isLate ? 0 : pause();
            int running = running();
            double total = total(running);
            double extra = config.policy().equals("custom") ? number(running) : total(running);
            in.at(isLate ? now - 1 - random.nextInt(100_000) : now).replicas(target, running, running);
            in.value(RayServe.ONGOING_REQUESTS, total);
            if (!config.policy().equals("default")) {
                in.value(RayServe.OTHER, extra);
            }
            step(step, running, total, extra);
            follow();
        }
    }

    private void deploy(boolean isChanged) {
        int before = target;
        if (isChanged) {
            config = RayDraws.config(random);
            policy = RayDraws.policy(config);
            naive = new NaiveRay(config);
            memory = new long[policy.memorySize()];
        }
        target = policy.register(memory, before, isChanged);
        autoscaler = policy.newAutoscaler(now, target);
        in = policy.newObservation();
        out[0] = policy.newDecision();
        out[1] = policy.newDecision();
        assertThat(new int[] {policy.minReplicas(), policy.maxReplicas(), target})
                .as("bounds, and the target of %s that had %s", config, before)
                .containsExactly(naive.lower(), naive.upper(), naive.register(before, isChanged));
    }

    private void step(int step, int running, double total, double extra) {
        int expected = naive.decide(now, running, target, total, extra);
        autoscaler.decide(in, out[0]);
        policy.decide(now, in, memory, out[1]);
        for (UpstreamDecision each : out) {
            boolean isSame = each.replicas() == expected
                    && Math.min(each.note(RayServe.PROPOSED), Integer.MAX_VALUE) == naive.proposed
                    && (naive.reason == null
                            || naive.reason.equals(each.reason().name()));
            if (!isSame) {
                throw new AssertionError("step " + step + " with " + in + " of " + config + ": " + each + "expected "
                        + expected + " from " + naive.proposed + ", " + naive.reason);
            }
        }
        boolean remembersSame =
                memory[0] == naive.counter && (naive.sinceMillis == null || memory[1] == naive.sinceMillis);
        if (!remembersSame) {
            throw new AssertionError("step " + step + " with " + in + " of " + config + ": remembers " + memory[0]
                    + " since " + memory[1] + ", expected " + naive.counter + " since " + naive.sinceMillis);
        }
    }

    /** What is decided is the next target; sometimes it cannot be, or somebody else sets another one. */
    private void follow() {
        if (random.nextInt(25) == 0) {
            autoscaler.scaleFailed(now);
            return;
        }
        if (out[0].hasChange()) {
            autoscaler.scaled(out[0]);
        }
        target = random.nextInt(40) == 0
                ? random.nextInt(naive.upper() < 1000 ? naive.upper() + 3 : 50)
                : out[0].replicas();
    }

    private long pause() {
        Double[] delays = {config.upDelay(), config.downDelay(), config.zeroDelay()};
        Double delay = delays[random.nextInt(3)];
        if (naive.sinceMillis != null && delay != null && delay < 1e6 && random.nextInt(4) == 0) {
            long edge = naive.sinceMillis + Math.round(delay * 1000) + random.nextInt(3) - 1;
            return Math.max(0, edge - now);
        }
        return random.nextInt(6) == 0 ? random.nextInt(100_000) : PAUSES[random.nextInt(PAUSES.length)];
    }

    private int running() {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> Math.max(0, target - 1);
            case 2 -> target / 2;
            case 3 -> random.nextInt(40);
            case 4 -> target < 1_000_000 ? target + 1 + random.nextInt(3) : target;
            default -> target;
        };
    }

    /** Requests in flight: what so many replicas take to the last bit or nearly, or none, or anything. */
    private double total(int running) {
        double each = config.target() == null ? 2 : config.target();
        double whole = each * Math.max(1, running + random.nextInt(9) - 4);
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> 0;
            case 3 -> Math.nextUp(whole);
            case 4 -> Math.nextDown(whole);
            case 5, 6 -> random.nextInt(400) / 10.0;
            case 7 -> random.nextInt(200);
            case 8 -> random.nextDouble() * 2 * each * (running + 1);
            case 9 -> whole + 0.5 * each;
            case 10 -> random.nextInt(3) == 0 ? FAR[random.nextInt(FAR.length)] : whole;
            case 11 -> random.nextInt(3) == 0 ? BAD[random.nextInt(BAD.length)] : whole;
            default -> whole;
        };
    }

    /** What a custom policy says. */
    private double number(int running) {
        return switch (random.nextInt(10)) {
            case 0 -> -random.nextInt(5);
            case 1 -> running - random.nextDouble();
            case 2 -> running + random.nextDouble();
            case 3 -> target + random.nextInt(5) - 2;
            case 4 -> target - 0.5;
            case 5 -> 0;
            case 6 -> random.nextInt(4) == 0 ? FAR[random.nextInt(FAR.length)] : -0.3;
            case 7 -> random.nextInt(4) == 0 ? BAD[random.nextInt(BAD.length)] : 0.1;
            default -> running + random.nextInt(7) - 3;
        };
    }
}
