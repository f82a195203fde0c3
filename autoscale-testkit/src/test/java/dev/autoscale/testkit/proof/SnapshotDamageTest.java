package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.DecisionInvariants;
import dev.autoscale.testkit.KpaInvariants;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.drive.Snapshots;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/**
 * Damaged snapshots, as many of each kind as {@code -Dautoscale.damages} says. Those whose checksum is wrong are all refused. Those whose
 * checksum was made to fit are refused, or lead to a memory that decides soundly and has the same bytes. Checksums are worked out as the page
 * about the format describes them.
 */
class SnapshotDamageTest {
    private static final int DAMAGES = Integer.getInteger("autoscale.damages", 20_000);
    private static final int DAMAGES_OF_A_LIFE = 100;
    private static final int STEPS_AFTER = 4;
    /** Version, size, fingerprint: what is said of them is refused for other reasons. */
    private static final int HEADER = 16;

    /** What is damaged, and how its damages come out. */
    private record Kind<I extends ScalingObservation<I>, O extends ScalingDecision>(
            ScalingEngine<I, O> engine,
            ScalingEngine<I, O> other,
            WorkloadRun<I, O> life,
            Consumer<O> invariants,
            UnaryOperator<byte[]> withChecksum,
            int checksumBytes) {
        void live(ScalingEngine<I, O> of, int steps, boolean checks) {
            I in = of.newObservation();
            O out = of.newDecision();
            for (int i = 0; i < steps; i++) {
                life.next();
                life.measure(in);
                of.decide(in, out);
                if (checks) {
                    invariants.accept(out);
                }
                life.answered(out);
                life.tell(of);
            }
        }

        /** Returns how many damages were let through. */
        int damage(SeededRandom random, int damages, String name) {
            live(engine, 1 + random.nextInt(120), true);
            byte[] good = Snapshots.bytes(engine);
            assertThat(withChecksum.apply(good)).as("checksum of %s", name).isEqualTo(good);
            int accepted = 0;
            for (int i = 0; i < damages; i++) {
                byte[] damaged = damaged(random, good);
                if (Arrays.equals(damaged, good)) {
                    continue;
                }
                String which = name + ", damage " + i;
                assertThat(isRestored(damaged, which)).as(which).isFalse();
                byte[] sealed = withChecksum.apply(damaged);
                if (isRestored(sealed, which)) {
                    accepted++;
                    assertThat(Snapshots.bytes(other)).as(which).isEqualTo(sealed);
                    try {
                        live(other, STEPS_AFTER, true);
                    } catch (RuntimeException | AssertionError e) {
                        throw new AssertionError(which, e);
                    }
                }
            }
            return accepted;
        }

        private boolean isRestored(byte[] bytes, String which) {
            try {
                other.restore(ByteBuffer.wrap(bytes));
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            } catch (RuntimeException e) {
                throw new AssertionError(which, e);
            }
        }

        /** One to three longs or ints are others. */
        private byte[] damaged(SeededRandom random, byte[] good) {
            byte[] bytes = good.clone();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int room = bytes.length - HEADER - checksumBytes;
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = HEADER + random.nextInt(room / Integer.BYTES - 1) * Integer.BYTES;
                switch (random.nextInt(5)) {
                    case 0 -> buffer.putLong(at, random.nextLong());
                    case 1 -> buffer.putInt(at, random.nextInt(7) - 3);
                    case 2 -> buffer.putLong(at, buffer.getLong(at) + random.nextInt(5) - 2);
                    case 3 -> buffer.put(at, (byte) (buffer.get(at) ^ 1 << random.nextInt(8)));
                    default ->
                        buffer.putLong(at, buffer.getLong(HEADER + random.nextInt(room / Long.BYTES) * Long.BYTES));
                }
            }
            return bytes;
        }
    }

    private interface Kinds {
        Kind<?, ?> of(long seed);
    }

    private static void damage(String name, Kinds kinds) {
        int accepted = 0;
        for (int seed = 0; seed < DAMAGES / DAMAGES_OF_A_LIFE; seed++) {
            accepted += kinds.of(seed)
                    .damage(SeededRandom.of(seed).split("damage"), DAMAGES_OF_A_LIFE, name + ", seed " + seed);
        }
        System.out.println(name + ": " + DAMAGES + " damages, " + accepted + " with a fitting checksum restored");
    }

    @Test
    void of_random_specs() {
        damage("hpa", seed -> main(Walks.of(seed)));
    }

    @Test
    void of_random_specs_with_everything() {
        damage("everything", seed -> main(Walks.withEverything(seed)));
    }

    @Test
    void of_each_policy() {
        EachPolicy[] policies = EachPolicy.values();
        damage("policies", seed -> {
            AutoscalerSpec spec = policies[(int) (seed % policies.length)].spec();
            return main(spec, new PolicyLife(spec, seed, 200));
        });
    }

    @Test
    void of_revisions_of_knative() {
        damage("knative", seed -> {
            RandomKnativeLife life = RandomKnativeLife.of(seed);
            KpaSpec spec = life.spec();
            return new Kind<KpaObservation, KpaDecision>(
                    spec.newAutoscaler(life.epochMillis(), 1),
                    spec.newAutoscaler(life.epochMillis(), 1),
                    life,
                    out -> KpaInvariants.check(spec, out),
                    SnapshotDamageTest::withCrc,
                    Integer.BYTES);
        });
    }

    private static Kind<Observation, Decision> main(RandomLife life) {
        return main(life.spec(), life);
    }

    private static Kind<Observation, Decision> main(AutoscalerSpec spec, WorkloadRun<Observation, Decision> life) {
        Autoscaler engine = spec.newAutoscaler();
        return new Kind<>(
                engine,
                spec.newAutoscaler(),
                life,
                out -> DecisionInvariants.check(spec, out),
                SnapshotDamageTest::withSum,
                Long.BYTES);
    }

    /** With the checksum of the main engine, in the last long. */
    private static byte[] withSum(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.clone());
        int longs = bytes.length / Long.BYTES - 1;
        long[] sums = {0x6175746f7363616cL, 0x9E3779B97F4A7C15L};
        for (int i = 0; i < longs; i++) {
            int row = i % 2 == 1 ? 1 : 0;
            sums[row] = step(sums[row], buffer.getLong(i * Long.BYTES));
        }
        return buffer.putLong(longs * Long.BYTES, step(step(sums[0], 0), sums[1]))
                .array();
    }

    private static long step(long sum, long value) {
        long mixed = (sum ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    /** With the CRC-32C of Knative's engine, in the last int. */
    private static byte[] withCrc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        int end = bytes.length - Integer.BYTES;
        crc.update(bytes, 0, end);
        return ByteBuffer.wrap(bytes.clone()).putInt(end, (int) crc.getValue()).array();
    }
}
