package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.nomad.NomadAction;
import dev.autoscale.policies.nomad.NomadCheck;
import dev.autoscale.policies.nomad.NomadPolicy;
import dev.autoscale.policies.nomad.NomadSchedule;
import dev.autoscale.policies.nomad.NomadStrategy;
import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveNomad.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Random lives of Nomad's policies beside {@link NaiveNomad}. */
final class NomadLives {
    /** After a pause that is shorter comes one that is not: so no value of a window is dropped, as the model drops none. */
    private static final long LONG_MILLIS = 1_000;

    private static final Duration EVALUATION_INTERVAL = Duration.ofMillis(LONG_MILLIS / 2);

    private static final long[] PAUSES = {
        0, 1, 999, 1_000, 5_000, 9_999, 10_000, 10_000, 10_000, 10_001, 60_000, 600_000
    };
    private static final int EVALUATIONS_OF_A_POLICY = 10;
    private static final int TIMES_OF_A_SCHEDULE = 5;
    private static final int FEWEST_STEPS_OF_A_POLICY = 8;

    private final NomadDraws draws;
    private final NaiveNomad.Policy config;
    private final NomadPolicy policy;

    private NomadLives(SeededRandom random) {
        draws = new NomadDraws(random);
        config = draws.policy();
        policy = policy(config);
    }

    /** Most lives are those of engines; the others ask a policy or its schedules alone. */
    static void live(long seed, int steps) {
        switch ((int) (seed % 8)) {
            case 0, 1 -> evaluate(seed, steps);
            case 2 -> isActive(seed, steps);
            default -> decide(seed, steps);
        }
    }

    /** Engines, one after the other. */
    private static void decide(long seed, int steps) {
        SeededRandom random = SeededRandom.of(seed).split("nomad");
        for (int step = 0; step < steps; ) {
            int some = Math.min(steps - step, FEWEST_STEPS_OF_A_POLICY << random.nextInt(5));
            new NomadLives(random).decide(random, some);
            step += some;
        }
    }

    /** Single evaluations, each of values of its own. */
    private static void evaluate(long seed, int steps) {
        SeededRandom random = SeededRandom.of(seed).split("nomad evaluations");
        NomadLives life = null;
        for (int step = 0; step < steps; step++) {
            life = step % EVALUATIONS_OF_A_POLICY == 0 ? new NomadLives(random) : life;
            life.evaluate(random);
        }
    }

    /** Schedules, each at a time of its own. */
    private static void isActive(long seed, int steps) {
        SeededRandom random = SeededRandom.of(seed).split("nomad schedules");
        NomadDraws draws = new NomadDraws(random);
        NaiveNomad.Schedule naive = null;
        for (int step = 0; step < steps; step++) {
            naive = step % TIMES_OF_A_SCHEDULE == 0 ? draws.schedule() : naive;
            long nanos = draws.instant(naive);
            assertThat(schedule(naive).isActive(Instant.EPOCH.plusNanos(nanos)))
                    .as("step %s: %s at %s", step, naive, Instant.EPOCH.plusNanos(nanos))
                    .isEqualTo(naive.isActive(nanos));
        }
    }

    private void decide(SeededRandom random, int steps) {
        NaiveNomad naive = new NaiveNomad(config);
        long now = draws.startMillis();
        int replicas = draws.count(config);
        UpstreamAutoscaler autoscaler = policy.newAutoscaler(now, replicas);
        UpstreamObservation in = policy.newObservation();
        UpstreamDecision out = policy.newDecision();
        long pause = 0;
        for (int step = 0; step < steps; step++) {
            long drawn = random.nextInt(8) == 0 ? random.nextInt(120_000) : PAUSES[random.nextInt(PAUSES.length)];
            long told = told(random, now, pause < LONG_MILLIS ? Math.max(drawn, LONG_MILLIS) : drawn);
            pause = Math.max(0, told - now);
            now += pause;
            forgetsUnknown(random, autoscaler, in.at(told), out);
            double[] values = values(random, in.at(told).replicas(replicas), replicas);
            autoscaler.decide(in, out);
            Action expected = naive.decide(now, replicas, values);
            assertThat(out.replicas() + " " + out.reason())
                    .as("step %s, %s of %s: %s", step, in, config, out)
                    .isEqualTo(expected.count() + " " + expected.kind());
            int before = replicas;
            if (out.hasChange() && random.nextInt(10) == 0) {
                autoscaler.scaleFailed(now);
                naive.scaleFailed();
            } else if (out.hasChange()) {
                replicas = out.replicas();
                autoscaler.scaled(now, before, replicas);
                naive.scaled(now);
            }
            if (random.nextInt(12) == 0) {
                int others = draws.count(config);
                autoscaler.scaled(now, replicas, others);
                replicas = others;
            }
        }
    }

