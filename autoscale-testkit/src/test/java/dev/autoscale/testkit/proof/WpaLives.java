package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler.Watermark;
import dev.autoscale.policies.wpa.WpaPods;
import dev.autoscale.policies.wpa.WpaProposal;
import dev.autoscale.policies.wpa.WpaStatus;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveWpaBand.Config;
import dev.autoscale.testkit.proof.NaiveWpaBand.Metric;
import dev.autoscale.testkit.proof.NaiveWpaBand.Pod;
import dev.autoscale.testkit.proof.NaiveWpaBand.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Random lives of WatermarkPodAutoscalers beside {@link NaiveWpa}. */
final class WpaLives {
    private static final long[] PAUSES = {
        0, 1, 999, 1_000, 14_999, 15_000, 15_000, 15_000, 15_000, 15_001, 16_000, 60_000, 300_000
    };
    private static final double UNITS = 1000;
    private static final Map<String, Watermark> WATERMARKS =
            Map.of("", Watermark.NONE, "highwatermark", Watermark.HIGH, "lowwatermark", Watermark.LOW);
    private static final Map<Character, WpaPods.Phase> PHASES = Map.of(
            'P', WpaPods.Phase.PENDING,
            'R', WpaPods.Phase.RUNNING,
            'F', WpaPods.Phase.FAILED,
            'S', WpaPods.Phase.SUCCEEDED,
            'U', WpaPods.Phase.UNKNOWN);
    private static final Map<Character, WpaPods.Ready> CONDITIONS = Map.of(
            'T', WpaPods.Ready.TRUE, 'F', WpaPods.Ready.FALSE, 'U', WpaPods.Ready.UNKNOWN, '-', WpaPods.Ready.ABSENT);

    private WpaLives() {}

    /** Half of the lives reconcile with a status, the others as engines, or propose once for each set of pods. */
    static void live(long seed, int steps) {
        SeededRandom random = SeededRandom.of(seed).split("wpa");
        WpaDraws draws = new WpaDraws(random);
        Config config = draws.config();
        switch ((int) (seed % 4)) {
            case 0 -> propose(random, draws, config, steps);
            case 1 -> decide(random, draws, config, steps);
            default -> reconcile(random, draws, config, steps);
        }
    }

    private static void reconcile(SeededRandom random, WpaDraws draws, Config config, int steps) {
        WatermarkPodAutoscaler policy = policy(config);
        NaiveWpa naive = new NaiveWpa(config);
        long[] memory = new long[policy.memorySize()];
        UpstreamObservation in = policy.newObservation();
        UpstreamDecision out = policy.newDecision();
        long now = 1_700_000_000_000L + random.nextInt(1_000);
        int replicas = draws.replicas(config);
        for (int step = 0; step < steps; step++) {
            now += pause(random);
            int existing = about(random, replicas);
            int pods = about(random, existing);
            int ready = random.nextInt(3) == 0 ? random.nextInt(pods + 1) : pods;
            in.at(now).replicas(replicas, existing, ready);
            List<Long> sums = sums(draws, config, in);
            policy.decide(now, in, pods, memory, out);
            naive.reconcile(now, replicas, existing, ready, pods, sums);
            boolean isWritten = WpaStatus.of(memory).able() == WpaStatus.Able.SUCCESSFUL_SCALE;
            String written = isWritten ? Integer.toString(out.replicas()) : "-";
            String expected = naive.written == null ? "-" : naive.written.toString();
            if (isWritten && naive.written != null && random.nextInt(10) == 0) {
                policy.scaleFailed(memory, now);
                naive.writeFailed();
            }
            assertThat(written + ' ' + status(WpaStatus.of(memory)) + ' ' + out.reason())
                    .as("step %s, %s pods, %s of %s: %s", step, pods, in, config, out)
                    .isEqualTo(expected + ' ' + naive.status() + ' ' + naive.reason);
            replicas = naive.written == null ? replicas : naive.written.intValue();
            replicas = random.nextInt(20) == 0 ? draws.replicas(config) : replicas;
        }
    }

    private static void decide(SeededRandom random, WpaDraws draws, Config config, int steps) {
        WatermarkPodAutoscaler policy = policy(config);
        NaiveWpa naive = new NaiveWpa(config);
        long now = 1_700_000_000_000L + random.nextInt(1_000);
        int replicas = draws.replicas(config);
        UpstreamAutoscaler autoscaler = policy.newAutoscaler(now, replicas);
        UpstreamObservation in = policy.newObservation();
        UpstreamDecision out = policy.newDecision();
        for (int step = 0; step < steps; step++) {
            long told = NomadLives.told(random, now, pause(random));
            now = Math.max(now, told);
            int existing = about(random, replicas);
            int ready = random.nextInt(3) == 0 ? random.nextInt(existing + 1) : existing;
            NomadLives.forgetsUnknown(random, autoscaler, in.at(told), out);
            in.at(told).replicas(replicas, existing, ready);
            List<Long> sums = sums(draws, config, in);
            autoscaler.decide(in, out);
            naive.reconcile(now, replicas, existing, ready, existing, sums);
            assertThat(out.replicas() + " " + out.reason())
                    .as("step %s, %s of %s: %s", step, in, config, out)
                    .isEqualTo((naive.written == null ? replicas : naive.written) + " " + naive.reason);
            if (naive.written != null && random.nextInt(10) == 0) {
                autoscaler.scaleFailed(now);
                naive.writeFailed();
            } else if (out.hasChange()) {
                autoscaler.scaled(out);
            }
            replicas = naive.written == null ? replicas : naive.written.intValue();
            if (random.nextInt(20) == 0) {
                int others = draws.replicas(config);
                autoscaler.scaled(now, replicas, others);
                replicas = others;
            }
        }
    }

