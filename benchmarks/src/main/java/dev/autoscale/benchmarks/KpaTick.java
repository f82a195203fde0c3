package dev.autoscale.benchmarks;

import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Path: one tick of Knative's autoscaler every 2 s, 64 revisions in turn with full windows: four samples, both averages, the
 * decision, filling included; what was desired is ready at the next tick.
 */
final class KpaTick implements Operation {
    static final int SAMPLES = 4;
    static final long TICK_MILLIS = 2_000;
    static final long SAMPLE_MILLIS = TICK_MILLIS / SAMPLES;

    private static final int ROUNDS = 64;
    private static final int STEPS = ROUNDS * Cycle.WORKLOADS;
    private static final double AT_PEAK = 350;

    /** By round, then revision, then sample; whole numbers, so that any way to sum them is exact. */
    private static final double[] LOAD = load();

    private final KpaAutoscaler[] autoscalers = new KpaAutoscaler[Cycle.WORKLOADS];
    private final int[] ready = new int[Cycle.WORKLOADS];
    private final KpaObservation in;
    private final KpaDecision out;
    private long nowMillis = Cycle.START_MILLIS;
    private int step;

    private KpaTick(KpaSpec spec) {
        in = spec.newObservation();
        out = spec.newDecision();
        for (int i = 0; i < autoscalers.length; i++) {
            autoscalers[i] = spec.newAutoscaler(nowMillis, 1);
        }
        run((int) (spec.stableWindow().toMillis() / TICK_MILLIS) * Cycle.WORKLOADS);
    }

    static KpaTick window(int seconds) {
        return new KpaTick(spec(seconds));
    }

    static KpaSpec spec(int seconds) {
        return KpaSpec.builder().stableWindow(Duration.ofSeconds(seconds)).build();
    }

    private static double[] load() {
        SplittableRandom random = new SplittableRandom(42);
        double[] load = new double[STEPS * SAMPLES];
        for (int workload = 0; workload < Cycle.WORKLOADS; workload++) {
            double phase = random.nextDouble();
            for (int round = 0; round < ROUNDS; round++) {
                double wave = 0.5 + 0.45 * StrictMath.sin(2 * StrictMath.PI * ((double) round / ROUNDS + phase));
                for (int sample = 0; sample < SAMPLES; sample++) {
                    double noise = 0.1 * (random.nextDouble() - 0.5);
                    int at = (round * Cycle.WORKLOADS + workload) * SAMPLES + sample;
                    load[at] = Math.rint(AT_PEAK * Math.max(0.02, wave + noise));
                }
            }
        }
        return load;
    }

    /** One tick; the next call goes on with the next revision. */
    @Override
    public int once() {
        int revision = step & (Cycle.WORKLOADS - 1);
        in.at(nowMillis).replicas(ready[revision]);
        for (int sample = 0; sample < SAMPLES; sample++) {
            in.record(sampleMillis(nowMillis, sample), LOAD[step * SAMPLES + sample]);
        }
        autoscalers[revision].decide(in, out);
        int replicas = out.replicas();
        ready[revision] = replicas;
        if (revision == Cycle.WORKLOADS - 1) {
            nowMillis += TICK_MILLIS;
        }
        step = step + 1 == STEPS ? 0 : step + 1;
        return replicas;
    }

    static long sampleMillis(long nowMillis, int sample) {
        return nowMillis - (SAMPLES - 1 - sample) * SAMPLE_MILLIS;
    }

    static double sample(long step, int sample) {
        return LOAD[(int) (step % STEPS) * SAMPLES + sample];
    }

    KpaDecision decision() {
        return out;
    }
}
