package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Walks revisions of all kinds through passes at any time and holds what must be true after each. */
class KpaScaleToZeroPropertiesTest {
    record Settings(
            int min, int max, int initial, int windowSeconds, int graceSeconds, int retentionSeconds, int burst) {
        KpaRevision at(long start) {
            return new KpaRevision(start)
                    .config("allow-zero-initial-scale", "true")
                    .progressDeadlineSeconds(20)
                    .annotate("min-scale", Integer.toString(min))
                    .annotate("max-scale", Integer.toString(max))
                    .annotate("initial-scale", Integer.toString(initial))
                    .annotate("window", windowSeconds + "s")
                    .config("scale-to-zero-grace-period", graceSeconds + "s")
                    .annotate("scale-to-zero-pod-retention-period", retentionSeconds + "s")
                    .annotate("target-burst-capacity", Integer.toString(burst));
        }
    }

    record Pass(long stepMillis, int desired, int ready, int replicas, int flags, long proxiedMillis) {
        boolean has(int flag) {
            return (flags >>> flag & 1) != 0;
        }

        void feed(KpaScaleToZero.Input in, long now) {
            in.pass(desired, ready, replicas)
                    .reachable(has(0) || has(1))
                    .proxyMode(has(2))
                    .probed(has(3) || has(4))
                    .serviceName(has(5) || has(6));
            if (has(7)) {
                in.activatorsSince(saturatedSum(now, -proxiedMillis));
            }
            if (has(8) && has(9) && has(10)) {
                in.noService();
            }
        }
    }

