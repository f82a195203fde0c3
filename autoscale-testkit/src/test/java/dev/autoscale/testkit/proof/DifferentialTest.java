package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveHpa.Config;
import dev.autoscale.testkit.proof.NaiveHpa.Policy;
import dev.autoscale.testkit.proof.NaiveHpa.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * Long random lives beside models that do the same as plainly as possible: as many steps of each as {@code -Dautoscale.steps} says. Where they
 * differ, a file says which life it was; {@code -Dautoscale.replay=FILE} lives it again.
 */
class DifferentialTest {
    private static final int STEPS = Integer.getInteger("autoscale.steps", 50_000);
    private static final String REPLAY = System.getProperty("autoscale.replay", "");
    private static final Path FOLDER = Path.of("target", "differential");
    private static final int STEPS_OF_A_LIFE = 1_000;
    private static final int STEPS_OF_A_LIFE_WITH_EVERYTHING = 60;
    private static final int STEPS_OF_AN_UPSTREAM = 100;
    /** More than a life has steps, so that nothing is merged: the models merge nothing. */
    private static final int WHOLE_HISTORY = 2 * STEPS_OF_A_LIFE;

    private static final long[] PAUSES = {0, 1, 14_999, 15_000, 15_000, 15_000, 15_001, 30_000, 60_000, 300_000};

    private interface Life {
        void live(long seed, int steps);
    }

    private static void run(String model, int stepsOfALife, Life life) throws IOException {
        if (!REPLAY.isEmpty()) {
            Properties replay = new Properties();
            try (var in = Files.newInputStream(Path.of(REPLAY))) {
                replay.load(in);
            }
            if (model.equals(replay.getProperty("model"))) {
                life.live(Long.parseLong(replay.getProperty("seed")), Integer.parseInt(replay.getProperty("steps")));
            }
            return;
        }
        for (long seed = 0; seed < STEPS / stepsOfALife; seed++) {
            try {
                life.live(seed, stepsOfALife);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay with -Dautoscale.replay=" + written(model, seed, stepsOfALife), e);
            }
        }
    }

    private static Path written(String model, long seed, int steps) {
        Path file = FOLDER.resolve(model + '-' + seed + ".properties").toAbsolutePath();
        try {
            Files.createDirectories(FOLDER);
            return Files.writeString(file, "model=" + model + "\nseed=" + seed + "\nsteps=" + steps + '\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_hpa() throws IOException {
        run("hpa", STEPS_OF_A_LIFE, DifferentialTest::followNaiveHpa);
    }

    @Test
    void everything() throws IOException {
        run("everything", STEPS_OF_A_LIFE_WITH_EVERYTHING, EverythingPropertiesTest::followNaiveModel);
    }

    @Test
    void nomad() throws IOException {
        run("nomad", STEPS_OF_AN_UPSTREAM, NomadLives::live);
    }

    @Test
    void cloud_foundry() throws IOException {
        run("cf", STEPS_OF_AN_UPSTREAM, CfLives::live);
    }

    @Test
    void wpa() throws IOException {
        run("wpa", STEPS_OF_AN_UPSTREAM, WpaLives::live);
    }

    @Test
    void ray() throws IOException {
        run("ray", STEPS_OF_AN_UPSTREAM, RayLives::live);
    }

    @Test
    void requests_of_ray() throws IOException {
        run("ray-requests", STEPS_OF_AN_UPSTREAM, RayRequestLives::live);
    }

    @Test
    void flink() throws IOException {
        run("flink", STEPS_OF_AN_UPSTREAM, FlinkLives::live);
    }

    @Test
    void vertices_of_flink() throws IOException {
        run("flink-vertex", STEPS_OF_AN_UPSTREAM, FlinkVertexLives::live);
    }

    private static void followNaiveHpa(long seed, int steps) {
        SeededRandom random = SeededRandom.of(seed).split("hpa");
        Config config = config(random);
        Autoscaler autoscaler = SmallWorldTest.builder(config)
                .historyCapacity(WHOLE_HISTORY)
                .build()
                .newAutoscaler();
        NaiveHpa naive = new NaiveHpa(config);
        Observation in = autoscaler.newObservation();
        Decision out = autoscaler.newDecision();
        long now = 1_700_000_000_000L;
        int replicas = random.nextInt(config.max() + 2);
        for (int step = 0; step < steps; step++) {
            now += random.nextInt(8) == 0 ? random.nextInt(120_000) : PAUSES[random.nextInt(PAUSES.length)];
            int existing = replicas + (random.nextInt(6) == 0 ? 1 + random.nextInt(2) : 0);
            in.at(now).replicas(replicas, existing);
            Long[] values = values(random, in, config, replicas);
            autoscaler.decide(in, out);
            int expected = naive.decide(now, replicas, existing, values);
            assertThat(new int[] {out.recommended(), out.stabilized(), out.limited(), out.replicas()})
                    .as("step %s at %s of %s: %s", step, now, config, out)
                    .containsExactly(naive.recommended, naive.stabilized, naive.limited, expected);
            boolean fails = out.hasChange() && random.nextInt(10) == 0;
            if (fails) {
                autoscaler.scaleFailed(now);
                naive.scaleFailed();
            } else if (out.hasChange()) {
                autoscaler.scaled(now, replicas, expected);
                naive.scaled(now, replicas, expected);
            }
            replicas = random.nextInt(40) == 0 ? random.nextInt(config.max() + 2) : fails ? replicas : expected;
        }
    }

    private static Long[] values(SeededRandom random, Observation in, Config config, int replicas) {
        Long[] values = new Long[config.metrics()];
        for (int metric = 0; metric < values.length; metric++) {
            if (random.nextInt(12) == 0) {
                in.failed(metric);
            } else {
                int about = Math.max(1, replicas) * (int) NaiveHpa.TARGET_MILLI;
                long milli = random.nextInt(4) == 0 ? random.nextInt(80_000) : random.nextInt(2 * about);
                values[metric] = milli;
                in.valueMilli(metric, milli);
            }
        }
        return values;
    }

    private static Config config(SeededRandom random) {
        int min = random.nextInt(3);
        boolean isLegacy = random.nextInt(5) == 0;
        long downMillis = random.nextInt(21) * 15_000L;
        return new Config(
                min,
                min + 1 + random.nextInt(60),
                min == 0,
                isLegacy,
                downMillis,
                rules(random, 5),
                rules(random, 21),
                1 + random.nextInt(3));
    }

    private static Rules rules(SeededRandom random, int longestWindow) {
        List<Policy> policies = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            boolean isPercent = random.nextInt(2) == 0;
            int value = isPercent ? 1 + random.nextInt(200) : 1 + random.nextInt(8);
            policies.add(new Policy(isPercent, value, (1 + random.nextInt(12)) * 15_000L));
        }
        String select = List.of("Max", "Max", "Max", "Min", "Min", "Disabled").get(random.nextInt(6));
        return new Rules(random.nextInt(longestWindow) * 15_000L, select, policies);
    }
}
