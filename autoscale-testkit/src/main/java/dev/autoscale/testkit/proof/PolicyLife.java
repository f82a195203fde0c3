package dev.autoscale.testkit.proof;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.ScalingEngine;
import dev.autoscale.testkit.SeededRandom;

/**
 * A repeatable life of one workload under a policy: a load that rises, pauses and falls silent, replicas that take their time to
 * be ready, metrics that fail now and then. Nothing here allocates.
 */
final class PolicyLife implements WorkloadRun<Observation, Decision> {
    private static final int SILENCE = 40;

    private final AutoscalerSpec spec;
    private final int[] draws;
    private final boolean reportsCapacity;
    private int step = -1;
    private boolean changes;
    private int before;
    private int answer;
    long nowMillis;
    int replicas;

    PolicyLife(AutoscalerSpec spec, long seed, int steps) {
        this.spec = spec;
        reportsCapacity = RandomLife.bearsNoCapacity(spec);
        SeededRandom random = SeededRandom.of(seed);
        draws = new int[steps];
        for (int i = 0; i < steps; i++) {
            draws[i] = random.nextInt(1 << 30);
        }
        nowMillis = draws[0] % 5 == 0 ? -30_000 : 1_700_000_000_000L;
        replicas = Math.max(1, spec.minReplicas());
    }

    @Override
    public void next() {
        next((step + 1) % draws.length);
    }

    /** Moves on to what was drawn for a step; the time goes on whatever step that is. */
    void next(int newStep) {
        step = newStep;
        int draw = draws[step];
        nowMillis += draw % 4 == 0 ? draw % 90_000 : 15_000;
    }

    @Override
    public void measure(Observation in) {
        int draw = draws[step];
        int starting = draw % 3 == 0 ? Math.min(replicas, 2) : 0;
        boolean surges = draw % 11 == 0;
        int surge = surges ? Math.min(3, Integer.MAX_VALUE - replicas) : 0;
        in.at(nowMillis).replicas(replicas, replicas + surge).readyReplicas(replicas - starting);
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

    /** Carries an answer out, or not. */
    @Override
    public void answered(Decision out) {
        changes = out.hasChange();
        before = replicas;
        answer = out.replicas();
        replicas = changes && !fails() ? answer : replicas;
    }

    private boolean fails() {
        return draws[step] % 13 == 0;
    }

    @Override
    public void tell(ScalingEngine<Observation, Decision> engine) {
        if (changes && fails()) {
            engine.scaleFailed(nowMillis);
        } else if (changes) {
            engine.scaled(nowMillis, before, answer);
        }
        if (reportsCapacity && draws[step] % 19 == 0 && engine instanceof Autoscaler autoscaler) {
            autoscaler.capacityExhausted(nowMillis, before);
        }
    }

    @Override
    public String toString() {
        return "step " + step + " of a life of loads, at " + nowMillis + " with " + replicas + " replicas";
    }
}
