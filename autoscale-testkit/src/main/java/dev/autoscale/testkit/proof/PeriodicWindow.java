package dev.autoscale.testkit.proof;

import dev.autoscale.TimeWindow;

/** A window that opens once in each period, at a multiple of it, for a part of it. */
record PeriodicWindow(long periodMillis, long openMillis) implements TimeWindow {
    @Override
    public boolean isActive(long nowMillis) {
        return Math.floorMod(nowMillis, periodMillis) < openMillis;
    }

    @Override
    public long nextTransitionMillis(long nowMillis) {
        long phase = Math.floorMod(nowMillis, periodMillis);
        long left = (phase < openMillis ? openMillis : periodMillis) - phase;
        return nowMillis > Long.MAX_VALUE - left ? Long.MAX_VALUE : nowMillis + left;
    }

    @Override
    public String id() {
        return openMillis + " of " + periodMillis;
    }
}
