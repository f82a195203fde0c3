package dev.autoscale;

/**
 * Times in which something holds, as a function of time alone. Implementations must be immutable and thread-safe and should
 * allocate nothing.
 */
public interface TimeWindow {
    /**
     * Whether the window is open.
     *
     * @param nowMillis epoch milliseconds, any
     * @return true from an opening (inclusive) to a closing (exclusive)
     */
    boolean isActive(long nowMillis);

    /**
     * When the window opens or closes next. Never late; it may be early.
     *
     * @param nowMillis epoch milliseconds, any
     * @return epoch milliseconds, greater than {@code nowMillis}; {@link Long#MAX_VALUE} if nothing changes any more
     */
    long nextTransitionMillis(long nowMillis);

    /**
     * Says everything that the answers depend on: two windows with equal ids answer alike. Part of a spec's fingerprint and of
     * explanations.
     *
     * @return a short text, always the same
     */
    String id();
}
