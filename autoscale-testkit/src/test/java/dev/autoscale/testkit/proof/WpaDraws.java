package dev.autoscale.testkit.proof;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveWpaBand.Config;
import dev.autoscale.testkit.proof.NaiveWpaBand.Metric;
import dev.autoscale.testkit.proof.NaiveWpaBand.Pod;
import java.util.ArrayList;
import java.util.List;

/** Draws objects of the WatermarkPodAutoscaler, and sums about the edges of their bands. */
final class WpaDraws {
    private static final long[] HIGHS = {
        1, 7, 15, 19, 100, 333, 999, 1_000, 1_001, 1_999, 10_000, 75_000, 100_000, 12_345_678
    };
    private static final long[] TOLERANCES = {0, 0, 1, 10, 50, 77, 100, 150, 333, 999, 1_000};
    private static final long[] FACTORS = {
        0, 1, 500, 1_000, 9_999, 10_000, 20_000, 33_000, 33_333, 50_000, 99_999, 100_000, 200_000
    };
    private static final long[] SECONDS = {0, 0, 1, 14, 15, 16, 30, 60, 300};
    private static final long[] MODULOS = {1, 1, 1, 2, 3, 5, 10};
    private static final List<String> CONVERGENCES = List.of("", "", "", "highwatermark", "lowwatermark");
    private static final long[] PERCENTAGES = {0, 0, 0, 1, 33, 50, 66, 67, 90, 100};
    private static final long[] AGES = {0, 1, 999, 1_000, 1_001, 59_999, 60_000, 60_001, 7_200_000};

    private final SeededRandom random;

    WpaDraws(SeededRandom random) {
        this.random = random;
    }

    private long one(long[] of) {
        return of[random.nextInt(of.length)];
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    Config config() {
        int min = random.nextInt(5);
        List<Metric> metrics = new ArrayList<>();
        for (int i = chance(3) ? 2 + random.nextInt(2) : 1; i > 0; i--) {
            metrics.add(metric());
        }
        return new Config(
                min,
                Math.max(1, min + (chance(8) ? 0 : random.nextInt(chance(4) ? 1_000 : 30))),
                chance(2) ? "average" : chance(10) ? "Average" : "absolute",
                one(TOLERANCES),
                chance(3) ? null : (Long) one(FACTORS),
                chance(3) ? null : (Long) Math.min(99_999, one(FACTORS)),
                (int) one(SECONDS),
                (int) one(SECONDS),
                chance(2) ? 0 : (int) one(SECONDS),
                chance(2) ? 0 : (int) one(SECONDS),
                (int) one(MODULOS),
                CONVERGENCES.get(random.nextInt(CONVERGENCES.size())),
                (int) one(PERCENTAGES),
                (int) one(SECONDS),
                chance(3),
                chance(12),
                metrics);
    }

    private Metric metric() {
        long high = one(HIGHS);
        long low = chance(8) ? high : chance(12) ? 0 : random.nextLong(high + 1);
        return switch (random.nextInt(12)) {
            case 0 -> new Metric(null, high);
            case 1 -> new Metric(high, null);
            default -> new Metric(low, high);
        };
    }

    int replicas(Config config) {
        return random.nextInt(config.max() + 3);
    }

    /** The sum of a metric's series about an edge; null if the query fails. */
    Long sum(Config config, Metric metric, long ready) {
        long perPod = config.algorithm().equals("average") ? Math.max(1, ready) : 1;
        long edge = switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> metric.high();
            case 2 -> metric.low();
            case 3 -> metric.high() + metric.high() * config.tolerance() / 1000;
            case 4 -> metric.low() - metric.low() * config.tolerance() / 1000;
            case 5 -> (metric.low() + metric.high()) / 2;
            case 6 -> metric.high() * (1 + random.nextInt(20)) / Math.max(1, ready);
            default -> random.nextLong(3 * metric.high() + 1);
        };
        long sum = Math.max(0, edge * perPod + random.nextInt(5) - 2);
        return chance(40) ? null : chance(40) ? (Long) 0L : chance(100) ? (Long) (sum * 1_000_000) : (Long) sum;
    }

    List<Pod> pods() {
        List<Pod> pods = new ArrayList<>();
        int size = chance(20) ? 0 : random.nextInt(chance(4) ? 60 : 8);
        boolean isPlain = chance(2);
        for (int i = 0; i < size; i++) {
            pods.add(isPlain && !chance(8) ? new Pod('R', 'T', -7_200_000L, -7_000_000, true, false, used()) : pod());
        }
        return pods;
    }

    private Long used() {
        return chance(12) ? null : (Long) random.nextLong(chance(5) ? 200_000 : 300);
    }

    private Pod pod() {
        long start = -one(AGES) - one(AGES);
        return new Pod(
                "RRRPPFSU".charAt(random.nextInt(8)),
                "TTTFFU-".charAt(random.nextInt(7)),
                chance(12) ? null : (Long) start,
                chance(3) ? start + 1_000 * one(SECONDS) + random.nextInt(3) - 1 : -one(AGES),
                !chance(6),
                chance(8),
                used());
    }

    List<Long> others() {
        List<Long> others = new ArrayList<>();
        for (int i = chance(3) ? random.nextInt(4) : 0; i > 0; i--) {
            others.add(random.nextLong(1_000));
        }
        return others;
    }
}
