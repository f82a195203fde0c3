package dev.autoscale.policies.knative;

import java.nio.ByteBuffer;

/**
 * What Knative's autoscaler (KPA) keeps about a revision in the status of its {@code PodAutoscaler}, and the only memory of
 * {@link KpaScaleToZero}. A reusable value; not thread-safe. No method allocates but to throw. Source: Knative Serving.
 *
 * <p>Through the API server times come back in whole seconds, cut; here they keep their milliseconds.
 */
public final class KpaStatus {
    /** The bytes of {@link #write}. */
    public static final int BYTES = 3 * Integer.BYTES + Long.BYTES;

    /** A count that is not known. */
    public static final int UNKNOWN = -1;

    private static final KpaCondition[] CONDITIONS = KpaCondition.values();
    private static final int INITIALIZED = 1 << 8;

    KpaCondition condition = KpaCondition.NEW;
    long sinceEpochMillis;
    boolean initialized;
    int desiredScale = UNKNOWN;
    int actualScale = UNKNOWN;

    /**
     * The status of a new object.
     *
     * @param creationEpochMillis when it was created, in milliseconds since the epoch; any time
     */
    public KpaStatus(long creationEpochMillis) {
        created(creationEpochMillis);
    }

    /**
     * Starts over, as a new object.
     *
     * @param creationEpochMillis when it was created, in milliseconds since the epoch; any time
     * @return this
     */
    public KpaStatus created(long creationEpochMillis) {
        condition = KpaCondition.NEW;
        sinceEpochMillis = creationEpochMillis;
        initialized = false;
        desiredScale = UNKNOWN;
        actualScale = UNKNOWN;
        return this;
    }

    /**
     * Takes over another status.
     *
     * @param other only read; may be this; not null
     * @return this
     */
    public KpaStatus copyFrom(KpaStatus other) {
        condition = other.condition;
        sinceEpochMillis = other.sinceEpochMillis;
        initialized = other.initialized;
        desiredScale = other.desiredScale;
        actualScale = other.actualScale;
        return this;
    }

    /** {@return the condition {@code Active}} Never null. */
    public KpaCondition condition() {
        return condition;
    }

    /** {@return when status or reason of the condition last changed} Epoch milliseconds. */
    public long sinceEpochMillis() {
        return sinceEpochMillis;
    }

    /**
     * {@return whether the revision has had as many ready pods as it has to begin with ({@code
     * ScaleTargetInitialized})} True once it had; never false again.
     */
    public boolean isInitialized() {
        return initialized;
    }

    /** {@return the pods that were wanted last ({@code desiredScale})} {@link #UNKNOWN} if none ever were. */
    public int desiredScale() {
        return desiredScale;
    }

    /** {@return the ready pods that were seen last ({@code actualScale})} {@link #UNKNOWN} of a new object. */
    public int actualScale() {
        return actualScale;
    }

    /**
     * Writes everything, in the buffer's byte order.
     *
     * @param target receives {@link #BYTES} bytes from its position on, which moves past them
     * @throws java.nio.BufferOverflowException if there is too little room; it may then hold a part
     */
    public void write(ByteBuffer target) {
        target.putInt(condition.ordinal() | (initialized ? INITIALIZED : 0));
        target.putLong(sinceEpochMillis).putInt(desiredScale).putInt(actualScale);
    }

    /**
     * Replaces everything by what {@link #write} wrote, in the same byte order.
     *
     * @param source holds {@link #BYTES} bytes from its position on, which moves past them
     * @throws IllegalArgumentException if the bytes are too few or not a status; nothing is changed then
     */
    public void read(ByteBuffer source) {
        if (source.remaining() < BYTES) {
            throw new IllegalArgumentException(
                    "status must be whole: remaining=" + source.remaining() + ", needed=" + BYTES);
        }
        int flags = source.getInt(source.position());
        int ordinal = flags & ~INITIALIZED;
        if (!isKnown(flags)) {
            throw new IllegalArgumentException("status must have a known condition: condition=" + ordinal);
        }
        source.getInt();
        condition = CONDITIONS[ordinal];
        initialized = (flags & INITIALIZED) != 0;
        sinceEpochMillis = source.getLong();
        desiredScale = source.getInt();
        actualScale = source.getInt();
    }

    /** Whether {@link #write} can have written the bytes from a position on, of which there are enough. */
    static boolean canRead(ByteBuffer source, int position) {
        int scales = position + Integer.BYTES + Long.BYTES;
        return isKnown(source.getInt(position))
                && source.getInt(scales) >= UNKNOWN
                && source.getInt(scales + Integer.BYTES) >= UNKNOWN;
    }

    /** Whether the first int of {@link #write} names a condition. */
    static boolean isKnown(int flags) {
        int ordinal = flags & ~INITIALIZED;
        return ordinal >= 0 && ordinal < CONDITIONS.length;
    }

    /** {@return the status in one line} */
    @Override
    public String toString() {
        return "KpaStatus[" + condition() + " since " + sinceEpochMillis + ", initialized=" + initialized
                + ", desiredScale=" + desiredScale + ", actualScale=" + actualScale + ']';
    }
}