    /** At times what is told is earlier than what was told before, which counts as no time passed. */
    static long told(SeededRandom random, long now, long pause) {
        return random.nextInt(40) == 0 ? now - random.nextInt(100_000) : now + pause;
    }

    /** At times the count is unknown, of which nothing is remembered. */
    static void forgetsUnknown(
            SeededRandom random, UpstreamAutoscaler autoscaler, UpstreamObservation in, UpstreamDecision out) {
        if (random.nextInt(40) == 0) {
            autoscaler.decide(in.replicas(-1 - random.nextInt(2)), out);
            assertThat(out.hasChange()).as("%s", out).isFalse();
        }
    }

    /** Draws the values of all checks; those of one query are the same. */
    private double[] values(SeededRandom random, UpstreamObservation in, int replicas) {
        for (int i = 0; i < policy.metrics().size(); i++) {
            String metric = policy.metrics().get(i);
            List<NaiveNomad.Check> asking = config.checks().stream()
                    .filter(check -> check.query().equals(metric))
                    .toList();
            in.value(i, draws.value(asking.get(random.nextInt(asking.size())), replicas));
        }
        return config.checks().stream()
                .mapToInt(check -> policy.metrics().indexOf(check.query()))
                .mapToDouble(metric -> metric < 0 ? Double.NaN : in.value(metric))
                .toArray();
    }

    private void evaluate(SeededRandom random) {
        NaiveNomad naive = new NaiveNomad(config);
        long[] memory = new long[policy.memorySize()];
        long now = draws.startMillis();
        long count = random.nextInt(30) == 0 ? draws.largeCount() : draws.count(config);
        for (int i = 0; i < config.checks().size(); i++) {
            for (long millis : draws.times(now, config.checks().get(i))) {
                double value = draws.value(config.checks().get(i), count);
                value = random.nextInt(4) == 0 ? -value : value;
                naive.record(i, millis, Double.isFinite(value) ? value : Double.NaN);
                policy.record(memory, i, millis, value);
            }
        }
        long action = policy.evaluate(now, count, memory);
        Action expected = naive.evaluate(now, count);
        assertThat(NomadAction.kind(action).name() + NomadAction.count(action) + NomadAction.scales(action, count))
                .as("%s at %s with %s", config, count, naive.samples)
                .isEqualTo(expected.kind() + expected.count() + expected.scales(count));
    }

    private static NomadPolicy policy(NaiveNomad.Policy config) {
        NomadPolicy.Builder builder = NomadPolicy.builder((int) config.min(), (int) config.max())
                .onCheckError(onError(config.onCheckError()))
                .cooldown(Duration.ofMillis(config.cooldownMillis()))
                .cooldownOnScaleUp(Duration.ofMillis(config.upCooldownMillis()))
                .evaluationInterval(EVALUATION_INTERVAL)
                .schedule(schedule(config.schedule()));
        for (NaiveNomad.Check check : config.checks()) {
            builder.check(NomadCheck.of(check.query(), strategy(check))
                    .group(check.group())
                    .onError(onError(check.onError()))
                    .queryWindow(Duration.ofMillis(check.windowMillis()))
                    .queryWindowOffset(Duration.ofMillis(check.offsetMillis()))
                    .schedule(schedule(check.schedule()))
                    .build());
        }
        return builder.build();
    }

    static NomadStrategy strategy(NaiveNomad.Check check) {
        NomadStrategy.Builder builder = NomadStrategy.of(Arrays.stream(NomadStrategy.Type.values())
                .filter(type -> type.toString().equals(check.strategy()))
                .findFirst()
                .orElseThrow());
        check.config().forEach(builder::set);
        return builder.buildUnchecked();
    }

    private static NomadCheck.OnError onError(String text) {
        return text.isEmpty() ? NomadCheck.OnError.UNSET : NomadCheck.OnError.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static NomadSchedule schedule(NaiveNomad.Schedule schedule) {
        if (schedule == null) {
            return null;
        }
        NomadSchedule.Builder builder =
                NomadSchedule.builder().start(schedule.start().toString());
        return schedule.end() == null
                ? builder.duration(schedule.durationNanos() + "ns").build()
                : builder.end(schedule.end().toString()).build();
    }
}
