package dev.autoscale.testkit.proof;

import dev.autoscale.policies.flink.FlinkDecision;
import dev.autoscale.policies.flink.FlinkJob;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveFlink.Answer;
import dev.autoscale.testkit.proof.NaiveFlink.Config;
import dev.autoscale.testkit.proof.NaiveFlink.Vertex;

/** Lives of jobs of Flink beside {@link NaiveFlink}: rates, times and counts at the edge of a rule, changes that fail or come from elsewhere. */
final class FlinkLives {
    private static final int[] KEY_GROUPS = {128, 128, 12, 30, 64, 97, 100, 256, 360, 720, 1024, 1, 5};
    private static final double[] UNITS = {100, 100, 1000, 33.333, 0.7, 1234.5678, 1e-3, 1e6};
    private static final double[] ODD = {
        Double.NaN, 0, Double.POSITIVE_INFINITY, 1e-4, 4.9999e-4, 5e-4, 1e15, 1e300, Double.MIN_VALUE, -5
    };
    private static final double[] NEAR = {0, 0, 0, 0.001, -0.001, 5e-4, -5e-4, 4.99e-4, -5.01e-4};
    private static final long[] PAUSES = {0, 1, 1_499, 60_000, 60_000, 60_000, 600_000, 1_800_000, 3_600_000};

    private final SeededRandom random;
    private final Config config;
    private final FlinkJob job;
    private final NaiveFlink naive;
    private final Vertex[] vertices;
    /** The records per second that a subtask of a vertex takes. */
    private final double[] units;

    private long now;

    private FlinkLives(SeededRandom random) {
        this.random = random;
        config = FlinkDraws.config(random);
        vertices = new Vertex[1 + random.nextInt(3)];
        units = new double[vertices.length];
        job = new FlinkJob(FlinkDraws.settings(config).build(), vertices.length);
        naive = new NaiveFlink(config, vertices.length);
        for (int i = 0; i < vertices.length; i++) {
            int keyGroups = random.nextInt(100) == 0 ? 32_768 : KEY_GROUPS[random.nextInt(KEY_GROUPS.length)];
            int partitions = random.nextInt(3) == 0 ? 1 + random.nextInt(120) : 0;
            units[i] = UNITS[random.nextInt(UNITS.length)];
            vertices[i] = new Vertex(1, keyGroups, partitions, random.nextInt(3) > 0, 0, 0, 0);
            parallelism(i, 1 + random.nextInt(Math.min(keyGroups, 80)));
        }
    }

    static void live(long seed, int steps) {
        FlinkLives life = new FlinkLives(SeededRandom.of(seed).split("flink"));
        life.live(steps);
    }

    private void live(int steps) {
        now = random.nextInt(3) == 0 ? random.nextInt(100_000_000) : 1_764_380_000_000L;
        if (random.nextInt(3) == 0) {
            remember();
        }
        for (int step = 0; step < steps; step++) {
            boolean isLate = random.nextInt(60) == 0;
            now += isLate ? 0 : pause();
            boolean isBacklog = random.nextInt(8) == 0;
            for (int i = 0; i < vertices.length; i++) {
                measure(i, isBacklog);
            }
            step(step, isLate ? now - 1 - random.nextInt(100_000) : now, isBacklog);
        }
    }

    private void step(int step, long time, boolean isBacklog) {
        job.processingBacklog(isBacklog);
        boolean isFirst = random.nextInt(16) == 0;
        boolean isPreviewed = isFirst && job.preview(time);
        boolean isDue = job.decide(time);
        boolean isExpected = naive.decide(time, isBacklog, vertices.clone());
        if (isDue != isExpected || (isFirst && isPreviewed != isDue)) {
            fail(step, 0, "is rescaled: " + isDue);
        }
        for (int i = 0; i < vertices.length; i++) {
            FlinkDecision out = job.decision(i);
            Answer actual = new Answer(
                    out.parallelism(),
                    out.isOutsideBounds(),
                    out.recommended(),
                    out.scaleUpThreshold(),
                    out.scaleDownThreshold(),
                    out.expectedProcessingRate(),
                    out.isScalingLimited(),
                    out.isScalingIneffective());
            if (!actual.equals(naive.answers[i])) {
                fail(step, i, actual.toString());
            }
        }
        follow(isDue);
    }

