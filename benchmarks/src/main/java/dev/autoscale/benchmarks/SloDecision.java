package dev.autoscale.benchmarks;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.policies.preset.SloTarget;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Path: one decision of a promise about waits every 15 s, 64 workloads in turn that have seen two weeks of days with noise, so that the courses of
 * days and weeks are known; filling included, answers carried out.
 */
final class SloDecision implements Operation {
    static final int STEPS_A_DAY = (int) (Duration.ofDays(1).toMillis() / Cycle.STEP_MILLIS);

    private static final int WARM_UP_DAYS = 14;

    /** No whole weeks, so that the noise of a week ago is another one. */
    private static final int STEPS = 10 * STEPS_A_DAY;

    private static final double SERVICE_SECONDS = 1.5;
    private static final double STEP_SECONDS = Cycle.STEP_MILLIS / 1000.0;
    private static final double ARRIVALS_A_SECOND_AT_PEAK = 150;

    /** Per second. */
    private static final float[] ARRIVALS = new float[STEPS];

    private static final float[] IN_PROGRESS = new float[STEPS];

    static {
        SplittableRandom random = new SplittableRandom(15);
        for (int step = 0; step < STEPS; step++) {
            double wave = 0.55 + 0.45 * StrictMath.sin(2 * StrictMath.PI * step / STEPS_A_DAY);
            double mean = ARRIVALS_A_SECOND_AT_PEAK * wave;
            ARRIVALS[step] = (float) (drawn(random, mean * STEP_SECONDS) / STEP_SECONDS);
            IN_PROGRESS[step] = (float) drawn(random, mean * SERVICE_SECONDS);
        }
    }

    private final Autoscaler[] autoscalers = new Autoscaler[Cycle.WORKLOADS];
    private final int[] replicas = new int[Cycle.WORKLOADS];
    private final Observation in;
    private final Decision out;
    private long nowMillis = Cycle.START_MILLIS;
    private int workload;
    private int round;

    SloDecision() {
        this(WARM_UP_DAYS);
    }

    private SloDecision(int warmUpDays) {
        AutoscalerSpec spec = SloTarget.between(1, 100)
                .wait(Duration.ofSeconds(2))
                .share(99)
                .concurrency(4)
                .startup(Duration.ofSeconds(60))
                .toSpec();
        in = spec.newObservation();
        out = spec.newDecision();
        Arrays.setAll(autoscalers, i -> spec.newAutoscaler());
        Arrays.fill(replicas, 1);
        run(warmUpDays * STEPS_A_DAY * Cycle.WORKLOADS);
    }

    /** {@return a path whose workloads have seen so many days only} */
    static SloDecision after(int days) {
        return new SloDecision(days);
    }

    /** A whole number with a variance like its mean. */
    private static double drawn(SplittableRandom random, double mean) {
        double normal = random.nextDouble() + random.nextDouble() + random.nextDouble() + random.nextDouble() - 2;
        return Math.rint(mean + normal * Math.sqrt(3 * mean));
    }

    /** One decision; the next call goes on with the next workload, whose day began at another time. */
    @Override
    public int once() {
        int step = round + workload * (STEPS_A_DAY / Cycle.WORKLOADS);
        step = step < STEPS ? step : step - STEPS;
        in.at(nowMillis).replicas(replicas[workload]).value(0, ARRIVALS[step]).value(1, IN_PROGRESS[step]);
        Autoscaler autoscaler = autoscalers[workload];
        autoscaler.decide(in, out);
        autoscaler.scaled(out);
        int answer = out.replicas();
        replicas[workload] = answer;
        if (++workload == Cycle.WORKLOADS) {
            workload = 0;
            nowMillis += Cycle.STEP_MILLIS;
            round = round + 1 == STEPS ? 0 : round + 1;
        }
        return answer;
    }

    Decision decision() {
        return out;
    }
}
