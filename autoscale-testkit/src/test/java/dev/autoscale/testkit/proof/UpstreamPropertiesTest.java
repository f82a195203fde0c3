package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold in lives of the rules of all further systems. */
class UpstreamPropertiesTest {
    private static final int STEPS = 3_000;
    private static final double[] BAD = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -1e300};
    private static final double[] FAR = {1e300, Double.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE};

    /** A workload whose load comes and goes; what is decided is carried out, mostly. */
    private static final class Life {
        final SplittableRandom random;
        final UpstreamPolicy policy;
        final UpstreamObservation in;
        final UpstreamDecision out;
        long now;
        int replicas = 3;
        int step;

        Life(UpstreamPolicy policy, long seed) {
            this.policy = policy;
            random = new SplittableRandom(seed);
            in = policy.newObservation();
            out = policy.newDecision();
            now = random.nextLong(-1_000_000, 1_000_000);
        }

        Life next() {
            now += random.nextInt(20_000);
            int existing = replicas + random.nextInt(3);
            in.at(now).replicas(replicas, existing, Math.max(0, existing - random.nextInt(4)));
            double total = (step++ / 100) % 2 == 0 ? 1_500 : 60;
            for (int metric = 0; metric < policy.metrics().size(); metric++) {
                in.value(metric, random.nextInt(20) == 0 ? 0 : total * random.nextDouble() / Math.max(1, replicas));
            }
            if (random.nextInt(15) == 0) {
                worsen(random.nextInt(4) == 0 ? FAR : BAD);
            }
            return this;
        }

        void worsen(double... values) {
            for (int metric = 0; metric < policy.metrics().size(); metric++) {
                in.value(metric, values[random.nextInt(values.length)]);
            }
        }

        void carryOut(UpstreamAutoscaler... autoscalers) {
            boolean succeeds = random.nextInt(8) > 0;
            for (UpstreamAutoscaler autoscaler : autoscalers) {
                if (succeeds) {
                    autoscaler.scaled(out);
                } else {
                    autoscaler.scaleFailed(now);
                }
            }
            replicas = succeeds ? out.replicas() : replicas;
        }
    }

    private static void assertSame(UpstreamDecision actual, UpstreamDecision expected) {
        assertThat(actual.replicas()).isEqualTo(expected.replicas());
        assertThat(actual.reason()).isEqualTo(expected.reason());
        assertThat(actual.explainTo(new StringBuilder()).toString())
                .isEqualTo(expected.explainTo(new StringBuilder()).toString());
    }

    @ParameterizedTest
    @EnumSource
    void a_restored_autoscaler_goes_on_as_the_first_would(EachUpstream each) {
        Life life = new Life(each.policy(), 5);
        UpstreamAutoscaler first = each.policy().newAutoscaler(life.now, 3);
        UpstreamAutoscaler second = each.policy().newAutoscaler(life.now, 3);
        UpstreamDecision other = each.policy().newDecision();
        ByteBuffer bytes = ByteBuffer.allocate(first.snapshotSize());
        for (int i = 0; i < STEPS; i++) {
            second = each.policy().newAutoscaler(0, 1);
            first.snapshot(bytes.clear());
            second.restore(bytes.flip());
            life.next();
            first.decide(life.in, life.out);
            second.decide(life.in, other);
            assertSame(other, life.out);
            life.carryOut(first, second);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_preview_says_what_would_be_decided_and_leaves_no_trace(EachUpstream each) {
        Life life = new Life(each.policy(), 6);
        UpstreamAutoscaler autoscaler = each.policy().newAutoscaler(life.now, 3);
        UpstreamDecision preview = each.policy().newDecision();
        ByteBuffer before = ByteBuffer.allocate(autoscaler.snapshotSize());
        ByteBuffer after = ByteBuffer.allocate(autoscaler.snapshotSize());
        for (int i = 0; i < STEPS; i++) {
            life.next();
            autoscaler.snapshot(before.clear());
            autoscaler.preview(life.in, preview);
            autoscaler.snapshot(after.clear());
            assertThat(after.flip()).isEqualTo(before.flip());
            autoscaler.decide(life.in, life.out);
            assertSame(preview, life.out);
            life.carryOut(autoscaler);
        }
    }

    @ParameterizedTest
    @EnumSource
    void values_that_are_none_never_shrink(EachUpstream each) {
        Life life = new Life(each.policy(), 7);
        UpstreamAutoscaler autoscaler = each.policy().newAutoscaler(life.now, 3);
        for (int i = 0; i < STEPS; i++) {
            life.next();
            autoscaler.decide(life.in, life.out);
            assertThat(life.out.replicas()).isBetween(0, 40);
            life.carryOut(autoscaler);
            life.worsen(BAD);
            autoscaler.decide(life.in, life.out);
            assertThat(life.out.replicas()).isGreaterThanOrEqualTo(Math.min(life.in.replicas(), 40));
        }
    }
}
