package dev.autoscale;

import dev.autoscale.Block.Layout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a spec that have a memory, and where in a block each of them has its words. One serves any number of blocks; what it
 * keeps itself is a cache, or a side store that its blocks share, so autoscalers of several threads share none that has either.
 */
final class Memory {
    final AutoscalerSpec spec;
    final Stabilization stabilization;
    final Changes changes;
    /** What the Kubernetes HPA does not have; null for a spec that does no more than it. */
    final @Nullable Parts parts;

    final boolean countsUnreported;
    private final int lowestWorking;
    private final int maxReplicas;
    private final boolean spills;
    private final int words;

    private Memory(AutoscalerSpec spec, Layout layout) {
        spills = layout.spills();
        this.spec = spec;
        stabilization = new Stabilization(layout, spec);
        changes = new Changes(layout, spec);
        layout.withRows();
        parts = spec.isPlain() ? null : new Parts(layout, spec);
        lowestWorking = parts == null ? Math.max(1, spec.lowestReplicas) : Integer.MAX_VALUE;
        maxReplicas = spec.maxReplicas();
        countsUnreported = spec.settings.countsUnreported;
        words = layout.words();
    }

    /** For a block that holds all that it may ever need. */
    static Memory whole(AutoscalerSpec spec) {
        return new Memory(spec, Layout.whole());
    }

    /** For blocks that are short and have a side store for what they seldom need. */
    static Memory spilling(AutoscalerSpec spec) {
        return new Memory(spec, Layout.spilling());
    }

    /** The one for another autoscaler of the same spec: this, unless it has a cache. */
    Memory ofOne() {
        return spec.schedule().isEmpty() ? this : whole(spec);
    }

    /** Whether the Kubernetes HPA alone asks the metrics at a count: never for a spec with more. */
    boolean isWithinBounds(int replicas) {
        return replicas >= lowestWorking && replicas <= maxReplicas;
    }

    /** Whether it serves the blocks of a fleet. */
    boolean spills() {
        return spills;
    }

    boolean isSpilled(Block block) {
        return stabilization.isSpilled(block) || changes.slots().isSpilled(block);
    }

    /** What a block takes, and what beside it when every row is full. */
    long mostBytes() {
        return (long) words * Long.BYTES
                + stabilization.mostSideBytes()
                + changes.slots().store().pageBytes();
    }

    /** What the side stores take. */
    long sideBytes() {
        return stabilization.sideBytes() + changes.slots().store().bytes();
    }

    /** The length of a block. */
    int words() {
        return words;
    }

    /** Begins a block that holds zeros, or forgets all that a used one remembers. */
    void clear(Block block) {
        block.clearHeader();
        stabilization.clear(block);
        changes.slots().clear(block);
        if (parts != null) {
            parts.clear(block);
        }
    }

    /** Time passes: what no longer counts is forgotten, and what happens now can be remembered. */
    void passTo(Block block, long nowMillis) {
        if (!block.reaches(nowMillis)) {
            moveEpoch(block, nowMillis);
        }
        stabilization.forget(block, nowMillis);
    }

    private void moveEpoch(Block block, long nowMillis) {
        long move = block.offsetOf(nowMillis);
        stabilization.moveEpoch(block, move);
        changes.slots().moveEpoch(block, move);
        block.moveEpoch(nowMillis);
    }

    /** Takes over what another block remembers under other rules, into an empty one: everything that still has meaning. */
    void copyFrom(Block block, Memory rules, Block from, long nowMillis) {
        block.copyHeader(from);
        stabilization.copyFrom(block, rules.stabilization, from);
        changes.slots().copyFrom(block, rules.changes.slots(), from);
        if (parts != null && rules.parts != null) {
            parts.copyFrom(block, rules.parts, from, nowMillis);
        }
    }

    /** Of a spec that does more than the Kubernetes HPA. */
    static final class Parts {
        final Inputs inputs;
        final ActivationGate activation;
        final Schedule.Cursor schedule;
        final Damping damping;
        final CapacityCeiling capacity;

        /** The words of all of them: these never spill. */
        final int begin;

        final int end;

        Parts(Layout layout, AutoscalerSpec spec) {
            begin = layout.take(0);
            inputs = new Inputs(layout, spec);
            activation = new ActivationGate(layout, spec);
            schedule = new Schedule.Cursor(spec.schedule());
            damping = new Damping(layout, spec);
            capacity = new CapacityCeiling(layout, spec);
            end = layout.take(0);
        }

        void clear(Block block) {
            for (int word = begin; word < end; word++) {
                block.set(word, 0);
            }
            activation.clear(block);
            damping.clear(block);
            capacity.clear(block);
        }

        /**
         * Whether the rules can have written their words in bytes.
         *
         * @param position where the first word of a block would be
         */
        boolean isPossible(ByteBuffer source, int position, long latestMillis) {
            return inputs.isPossible(source, position, latestMillis)
                    && activation.isPossible(source, position, latestMillis)
                    && damping.isPossible(source, position, latestMillis)
                    && capacity.isPossible(source, position);
        }

        void remember(Block block, Observation in, Decision out) {
            inputs.remember(block, in, out);
            activation.remember(block, out, schedule);
            damping.remember(block, out);
        }

        private void copyFrom(Block block, Parts rules, Block from, long nowMillis) {
            inputs.copyFrom(block, rules.inputs, from);
            activation.copyFrom(block, rules.activation, from, nowMillis);
            damping.copyFrom(block, rules.damping, from);
            capacity.copyFrom(block, rules.capacity, from);
        }
    }
}
