package dev.autoscale.policies.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamAutoscalerTest {
    private enum Why {
        COUNTED,
        NO_VALUE
    }

    /** Wants what is measured plus how often it was asked, changed and failed. */
    private static final class Counting extends UpstreamPolicy {
        private final int step;

        Counting(int step) {
            super("counting", List.of("load"), 0, 100);
            this.step = step;
        }

        @Override
        public List<String> notes() {
            return List.of("asked");
        }

        @Override
        protected int memorySize() {
            return 2;
        }

        @Override
        protected void begin(long[] memory, long epochMillis, int replicas) {
            memory[1] = replicas;
        }

        @Override
        protected void decide(long nowMillis, UpstreamObservation in, long[] memory, UpstreamDecision out) {
            if (Double.isNaN(in.value(0))) {
                out.keep(Why.NO_VALUE);
                return;
            }
            memory[0] += step;
            out.note(0, memory[0]);
            out.answer((int) (in.value(0) + memory[0] + memory[1]), Why.COUNTED);
        }

        @Override
        protected void scaled(long[] memory, long nowMillis, int from, int to) {
            memory[1] = to;
        }

        @Override
        protected void scaleFailed(long[] memory, long nowMillis) {
            memory[0] = 0;
        }

        @Override
        protected boolean isPossible(long[] memory) {
            return memory[0] >= 0 && memory[1] >= 0;
        }

        @Override
        public String toString() {
            return "Counting[step=" + step + ']';
        }
    }

    private final UpstreamPolicy policy = new Counting(1);
    private final UpstreamAutoscaler autoscaler = policy.newAutoscaler(1_000, 3);
    private final UpstreamObservation in = policy.newObservation();
    private final UpstreamDecision out = policy.newDecision();

    private int decide(long atMillis, double load) {
        autoscaler.decide(in.at(atMillis).replicas(3).value(0, load), out);
        return out.replicas();
    }

    private static byte[] bytes(UpstreamAutoscaler of) {
        ByteBuffer buffer = ByteBuffer.allocate(of.snapshotSize()).order(ByteOrder.LITTLE_ENDIAN);
        of.snapshot(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        return buffer.array();
    }

    @Test
    void remembersWhatItDecidedFromAndWhatIsReported() {
        assertThat(decide(2_000, 5)).isEqualTo(9);
        assertThat(decide(3_000, 5)).isEqualTo(10);
        autoscaler.scaled(3_000, 3, 10);
        assertThat(decide(4_000, 5)).isEqualTo(18);
        autoscaler.scaleFailed(4_000);
        assertThat(decide(5_000, 5)).isEqualTo(16);
        assertThat(out.reason()).isEqualTo(Why.COUNTED);
        assertThat(out.note(0)).isEqualTo(1);
    }

    @Test
    void previewsLeaveNoTrace() {
        autoscaler.preview(in.at(2_000).replicas(3).value(0, 5), out);
        assertThat(out.replicas()).isEqualTo(9);
        autoscaler.preview(in, out);
        assertThat(out.replicas()).isEqualTo(9);
        assertThat(decide(2_000, 5)).isEqualTo(9);
    }

    @Test
    void anEarlierInstantIsNow() {
        decide(9_000, 5);
        decide(4_000, 5);
        assertThat(out.epochMillis()).isEqualTo(9_000);
    }

    @Test
    void unknownCountsStayAndAreNotRemembered() {
        autoscaler.decide(in.at(2_000).replicas(3, -1, 3).value(0, 5), out);
        assertThat(out.replicas()).isEqualTo(3);
        assertThat(out.hasChange()).isFalse();
        assertThat(out.reason()).isEqualTo(UpstreamDecision.Held.REPLICAS_UNKNOWN);
        autoscaler.decide(in.at(2_000).value(0, 5), out);
        assertThat(out.replicas()).isEqualTo(-1);
        assertThat(out).hasToString("""
                replicas unknown, no change
                  load    5
                  reason  replicas unknown, counting
                """);
        assertThat(decide(2_000, 5)).isEqualTo(9);
    }

    @Test
    void saysWhatItDecidedFrom() {
        decide(2_000, 5.25);
        assertThat(out).hasToString("""
                3 -> 9 replicas
                  load    5.25
                  asked   1
                  reason  counted, counting
                """);
        assertThat(out.toJson(new StringBuilder()))
                .hasToString("{\"engine\":\"counting\",\"at\":2000,\"current\":3,\"replicas\":9,\"change\":true,"
                        + "\"reason\":\"COUNTED\",\"values\":{\"load\":5.25},\"notes\":{\"asked\":1}}");
    }

    @Test
    void aMissingValueIsNamed() {
        decide(2_000, Double.NaN);
        assertThat(out.toString()).contains("load    no value", "no value, counting");
        assertThat(out.toJson(new StringBuilder()).toString()).contains("\"load\":null", "\"asked\":null");
    }

    @Test
    void goesOnFromASnapshot() {
        decide(2_000, 5);
        UpstreamAutoscaler other = new Counting(1).newAutoscaler(0, 0);
        other.restore(ByteBuffer.wrap(bytes(autoscaler)));
        decide(3_000, 5);
        other.decide(in, out);
        assertThat(out.replicas()).isEqualTo(10);
        assertThat(bytes(other)).isEqualTo(bytes(autoscaler));
    }

    @Test
    void refusesWhatIsNoSnapshotOfItAndStaysAsItIs() {
        decide(2_000, 5);
        byte[] good = bytes(autoscaler);
        for (int i = 0; i < good.length; i++) {
            byte[] damaged = good.clone();
            damaged[i] ^= 1;
            assertThatIllegalArgumentException()
                    .as("byte %s", i)
                    .isThrownBy(() -> autoscaler.restore(ByteBuffer.wrap(damaged)));
        }
        for (int length = 0; length < good.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(good, 0, length);
            assertThatIllegalArgumentException().isThrownBy(() -> autoscaler.restore(part));
            assertThat(part.position()).isZero();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Counting(2).newAutoscaler(0, 0).restore(ByteBuffer.wrap(good)))
                .withMessageContaining("equal policy");
        assertThat(bytes(autoscaler)).isEqualTo(good);
    }

    @Test
    void refusesAMemoryThatNoRuleWrites() {
        UpstreamAutoscaler negative = new Counting(-1).newAutoscaler(0, 0);
        negative.decide(in.at(0).replicas(1).value(0, 1), new Counting(-1).newDecision());
        byte[] impossible = bytes(negative);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Counting(-1).newAutoscaler(0, 0).restore(ByteBuffer.wrap(impossible)))
                .withMessageContaining("memory=[-1, 0]");
    }

    @Test
    void refusesTooLittleRoomAndAnothersDecision() {
        ByteBuffer small = ByteBuffer.allocate(autoscaler.snapshotSize() - 1);
        assertThatIllegalArgumentException().isThrownBy(() -> autoscaler.snapshot(small));
        assertThat(small.position()).isZero();
        UpstreamDecision others = new Counting(2).newDecision();
        assertThatIllegalArgumentException().isThrownBy(() -> autoscaler.decide(in, others));
        assertThatIllegalArgumentException().isThrownBy(() -> autoscaler.scaled(0, -1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.newAutoscaler(0, -1));
    }
}
