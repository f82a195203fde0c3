package dev.autoscale;

/** A window that is open once, from an instant (inclusive) to another (exclusive). */
record OpenFrom(long fromMillis, long untilMillis) implements TimeWindow {
    @Override
    public boolean isActive(long nowMillis) {
        return nowMillis >= fromMillis && nowMillis < untilMillis;
    }

    @Override
    public long nextTransitionMillis(long nowMillis) {
        return nowMillis < fromMillis ? fromMillis : nowMillis < untilMillis ? untilMillis : Long.MAX_VALUE;
    }

    @Override
    public String id() {
        return fromMillis + ".." + untilMillis;
    }
}
