package dev.autoscale.policies.knative;

import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoDuration;
import java.time.Duration;
import java.util.Objects;

/**
 * What Knative's autoscaler (KPA) works with for one revision: the cluster's settings, overridden by the revision's
 * annotations. Immutable and thread-safe; made anew whenever one of its sources changes. Its questions allocate nothing. Source:
 * Knative Serving, bit for bit.
 *
 * <p>Nothing is checked: unlike {@link KpaConfig#validate()} and {@link KpaAnnotations#validate} would have it, values
 * may lie anywhere, as in Knative. Fractions of a millisecond are cut, which no accepted value has.
 */
public final class KpaTargets {
    /** The part of a request rate that is aimed at; Knative has no setting for it. */
    public static final double RPS_UTILIZATION = 0.7;

    private static final int LEAST_ACTIVATORS = 2;
    private static final long SECOND = GoDuration.SECOND;

    private final double total;
    private final double target;
    private final double targetBurstCapacity;
    private final double panicThreshold;
    private final double activatorCapacity;
    private final long stableWindowMillis;
    private final long panicWindowMillis;
    private final long scaleDownDelayMillis;
    private final int initialScale;
    private final int activationScale;
    private final boolean reachable;
    private final int minScale;
    private final int maxScale;

    private KpaTargets(KpaConfig config, KpaAnnotations annotations, long containerConcurrency, boolean reachable) {
        this.total = total(config, annotations, containerConcurrency);
        this.target = Math.max(KpaConfigValidation.LEAST_TARGET, total * utilization(config, annotations));
        this.targetBurstCapacity = annotations.targetBurstCapacity().orElse(config.targetBurstCapacity());
        this.panicThreshold = annotations.panicThresholdPercentage().orElse(config.panicThresholdPercentage()) / 100.0;
        this.activatorCapacity = config.activatorCapacity();
        Duration window = annotations.window().orElse(config.stableWindow());
        this.stableWindowMillis = window.toMillis();
        this.panicWindowMillis = panicWindowMillis(
                window.toNanos(), annotations.panicWindowPercentage().orElse(config.panicWindowPercentage()));
        this.scaleDownDelayMillis =
                annotations.scaleDownDelay().orElse(config.scaleDownDelay()).toMillis();
        this.initialScale = initialScale(config, annotations);
        this.activationScale = annotations.activationScale().orElse(0);
        this.reachable = reachable;
        this.minScale = reachable ? annotations.minScale().orElse(config.minScale()) : 0;
        this.maxScale = annotations.maxScale().orElse(config.maxScale());
    }

    /**
     * Derives the values for a revision.
     *
     * @param config the cluster's settings; not null
     * @param annotations the revision's; not null
     * @param containerConcurrency how many requests at a time a container accepts ({@code containerConcurrency}), at least 0;
     *     0 means any number
     * @param reachable whether a route leads to the revision; true if that is not known
     * @return the values
     * @throws IllegalArgumentException if the container concurrency is negative
     */
    public static KpaTargets of(
            KpaConfig config, KpaAnnotations annotations, long containerConcurrency, boolean reachable) {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(annotations, "annotations");
        Violation.Collector broken = new Violation.Collector();
        broken.requireNotNegative("containerConcurrency", containerConcurrency);
        broken.throwIfAny();
        return new KpaTargets(config, annotations, containerConcurrency, reachable);
    }

    private static double total(KpaConfig config, KpaAnnotations annotations, long containerConcurrency) {
        String metric = annotations.metric();
        if (annotations.target().isPresent()) {
            double given = annotations.target().getAsDouble();
            // Exactly this word: another one that counts as concurrency is not capped.
            boolean capped = metric.equals(KpaAnnotations.CONCURRENCY) && containerConcurrency != 0;
            return capped ? Math.min(given, (double) containerConcurrency) : given;
        }
        if (metric.equals(KpaAnnotations.RPS)) {
            return config.requestsPerSecondTargetDefault();
        }
        return containerConcurrency == 0 ? config.containerConcurrencyTargetDefault() : (double) containerConcurrency;
    }

