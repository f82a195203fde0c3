package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.Fleet;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to a fleet, each workload in it is as an autoscaler of its own. */
class FleetPropertiesTest {
    private static final int TRIES = 300;

    private static List<RandomSpec> specs(long seed, LongFunction<RandomSpec> draw) {
        return LongStream.range(0, 3).mapToObj(i -> draw.apply(seed + i)).toList();
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void workloads_of_an_hpa_are_alike(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int steps) {
        live(new FleetTwins(seed, specs(seed, RandomSpec::hpa)), steps);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void workloads_with_everything_are_alike(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int steps) {
        live(new FleetTwins(seed, specs(seed, RandomSpec::everything)), steps);
    }

    private static void live(FleetTwins twins, int steps) {
        for (int i = 0; i < 4; i++) {
            twins.add();
        }
        for (int i = 0; i < steps; i++) {
            twins.check(step(twins));
        }
    }

    /** Something happens: mostly decisions. */
    private static String step(FleetTwins twins) {
        switch (twins.random.nextInt(24)) {
            case 0, 1 -> {
                twins.add();
                return "add";
            }
            case 2 -> {
                if (twins.twins.size() > 1) {
                    twins.remove(twins.any());
                }
                return "remove";
            }
            case 3 -> {
                twins.respec(twins.any());
                return "respec";
            }
            case 4 -> {
                twins.respecGroup(twins.any());
                return "respec of a group";
            }
            case 5 -> {
                twins.copy(twins.any(), twins.any());
                return "copy";
            }
            case 6 -> {
                twins.restart();
                return "restart";
            }
            default -> {
                twins.decide(twins.any());
                return "decision";
            }
        }
    }

    /** Every byte of a small fleet is damaged elsewhere; here some of any. */
    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void a_damaged_fleet_is_refused(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps, @ForAll @IntRange(max = 7) int bit) {
        FleetTwins twins = new FleetTwins(seed, specs(seed, RandomSpec::everything));
        live(twins, steps);
        byte[] bytes = twins.snapshot();
        Fleet fleet = new Fleet(Fleet.shard(twins.twins.get(0).handle));
        for (int i = twins.random.nextInt(40); i < bytes.length; i += 1 + twins.random.nextInt(200)) {
            bytes[i] ^= (byte) (1 << bit);
            assertRefused(fleet, bytes, bytes.length, twins);
            bytes[i] ^= (byte) (1 << bit);
            assertRefused(fleet, bytes, i, twins);
        }
    }

    private static void assertRefused(Fleet fleet, byte[] bytes, int length, FleetTwins twins) {
        assertThatThrownBy(() ->
                        fleet.restore(Channels.newChannel(new ByteArrayInputStream(bytes, 0, length)), twins.specs()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(fleet.groups()).isEmpty();
        assertThat(fleet.size()).isZero();
    }
}
