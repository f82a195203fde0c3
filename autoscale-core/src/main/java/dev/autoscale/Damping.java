package dev.autoscale;

import java.nio.ByteBuffer;

/**
 * What stands between the stabilization windows and the rate policies: alignment, then breaches that must last, then cooldowns,
 * then the flap budget. Not thread-safe. From zero nothing of it holds a workload back.
 */
final class Damping {
    private final AutoscalerSpec spec;
    private final boolean absent;
    final SustainedBreach breach;
    final Cooldowns cooldowns;
    final FlapCounter flaps;

    Damping(AutoscalerSpec spec) {
        this.spec = spec;
        absent = !spec.isDamped();
        breach = new SustainedBreach(spec);
        cooldowns = new Cooldowns(spec);
        flaps = new FlapCounter(spec);
    }

    int hold(long nowMillis, int current, int stabilized, Decision out) {
        if (absent) {
            return stabilized;
        }
        int aligned = spec.alignedUp(stabilized);
        out.step(Decision.Step.ALIGNED, aligned, Long.MAX_VALUE, aligned == stabilized ? null : Reason.ALIGNED);
        int sustained = breach.hold(nowMillis, current, aligned, out);
        int cooled = cooldowns.hold(nowMillis, current, sustained, out);
        return flaps.hold(spec, nowMillis, current, cooled, out);
    }

    void remember(Decision out) {
        if (!absent) {
            breach.remember(out);
            flaps.forget(out.epochMillis());
        }
    }

    void scaled(long nowMillis, int from, int to) {
        cooldowns.scaled(nowMillis, from, to);
        flaps.scaled(nowMillis, from, to);
    }

    /** The first time after this one at which it may let more through without being asked in between. */
    long nextExpiryMillis(long nowMillis) {
        return absent
                ? Long.MAX_VALUE
                : Math.min(cooldowns.nextExpiryMillis(nowMillis), flaps.nextExpiryMillis(nowMillis));
    }

    void copyFrom(Damping other) {
        if (!absent) { // without decisions of its own it could not tell later whether a wish is still the same one
            breach.copyFrom(other.breach);
        }
        cooldowns.copyFrom(other.cooldowns);
        flaps.copyFrom(other.flaps);
    }

    int bytes() {
        return SustainedBreach.BYTES + Cooldowns.BYTES + flaps.bytes();
    }

    void write(ByteBuffer target) {
        breach.write(target);
        cooldowns.write(target);
        flaps.write(target);
    }

    void read(ByteBuffer source) {
        breach.read(source);
        cooldowns.read(source);
        flaps.read(source);
    }
}
