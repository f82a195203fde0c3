package dev.autoscale.policies.knative;

/** What fixed a {@link KpaDecision}: the last step that changed the count, or why there is none. Thread-safe. */
public enum KpaReason {
    /** Invalid: ready pods are not known. */
    READY_PODS_UNKNOWN("ready pods are not known"),
    /** Invalid: no sample within the stable window. */
    NO_DATA("no data"),
    /** Invalid: the metric could not be read. */
    METRIC_FAILED("the metric failed"),
    /** Invalid: an average is NaN or infinite. */
    NOT_FINITE("an average is not finite"),
    /** The average over the stable window. */
    STABLE_AVERAGE("stable average"),
    /** The average over the panic window. */
    PANIC_AVERAGE("panic average"),
    /** As many times the ready pods as the rate allows. */
    MAX_SCALE_UP_RATE("max scale-up rate"),
    /** As small a part of the ready pods as the rate allows. */
    MAX_SCALE_DOWN_RATE("max scale-down rate"),
    /** The fewest pods while there is any load. */
    ACTIVATION_SCALE("activation scale"),
    /** The highest count since panic began: nothing shrinks in panic. */
    PANIC_HOLDS("highest in panic"),
    /** The highest count within the scale-down delay. */
    SCALE_DOWN_DELAY("scale-down delay"),
    /** Minimum, maximum or initial scale, or one pod where scaling to zero is off or waits for the stable window. */
    SCALE_BOUNDS("scale bounds"),
    /** The way to or from zero: the revision is inactive, activating or given up. */
    SCALE_TO_ZERO("scale to zero");

    private final String text;

    KpaReason(String text) {
        this.text = text;
    }

    /**
     * {@return whether it fixes a count} False if it makes a decision invalid; {@link #SCALE_BOUNDS} and {@link
     * #SCALE_TO_ZERO} can be the reason of an invalid decision too, with which the last valid one goes on.
     */
    public boolean isValid() {
        return compareTo(STABLE_AVERAGE) >= 0;
    }

    String text() {
        return text;
    }
}
