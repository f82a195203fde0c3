package dev.autoscale.benchmarks;

import dev.autoscale.TimeWindow;

/** A window that counts how often it is searched. */
final class CountingWindow implements TimeWindow {
    private final TimeWindow window;
    private long searches;

    CountingWindow(TimeWindow window) {
        this.window = window;
    }

    @Override
    public boolean isActive(long nowMillis) {
        searches++;
        return window.isActive(nowMillis);
    }

    @Override
    public long nextTransitionMillis(long nowMillis) {
        searches++;
        return window.nextTransitionMillis(nowMillis);
    }

    @Override
    public String id() {
        return window.id();
    }

    long searches() {
        return searches;
    }
}
