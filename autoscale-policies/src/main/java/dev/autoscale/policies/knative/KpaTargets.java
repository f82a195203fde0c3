package dev.autoscale.policies.knative;

import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoDuration;
import java.util.Objects;
import java.util.Optional;

/**
 * What Knative's autoscaler (KPA) works with for one revision: the cluster's settings, overridden by the revision's
 * annotations. Immutable and thread-safe; made again whenever one of its sources changes. Its questions allocate nothing. Source:
 * Knative Serving, bit for bit.
 *
 * <p>Nothing is checked: unlike {@link KpaConfig#validate()} and {@link KpaAnnotations#validate} would have it, values
 * may lie anywhere, as in Knative. Fractions of a millisecond are cut, which no accepted value has.
 *
 * @param total what one pod can bear: requests at a time, or per second
 * @param target what one pod is asked to bear, the load times its utilization: requests at a time, or per second; at least 0.01
 * @param targetBurstCapacity the burst that the pods should handle without the activator, in requests; 0 means never behind the
 *     activator unless at zero, -1 always behind it
 * @param panicThreshold how many times the load that the ready pods should have is panic: a factor; 2 means twice the load
 * @param activatorCapacity how many requests one activator can handle
 * @param stableWindowMillis the window that decisions average over, in milliseconds
 * @param panicWindowMillis the window that panic is seen in, in milliseconds: whole seconds, at least 1,000
 * @param scaleDownDelayMillis how long a lower count must be right before it is taken, in milliseconds; 0 means no delay
 * @param initialScale the pods with which the revision begins; an annotation of 0 that the cluster does not allow is ignored
 * @param activationScale the fewest pods that a load that is not 0 asks for; 0 if there is no such rule
 * @param isReachable whether a route leads to the revision; false only if it is known that none does
 * @param minScale the fewest pods; 0 for a revision that is not reachable, whatever is set
 * @param maxScale the most pods; 0 means no limit
 */
public record KpaTargets(
        double total,
        double target,
        double targetBurstCapacity,
        double panicThreshold,
        double activatorCapacity,
        long stableWindowMillis,
        long panicWindowMillis,
        long scaleDownDelayMillis,
        int initialScale,
        int activationScale,
        boolean isReachable,
        int minScale,
        int maxScale) {
    /** The part of a request rate that is aimed at; Knative has no setting for it. */
    public static final double RPS_UTILIZATION = 0.7;

    private static final int MIN_ACTIVATORS = 2;
    private static final long SECOND = GoDuration.SECOND;

    /**
     * Derives the values for a revision.
     *
     * @param config the cluster's settings; not null
     * @param annotations the revision's; not null
     * @param containerConcurrency how many requests at a time a container accepts ({@code containerConcurrency}), at least 0;
     *     0 means any number
     * @param isReachable whether a route leads to the revision; true if that is not known
     * @return the values
     * @throws IllegalArgumentException if the container concurrency is negative
     */
    public static KpaTargets of(
            KpaConfig config, KpaAnnotations annotations, long containerConcurrency, boolean isReachable) {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(annotations, "annotations");
        Violation.Collector broken = new Violation.Collector();
        broken.requireNotNegative("containerConcurrency", containerConcurrency);
        broken.throwIfAny();
        double total = total(config, annotations, containerConcurrency);
        return new KpaTargets(
                total,
                Math.max(KpaSetting.MIN_TARGET, total * utilization(config, annotations)),
                annotations.get(KpaSetting.TARGET_BURST_CAPACITY, config),
                annotations.get(KpaSetting.PANIC_THRESHOLD_PERCENTAGE, config) / 100.0,
                config.get(KpaSetting.ACTIVATOR_CAPACITY),
                annotations.get(KpaSetting.STABLE_WINDOW, config).toMillis(),
                panicWindowMillis(config, annotations),
                annotations.get(KpaSetting.SCALE_DOWN_DELAY, config).toMillis(),
                initialScale(config, annotations),
                annotations.get(KpaSetting.ACTIVATION_SCALE).orElse(0),
                isReachable,
                isReachable ? annotations.get(KpaSetting.MIN_SCALE, config) : 0,
                annotations.get(KpaSetting.MAX_SCALE, config));
    }

    private static double total(KpaConfig config, KpaAnnotations annotations, long containerConcurrency) {
        String metric = annotations.metric();
        Optional<Double> given = annotations.get(KpaSetting.TARGET);
        if (given.isPresent()) {
            // Exactly this word: another one that counts as concurrency is not capped.
            boolean capped = metric.equals(KpaAnnotations.CONCURRENCY) && containerConcurrency != 0;
            return capped ? Math.min(given.get(), (double) containerConcurrency) : given.get();
        }
        if (metric.equals(KpaAnnotations.RPS)) {
            return config.get(KpaSetting.REQUESTS_PER_SECOND_TARGET_DEFAULT);
        }
        return containerConcurrency == 0
                ? config.get(KpaSetting.CONTAINER_CONCURRENCY_TARGET_DEFAULT)
                : (double) containerConcurrency;
    }

    private static double utilization(KpaConfig config, KpaAnnotations annotations) {
        Optional<Double> percentage = annotations.get(KpaSetting.TARGET_UTILIZATION_PERCENTAGE);
        if (percentage.isPresent()) {
            return percentage.get() / 100;
        }
        return annotations.metric().equals(KpaAnnotations.RPS)
                ? RPS_UTILIZATION
                : config.containerConcurrencyTargetFraction();
    }

    private static long panicWindowMillis(KpaConfig config, KpaAnnotations annotations) {
        long windowNanos = annotations.get(KpaSetting.STABLE_WINDOW, config).toNanos();
        double percentage = annotations.get(KpaSetting.PANIC_WINDOW_PERCENTAGE, config);
        long nanos = (long) (windowNanos * percentage / 100.0);
        long seconds = nanos / SECOND + (nanos % SECOND >= SECOND / 2 ? 1 : 0);
        return 1000 * Math.max(1, seconds);
    }

    private static int initialScale(KpaConfig config, KpaAnnotations annotations) {
        int given = annotations.get(KpaSetting.INITIAL_SCALE, config);
        boolean isAllowed = given != 0 || config.get(KpaSetting.ALLOW_ZERO_INITIAL_SCALE);
        return isAllowed ? given : config.get(KpaSetting.INITIAL_SCALE);
    }

    /**
     * How many activators should stand in the path. Costs a few operations and allocates nothing.
     *
     * @param readyPods the ready pods, at least 0
     * @return at least 2; saturates
     */
    public int activators(int readyPods) {
        if (targetBurstCapacity == 0) {
            return MIN_ACTIVATORS;
        }
        double load = readyPods * total + (targetBurstCapacity > 0 ? targetBurstCapacity : 0);
        return Math.max(MIN_ACTIVATORS, (int) Math.ceil(load / activatorCapacity));
    }
}
