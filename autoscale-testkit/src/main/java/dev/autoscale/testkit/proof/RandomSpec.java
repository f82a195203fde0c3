package dev.autoscale.testkit.proof;

import static dev.autoscale.MetricSpec.containerResource;
import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.object;
import static dev.autoscale.MetricSpec.pods;
import static dev.autoscale.MetricSpec.resource;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.testkit.SeededRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A spec drawn from everything that a spec can say; it follows from a seed. Immutable and thread-safe.
 *
 * <p>For tests of what must hold whatever the spec is; {@link RandomLife#of(RandomSpec, long)} makes a life that fits. A spec that
 * breaks a rule is never drawn. The same seed gives the same spec on every JDK and machine, but another one in another version
 * of the library.
 */
public final class RandomSpec {
    private static final List<Long> WINDOWS = List.of(0L, 1_000L, 15_000L, 60_000L, 300_000L, 3_600_000L);
    private static final List<Long> PERIODS = List.of(1L, 1_000L, 15_000L, 60_000L, 300_000L);
    private static final List<Double> TOLERANCES = List.of(0.0, 0.05, 0.1, 0.118, 0.5, 2.0);
    private static final List<Integer> CAPACITIES = List.of(2, 3, 7, 500);

    private final AutoscalerSpec spec;
    private final List<Long> spansMillis;
    private final DrawnFeatures extras;
    private final boolean everything;
    private final String words;

    private RandomSpec(AutoscalerSpec spec, Draft draft, DrawnFeatures extras, boolean everything) {
        this.spec = spec;
        this.extras = extras;
        this.everything = everything;
        spansMillis = List.copyOf(draft.spansMillis);
        words = draft.words();
    }

    /** A direction of an HPA, as plain numbers; null for what is left to the default. */
    private record Rules(
            @Nullable Duration window,
            @Nullable Double tolerance,
            ScalingRules.@Nullable SelectPolicy select,
            List<RatePolicy> policies) {
        static Rules draw(Draft draft) {
            Duration window = draft.oneIn(4) ? null : Duration.ofMillis(draft.span(WINDOWS));
            Double tolerance = draft.oneIn(3) ? draft.pick(TOLERANCES) : null;
            ScalingRules.SelectPolicy select = draft.oneIn(4)
                    ? ScalingRules.SelectPolicy.DISABLED
                    : draft.random.nextBoolean() ? ScalingRules.SelectPolicy.MAX : ScalingRules.SelectPolicy.MIN;
            List<RatePolicy> policies = new ArrayList<>();
            for (int left = draft.random.nextInt(4); left > 0; left--) {
                Duration period = Duration.ofMillis(draft.span(PERIODS));
                policies.add(
                        draft.random.nextBoolean()
                                ? RatePolicy.pods(1 + draft.random.nextInt(6)).per(period)
                                : RatePolicy.percent(1 + draft.random.nextInt(200))
                                        .per(period));
            }
            return new Rules(window, tolerance, draft.oneIn(3) ? null : select, policies);
        }

        ScalingRules toRules() {
            ScalingRules rules = ScalingRules.rules();
            rules = window == null ? rules : rules.stabilizationWindow(window);
            rules = tolerance == null ? rules : rules.tolerance(tolerance);
            rules = select == null ? rules : rules.select(select);
            for (RatePolicy policy : policies) {
                rules = rules.policy(policy);
            }
            return rules;
        }
    }

    /**
     * Draws what a Kubernetes HPA can say: metrics of all kinds with targets and ages, windows, rate policies and tolerances of both
     * directions, or the older path without them, and how much is remembered.
     *
     * @param seed any number
     * @return the spec
     */
    public static RandomSpec hpa(long seed) {
        return hpa(seed, 0);
    }

    /**
     * Draws what a spec can say beyond that, too: sources, signals, gates, fallbacks, look-back, combinations, activation,
     * schedules, damping, alignment, lack of capacity.
     *
     * @param seed any number
     * @return the spec
     */
    public static RandomSpec everything(long seed) {
        return everything(seed, 0);
    }

    /** With a history of {@code capacity} entries; 0 draws that too. */
    static RandomSpec hpa(long seed, int capacity) {
        Draft draft = draft(seed);
        return draw(draft, capacity, metrics(draft), false);
    }

    /** With a history of {@code capacity} entries; 0 draws that too. */
    static RandomSpec everything(long seed, int capacity) {
        Draft draft = draft(seed);
        return draw(draft, capacity, DrawnFeatures.beside(metrics(draft), draft), true);
    }

    /** With this metric alone. */
    static RandomSpec of(long seed, MetricSpec metric) {
        return draw(draft(seed), 0, List.of(metric), false);
    }

    private static Draft draft(long seed) {
        Draft draft = new Draft(SeededRandom.of(seed).split("spec"));
        draft.spansMillis.addAll(List.of(30_000L, 300_000L));
        return draft;
    }

    /** {@return the spec} Always the same. */
    public AutoscalerSpec spec() {
        return spec;
    }

    List<Long> spansMillis() {
        return spansMillis;
    }

    DrawnFeatures extras() {
        return extras;
    }

    boolean hasEverything() {
        return everything;
    }

    private static RandomSpec draw(Draft draft, int capacity, List<MetricSpec> metrics, boolean everything) {
        SeededRandom random = draft.random;
        boolean legacy = draft.oneIn(4);
        DrawnDamping damped = everything ? DrawnDamping.draw(draft, legacy) : DrawnDamping.NONE;
        boolean fromZero = metrics.stream()
                .anyMatch(m -> m.kind() == MetricSpec.Kind.OBJECT || m.kind() == MetricSpec.Kind.EXTERNAL);
        int min = fromZero ? random.nextInt(4) : 1 + random.nextInt(3);
        int max = Math.max(1, min) + random.nextInt(draft.oneIn(4) ? 2_000 : 20);
        if (everything) {
            min = damped.grid().up(min);
            max = damped.grid().up(Math.max(min, max));
        }
        int top = draft.oneIn(50) ? Integer.MAX_VALUE : max;
        double tolerance = draft.pick(TOLERANCES);
        boolean scaleToZero = min == 0 || !draft.oneIn(4);
        AutoscalerSpec.Builder builder =
                AutoscalerSpec.builder(min, top).tolerance(tolerance).scaleToZero(scaleToZero);
        draft.say("replicas", min + " to " + top + ", tolerance " + tolerance + ", scaleToZero " + scaleToZero);
        for (MetricSpec metric : metrics) {
            builder.metric(metric);
            boolean ages = metric.maxAgeMillis() != Long.MAX_VALUE;
            draft.say("metric", metric + (ages ? ", at most " + metric.maxAgeMillis() + " ms old" : ""));
        }
        if (legacy) {
            addLegacy(draft, builder);
        } else {
            addBehavior(draft, builder, damped);
        }
        int entries = capacity > 0 ? capacity : random.nextBoolean() ? draft.pick(CAPACITIES) : 0;
        if (entries > 0) {
            builder.historyCapacity(entries);
            draft.say("history", entries + " entries");
        }
        return everything
                ? withExtras(draft, builder, DrawnFeatures.draw(draft, min, max, damped))
                : new RandomSpec(builder.build(), draft, DrawnFeatures.none(), false);
    }

    private static void addBehavior(Draft draft, AutoscalerSpec.Builder builder, DrawnDamping damped) {
        Rules up = Rules.draw(draft);
        Rules down = Rules.draw(draft);
        builder.scaleUp(damped.up().addTo(up.toRules()));
        builder.scaleDown(damped.down().addTo(down.toRules()));
        draft.say("up", up);
        draft.say("down", down);
    }

    private static void addLegacy(Draft draft, AutoscalerSpec.Builder builder) {
        Duration window = Duration.ofMillis(draft.span(WINDOWS));
        double factor = 1 + draft.random.nextInt(5) / 2.0;
        builder.legacy().downscaleStabilization(window).legacyScaleUpFactor(factor);
        draft.say("legacy", "window " + window + ", factor " + factor);
    }

    /** Without alignment if these policies could never let an aligned count go. */
    private static RandomSpec withExtras(Draft draft, AutoscalerSpec.Builder builder, DrawnFeatures extras) {
        DrawnFeatures rest = extras;
        extras.addTo(builder.combination(DrawnFeatures.combination(draft)));
        AutoscalerSpec spec;
        try {
            spec = builder.build();
        } catch (IllegalArgumentException stuck) {
            if (extras.damped().grid().equals(DrawnDamping.Grid.ALL)) {
                throw stuck;
            }
            rest = new DrawnFeatures(
                    extras.rest(), extras.windows(), extras.damped().withoutGrid());
            spec = builder.alignment(null).build();
        }
        draft.say("combination", spec.combination());
        draft.say("activation", rest.rest() == null ? "none" : rest.rest());
        draft.say("schedule", rest.windows());
        draft.say("damping", rest.damped());
        return new RandomSpec(spec, draft, rest, true);
    }

    private static List<MetricSpec> metrics(Draft draft) {
        List<MetricSpec> metrics = new ArrayList<>();
        int count = 1 + draft.random.nextInt(draft.random.nextBoolean() ? 1 : 4);
        for (int i = 0; i < count; i++) {
            MetricSpec metric = metric(draft.random).id("metric-" + i);
            if (draft.oneIn(4)) {
                long maxAge = 1L + draft.random.nextInt(draft.random.nextBoolean() ? 3_000 : 120_000);
                draft.spansMillis.add(maxAge + 1);
                metric = metric.maxAge(Duration.ofMillis(maxAge));
            }
            metrics.add(metric);
        }
        return metrics;
    }

    private static MetricSpec metric(SeededRandom random) {
        long target = 1L + random.nextInt(10_000);
        int percent = 1 + random.nextInt(150);
        return switch (random.nextInt(10)) {
            case 0 -> resource("cpu").averageUtilization(percent);
            case 1 -> resource("memory").averageUtilization(percent);
            case 2 -> resource("cpu").averageValueMilli(target);
            case 3 -> containerResource("cpu", "app").averageUtilization(percent);
            case 4 -> pods("requests").averageValueMilli(target);
            case 5 -> object("hits").valueMilli(target);
            case 6 -> object("hits").averageValueMilli(target);
            case 7 -> external("queue").valueMilli(target);
            default -> external("queue").averageValueMilli(target);
        };
    }

    /** {@return the spec in words} Some lines: bounds, metrics, and one for each thing that the spec says. */
    @Override
    public String toString() {
        return words;
    }
}
