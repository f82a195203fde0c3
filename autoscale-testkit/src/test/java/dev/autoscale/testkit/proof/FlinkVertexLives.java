package dev.autoscale.testkit.proof;

import dev.autoscale.policies.flink.FlinkVertexPolicy;
import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveFlink.Answer;
import dev.autoscale.testkit.proof.NaiveFlink.Config;
import dev.autoscale.testkit.proof.NaiveFlink.Vertex;
import java.time.Duration;

/** Lives of single vertices of Flink beside {@link NaiveFlink}: what is measured, and what lag asks for. */
final class FlinkVertexLives {
    private static final double[] BAD = {Double.NaN, Double.POSITIVE_INFINITY, -1, -1e-9};
    private static final int[] LAG_THRESHOLDS = {300_000, 0, 60_500, 999, 86_400_000};
    private static final int[] KEY_GROUPS = {128, 100, 30, 12, 720, 97};
    private static final long[] PAUSES = {0, 1, 1_500, 60_000, 60_000, 60_000, 600_000, 3_600_000};
    private static final int[] NOTED = {1, 2, 3, 4};

    private final SeededRandom random;
    private final Config config;
    private final long lagSeconds;
    private final int keyGroups;
    private final int partitions;
    private final boolean isHash;
    private final double perSubtask;
    private final NaiveFlink naive;
    private final UpstreamAutoscaler autoscaler;
    private final UpstreamObservation in;
    private final UpstreamDecision out;
    private long now = 1_764_380_000_000L;
    private int replicas;

    private FlinkVertexLives(SeededRandom random) {
        this.random = random;
        config = FlinkDraws.config(random);
        int lagMillis = LAG_THRESHOLDS[random.nextInt(LAG_THRESHOLDS.length)];
        lagSeconds = lagMillis / 1000;
        keyGroups = KEY_GROUPS[random.nextInt(KEY_GROUPS.length)];
        partitions = random.nextInt(3) == 0 ? 1 + random.nextInt(120) : 0;
        isHash = random.nextInt(3) > 0;
        perSubtask = random.nextBoolean() ? 100 : (1 + random.nextInt(100_000)) / 1000.0;
        replicas = 1 + random.nextInt(keyGroups);
        naive = new NaiveFlink(config, 1);
        FlinkVertexPolicy policy = FlinkVertexPolicy.of(
                FlinkDraws.settings(config)
                        .backlogProcessingLagThreshold(Duration.ofMillis(lagMillis))
                        .build(),
                keyGroups,
                partitions,
                isHash);
        policy = random.nextInt(3) == 0 ? policy.withRatePerSubtask(perSubtask) : policy;
        autoscaler = policy.newAutoscaler(now, replicas);
        in = policy.newObservation();
        out = policy.newDecision();
    }

    static void live(long seed, int steps) {
        FlinkVertexLives life = new FlinkVertexLives(SeededRandom.of(seed).split("flink-vertex"));
        for (int step = 0; step < steps; step++) {
            life.step(step);
        }
    }

    private void step(int step) {
        Long since = naive.firstTrigger(0);
        boolean isAtEdge = since != null && random.nextInt(4) == 0;
        long pause = isAtEdge ? since + config.intervalMillis() - now : PAUSES[random.nextInt(PAUSES.length)];
        now += Math.max(0, pause);
        double incoming = perSubtask * config.target() * random.nextInt(random.nextBoolean() ? 2 * replicas + 2 : 200);
        incoming = random.nextInt(20) == 0 ? 0 : incoming;
        double lag = random.nextInt(3) > 0 ? 0 : incoming * lagSeconds + (random.nextInt(3) - 1) * random.nextInt(1000);
        boolean isKnown = out.policy().metrics().size() == 2;
        double rate = perSubtask * replicas * (isKnown || random.nextBoolean() ? 1 : 0.5 + random.nextDouble());
        incoming = random.nextInt(40) == 0 ? BAD[random.nextInt(BAD.length)] : incoming;
        lag = random.nextInt(40) == 0 ? BAD[random.nextInt(BAD.length)] : lag;
        rate = !isKnown && random.nextInt(40) == 0 ? BAD[random.nextInt(BAD.length)] : rate;
        in.at(now).replicas(replicas).value(0, incoming).value(1, lag);
        if (!isKnown) {
            in.value(2, rate);
        }
        autoscaler.decide(in, out);
        compare(step, incoming, lag, rate);
    }

    private static boolean isGood(double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY;
    }

    private void compare(int step, double incoming, double lag, double rate) {
        boolean hasData = isGood(incoming) && isGood(lag) && isGood(rate) && replicas >= 1 && replicas <= keyGroups;
        int expected = replicas;
        String why = "NO_DATA";
        boolean isDue = false;
        double[] notes = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
        if (hasData) {
            long seconds = config.catchUpMillis() / 1000;
            double catchUp = seconds == 0 ? 0 : lag / seconds;
            Vertex vertex = new Vertex(replicas, keyGroups, partitions, isHash, rate, incoming, catchUp);
            isDue = naive.decide(now, lag / incoming > lagSeconds, vertex);
            Answer answer = naive.answers[0];
            expected = isDue ? answer.parallelism() : replicas;
            why = why(answer);
            notes = new double[] {answer.recommended(), answer.up(), answer.down(), answer.expected()};
        }
        boolean isSame = out.replicas() == expected && out.reason().name().equals(why);
        for (int i = 0; i < notes.length; i++) {
            isSame &= Double.compare(out.note(NOTED[i]), notes[i]) == 0;
        }
        if (!isSame) {
            throw new AssertionError("step " + step + " with " + in + " of " + out.policy() + ": " + out + "expected "
                    + expected + ", " + why + (hasData ? ", " + naive.answers[0] : ""));
        }
        follow(isDue);
    }

    private String why(Answer answer) {
        if (answer.isOutside()) {
            return answer.recommended() > replicas ? "OVERUTILIZED" : "UNDERUTILIZED";
        }
        if (answer.parallelism() != replicas) {
            return "WITHIN_BOUNDS";
        }
        if (answer.recommended() < replicas) {
            return "SCALE_DOWN_DELAYED";
        }
        return answer.isIneffective() ? "INEFFECTIVE_SCALING" : answer.isLimited() ? "SCALING_LIMITED" : "AT_TARGET";
    }

    private void follow(boolean isDue) {
        if (isDue && random.nextInt(8) == 0) {
            autoscaler.scaleFailed(now);
        } else if (isDue) {
            autoscaler.scaled(out);
            naive.rescaled(now);
            replicas = out.replicas();
            now++; // no two changes at the same time
        }
        if (random.nextInt(30) == 0) {
            replicas = random.nextInt(keyGroups + 2);
        }
    }
}
