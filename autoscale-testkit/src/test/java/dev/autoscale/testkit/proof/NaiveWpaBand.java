package dev.autoscale.testkit.proof;

import java.util.ArrayList;
import java.util.List;

/** What one metric of a WatermarkPodAutoscaler proposes, in thousandths and doubles as they come. */
final class NaiveWpaBand {
    /** Settings as they stand in the object; 0 or null where they are not set. */
    record Config(
            int min,
            int max,
            String algorithm,
            long toleranceMilli,
            Long upLimitMilli,
            Long downLimitMilli,
            int upWindowSeconds,
            int downWindowSeconds,
            int upDelaySeconds,
            int downDelaySeconds,
            int modulo,
            String converge,
            int minAvailablePercent,
            int readinessDelaySeconds,
            boolean toleratesZero,
            boolean dryRun,
            List<Metric> metrics) {
        long tolerance() {
            return toleranceMilli == 0 ? 100 : toleranceMilli;
        }
    }

    record Metric(Long lowMilli, Long highMilli) {
        long low() {
            return lowMilli == null ? highMilli : lowMilli;
        }

        long high() {
            return highMilli == null ? lowMilli : highMilli;
        }
    }

    /** Letters as in the recordings: phases P R F S U, conditions T F U and - for none. */
    record Pod(
            char phase,
            char condition,
            Long startMillis,
            long transitionMillis,
            boolean owned,
            boolean deleted,
            Long usedMilli) {}

    record Proposal(String outcome, long replicas, long utilization, long ready, boolean above, boolean below) {
        static Proposal none(String why) {
            return new Proposal(why, 0, 0, 0, false, false);
        }
    }

    private final Config config;
    private final Metric metric;

    NaiveWpaBand(Config config, Metric metric) {
        this.config = config;
        this.metric = metric;
    }

    /** From the sum of an external metric, null if its query fails. */
    Proposal external(long current, long existing, List<Pod> pods, long nowMillis, Long sum) {
        long counted = 0;
        long ready = 0;
        for (Pod pod : pods) {
            if (pod.owned() && pod.phase() != 'F' && pod.phase() != 'S') {
                counted++;
                boolean waits = nowMillis - pod.transitionMillis() < config.readinessDelaySeconds() * 1000L;
                boolean isUp = pod.phase() == 'R' && pod.condition() == 'T';
                boolean isKnown = pod.condition() != '-' && pod.startMillis() != null && !pod.deleted();
                ready += isKnown && (isUp || (pod.phase() == 'P' && waits)) ? 1 : 0;
            }
        }
        return external(current, existing, pods.size(), counted, ready, sum);
    }

    Proposal external(long current, long existing, long total, long counted, long allReady, Long sum) {
        if (total == 0) {
            return Proposal.none("NO_PODS");
        }
        if (allReady == 0) {
            return Proposal.none("NONE_READY");
        }
        long ready = Math.min(allReady, existing);
        if (100 * ready / counted < config.minAvailablePercent()) {
            return Proposal.none("TOO_MANY_UNREADY");
        }
        if (sum == null) {
            return Proposal.none("METRIC_FAILED");
        }
        if (sum == 0 && !config.toleratesZero()) {
            return new Proposal("OK", ready, 0, ready, false, false);
        }
        return band(current, ready, sum);
    }

    /** From what the pods use of a resource, and others that are none of them. */
    Proposal resource(String resource, long current, List<Pod> pods, List<Long> others) {
        if (pods.isEmpty()) {
            return Proposal.none("NO_PODS");
        }
        long ignored = 0;
        long ready = 0;
        List<Long> used = new ArrayList<>(others);
        for (Pod pod : pods) {
            boolean isLeft = true;
            if (pod.owned() && isIgnored(resource, pod)) {
                ignored++;
                isLeft = false;
            } else if (pod.owned() && pod.usedMilli() != null) {
                ready++;
            }
            if (isLeft && pod.usedMilli() != null) {
                used.add(pod.usedMilli());
            }
        }
        if (ignored == pods.size()) {
            return Proposal.none("NONE_READY");
        }
        if (100 * ready / (pods.size() - ignored) < config.minAvailablePercent()) {
            return Proposal.none("TOO_MANY_UNREADY");
        }
        if (used.isEmpty()) {
            return Proposal.none("NO_POD_METRICS");
        }
        if (ready == 0) {
            return Proposal.none("NONE_READY");
        }
        return band(current, ready, used.stream().mapToLong(Long::longValue).sum());
    }

    private boolean isIgnored(String resource, Pod pod) {
        if (pod.phase() == 'F' || pod.phase() == 'P') {
            return true;
        }
        if (pod.usedMilli() == null || !resource.equals("cpu")) {
            return false;
        }
        return pod.condition() == '-'
                || pod.startMillis() == null
                || pod.condition() == 'F'
                || pod.startMillis() + config.readinessDelaySeconds() * 1000L > pod.transitionMillis();
    }

    private Proposal band(long current, long ready, long sum) {
        double usage = (double) sum / (config.algorithm().equals("average") ? (double) ready : 1.0);
        long top = metric.high() + metric.high() * config.tolerance() / 1000;
        long bottom = metric.low() - metric.low() * config.tolerance() / 1000;
        boolean isAbove = usage > top;
        boolean isBelow = !isAbove && usage < bottom;
        long replicas;
        if (isAbove) {
            replicas = Math.max(current, rounded(int32(Math.ceil((double) ready * usage / (double) metric.high()))));
        } else if (isBelow) {
            long floor = int32(Math.floor((double) ready * usage / (double) metric.low()));
            replicas = Math.min(current, rounded(Math.max(1, floor)));
        } else {
            replicas = converged(current, ready, usage);
        }
        return new Proposal("OK", replicas, (long) usage, ready, isAbove, isBelow);
    }

    private static long int32(double value) {
        return (int) value;
    }

    private long rounded(long replicas) {
        long rest = replicas % config.modulo();
        return rest == 0 ? replicas : replicas + config.modulo() - rest;
    }

    private long converged(long current, long ready, double usage) {
        if (config.converge().equals("highwatermark")) {
            long lower = metric.high() == 0
                    ? current
                    : clamped(Math.ceil(((double) ready / (double) metric.high()) * usage));
            long fewer = Math.max(1, current - config.modulo());
            return fewer < lower ? current : fewer;
        }
        if (config.converge().equals("lowwatermark")) {
            long upper =
                    metric.low() == 0 ? current : clamped(Math.floor(((double) ready / (double) metric.low()) * usage));
            long more = current + config.modulo();
            return more > upper ? current : more;
        }
        return current;
    }

    private long clamped(double replicas) {
        return Math.max(Math.max(1, config.min()), Math.min(int32(replicas), config.max()));
    }
}
