package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Walks whole revisions, whose answers are carried out, through load, silence and failures. */
class KpaRevisionPropertiesTest {
    private static final long[] STARTS = {Long.MIN_VALUE, -100_000, 0, 1_763_800_000_000L, Long.MAX_VALUE - 2_000_000};

    private final KpaStatus before = new KpaStatus(0);

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void bounds_hold_and_zero_is_reached_only_when_inactive_for_the_grace_period(@ForAll long seed) {
        Random random = new Random(seed);
        int min = random.nextInt(3) / 2 * random.nextInt(4);
        int max = random.nextInt(2) * (Math.max(1, min) + random.nextInt(6));
        long grace = 1000L * (1 + random.nextInt(30));
        long retention = 1000L * random.nextInt(2) * random.nextInt(60);
        KpaSpec spec = KpaSpec.of(
                KpaConfig.of(Map.of("scale-to-zero-grace-period", grace + "ms")),
                new KpaAnnotations(Map.of(
                        "autoscaling.knative.dev/min-scale",
                        Integer.toString(min),
                        "autoscaling.knative.dev/max-scale",
                        Integer.toString(max),
                        "autoscaling.knative.dev/window",
                        6 + random.nextInt(20) + "s",
                        "autoscaling.knative.dev/scale-to-zero-pod-retention-period",
                        retention + "ms",
                        "autoscaling.knative.dev/target",
                        "10",
                        "autoscaling.knative.dev/target-burst-capacity",
                        "0")),
                0);
        long now = STARTS[random.nextInt(STARTS.length)];
        KpaAutoscaler autoscaler = spec.newAutoscaler(now, 0);
        KpaObservation in = autoscaler.newObservation();
        KpaDecision out = autoscaler.newDecision();
        int replicas = random.nextInt(4);
        int ready = 0;
        before.created(now);
        for (int step = 0; step < 300; step++) {
            in.at(now).replicas(replicas).ready(ready);
            if (random.nextInt(9) == 0) {
                in.failed();
            } else {
                double load = step % 100 < 20 ? random.nextInt(90) : 0;
                in.averages(load, load);
            }
            autoscaler.decide(in, out);
            KpaScaleToZero.Decision taken = out.scaleToZero();
            if (out.isValid() && taken.writes()) {
                assertThat(out.replicas()).isGreaterThanOrEqualTo(min);
                assertThat(out.replicas()).isLessThanOrEqualTo(max == 0 ? Integer.MAX_VALUE : max);
            }
            if (out.replicas() == 0 && replicas > 0) {
                // With a burst of 0 the activators come into the path when it becomes inactive, not before.
                assertThat(before.condition().isInactive() || before.condition().isActivating())
                        .isTrue();
                assertThat(now - before.sinceEpochMillis()).isGreaterThanOrEqualTo(Math.max(grace, retention));
            }
            before.copyFrom(taken.status());
            ready = replicas == 0 ? 0 : Math.min(replicas, out.replicas());
            replicas = out.replicas();
            now = now > Long.MAX_VALUE - 5_000 ? Long.MAX_VALUE : now + random.nextInt(5_000);
        }
    }
}
