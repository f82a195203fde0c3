package dev.autoscale.benchmarks;

import dev.autoscale.policies.knative.KpaWindow;
import java.time.Duration;

/** Path: a sample a second into an exponential window and its average each time, 64 windows in turn. */
final class KpaWeighted implements Operation {
    private final KpaWindow[] windows = new KpaWindow[Cycle.WORKLOADS];
    private long nowMillis = Cycle.START_MILLIS;
    private long step;

    private KpaWeighted(int seconds) {
        for (int i = 0; i < windows.length; i++) {
            windows[i] = KpaWindow.weighted(Duration.ofSeconds(seconds));
        }
        run(seconds * Cycle.WORKLOADS);
    }

    static KpaWeighted window(int seconds) {
        return new KpaWeighted(seconds);
    }

    double average() {
        int workload = (int) step & (Cycle.WORKLOADS - 1);
        KpaWindow window = windows[workload];
        window.record(nowMillis, KpaTick.sample(step, 0));
        double average = window.average(nowMillis);
        if (workload == Cycle.WORKLOADS - 1) {
            nowMillis += 1000;
        }
        step++;
        return average;
    }

    @Override
    public int once() {
        return Double.hashCode(average());
    }
}
