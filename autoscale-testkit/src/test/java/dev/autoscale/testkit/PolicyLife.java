package dev.autoscale.testkit;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import java.util.SplittableRandom;

/**
 * A repeatable life of one workload under a policy: a load that rises, rests and falls silent, replicas that take their time to
 * be ready, metrics that fail now and then. Deciding is up to the test; nothing here allocates.
 */
final class PolicyLife {
    private static final int SILENCE = 40;

    private final AutoscalerSpec spec;
    private final int[] draws;
    private final boolean reportsCapacity;
    long nowMillis;
    int replicas;

    PolicyLife(EachPolicy policy, long seed, int steps) {
        spec = policy.spec();
        reportsCapacity = policy == EachPolicy.CAPACITY;
        draws = new SplittableRandom(seed).ints(steps, 0, 1 << 30).toArray();
        nowMillis = draws[0] % 5 == 0 ? -30_000 : 1_700_000_000_000L;
        replicas = Math.max(1, spec.minReplicas());
    }

    AutoscalerSpec spec() {
        return spec;
    }

    /** Lets time pass and measures. */
    void measure(int step, Observation in) {
        int draw = draws[step];
        nowMillis += draw % 4 == 0 ? draw % 90_000 : 15_000;
        measureAt(nowMillis, step, in);
    }

    /** What was measured at a step, at another time. */
    void measureAt(long epochMillis, int step, Observation in) {
        int draw = draws[step];
        int starting = draw % 3 == 0 ? Math.min(replicas, 2) : 0;
        boolean surges = draw % 11 == 0;
        in.at(epochMillis).replicas(replicas, replicas + (surges ? 3 : 0)).readyReplicas(replicas - starting);
        boolean silent = step / SILENCE % 3 == 2;
        for (int metric = 0; metric < spec.metricCount(); metric++) {
            int bits = draw >>> (3 + 5 * metric) & 31;
            switch (bits) {
                case 0 -> in.failed(metric);
                case 1 -> in.value(metric, Double.NaN);
                case 2 -> {}
                default -> in.value(metric, silent ? 0 : bits * 2.5);
            }
        }
        if (draw % 17 == 0) {
            in.overrides().removable(draw % 3);
        }
    }

    /** Carries a decision out, or not; tells the autoscaler. */
    void goOn(int step, Decision out, Autoscaler autoscaler) {
        if (out.changes() && draws[step] % 13 == 0) {
            autoscaler.scaleFailed(nowMillis);
        } else if (out.changes()) {
            autoscaler.scaled(nowMillis, replicas, out.replicas());
        }
        if (reportsCapacity && draws[step] % 19 == 0) {
            autoscaler.noCapacity(nowMillis, replicas);
        }
    }

    /** What {@link #goOn} did to the count. */
    void advance(int step, Decision out) {
        replicas = out.changes() && draws[step] % 13 != 0 ? out.replicas() : replicas;
    }
}
