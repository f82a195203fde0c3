package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Compares windows with the plain way to compute them, bit for bit. */
class KpaWindowPropertiesTest {
    /** All buckets by their number; nothing is cached, nothing is left out. */
    private static final class Plain {
        final Map<Long, Double> sums = new HashMap<>();
        final int count;
        long newest = Long.MIN_VALUE / 4;
        long first = Long.MIN_VALUE / 4;
        double total;

        Plain(int count) {
            this.count = count;
        }

        double sum(long bucket) {
            return sums.getOrDefault(bucket, 0.0);
        }

        void record(long bucket, double value) {
            if (bucket <= newest - count) {
                return;
            }
            if (bucket - newest >= count) {
                sums.clear();
                total = 0;
                first = bucket;
                newest = bucket;
            }
            for (; newest < bucket; newest++) {
                total -= sum(newest + 1 - count);
                sums.remove(newest + 1 - count);
            }
            first = Math.min(first, bucket);
            sums.merge(bucket, value, Double::sum);
            total += value;
        }

        double linear(long bucket) {
            if (bucket - newest >= count) {
                return 0;
            }
            double sum = total;
            for (long expired = newest + 1; expired <= bucket; expired++) {
                sum -= sum(expired - count);
            }
            double millionths = sum / Math.min(newest - first + 1, count - Math.max(0, bucket - newest)) * 1e6;
            double rounded = Math.abs(millionths) >= 0x1p52
                    ? millionths
                    : Math.copySign(Math.floor(Math.abs(millionths)) + halves(Math.abs(millionths)), millionths);
            return rounded / 1e6;
        }

        private static double halves(double magnitude) {
            return magnitude - Math.floor(magnitude) >= 0.5 ? 1 : 0;
        }

        double weighted(long bucket, KpaWindow window) {
            if (bucket - newest > count) {
                return 0;
            }
            int silent = (int) Math.max(0, bucket - newest);
            double weight = window.smoothingCoefficient() * window.decay(silent);
            double sum = 0;
            for (int back = 0; back < count - silent; back++) {
                sum += sum(newest - back) * weight;
                weight *= 1 - window.smoothingCoefficient();
            }
            return sum;
        }
    }

    private static void assertSameBits(double actual, double expected) {
        assertThat(Double.doubleToRawLongBits(actual))
                .as("%s instead of %s", actual, expected)
                .isEqualTo(Double.doubleToRawLongBits(expected));
    }

    /** Of very different magnitudes, so that some samples drown in others; many of them zero, some negative. */
    private static double sample(Random random, int kind) {
        double value = random.nextDouble() * 100;
        return switch (kind) {
            case 0 -> value;
            case 1 -> random.nextInt(3) == 0 ? value : 0;
            case 2 -> Math.scalb(value, random.nextInt(220) - 110) * (random.nextBoolean() ? 1 : -1);
            case 3 -> random.nextInt(50) == 0 ? -value * 0x1p60 : value;
            case 4 -> Math.scalb(1.0, random.nextInt(1800) - 1140);
            default -> random.nextBoolean() ? 0x1p-1060 * value : -Double.MIN_VALUE;
        };
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void both_averages_are_those_of_plain_loops(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3600) int longest,
            @ForAll @IntRange(max = 5) int kind,
            @ForAll @IntRange(max = 2) int pace) {
        Random random = new Random(seed);
        int count = random.nextBoolean() ? 1 + longest % 70 : longest;
        KpaWindow linear = KpaWindow.linear(Duration.ofSeconds(count));
        KpaWindow weighted = KpaWindow.weighted(Duration.ofSeconds(count));
        Plain plain = new Plain(count);
        long now = random.nextInt();
        for (int step = 0; step < 400; step++) {
            now += pace == 0 ? 1 : random.nextInt(pace == 1 ? 4 : Math.max(2, count / 40));
            now += random.nextInt(200) == 0 ? random.nextInt(2 * count) : 0;
            long bucket = random.nextInt(4) == 0 ? now - random.nextInt(count + 3) : now;
            double value = sample(random, kind);
            assertThat(linear.record(bucket * 1000 + random.nextInt(1000), value))
                    .isEqualTo(bucket > plain.newest - count);
            weighted.record(bucket * 1000, value);
            plain.record(bucket, value);
            long asked = now + (random.nextInt(3) == 0 ? random.nextInt(count + 3) - 1 : 0);
            assertSameBits(linear.average(asked * 1000 + 999), plain.linear(asked));
            assertSameBits(weighted.average(asked * 1000), plain.weighted(asked, weighted));
            if (step % 97 == 0) {
                linear = restored(linear, KpaWindow.linear(Duration.ofSeconds(count)));
                weighted = restored(weighted, KpaWindow.weighted(Duration.ofSeconds(count)));
            }
        }
    }

    private static KpaWindow restored(KpaWindow window, KpaWindow other) {
        ByteBuffer bytes = ByteBuffer.allocate(window.buckets.snapshotSize());
        window.buckets.write(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(other.buckets.skip(bytes, 0, bytes.limit(), Long.MAX_VALUE)).isEqualTo(bytes.limit());
        other.record(123_000, 4);
        other.read(bytes.flip());
        return other;
    }

    @Property(tries = 200)
    void silence_is_followed_from_question_to_question(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 600) int count) {
        Random random = new Random(seed);
        KpaWindow window = KpaWindow.linear(Duration.ofSeconds(count));
        Plain plain = new Plain(count);
        for (int bucket = 0; bucket < count; bucket++) {
            double value = sample(random, 2);
            window.record(bucket * 1000L, value);
            plain.record(bucket, value);
        }
        for (long asked = count - 1; asked < 2L * count + 2; asked += random.nextInt(4) - 1) {
            assertSameBits(window.average(asked * 1000), plain.linear(asked));
        }
    }

    @Property(tries = 200)
    void a_resized_window_has_the_newest_buckets_and_goes_on(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int from,
            @ForAll @IntRange(min = 1, max = 200) int to) {
        Random random = new Random(seed);
        KpaWindow window = KpaWindow.weighted(Duration.ofSeconds(from));
        Plain plain = new Plain(to);
        double[] values = random.doubles(from, 0, 100).toArray();
        for (int bucket = 0; bucket < from; bucket++) {
            window.record(bucket * 1000L, values[bucket]);
            plain.sums.put((long) bucket, values[bucket]);
        }
        plain.newest = from - 1;
        window.resize((from - 1) * 1000L, Duration.ofSeconds(to));
        if (from == to) {
            return;
        }
        for (long bucket = from - 1; bucket < from + 300; bucket++) {
            assertSameBits(window.average(bucket * 1000), plain.weighted(bucket, window));
            if (bucket % 3 == 0) {
                window.record(bucket * 1000, 0x1p40);
                plain.record(bucket, 0x1p40);
            }
        }
    }
}
