package dev.autoscale.testkit;

import static dev.autoscale.MetricSpec.containerResource;
import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.object;
import static dev.autoscale.MetricSpec.pods;
import static dev.autoscale.MetricSpec.resource;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.AutoscalerSpecBuilder;
import dev.autoscale.MetricKind;
import dev.autoscale.MetricSpec;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import dev.autoscale.SelectPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A spec drawn from everything that a spec can say.
 *
 * @param spec the spec
 * @param spansMillis the windows, periods and ages in it: steps of about these lengths are the interesting ones
 * @param extras what it has beyond the Kubernetes HPA
 */
record RandomSpec(AutoscalerSpec spec, List<Long> spansMillis, Extras extras) {
    private static final long[] WINDOWS = {0, 1_000, 15_000, 60_000, 300_000, 3_600_000};
    private static final long[] PERIODS = {1, 1_000, 15_000, 60_000, 300_000};
    private static final double[] TOLERANCES = {0, 0.05, 0.1, 0.118, 0.5, 2};
    private static final int[] CAPACITIES = {2, 3, 7, 500};

    static RandomSpec draw(SplittableRandom random) {
        return draw(random, 0);
    }

    /** With a history of {@code capacity} entries; 0 draws that too. */
    static RandomSpec draw(SplittableRandom random, int capacity) {
        List<Long> spans = new ArrayList<>(List.of(30_000L, 300_000L));
        return draw(random, capacity, metrics(random, spans), spans, false);
    }

    /** With everything beyond the Kubernetes HPA too, and a history of {@code capacity} entries; 0 draws that too. */
    static RandomSpec drawWithEverything(SplittableRandom random, int capacity) {
        List<Long> spans = new ArrayList<>(List.of(30_000L, 300_000L));
        return draw(random, capacity, Extras.beside(metrics(random, spans), random, spans), spans, true);
    }

    /** With this metric alone. */
    static RandomSpec draw(SplittableRandom random, MetricSpec metric) {
        return draw(random, 0, List.of(metric), new ArrayList<>(List.of(30_000L)), false);
    }

    private static RandomSpec draw(
            SplittableRandom random, int capacity, List<MetricSpec> metrics, List<Long> spans, boolean everything) {
        boolean legacy = random.nextInt(4) == 0;
        Damped damped = everything ? Damped.draw(random, legacy, spans) : Damped.NONE;
        boolean fromZero =
                metrics.stream().anyMatch(m -> m.kind() == MetricKind.OBJECT || m.kind() == MetricKind.EXTERNAL);
        int min = fromZero ? random.nextInt(4) : 1 + random.nextInt(3);
        int max = Math.max(1, min) + random.nextInt(random.nextInt(4) == 0 ? 2_000 : 20);
        if (everything) {
            min = damped.grid().up(min);
            max = damped.grid().up(Math.max(min, max));
        }
        AutoscalerSpecBuilder builder = AutoscalerSpec.builder(min, random.nextInt(50) == 0 ? Integer.MAX_VALUE : max)
                .tolerance(pick(random, TOLERANCES))
                .scaleToZero(min == 0 || random.nextInt(4) != 0);
        metrics.forEach(builder::metric);
        if (legacy) {
            long window = pick(random, WINDOWS);
            spans.add(window);
            builder.legacy().downscaleStabilization(Duration.ofMillis(window));
            builder.legacyScaleUpFactor(1 + random.nextInt(5) / 2.0);
        } else {
            builder.scaleUp(damped.up().addTo(rules(random, spans)))
                    .scaleDown(damped.down().addTo(rules(random, spans)));
        }
        if (capacity > 0) {
            builder.historyCapacity(capacity);
        } else if (random.nextBoolean()) {
            builder.historyCapacity(CAPACITIES[random.nextInt(CAPACITIES.length)]);
        }
        Extras extras = everything ? Extras.draw(random, min, max, damped, spans) : Extras.none();
        if (everything) {
            extras.addTo(builder.combination(Extras.combination(random)));
        }
        return built(builder, spans, extras);
    }

    /** Without alignment if these policies could never let an aligned count go. */
    private static RandomSpec built(AutoscalerSpecBuilder builder, List<Long> spans, Extras extras) {
        try {
            return new RandomSpec(builder.build(), spans, extras);
        } catch (IllegalArgumentException stuck) {
            if (extras.damped().grid().equals(Damped.Grid.ALL)) {
                throw stuck;
            }
            Extras free =
                    new Extras(extras.rest(), extras.windows(), extras.damped().withoutGrid());
            return new RandomSpec(builder.alignment(null).build(), spans, free);
        }
    }

    private static List<MetricSpec> metrics(SplittableRandom random, List<Long> spans) {
        List<MetricSpec> metrics = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextBoolean() ? 1 : 4);
        for (int i = 0; i < count; i++) {
            MetricSpec metric = metric(random).id("metric-" + i);
            if (random.nextInt(4) == 0) {
                long maxAge = 1 + random.nextInt(random.nextBoolean() ? 3_000 : 120_000);
                spans.add(maxAge + 1);
                metric = metric.maxAge(Duration.ofMillis(maxAge));
            }
            metrics.add(metric);
        }
        return metrics;
    }

    private static MetricSpec metric(SplittableRandom random) {
        long target = 1 + random.nextInt(10_000);
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

    private static ScalingRules rules(SplittableRandom random, List<Long> spans) {
        ScalingRules rules = ScalingRules.rules();
        if (random.nextInt(4) != 0) {
            long window = pick(random, WINDOWS);
            spans.add(window);
            rules = rules.stabilizationWindow(Duration.ofMillis(window));
        }
        if (random.nextInt(3) == 0) {
            rules = rules.tolerance(pick(random, TOLERANCES));
        }
        if (random.nextInt(3) != 0) {
            SelectPolicy[] all = SelectPolicy.values();
            rules = rules.select(random.nextInt(4) == 0 ? SelectPolicy.DISABLED : all[random.nextInt(2)]);
        }
        for (int left = random.nextInt(4); left > 0; left--) {
            long period = pick(random, PERIODS);
            spans.add(period);
            rules = rules.policy(policy(random, Duration.ofMillis(period)));
        }
        return rules;
    }

    private static RatePolicy policy(SplittableRandom random, Duration period) {
        return random.nextBoolean()
                ? RatePolicy.pods(1 + random.nextInt(6)).per(period)
                : RatePolicy.percent(1 + random.nextInt(200)).per(period);
    }

    private static long pick(SplittableRandom random, long[] from) {
        return from[random.nextInt(from.length)];
    }

    private static double pick(SplittableRandom random, double[] from) {
        return from[random.nextInt(from.length)];
    }
}
