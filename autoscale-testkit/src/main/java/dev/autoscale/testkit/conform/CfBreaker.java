package dev.autoscale.testkit.conform;

/** The circuit breaker of one app in front of Cloud Foundry's scaling engine: it opens after failures in a row. Not thread-safe. */
final class CfBreaker {
    private final int limit;
    private final long initialMillis;
    private final long maxMillis;
    private int failures;
    private boolean isTripped;
    private long waitMillis;
    /** What the intervals have come to, which the next one follows. */
    private long intervalMillis;

    private long lastFailureMillis;

    CfBreaker(int limit, long initialMillis, long maxMillis) {
        this.limit = limit;
        this.initialMillis = initialMillis;
        this.maxMillis = maxMillis;
        intervalMillis = initialMillis;
        waitMillis = initialMillis;
    }

    /** Whether a call may go through; half open, the wait grows already. */
    boolean lets(long nowMillis) {
        if (!isTripped) {
            return true;
        }
        if (nowMillis - lastFailureMillis <= waitMillis) {
            return false;
        }
        waitMillis = next();
        return true;
    }

    void failed(long nowMillis) {
        failures++;
        lastFailureMillis = nowMillis;
        isTripped |= failures >= limit;
    }

    void succeeded() {
        intervalMillis = initialMillis;
        waitMillis = initialMillis;
        if (isTripped) {
            isTripped = false;
            waitMillis = next();
        }
        failures = 0;
    }

    private long next() {
        intervalMillis = intervalMillis >= maxMillis / 2 ? maxMillis : 2 * intervalMillis;
        return intervalMillis;
    }
}
