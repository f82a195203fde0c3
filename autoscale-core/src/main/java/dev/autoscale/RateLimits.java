package dev.autoscale;

import dev.autoscale.Block.Layout;

/**
 * How far a workload may still grow and shrink under its rate policies: the memory of the changes that were carried out. Not
 * thread-safe.
 *
 * <p>A policy looks back over its period: from the count now it takes back the growth and adds the shrinkage of that time, so
 * opposite changes make room for each other, and from there it allows its pods or percent. Source of the rule: Kubernetes HPA
 * {@code behavior}. Reading costs O(policies) while nothing changed lately, otherwise O(policies * changes kept); nothing
 * allocates.
 */
public final class RateLimits {
    private final Changes changes;
    private final Block memory;

    RateLimits(AutoscalerSpec spec) {
        Layout layout = Layout.whole();
        changes = new Changes(layout, spec);
        memory = new Block(new long[layout.withRows().words()], 0);
        memory.clearHeader();
    }

    /**
     * The memory for the rate policies of a spec.
     *
     * @param spec the spec; with {@link AutoscalerSpec#isLegacy} there are no policies, and no change is remembered
     * @return a memory without changes
     */
    public static RateLimits of(AutoscalerSpec spec) {
        return new RateLimits(spec);
    }

    /**
     * The highest count that the scale-up policies allow now.
     *
     * @param nowMillis the time, not before that of the last change
     * @param current the current replicas
     * @return replicas; below {@code current} if the policies are already exceeded
     */
    public int scaleUpLimit(long nowMillis, int current) {
        return changes.scaleUpLimit(memory, nowMillis, current);
    }

    /**
     * The lowest count that the scale-down policies allow now.
     *
     * @param nowMillis the time, not before that of the last change
     * @param current the current replicas
     * @return replicas; above {@code current} if the policies are already exceeded
     */
    public int scaleDownLimit(long nowMillis, int current) {
        return changes.scaleDownLimit(memory, nowMillis, current);
    }

    /**
     * Remembers a change that was carried out.
     *
     * @param nowMillis the time, not before that of the last change
     * @param from the replicas before
     * @param to the replicas after
     */
    public void scaled(long nowMillis, int from, int to) {
        if (!memory.reaches(nowMillis)) {
            changes.slots().moveEpoch(memory, memory.offsetOf(nowMillis));
            memory.moveEpoch(nowMillis);
        }
        changes.scaled(memory, nowMillis, from, to);
    }

    /** The rules by which the changes in {@link #memory} are read. */
    Changes changes() {
        return changes;
    }

    Block memory() {
        return memory;
    }

    /** Takes over what a block remembers under the same spec, as far as policies look at it now or later. */
    void copyFrom(Changes rules, Block from, long nowMillis) {
        memory.epochMillis(from.epochMillis());
        if (rules.areRecent(from, nowMillis)) {
            memory.newestOffset(from.newestOffset());
            changes.slots().copyAll(memory, rules.slots(), from);
        } else {
            memory.newestOffset(Block.LONG_AGO);
            changes.slots().clear(memory);
        }
    }

    /** The same memory under another spec. */
    RateLimits under(AutoscalerSpec newSpec) {
        RateLimits next = new RateLimits(newSpec);
        next.memory.epochMillis(memory.epochMillis());
        next.changes.slots().copyFrom(next.memory, changes.slots(), memory);
        return next;
    }

    /** {@return the policies per direction and how many changes are remembered} */
    @Override
    public String toString() {
        return "RateLimits[up=" + ScalingRules.of(changes.up()).policies() + ", down="
                + ScalingRules.of(changes.down()).policies() + ", changes="
                + changes.slots().size(memory) + ']';
    }
}