    @Provide
    Arbitrary<Settings> settings() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(1, 20);
        return Combinators.combine(
                        Arbitraries.of(0, 0, 0, 1, 3),
                        Arbitraries.of(0, 0, 2, 5),
                        Arbitraries.integers().between(0, 3),
                        seconds,
                        seconds,
                        Arbitraries.of(0, 0, 5, 30),
                        Arbitraries.of(-1, 0, 211))
                .as(Settings::new);
    }

    @Provide
    Arbitrary<List<Pass>> passes() {
        Arbitrary<Long> steps = Arbitraries.oneOf(
                Arbitraries.longs().between(-2_000, 20_000),
                Arbitraries.longs().between(0, 40).map(seconds -> seconds * 1000));
        return Combinators.combine(
                        steps,
                        Arbitraries.of(-1, 0, 0, 0, 0, 1, 2, 7),
                        Arbitraries.of(0, 0, 1, 2, 4),
                        Arbitraries.of(0, 1, 1, 2, 5),
                        Arbitraries.integers().between(0, 2047),
                        Arbitraries.longs().between(-5, 40_000))
                .as(Pass::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Property
    void what_is_held_after_each_pass(
            @ForAll("settings") Settings settings, @ForAll("passes") List<Pass> passes, @ForAll("starts") long start) {
        KpaRevision revision = settings.at(start);
        KpaStatus before = new KpaStatus(0);
        KpaScaleToZero decider = revision.settings();
        KpaScaleToZero.Decision chained = new KpaScaleToZero.Decision();
        chained.status().created(start);
        long now = start;
        for (Pass pass : passes) {
            now = saturatedSum(now, pass.stepMillis);
            pass.feed(revision.in, now);
            before.copyFrom(revision.status);
            decider.decide(now, revision.in, revision.status, revision.out);
            assertThat(bytes(revision.status)).isEqualTo(bytes(before));
            revision.status.copyFrom(revision.out.status());
            decider.decide(now, revision.in, chained.status(), chained);
            assertThat(bytes(chained.status())).isEqualTo(bytes(revision.status));
            assertThat(chained.replicas()).isEqualTo(revision.out.replicas());
            writesAreRight(settings, pass, revision, before, now);
            statusIsRight(pass, revision, before, now);
        }
    }

    @Provide
    Arbitrary<Long> starts() {
        return Arbitraries.of(Long.MIN_VALUE, -40_000L, 0L, 1_700_000_000_000L, Long.MAX_VALUE - 90_000);
    }

    @Provide
    Arbitrary<Long> startsWithTimeLeft() {
        return Arbitraries.of(Long.MIN_VALUE, -40_000L, 0L, Long.MAX_VALUE - 180_000);
    }

    private static byte[] bytes(KpaStatus status) {
        ByteBuffer bytes = ByteBuffer.allocate(KpaStatus.BYTES);
        status.write(bytes);
        return bytes.array();
    }

    private static long saturatedSum(long time, long step) {
        long sum = time + step;
        return ((time ^ sum) & (step ^ sum)) < 0 ? step < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : sum;
    }

    private static void writesAreRight(Settings settings, Pass pass, KpaRevision revision, KpaStatus before, long now) {
        KpaScaleToZero.Decision out = revision.out;
        boolean reachable = revision.in.reachable;
        int min = reachable ? settings.min : 0;
        int highest = reachable && !before.initialized ? Math.max(min, settings.initial) : min;
        assertThat(out.recheckAfterMillis()).isGreaterThanOrEqualTo(KpaScaleToZero.Decision.NO_RECHECK);
        if (out.wantedReplicas() >= 0) {
            int lowest = settings.max > 0 && pass.desired >= min ? Math.min(min, settings.max) : min;
            assertThat(out.wantedReplicas()).isGreaterThanOrEqualTo(lowest);
        }
        if (settings.max > 0) {
            assertThat(out.wantedReplicas()).isLessThanOrEqualTo(Math.max(settings.max, Math.max(1, highest)));
        }
        if (!out.writes()) {
            return;
        }
        assertThat(out.replicas()).isEqualTo(out.wantedReplicas()).isNotEqualTo(pass.replicas);
        assertThat(revision.in.service).isTrue();
        if (out.replicas() != 0) {
            return;
        }
        long elapsed = Math.max(0, now - before.sinceEpochMillis);
        int retention = reachable ? settings.retentionSeconds : 0;
        assertThat(pass.desired).isNotPositive();
        assertThat(before.condition).isNotEqualTo(KpaCondition.ACTIVE);
        if (before.condition.isActivating()) {
            assertThat(elapsed).isGreaterThan(50_000);
        } else {
            assertThat(settings.burst == -1 || revision.in.probed).isTrue();
            assertThat(elapsed).isGreaterThanOrEqualTo(retention * 1000L);
            assertThat(Math.max(elapsed, pass.has(7) ? pass.proxiedMillis : 0))
                    .isGreaterThanOrEqualTo(settings.graceSeconds * 1000L);
        }
    }

    private static void statusIsRight(Pass pass, KpaRevision revision, KpaStatus before, long now) {
        KpaStatus status = revision.status;
        boolean changed = status.condition != before.condition;
        assertThat(status.condition).isNotEqualTo(KpaCondition.NEW);
        assertThat(status.sinceEpochMillis).isEqualTo(changed ? now : before.sinceEpochMillis);
        assertThat(status.initialized || !before.initialized).isTrue();
        assertThat(status.actualScale).isEqualTo(revision.in.service ? pass.ready : 0);
        if (revision.out.wantedReplicas() == 0) {
            assertThat(status.condition.isInactive()).isTrue();
        }
        if (status.condition == KpaCondition.ACTIVE) {
            assertThat(revision.out.wantedReplicas()).isNotZero();
        }
    }

    /** Whoever comes back exactly when asked to, and not before, sees the same steps as who looks all the time. */
    @Property(tries = 200)
    void coming_back_when_asked_is_enough(
            @ForAll("settings") Settings settings, @ForAll("startsWithTimeLeft") long start) {
        long lookingAlways = zeroAfterMillis(settings, start, false);
        long whenAsked = zeroAfterMillis(settings, start, true);

        assertThat(whenAsked).isEqualTo(lookingAlways);
        assertThat(lookingAlways >= 0).isEqualTo(settings.min == 0);
    }

    /** The time from the last traffic until zero is written for pods that obey at once; -1 if it is not within 3 minutes. */
    private static long zeroAfterMillis(Settings settings, long start, boolean onlyWhenAsked) {
        KpaRevision revision = settings.at(start).was(KpaCondition.ACTIVE, start, true);
        KpaScaleToZero decider = revision.settings();
        KpaScaleToZero.Decision out = revision.out;
        int replicas = 2;
        long activators = KpaScaleToZero.Input.NOT_IN_PATH;
        long next = 0;
        for (long elapsed = 0; elapsed <= 180_000; elapsed += 500) {
            if (onlyWhenAsked && elapsed < next) {
                continue;
            }
            revision.in.pass(0, replicas, replicas).probed(true).activatorsSince(activators);
            revision.in.proxyMode(activators != KpaScaleToZero.Input.NOT_IN_PATH);
            decider.decide(start + elapsed, revision.in, revision.status, out);
            revision.status.copyFrom(out.status());
            if (out.replicas() == 0) {
                return elapsed;
            }
            boolean modeChanges = out.proxyMode() != (activators != KpaScaleToZero.Input.NOT_IN_PATH);
            replicas = out.writes() ? out.replicas() : replicas;
            activators = modeChanges ? start + elapsed : activators;
            boolean asked = out.recheckAfterMillis() != KpaScaleToZero.Decision.NO_RECHECK;
            // A change of the service is a reason for a pass of its own.
            next = modeChanges ? elapsed : asked ? elapsed + out.recheckAfterMillis() : Long.MAX_VALUE;
        }
        return -1;
    }
}
