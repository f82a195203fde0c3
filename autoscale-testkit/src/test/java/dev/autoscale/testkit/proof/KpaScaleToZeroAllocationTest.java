package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaCondition;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.knative.KpaScaleToZero;
import dev.autoscale.policies.knative.KpaScaleToZeroDecision;
import dev.autoscale.policies.knative.KpaScaleToZeroInput;
import dev.autoscale.policies.knative.KpaStatus;
import dev.autoscale.policies.knative.KpaTargets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Counts the bytes that a thread allocates while revisions go to zero and back. */
class KpaScaleToZeroAllocationTest {
    private static final int STEPS = 50_000;
    private static final int[] DRAWS =
            new SplittableRandom(42).ints(STEPS, 0, 1 << 30).toArray();
    private static final KpaConfig CONFIG = new KpaConfig(
            Map.of("stable-window", "6s", "scale-to-zero-grace-period", "10s", "initial-scale", "2"),
            Duration.ofSeconds(1));

    private final KpaScaleToZero revision = KpaScaleToZero.of(
            CONFIG, new KpaAnnotations(Map.of("autoscaling.knative.dev/scale-to-zero-pod-retention-period", "15s")));
    private final KpaScaleToZeroInput in = new KpaScaleToZeroInput();
    private final KpaScaleToZeroDecision out = new KpaScaleToZeroDecision();
    private final KpaStatus status = new KpaStatus(0);
    private final ByteBuffer bytes = ByteBuffer.allocate(KpaStatus.BYTES);
    private final Set<KpaCondition> conditions = EnumSet.noneOf(KpaCondition.class);
    private int writesOfZero;
    private int probes;
    private int rechecks;
    private long sum;

    private void pass(int step) {
        int draw = DRAWS[step];
        if (step % 500 == 0) {
            status.created(step * 1000L);
        }
        // Phases of a few hundred steps with and without traffic, so that revisions come to rest.
        boolean traffic = step % 500 > 40 && step % 500 < 100;
        in.pass(
                traffic ? 1 + draw % 3 : (draw & 7) == 0 ? KpaStatus.UNKNOWN : 0,
                step % 1000 < 500 ? 2 : draw >>> 3 & 1,
                2);
        in.probed((draw & 32) != 0).proxyMode((draw & 64) != 0).reachable((draw & 384) != 0);
        if ((draw & 512) != 0) {
            in.activatorsSince(step * 1000L - (draw >>> 16));
        }
        if ((draw >>> 10 & 63) == 0) {
            in.noService();
        }
        long now = (draw >>> 16 & 255) == 0 ? Long.MIN_VALUE : step * 1000L;
        revision.decide(now, in, status, out);
        status.copyFrom(out.status());
        bytes.clear();
        status.write(bytes);
        status.read(bytes.flip());
        conditions.add(status.condition());
        writesOfZero += out.replicas() == 0 ? 1 : 0;
        probes += out.probesLater() ? 1 : 0;
        rechecks += out.recheckAfterMillis() > 0 ? 1 : 0;
    }

    @Test
    void passes_allocate_nothing() {
        ZeroAllocation.check(STEPS, this::pass);
        assertThat(conditions)
                .containsExactlyInAnyOrder(
                        KpaCondition.QUEUED, KpaCondition.ACTIVE, KpaCondition.NO_TRAFFIC, KpaCondition.TIMED_OUT);
        assertThat(writesOfZero).isPositive();
        assertThat(probes).isPositive();
        assertThat(rechecks).isPositive();
    }

    @Test
    void what_is_derived_is_asked_without_allocation() {
        KpaTargets targets = KpaTargets.of(CONFIG, new KpaAnnotations(Map.of()), 0, true);
        ZeroAllocation.check(
                STEPS,
                i -> sum += targets.activators(DRAWS[i])
                        + targets.panicWindowMillis()
                        + (long) targets.target()
                        + targets.minScale());
        assertThat(sum).isPositive();
    }
}
