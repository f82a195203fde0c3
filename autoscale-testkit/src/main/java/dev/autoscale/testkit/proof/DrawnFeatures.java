package dev.autoscale.testkit.proof;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.Fallback;
import dev.autoscale.MetricSpec;
import dev.autoscale.Schedule;
import dev.autoscale.ScheduleWindow;
import dev.autoscale.testkit.SeededRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a spec drawn with everything has beyond the Kubernetes HPA, as plain numbers: for a model of it.
 *
 * @param rest the rules of activation, or null
 * @param windows the schedule
 * @param damped what tempers counts
 */
record DrawnFeatures(@Nullable Rest rest, List<Window> windows, DrawnDamping damped) {
    private static final List<Long> DELAYS = List.of(0L, 1L, 1_000L, 15_000L, 60_000L, 300_000L);
    private static final List<Long> LEADS = List.of(0L, 0L, 1_000L, 30_000L, 60_000L);
    private static final int UNSET = -1;

    /** The name of a signal with an activation threshold. */
    static final String COUNTING_SIGNAL = "signal with threshold";

    /** Rules of activation; -1 for what is not set. */
    record Rest(long cooldown, long initial, int idle, long ttl, int landing, long delay) {
        Activation toActivation() {
            Activation rules = Activation.cooldown(Duration.ofMillis(cooldown))
                    .initialCooldown(Duration.ofMillis(initial))
                    .activationReplicas(landing);
            rules = idle == UNSET ? rules : rules.idleReplicas(idle);
            rules = ttl == UNSET ? rules : rules.idleTtl(Duration.ofMillis(ttl));
            return delay == UNSET ? rules : rules.zeroDelay(Duration.ofMillis(delay));
        }
    }

    /** A window of the schedule. */
    record Window(ScheduleWindow.Kind kind, PeriodicWindow time, int replicas, int rank, long lead, boolean atOnce) {
        ScheduleWindow toWindow() {
            String name = kind + " " + rank;
            ScheduleWindow window = switch (kind) {
                case FLOOR -> ScheduleWindow.floor(name, time, replicas);
                case CEILING -> ScheduleWindow.ceiling(name, time, replicas);
                case FIXED -> ScheduleWindow.fixed(name, time, replicas);
                case FORBID_SCALE_DOWN -> ScheduleWindow.forbidScaleDown(name, time);
                case FORBID_SCALE_UP -> ScheduleWindow.forbidScaleUp(name, time);
            };
            window = window.rank(rank).lead(Duration.ofMillis(lead));
            return atOnce ? window.atOnce() : window;
        }
    }

    static DrawnFeatures none() {
        return new DrawnFeatures(null, List.of(), DrawnDamping.NONE);
    }

    /** Draws rules of activation and a schedule for these bounds. */
    static DrawnFeatures draw(Draft draft, int min, int max, DrawnDamping damped) {
        DrawnDamping.Grid grid = damped.grid();
        Rest rest = draft.oneIn(5) ? null : rest(draft, min, max, grid);
        List<Window> windows = new ArrayList<>();
        for (int left = draft.random.nextInt(4); left > 0; left--) {
            windows.add(window(draft, max, grid, windows.size()));
        }
        return new DrawnFeatures(rest, windows, damped);
    }

    private static Rest rest(Draft draft, int min, int max, DrawnDamping.Grid grid) {
        SeededRandom random = draft.random;
        int idle = random.nextInt(3) == 0 ? grid.down(random.nextInt(Math.max(1, min) + 1)) : UNSET;
        Rest rest = new Rest(
                draft.span(DELAYS),
                draft.span(DELAYS),
                idle,
                idle > 0 && random.nextBoolean() ? draft.span(DELAYS) : UNSET,
                random.nextInt(3) == 0 ? grid.down(random.nextInt(Math.min(max, 9) + 1)) : 0,
                idle == UNSET && random.nextInt(3) == 0 ? draft.span(DELAYS) : UNSET);
        draft.spansMillis.add(rest.cooldown + Math.max(0, rest.ttl));
        return rest;
    }