    private void fail(int step, int index, String actual) {
        throw new AssertionError("step " + step + " at " + now + ", " + vertices[index] + " of " + config + ": "
                + actual + ", expected " + naive.answers[index]);
    }

    private void follow(boolean isDue) {
        if (isDue && random.nextInt(10) > 0) {
            now += random.nextInt(4) == 0 ? random.nextInt(60_000) : 0;
            job.rescaled(now);
            naive.rescaled(now);
            for (int i = 0; i < vertices.length; i++) {
                parallelism(i, naive.answers[i].parallelism());
            }
            now++; // no two changes at the same time
        }
        if (random.nextInt(30) == 0) {
            int i = random.nextInt(vertices.length);
            int most = random.nextInt(8) == 0 ? 1 : 140;
            parallelism(i, random.nextInt(3) == 0 ? naive.answers[i].recommended() : random.nextInt(most + 1));
        }
    }

    /** Changes of earlier times. */
    private void remember() {
        for (int i = 0; i < vertices.length; i++) {
            for (int change = random.nextInt(5); change > 0; change--) {
                long time = now - change * 60_000L;
                int from = 1 + random.nextInt(20);
                int to = change == 1 ? vertices[i].parallelism() : 1 + random.nextInt(40);
                double rate = units[i] * from * (0.5 + random.nextInt(100) / 100.0);
                double hoped = random.nextInt(20) == 0 ? rate : units[i] * to;
                job.changed(i, time, from, to, rate, hoped);
                naive.changed(i, time, from, to, rate, hoped);
            }
        }
    }

    private long pause() {
        Long since = naive.firstTrigger(random.nextInt(vertices.length));
        if (since != null && random.nextInt(4) == 0) {
            return Math.max(0, since + config.intervalMillis() + random.nextInt(3) - 1 - now);
        }
        return random.nextInt(6) == 0 ? random.nextInt(4_000_000) : PAUSES[random.nextInt(PAUSES.length)];
    }

    private void parallelism(int i, int parallelism) {
        Vertex v = vertices[i];
        vertices[i] =
                new Vertex(parallelism, v.keyGroups(), v.partitions(), v.isHash(), v.rate(), v.data(), v.catchUp());
        job.vertex(i)
                .parallelism(parallelism)
                .maxParallelism(v.keyGroups())
                .partitions(v.partitions())
                .hashInput(v.isHash());
    }

    /** A load for so many subtasks, and the rate at which they take it; both mostly at the edge of something. */
    private void measure(int i, boolean isBacklog) {
        Vertex v = vertices[i];
        double rate = units[i] * v.parallelism();
        int needed = Math.max(0, v.parallelism() + random.nextInt(31) - 17);
        double data = units[i] * (random.nextInt(3) == 0 ? random.nextInt(120) : needed) * config.target();
        data = random.nextInt(4) == 0 ? data * random.nextDouble() * 2 : data;
        data = random.nextInt(8) == 0 ? Math.rint(data) / 4 : data;
        double catchUp = random.nextInt(3) > 0 ? 0 : data * random.nextInt(20) / 16;
        switch (random.nextInt(12)) {
            case 0 -> rate = naive.upThreshold(data, catchUp, isBacklog);
            case 1 -> rate = naive.downThreshold(data, catchUp, isBacklog);
            case 2 -> rate = naive.justEffective(i);
            case 3 -> rate = naive.capacity(data, catchUp, config.target(), true) * v.parallelism() / (needed + 1.0);
            default -> rate *= random.nextInt(3) == 0 ? 0.5 + random.nextDouble() : 1;
        }
        rate += NEAR[random.nextInt(NEAR.length)];
        data = random.nextInt(40) == 0 ? ODD[random.nextInt(ODD.length)] : data;
        catchUp = random.nextInt(60) == 0 ? ODD[random.nextInt(ODD.length)] : catchUp;
        rate = random.nextInt(30) == 0 ? ODD[random.nextInt(ODD.length)] : rate;
        vertices[i] = new Vertex(v.parallelism(), v.keyGroups(), v.partitions(), v.isHash(), rate, data, catchUp);
        job.vertex(i).trueProcessingRate(rate).targetDataRate(data).catchUpDataRate(catchUp);
    }
}
