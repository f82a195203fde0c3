package dev.autoscale;

import dev.autoscale.Block.Layout;
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

    Damping(Layout layout, AutoscalerSpec spec) {
        this.spec = spec;
        absent = !spec.isDamped();
        rules = Step.DAMPING.stream().map(step -> step.newRule(layout, spec)).toArray(Rule[]::new);
    }

    void clear(Block memory) {
        for (Rule rule : rules) {
            rule.clear(memory);
        }
    }

    int hold(Block memory, long nowMillis, int current, int stabilized, Decision out) {
        if (absent) {
            return stabilized;
        }
        int count = spec.alignedUp(current, stabilized);
        out.step(Step.ALIGNED, count, Long.MAX_VALUE, count == stabilized ? null : Reason.ALIGNED);
        for (Rule rule : rules) {
            count = rule.hold(memory, nowMillis, current, count, out);
        }
        return count;
    }

    /** Whether the words in bytes can be of these rules. */
    boolean isPossible(ByteBuffer source, int position, long latestMillis) {
        for (Rule rule : rules) {
            if (!rule.isPossible(source, position, latestMillis)) {
                return false;
            }
        }
        return true;
    }

    void remember(Block memory, Decision out) {
        if (!absent) {
            for (Rule rule : rules) {
                rule.remember(memory, out);
            }
        }
    }

    void scaled(Block memory, long nowMillis, int from, int to) {
        for (Rule rule : rules) {
            rule.scaled(memory, nowMillis, from, to);
        }
    }

    /** The first time after this one at which it may let more through without being asked in between. */
    long nextExpiryMillis(Block memory, long nowMillis) {
        long next = Long.MAX_VALUE;
        for (Rule rule : rules) {
            next = absent ? next : Math.min(next, rule.nextExpiryMillis(memory, nowMillis));
        }
        return next;
    }

    void copyFrom(Block memory, Damping other, Block from) {
        for (int i = 0; i < rules.length; i++) {
            rules[i].copyFrom(memory, other.rules[i], from);
        }
    }

    /** One of the steps, with words of its own; it exists where a spec has no such rule, too. */
    interface Rule {
        /** Begins in a block of zeros. */
        default void clear(Block memory) {}

        /** What is left of the count that the step before wants; writes the column of the step. */
        int hold(Block memory, long nowMillis, int current, int wanted, Decision out);

        /** Is called after each decision of a spec that damps anything. */
        default void remember(Block memory, Decision out) {}

        default void scaled(Block memory, long nowMillis, int from, int to) {}

        /** The first time after this one at which the rule may let more through without being asked in between. */
        default long nextExpiryMillis(Block memory, long nowMillis) {
            return Long.MAX_VALUE;
        }

        /**
         * Whether the words in bytes can be of this rule.
         *
         * @param position where the first word of a block would be
         */
        boolean isPossible(ByteBuffer source, int position, long latestMillis);

        /** Takes over the memory of the same rule of another spec. */
        void copyFrom(Block memory, Rule same, Block from);
    }
}
