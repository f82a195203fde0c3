package dev.autoscale;

import dev.autoscale.Decision.Step;
import java.nio.ByteBuffer;

/**
 * What stands between the stabilization windows and the rate policies: alignment, then each {@link Step} that has a {@link Rule}, in
 * the order of the steps. From zero nothing of it holds a workload back.
 */
final class Damping {
    private final AutoscalerSpec spec;
    private final boolean absent;
    private final Rule[] rules;

    Damping(AutoscalerSpec spec) {
        this.spec = spec;
        absent = !spec.isDamped();
        rules = Step.DAMPING.stream().map(step -> step.newRule(spec)).toArray(Rule[]::new);
    }

    int hold(long nowMillis, int current, int stabilized, Decision out) {
        if (absent) {
            return stabilized;
        }
        int count = spec.alignedUp(stabilized);
        out.step(Step.ALIGNED, count, Long.MAX_VALUE, count == stabilized ? null : Reason.ALIGNED);
        for (Rule rule : rules) {
            count = rule.hold(nowMillis, current, count, out);
        }
        return count;
    }

    void remember(Decision out) {
        if (!absent) {
            for (Rule rule : rules) {
                rule.remember(out);
            }
        }
    }

    void scaled(long nowMillis, int from, int to) {
        for (Rule rule : rules) {
            rule.scaled(nowMillis, from, to);
        }
    }

    /** The first time after this one at which it may let more through without being asked in between. */
    long nextExpiryMillis(long nowMillis) {
        long next = Long.MAX_VALUE;
        for (Rule rule : rules) {
            next = absent ? next : Math.min(next, rule.nextExpiryMillis(nowMillis));
        }
        return next;
    }

    void copyFrom(Damping other) {
        for (int i = 0; i < rules.length; i++) {
            rules[i].copyFrom(other.rules[i]);
        }
    }

    int bytes() {
        int bytes = 0;
        for (Rule rule : rules) {
            bytes += rule.bytes();
        }
        return bytes;
    }

    void write(ByteBuffer target) {
        for (Rule rule : rules) {
            rule.write(target);
        }
    }

    void read(ByteBuffer source) {
        for (Rule rule : rules) {
            rule.read(source);
        }
    }

    /** One of the steps, with its own memory; it exists where a spec has no such rule, too. */
    interface Rule {
        /** What is left of the count that the step before wants; writes the column of the step. */
        int hold(long nowMillis, int current, int wanted, Decision out);

        /** Is called after each decision of a spec that damps anything. */
        default void remember(Decision out) {}

        default void scaled(long nowMillis, int from, int to) {}

        /** The first time after this one at which the rule may let more through without being asked in between. */
        default long nextExpiryMillis(long nowMillis) {
            return Long.MAX_VALUE;
        }

        /** Takes over the memory of the same rule of another spec. */
        void copyFrom(Rule same);

        /** The bytes of its memory in a snapshot. */
        int bytes();

        void write(ByteBuffer target);

        void read(ByteBuffer source);
    }
}
