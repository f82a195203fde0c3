package dev.autoscale.policies.wpa;

import dev.autoscale.policies.wpa.WpaProposal.Outcome;

/**
 * The band between the watermarks, and what a value outside of it or in it proposes. Amounts are in thousandths. Every sum is done in the
 * order in which the original does it.
 */
final class WpaBand {
    private static final int PERCENT = 100;

    private WpaBand() {}

    /** Whether the pods are enough for an external metric; of those ready, {@code capped} count. */
    static Outcome external(WpaSettings settings, int listed, int counted, int ready, int capped) {
        if (listed == 0) {
            return Outcome.NO_PODS;
        }
        return ready == 0 ? Outcome.NONE_READY : available(settings, counted, capped);
    }

    /** Whether the pods are enough for a resource. */
    static Outcome resource(WpaSettings settings, WpaPods pods) {
        if (pods.listed() == 0) {
            return Outcome.NO_PODS;
        }
        if (pods.counted() == 0) {
            return Outcome.NONE_READY;
        }
        Outcome outcome = available(settings, pods.counted(), pods.ready());
        if (outcome != Outcome.OK) {
            return outcome;
        }
        return pods.measured() == 0 ? Outcome.NO_POD_METRICS : pods.ready() == 0 ? Outcome.NONE_READY : Outcome.OK;
    }

    private static Outcome available(WpaSettings settings, int counted, int ready) {
        long percent = (long) PERCENT * ready / Math.max(1, counted);
        return percent < settings.minAvailablePercent() ? Outcome.TOO_MANY_UNREADY : Outcome.OK;
    }

    /** What is compared with the watermarks. */
    static double usage(WpaSettings settings, int ready, long sumMilli) {
        return settings.average() ? (double) sumMilli / ready : (double) sumMilli;
    }

    /** The upper edge belongs to the band; what the tolerance adds is cut to whole thousandths. */
    static boolean isAbove(WpaSettings settings, WpaSettings.Metric metric, double usage) {
        return usage > metric.highMilli() + settings.tolerated(metric.highMilli());
    }

    /** The lower edge belongs to the band. */
    static boolean isBelow(WpaSettings settings, WpaSettings.Metric metric, double usage) {
        return !isAbove(settings, metric, usage) && usage < metric.lowMilli() - settings.tolerated(metric.lowMilli());
    }

    static int replicas(WpaSettings settings, WpaSettings.Metric metric, int current, int ready, double usage) {
        if (isAbove(settings, metric, usage)) {
            double wish = Math.ceil(ready * usage / metric.highMilli());
            return Math.max(inModulo(settings, (int) wish), current);
        }
        if (isBelow(settings, metric, usage)) {
            double wish = Math.floor(ready * usage / metric.lowMilli());
            return Math.min(inModulo(settings, Math.max(1, (int) wish)), current);
        }
        return switch (settings.converge()) {
            case NONE -> current;
            case HIGH -> towardsHigh(settings, metric, current, ready, usage);
            case LOW -> towardsLow(settings, metric, current, ready, usage);
        };
    }

    /** Rounded up to a multiple; saturates. */
    private static int inModulo(WpaSettings settings, int count) {
        int rest = count % settings.modulo();
        return rest == 0 ? count : (int) Math.min(Integer.MAX_VALUE, (long) count + settings.modulo() - rest);
    }

    /** One step down, unless the value would then be above the watermark. */
    private static int towardsHigh(
            WpaSettings settings, WpaSettings.Metric metric, int current, int ready, double usage) {
        int step = Math.max(current - settings.modulo(), 1);
        double least = Math.ceil((double) ready / metric.highMilli() * usage);
        return step < (metric.highMilli() == 0 ? current : bounded(settings, least)) ? current : step;
    }

    /** One step up, unless the value would then be below the watermark. */
    private static int towardsLow(
            WpaSettings settings, WpaSettings.Metric metric, int current, int ready, double usage) {
        long step = (long) current + settings.modulo();
        double most = Math.floor((double) ready / metric.lowMilli() * usage);
        return step > (metric.lowMilli() == 0 ? current : bounded(settings, most)) ? current : (int) step;
    }

    private static int bounded(WpaSettings settings, double count) {
        return Math.max(Math.max(1, settings.minReplicas()), Math.min((int) count, settings.maxReplicas()));
    }
}