    private static Window window(Draft draft, int max, DrawnDamping.Grid grid, int index) {
        SeededRandom random = draft.random;
        ScheduleWindow.Kind kind = draft.pick(ScheduleWindow.Kind.values());
        long period = 2L + random.nextInt(random.nextBoolean() ? 40_000 : 900_000);
        long open = 1L + random.nextInt((int) period - 1);
        draft.spansMillis.add(open);
        // FIXED windows of equal rank must not overlap, so each has a rank of its own.
        int rank = kind == ScheduleWindow.Kind.FIXED ? 10 + index : random.nextInt(2);
        return new Window(
                kind,
                new PeriodicWindow(period, open),
                grid.down(random.nextInt(Math.min(12, max) + 1)),
                rank,
                draft.pick(LEADS),
                random.nextBoolean());
    }

    /** Thresholds, fallbacks and gates for the metrics, and sources and signals besides them. */
    static List<MetricSpec> beside(List<MetricSpec> metrics, Draft draft) {
        SeededRandom random = draft.random;
        List<MetricSpec> all = new ArrayList<>(draft.oneIn(4) ? List.of() : metrics);
        all.add(MetricSpec.external("always").averageValueMilli(1 + random.nextInt(5_000)));
        all.add(
                random.nextBoolean()
                        ? MetricSpec.signal("signal")
                        : MetricSpec.signal(COUNTING_SIGNAL).id("signal").activationMilli(random.nextInt(8_000)));
        for (RandomSource.Rule rule : RandomSource.Rule.values()) {
            if (draft.oneIn(3)) {
                all.add(MetricSpec.source("source " + rule, new RandomSource(rule)));
            }
        }
        List<MetricSpec> drawn = new ArrayList<>();
        for (MetricSpec metric : all) {
            drawn.add(withOptions(metric, all, draft));
        }
        return drawn;
    }

    private static MetricSpec withOptions(MetricSpec metric, List<MetricSpec> all, Draft draft) {
        boolean isSignal = metric.kind() == MetricSpec.Kind.SIGNAL;
        MetricSpec next = metric;
        if (!isSignal && draft.oneIn(3)) {
            int threshold = draft.random.nextInt(8_000) - 100;
            next = next.activationMilli(threshold);
            draft.note("activation of " + metric.id(), threshold + "/1000");
        }
        if (!isSignal && draft.oneIn(3)) {
            Fallback fallback = fallback(draft);
            next = next.fallback(fallback);
            draft.note("fallback of " + metric.id(), fallback);
        }
        next = DrawnDamping.temper(next, draft);
        String gate = all.get(draft.random.nextInt(all.size())).id();
        if (draft.oneIn(5) && !gate.equals(metric.id())) {
            next = next.onlyWhile(gate);
            draft.note("gate of " + metric.id(), gate);
        }
        return next;
    }

    private static Fallback fallback(Draft draft) {
        int failures = 1 + draft.random.nextInt(4);
        Fallback fallback = Fallback.afterFailures(failures, draft.random.nextInt(12))
                .behavior(draft.pick(Fallback.Behavior.values()));
        return failures == 4 ? fallback.after(Duration.ofSeconds(45)) : fallback;
    }

    static Combination combination(Draft draft) {
        SeededRandom random = draft.random;
        return switch (random.nextInt(8)) {
            case 0 -> Combination.MIN;
            case 1 -> Combination.SUM;
            case 2 -> Combination.AVERAGE;
            case 3 -> Combination.votes(1 + random.nextInt(3), 1 + random.nextInt(3));
            case 4 -> Combination.votes(Combination.ALL, 1);
            case 5 ->
                Combination.of("first, odd ones hold, 7 throws", out -> {
                    int first = out.metric(0).replicas();
                    if (first == 7) {
                        throw new IllegalStateException();
                    }
                    return first % 2 == 0 ? first : -first;
                });
            default -> Combination.MAX;
        };
    }

    void addTo(AutoscalerSpec.Builder builder) {
        damped.addTo(builder);
        builder.activation(rest == null ? null : rest.toActivation());
        builder.schedule(Schedule.of(windows.stream().map(Window::toWindow).toArray(ScheduleWindow[]::new)));
    }
}
