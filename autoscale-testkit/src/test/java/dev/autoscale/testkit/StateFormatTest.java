package dev.autoscale.testkit;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Activation;
import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.Fallback;
import dev.autoscale.FlapBudget;
import dev.autoscale.Fleet;
import dev.autoscale.LookBack;
import dev.autoscale.Observation;
import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import dev.autoscale.testkit.drive.Snapshots;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The page about the format of snapshots, against samples of each released version. A new version gets a sample of its own. */
class StateFormatTest {
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(0, 50)
            .metric(external("queue")
                    .averageValue(5)
                    .lookBack(LookBack.mean(ofSeconds(30)))
                    .fallback(Fallback.afterFailures(3, 4)))
            .scaleUp(rules().stabilizationWindow(ofSeconds(30)).cooldown(ofSeconds(20)))
            .scaleDown(rules().sustainedIn(2, 3).stabilizationWindow(ofMinutes(2)))
            .flapBudget(FlapBudget.per(ofMinutes(1)).replicas(40))
            .activation(Activation.cooldown(ofMinutes(5)))
            .capacityBackoff(ofSeconds(30), ofMinutes(5))
            .historyCapacity(4)
            .build();

    private static final KpaSpec REVISION =
            KpaSpec.builder().target(10).scaleDownDelay(ofSeconds(30)).build();

    private enum Why {
        SUMMED
    }

    /** Remembers what it was given. */
    private static final UpstreamPolicy SUM = new UpstreamPolicy("sum", List.of("load"), 0, 100) {
        @Override
        protected int memorySize() {
            return 2;
        }

        @Override
        protected void decide(long nowMillis, UpstreamObservation in, long[] memory, UpstreamDecision out) {
            memory[0] += (long) in.value(0);
            memory[1] = nowMillis;
            out.answer((int) memory[0], Why.SUMMED);
        }

        @Override
        public String toString() {
            return "sum";
        }
    };

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = StateFormatTest.class.getResourceAsStream("/snapshots/" + name)) {
            String text = new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
        }
    }

    /** Writes sixteen bytes to a line, as samples are. */
    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).replaceAll("(.{32})", "$1\n").strip() + '\n';
    }

    private static void assertIsSample(byte[] bytes, String name) throws IOException {
        assertThat(hex(bytes)).as(name).isEqualTo(hex(sample(name)));
    }

    private static Observation at(int step, int replicas) {
        Observation in = SPEC.newObservation().at(START_MILLIS + step * 15_000L).replicas(replicas);
        return step % 5 == 4 ? in.failed(0) : in.value(0, 20 + 13 * step % 50);
    }

    private static Autoscaler mainEngine() {
        Autoscaler autoscaler = SPEC.newAutoscaler();
        live(autoscaler);
        return autoscaler;
    }

    private static void live(Autoscaler autoscaler) {
        Decision out = SPEC.newDecision();
        int replicas = 3;
        for (int step = 0; step < 12; step++) {
            autoscaler.decide(at(step, replicas), out);
            autoscaler.scaled(out);
            replicas = out.replicas();
        }
        autoscaler.capacityExhausted(START_MILLIS + 170_000, replicas);
    }

    @Test
    void the_main_engine() throws IOException {
        byte[] bytes = Snapshots.bytes(mainEngine());
        assertIsSample(bytes, "main-8.hex");
        ByteBuffer longs = ByteBuffer.wrap(bytes);
        assertThat(longs.getLong(0)).isEqualTo(0x41_53_00_08L << 32 | bytes.length);
        assertThat(longs.getLong(2 * 8)).isEqualTo(START_MILLIS + 170_000);
        assertThat(longs.getLong(3 * 8)).isBetween(START_MILLIS - (1L << 30), START_MILLIS + 170_000);
        int able = longs.getInt(4 * 8) & 0xFF;
        assertThat(able - 1)
                .isEqualTo(Objects.requireNonNull(mainEngine().reason(Condition.ABLE_TO_SCALE))
                        .ordinal());
        assertGoesOn(SPEC.newAutoscaler(), sample("main-8.hex"), mainEngine(), at(12, 9));
    }

    private static <I extends ScalingObservation<I>, O extends ScalingDecision> void assertGoesOn(
            ScalingEngine<I, O> empty, byte[] sample, ScalingEngine<I, O> lived, I in) {
        empty.restore(ByteBuffer.wrap(sample));
        O expected = lived.newDecision();
        O restored = empty.newDecision();
        lived.decide(in, expected);
        empty.decide(in, restored);
        assertThat(restored).hasToString(expected.toString());
        assertThat(Snapshots.bytes(empty)).isEqualTo(Snapshots.bytes(lived));
    }

    @Test
    void a_fleet() throws IOException {
        Fleet fleet = new Fleet(3);
        Fleet.Group group = fleet.group(SPEC);
        long gone = group.add();
        live(fleet.at(group.add()));
        fleet.remove(gone);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        fleet.snapshot(Channels.newChannel(bytes));
        assertIsSample(bytes.toByteArray(), "fleet-2.hex");
        Fleet restored = new Fleet(3);
        restored.restore(Channels.newChannel(new ByteArrayInputStream(sample("fleet-2.hex"))), List.of(SPEC));
        assertThat(restored.size()).isEqualTo(1);
        Autoscaler alone = SPEC.newAutoscaler();
        byte[] own = sample("main-8.hex");
        alone.restore(ByteBuffer.wrap(own));
        // What a fleet keeps of a workload is what the workload keeps of itself.
        assertThat(hex(bytes.toByteArray()).replace("\n", ""))
                .contains(HexFormat.of().formatHex(own));
    }

    private static KpaAutoscaler revision() {
        KpaAutoscaler pods = REVISION.newAutoscaler(START_MILLIS, 2);
        KpaDecision out = REVISION.newDecision();
        KpaObservation in = REVISION.newObservation();
        for (int second = 1; second < 20; second++) {
            long now = START_MILLIS + second * 1_000L;
            pods.decide(in.at(now).replicas(3).ready(3).record(now - 200, 20 + second % 7 * 9), out);
        }
        return pods;
    }

    @Test
    void a_revision_of_knative() throws IOException {
        assertIsSample(Snapshots.bytes(revision()), "knative-2.hex");
        KpaObservation in =
                REVISION.newObservation().at(START_MILLIS + 21_000).replicas(4).ready(4);
        assertGoesOn(
                REVISION.newAutoscaler(0, 0),
                sample("knative-2.hex"),
                revision(),
                in.record(START_MILLIS + 20_500, 77));
    }

    private static UpstreamAutoscaler other() {
        UpstreamAutoscaler autoscaler = SUM.newAutoscaler(START_MILLIS, 1);
        autoscaler.decide(SUM.newObservation().at(START_MILLIS + 5).replicas(1).value(0, 7), SUM.newDecision());
        return autoscaler;
    }

    @Test
    void another_systems_policy() throws IOException {
        byte[] bytes = Snapshots.bytes(other());
        assertIsSample(bytes, "upstream-1.hex");
        assertThat(ByteBuffer.wrap(bytes).getLong(24)).isEqualTo(7);
        assertThat(ByteBuffer.wrap(bytes).getLong(32)).isEqualTo(START_MILLIS + 5);
        assertGoesOn(
                SUM.newAutoscaler(0, 0),
                sample("upstream-1.hex"),
                other(),
                SUM.newObservation().at(START_MILLIS + 9).replicas(7).value(0, 4));
    }
}