    private static double utilization(KpaConfig config, KpaAnnotations annotations) {
        if (annotations.targetUtilizationPercentage().isPresent()) {
            return annotations.targetUtilizationPercentage().getAsDouble() / 100;
        }
        return annotations.metric().equals(KpaAnnotations.RPS)
                ? RPS_UTILIZATION
                : config.containerConcurrencyTargetFraction();
    }

    private static long panicWindowMillis(long windowNanos, double percentage) {
        long nanos = (long) (windowNanos * percentage / 100.0);
        long seconds = nanos / SECOND + (nanos % SECOND >= SECOND / 2 ? 1 : 0);
        return 1000 * Math.max(1, seconds);
    }

    private static int initialScale(KpaConfig config, KpaAnnotations annotations) {
        int given = annotations.initialScale().orElse(config.initialScale());
        return given == 0 && !config.allowZeroInitialScale() ? config.initialScale() : given;
    }

    /**
     * {@return what one pod is asked to bear, the load times its utilization} Requests at a time, or per second; at
     * least 0.01.
     */
    public double target() {
        return target;
    }

    /** {@return what one pod can bear} Requests at a time, or per second. */
    public double total() {
        return total;
    }

    /**
     * {@return the burst that the pods should bear without the activator} Requests; 0 means never behind the activator
     * unless at zero, -1 always behind it.
     */
    public double targetBurstCapacity() {
        return targetBurstCapacity;
    }

    /** {@return how many times the load that the ready pods should have is panic} A factor; 2 means twice the load. */
    public double panicThreshold() {
        return panicThreshold;
    }

    /** {@return the window that decisions average over} Milliseconds. */
    public long stableWindowMillis() {
        return stableWindowMillis;
    }

    /** {@return the window that panic is seen in} Milliseconds, whole seconds, at least 1,000. */
    public long panicWindowMillis() {
        return panicWindowMillis;
    }

    /** {@return how long a lower count must be right before it is taken} Milliseconds; 0 means no delay. */
    public long scaleDownDelayMillis() {
        return scaleDownDelayMillis;
    }

    /**
     * {@return the pods with which the revision begins} An annotation of 0 that the cluster does not allow is ignored.
     */
    public int initialScale() {
        return initialScale;
    }

    /** {@return the fewest pods that a load that is not 0 asks for} 0 if there is no such rule. */
    public int activationScale() {
        return activationScale;
    }

    /** {@return whether a route leads to the revision} False only if it is known that none does. */
    public boolean isReachable() {
        return reachable;
    }

    /** {@return the fewest pods} 0 for a revision that is not reachable, whatever is set. */
    public int minScale() {
        return minScale;
    }

    /** {@return the most pods} 0 means no limit. */
    public int maxScale() {
        return maxScale;
    }

    /**
     * How many activators should stand in the path. Costs a few operations and allocates nothing.
     *
     * @param readyPods the ready pods, at least 0
     * @return at least 2; saturates
     */
    public int activators(int readyPods) {
        if (targetBurstCapacity == 0) {
            return LEAST_ACTIVATORS;
        }
        double load = readyPods * total + (targetBurstCapacity > 0 ? targetBurstCapacity : 0);
        return Math.max(LEAST_ACTIVATORS, (int) Math.ceil(load / activatorCapacity));
    }

    /** {@return what was derived, in one line} */
    @Override
    public String toString() {
        return "KpaTargets[target=" + target + ", total=" + total + ", minScale=" + minScale + ", maxScale=" + maxScale
                + ", initialScale=" + initialScale + ", activationScale=" + activationScale + ", stableWindowMillis="
                + stableWindowMillis + ", panicWindowMillis=" + panicWindowMillis + ", targetBurstCapacity="
                + targetBurstCapacity + ", reachable=" + reachable + ']';
    }
}
