package dev.autoscale.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.autoscale.Activation;
import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.TimeWindow;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Path: a queue that scales to zero, decided every 15 s through a year with two changes to and from daylight saving time; with
 * three schedule windows, or without them as the yardstick. The load is a series of 5 minutes that was recorded beforehand.
 */
final class Year implements Operation {
    /** 2026-01-01T00:00 in Berlin. */
    static final long START_MILLIS = 1_767_222_000_000L;

    static final int STEPS = 365 * 24 * 60 * 4;

    private static final long STEP_MILLIS = 15_000;
    private static final int STEPS_PER_BUCKET = 20;
    private static final int BUCKETS = STEPS / STEPS_PER_BUCKET;
    private static final double[] LOAD = load();
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final CountingWindow[] windows;
    private final Autoscaler autoscaler;
    private final Observation in;
    private final Decision out;
    private int step;
    private int replicas;
    private int stepsAtZero;
    private int transitions;
    private long transitionAtMillis = Long.MIN_VALUE;
    private long checksum;

    private Year(CountingWindow... windows) {
        this.windows = windows;
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(0, 40)
                .metric(MetricSpec.external("queue").averageValue(20).activation(5))
                .activation(Activation.cooldown(Duration.ofMinutes(5)));
        if (windows.length == 3) {
            builder.schedule(Schedule.of(
                    ScheduleWindow.floor("business hours", windows[0], 5).lead(Duration.ofMinutes(10)),
                    ScheduleWindow.ceiling("night", windows[1], 10),
                    ScheduleWindow.forbidScaleDown("reports", windows[2])));
        }
        AutoscalerSpec spec = builder.build();
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation();
        out = spec.newDecision();
    }

    static Year scheduled() {
        return new Year(
                new CountingWindow(CronWindow.between(cron("0 8 * * MON-FRI"), cron("0 18 * * *"))),
                new CountingWindow(CronWindow.between(cron("30 22 * * *"), cron("30 5 * * *"))),
                new CountingWindow(CronWindow.lasting(cron("0 2 1 * *"), Duration.ofHours(2))));
    }

    static Year unscheduled() {
        return new Year();
    }

    private static CronExpression cron(String expression) {
        return CronExpression.parse(expression, BERLIN);
    }

    /** Busy by day, nearly nothing by night and on Sundays, with noise. */
    private static double[] load() {
        SplittableRandom random = new SplittableRandom(7);
        double[] load = new double[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            double day = (double) i / (24 * 12);
            double wave = Math.max(0, StrictMath.sin(2 * StrictMath.PI * (day - 0.25)));
            double weekday = (int) day % 7 == 3 ? 0.01 : 1;
            load[i] = Math.rint(600 * wave * weekday * (0.7 + 0.6 * random.nextDouble()));
        }
        return load;
    }

    @Override
    public int once() {
        long nowMillis = START_MILLIS + step * STEP_MILLIS;
        in.at(nowMillis).replicas(replicas).value(0, LOAD[step / STEPS_PER_BUCKET % BUCKETS]);
        autoscaler.decide(in, out);
        autoscaler.scaled(out);
        replicas = out.replicas();
        if (nowMillis >= transitionAtMillis) {
            transitions++;
            transitionAtMillis = out.untilMillis(Decision.Step.SCHEDULED);
        }
        stepsAtZero += replicas == 0 ? 1 : 0;
        checksum = checksum * 31 + replicas;
        step++;
        return replicas;
    }

    /** Decides once through the year and says what that took; the first month is for warming up. */
    String runOnce() {
        int warmUp = STEPS / 12;
        run(warmUp);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        threads.getThreadAllocatedBytes(thread);
        long before = threads.getThreadAllocatedBytes(thread);
        run(STEPS - warmUp);
        long bytes = threads.getThreadAllocatedBytes(thread) - before;
        return String.format(
                Locale.ROOT,
                "a year every 15 s: %,d decisions, %,d schedule transitions, %,d searches of windows, %.1f %% at zero,"
                        + " %d bytes allocated",
                STEPS,
                transitions,
                searches(),
                100.0 * stepsAtZero / STEPS,
                bytes);
    }

    long searches() {
        long searches = 0;
        for (CountingWindow window : windows) {
            searches += window.searches;
        }
        return searches;
    }

    int transitions() {
        return transitions;
    }

    Decision decision() {
        return out;
    }

    long checksum() {
        return checksum;
    }

    /** A window that counts how often it is searched. */
    private static final class CountingWindow implements TimeWindow {
        private final TimeWindow window;
        private long searches;

        CountingWindow(TimeWindow window) {
            this.window = window;
        }

        @Override
        public boolean isActive(long nowMillis) {
            searches++;
            return window.isActive(nowMillis);
        }

        @Override
        public long nextTransitionMillis(long nowMillis) {
            searches++;
            return window.nextTransitionMillis(nowMillis);
        }

        @Override
        public String id() {
            return window.id();
        }
    }
}