    private static long pause(SeededRandom random) {
        return random.nextInt(8) == 0 ? random.nextInt(120_000) : PAUSES[random.nextInt(PAUSES.length)];
    }

    private static int about(SeededRandom random, int count) {
        return Math.max(0, random.nextInt(4) == 0 ? count + random.nextInt(5) - 2 : count);
    }

    private static List<Long> sums(WpaDraws draws, Config config, UpstreamObservation in) {
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < config.metrics().size(); i++) {
            Long sum = draws.sum(config, config.metrics().get(i), Math.min(in.readyReplicas(), in.existingReplicas()));
            sums.add(sum);
            in.value(i, sum == null ? Double.NaN : sum / UNITS);
        }
        return sums;
    }

    private static String status(WpaStatus status) {
        boolean isAble = switch (status.able()) {
            case SUCCEEDED_GET_SCALE, READY_FOR_SCALE, SUCCESSFUL_SCALE -> true;
            default -> false;
        };
        boolean isWithin = status.limited() == WpaStatus.Limited.DESIRED_WITHIN_RANGE;
        return String.join(
                " ",
                since(status.above(), status.aboveSinceMillis()),
                since(status.below(), status.belowSinceMillis()),
                status.scaled() ? Long.toString(status.lastScaleMillis()) : "-",
                (isAble ? "True/" : "False/") + words(status.able()),
                status.limited() == WpaStatus.Limited.UNKNOWN
                        ? "-"
                        : (isWithin ? "False/" : "True/") + words(status.limited()),
                Integer.toString(status.desiredReplicas()));
    }

    private static String since(WpaStatus.Known known, long millis) {
        return known == WpaStatus.Known.UNKNOWN ? "-" : words(known) + '@' + millis;
    }

    private static String words(Enum<?> constant) {
        StringBuilder words = new StringBuilder();
        for (String word : constant.name().split("_")) {
            words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return words.toString();
    }

    private static void propose(SeededRandom random, WpaDraws draws, Config config, int steps) {
        WatermarkPodAutoscaler policy = policy(config);
        for (int step = 0; step < steps; step++) {
            List<Pod> pods = draws.pods();
            int current = draws.replicas(config);
            int metric = random.nextInt(config.metrics().size());
            NaiveWpaBand naive = new NaiveWpaBand(config, config.metrics().get(metric));
            WpaProposal proposal;
            Proposal expected;
            if (random.nextInt(2) == 0) {
                int existing = Math.max(0, pods.size() + random.nextInt(5) - 3);
                Long sum = draws.sum(config, config.metrics().get(metric), Math.min(existing, pods.size()));
                boolean isNegative = config.metrics().get(metric).low() > 0 && random.nextInt(10) == 0;
                long sumMilli = sum == null ? 0 : isNegative ? -sum : sum;
                WpaPods counted = WpaPods.external(all(pods), 0, config.readinessDelaySeconds());
                proposal = policy.propose(metric, current, existing, counted, sumMilli);
                expected = naive.external(current, existing, pods, 0, sumMilli);
            } else {
                String resource = random.nextInt(2) == 0 ? "cpu" : "memory";
                List<Long> others = draws.others();
                WpaPods counted = WpaPods.resource(resource, all(pods), others, config.readinessDelaySeconds());
                proposal = policy.proposeResource(metric, current, counted);
                expected = naive.resource(resource, current, pods, others);
            }
            assertThat(text(proposal))
                    .as("step %s, metric %s, %s of %s: %s", step, metric, current, config, pods)
                    .isEqualTo(expected.toString());
        }
    }

    private static String text(WpaProposal it) {
        return new Proposal(
                        it.outcome().name(), it.replicas(), it.utilizationMilli(), it.ready(), it.above(), it.below())
                .toString();
    }

    private static List<WpaPods.Pod> all(List<Pod> pods) {
        return pods.stream()
                .map(pod -> new WpaPods.Pod(
                        PHASES.get(pod.phase()),
                        CONDITIONS.get(pod.condition()),
                        pod.startMillis(),
                        pod.transitionMillis(),
                        pod.owned(),
                        pod.deleted(),
                        pod.usedMilli()))
                .toList();
    }

    private static WatermarkPodAutoscaler policy(Config config) {
        WatermarkPodAutoscaler.Builder builder = WatermarkPodAutoscaler.builder(config.max())
                .minReplicas(config.min())
                .algorithm(config.algorithm())
                .tolerance(config.toleranceMilli() / UNITS)
                .upscaleForbiddenWindowSeconds(config.upWindowSeconds())
                .downscaleForbiddenWindowSeconds(config.downWindowSeconds())
                .upscaleDelayAboveWatermarkSeconds(config.upDelaySeconds())
                .downscaleDelayBelowWatermarkSeconds(config.downDelaySeconds())
                .replicaScalingAbsoluteModulo(config.modulo())
                .convergeTowardsWatermark(WATERMARKS.get(config.converge()))
                .minAvailableReplicaPercentage(config.minAvailablePercent())
                .readinessDelaySeconds(config.readinessDelaySeconds())
                .tolerateZero(config.toleratesZero())
                .dryRun(config.dryRun());
        if (config.upLimitMilli() != null) {
            builder.scaleUpLimitFactor(config.upLimitMilli() / UNITS);
        }
        if (config.downLimitMilli() != null) {
            builder.scaleDownLimitFactor(config.downLimitMilli() / UNITS);
        }
        for (int i = 0; i < config.metrics().size(); i++) {
            Metric metric = config.metrics().get(i);
            builder.metric("metric" + i, units(metric.lowMilli()), units(metric.highMilli()));
        }
        return builder.build();
    }

    private static Double units(Long milli) {
        return milli == null ? null : milli / UNITS;
    }
}
