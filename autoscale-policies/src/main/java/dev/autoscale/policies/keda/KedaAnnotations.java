package dev.autoscale.policies.keda;

import dev.autoscale.policies.internal.GoText;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How KEDA reads the annotations of a {@code ScaledObject} that switch something. Stateless and thread-safe. Source: KEDA.
 *
 * <p>The trap is kept: whatever is not clearly a word for false is true. {@code "no"}, {@code "off"}, {@code "tRuE"} and the
 * empty text all pause.
 */
public final class KedaAnnotations {
    /** Pauses everything; read by {@link #isSet}. */
    public static final String PAUSED = "autoscaling.keda.sh/paused";

    /** Pauses everything by being there, whatever its value; the value is read by {@link #pausedReplicas}. */
    public static final String PAUSED_REPLICAS = "autoscaling.keda.sh/paused-replicas";

    /** Keeps KEDA from scaling in; read by {@link #isSet}. */
    public static final String PAUSED_SCALE_IN = "autoscaling.keda.sh/paused-scale-in";

    /** Keeps KEDA from scaling out; read by {@link #isSet}. */
    public static final String PAUSED_SCALE_OUT = "autoscaling.keda.sh/paused-scale-out";

    /** Decides as if a trigger were active; read by {@link #isSet}. */
    public static final String FORCE_ACTIVATION = "autoscaling.keda.sh/force-activation";

    private KedaAnnotations() {}

    /**
     * Reads a switch. Costs a comparison with six words and allocates nothing.
     *
     * @param value the annotation's value, not trimmed; null if there is no such annotation
     * @return false if it is null or one of {@code 0 f F false False FALSE}, true for any other text
     */
    public static boolean isSet(@Nullable String value) {
        if (value == null) {
            return false;
        }
        return switch (value) {
            case "0", "f", "F", "false", "False", "FALSE" -> false;
            default -> true;
        };
    }

    /**
     * Reads the count that KEDA's controller writes, once, when a {@code ScaledObject} is paused with
     * {@link #PAUSED_REPLICAS} and the target has another count.
     *
     * @param value the annotation's value, not trimmed; not null
     * @return replicas, which may be negative; empty if the text is no decimal integer of 32 bits, which pauses all the same
     *     and is an error of the controller
     */
    public static OptionalInt pausedReplicas(String value) {
        return GoText.int32(value).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
