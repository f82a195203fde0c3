package dev.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private static void assertBitsAreSeen(int longs, ToLongFunction<ByteBuffer> hash) {
        ByteBuffer bytes = ByteBuffer.allocate(longs * Long.BYTES);
        SplittableRandom random = new SplittableRandom(longs);
        for (int i = 0; i < longs; i++) {
            bytes.putLong(i * Long.BYTES, random.nextLong() >> random.nextInt(Long.SIZE));
        }
        long good = hash.applyAsLong(bytes);
        int bits = longs * Long.SIZE;
        for (int one = 0; one < bits; one++) {
            turn(bytes, one);
            assertThat(hash.applyAsLong(bytes)).as("bit %s", one).isNotEqualTo(good);
            for (int other = 0; other < one; other++) {
                turn(bytes, other);
                if (hash.applyAsLong(bytes) == good) {
                    throw new AssertionError(longs + " longs: bits " + other + " and " + one + " are not seen");
                }
                turn(bytes, other);
            }
            turn(bytes, one);
        }
    }

    private static void turn(ByteBuffer bytes, int bit) {
        int at = bit / Long.SIZE * Long.BYTES;
        bytes.putLong(at, bytes.getLong(at) ^ (1L << (bit % Long.SIZE)));
    }

    @Test
    void one_bit_or_any_two_that_are_turned_are_seen() {
        for (int longs = 1; longs <= 8; longs++) {
            assertBitsAreSeen(longs, bytes -> Checksum.of(bytes, 0, bytes.limit()));
            assertBitsAreSeen(
                    longs, bytes -> new Checksum().add(bytes, 0, bytes.limit()).value());
        }
    }
}
