import dev.autoscale.Autoscaler;
import dev.autoscale.Decision;
import dev.autoscale.policies.knative.KpaAggregation;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.RandomLife;
import dev.autoscale.testkit.proof.RandomSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32C;

/**
 * A number for all that a few thousand random lives decide, explain and remember: the same on every JDK and with every compiler.
 * Arguments: how many lives, of how many steps.
 */
final class Digest {
    private final CRC32C sum = new CRC32C();

    public static void main(String[] args) {
        int lives = Integer.parseInt(args[0]);
        int steps = Integer.parseInt(args[1]);
        Digest digest = new Digest();
        for (int seed = 0; seed < lives; seed++) {
            digest.live(RandomSpec.hpa(seed), seed, steps);
            digest.live(RandomSpec.everything(seed), seed, steps);
            digest.live(seed, steps);
        }
        System.out.println(Long.toHexString(digest.sum.getValue()));
    }

    private void live(RandomSpec drawn, long seed, int steps) {
        RandomLife life = RandomLife.of(drawn, seed);
        Autoscaler autoscaler = drawn.spec().newAutoscaler();
        var in = autoscaler.newObservation();
        Decision out = autoscaler.newDecision();
        for (int i = 0; i < steps; i++) {
            life.next();
            life.measure(in);
            autoscaler.decide(in, out);
            add(out.toString());
            add(out.toJson(new StringBuilder()).toString());
            add(Long.toString(out.recheckAtMillis()));
            life.answered(out);
            life.tell(autoscaler);
        }
        ByteBuffer bytes = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(bytes);
        sum.update(bytes.flip());
    }

    /** A revision of Knative. */
    private void live(long seed, int steps) {
        SeededRandom random = SeededRandom.of(seed);
        KpaAggregation aggregation = KpaAggregation.values()[random.nextInt(2)];
        KpaSpec spec = KpaSpec.builder()
                .target(1 + random.nextInt(20))
                .aggregation(aggregation)
                .scaleDownDelay(Duration.ofSeconds(random.nextInt(60)))
                .build();
        var autoscaler = spec.newAutoscaler(0, 1);
        KpaObservation in = spec.newObservation();
        KpaDecision out = spec.newDecision();
        int pods = 1;
        for (int i = 1; i <= steps; i++) {
            long now = i * 2_000L;
            in.at(now).replicas(pods).ready(pods).record(now - 1_000, random.nextInt(500) / 7.0).record(now, random.nextInt(90));
            autoscaler.decide(in, out);
            add(out.toString());
            pods = out.isValid() ? out.desired() : pods;
        }
        ByteBuffer bytes = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(bytes);
        sum.update(bytes.flip());
    }

    private void add(String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
