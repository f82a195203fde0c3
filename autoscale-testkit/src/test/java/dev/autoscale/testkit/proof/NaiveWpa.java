package dev.autoscale.testkit.proof;

import dev.autoscale.testkit.proof.NaiveWpaBand.Config;
import dev.autoscale.testkit.proof.NaiveWpaBand.Proposal;
import java.util.ArrayList;
import java.util.List;

/** The reconciles of a WatermarkPodAutoscaler as plainly as possible, with the object's status as fields. */
final class NaiveWpa {
    /** A condition as it is stored: True or False, or null before the first time. */
    private static final class Condition {
        private Boolean status;
        private long sinceMillis;

        void set(boolean newStatus, long nowMillis) {
            if (status == null || status != newStatus) {
                status = newStatus;
                sinceMillis = seconds(nowMillis) * 1000;
            }
        }

        @Override
        public String toString() {
            return status == null ? "-" : (status ? "True" : "False") + '@' + sinceMillis;
        }
    }

    private final Config config;
    private final Condition above = new Condition();
    private final Condition below = new Condition();
    private Long lastScaleMillis;
    private Long lastScaleBefore;
    private String able = "SucceededGetScale";
    private long statusDesired;
    private long statusDesiredBefore;

    /** What the last reconcile wrote; null if it wrote nothing. */
    Long written;

    String reason;

    /** The condition ScalingLimited, by its reason. */
    String limited = "-";

    NaiveWpa(Config config) {
        this.config = config;
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1000);
    }

    void reconcile(long now, long current, long existing, long ready, long pods, List<Long> sums) {
        written = null;
        able = "SucceededGetScale";
        List<Proposal> proposals = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            Proposal proposal = new NaiveWpaBand(config, config.metrics().get(i))
                    .external(current, existing, pods, pods, ready, sums.get(i));
            if (!proposal.outcome().equals("OK")) {
                reason = proposal.outcome();
                return;
            }
            proposals.add(proposal);
        }
        Proposal winner = proposals.get(0);
        for (Proposal proposal : proposals) {
            winner = winner.replicas() == 0 || proposal.replicas() > winner.replicas() ? proposal : winner;
        }
        above.set(proposals.stream().anyMatch(Proposal::above), now);
        below.set(proposals.stream().anyMatch(Proposal::below), now);
        long desired = limited(current, Math.max(0, winner.replicas()), winner.ready());
        reason = desired == current ? "STAYS" : "SCALES";
        boolean scales = shouldScale(now, current, desired);
        if (current == 0) {
            scales = false;
            reason = "DISABLED";
        } else if (current > config.max()) {
            desired = mend(config.max(), "ABOVE_MAX");
            scales = true;
        } else if (current < config.min()) {
            desired = mend(config.min(), "BELOW_MIN");
            scales = true;
        } else if (existing == 0) {
            desired = mend(1, "NO_REPLICAS");
            scales = true;
        }
        finish(now, current, desired, scales);
    }

    private long mend(long replicas, String why) {
        reason = why;
        return replicas;
    }

    private void finish(long now, long current, long desired, boolean scales) {
        statusDesiredBefore = statusDesired;
        lastScaleBefore = lastScaleMillis;
        statusDesired = scales ? desired : current;
        if (!scales) {
            return;
        }
        lastScaleMillis = seconds(now) * 1000;
        if (config.dryRun()) {
            reason = "DRY_RUN";
            able = "ReadyForScale";
        } else {
            able = "SuccessfulScale";
            written = desired;
        }
    }

    /** The write of this reconcile failed. */
    void writeFailed() {
        able = "FailedScale";
        lastScaleMillis = lastScaleBefore;
        statusDesired = statusDesiredBefore;
        written = null;
    }

    static long upLimit(long current, long factorMilli) {
        return factorMilli == 0 ? current : current + Math.max(1, part(current, factorMilli));
    }

    static long downLimit(long current, long factorMilli) {
        return factorMilli == 0 ? current : current - Math.max(1, part(current, factorMilli));
    }

    private static long part(long current, long factorMilli) {
        double part = (double) factorMilli / 1000;
        part = part * current;
        return (long) Math.floor(part / 100);
    }

    /** Within limits and bounds. */
    long limited(long current, long desired, long ready) {
        long up = upLimit(current, config.upLimitMilli() == null ? 50_000 : config.upLimitMilli());
        long down = downLimit(current, config.downLimitMilli() == null ? 20_000 : config.downLimitMilli());
        long min = config.min() == 0 ? 1 : config.min();
        long least = min;
        limited = "TooFewReplicas";
        if (desired < down) {
            least = Math.max(down, min);
            least = ready > 0 && ready < least ? current : least;
            limited = "ScaleDownLimit";
        }
        if (desired < least) {
            return least;
        }
        limited = desired > up ? "ScaleUpLimit" : "TooManyReplicas";
        long most = desired > up ? Math.min(up, config.max()) : config.max();
        if (desired > most) {
            return most;
        }
        limited = "DesiredWithinRange";
        return desired;
    }

    private boolean shouldScale(long now, long current, long desired) {
        if (lastScaleMillis == null) {
            reason = "SCALES";
            return true;
        }
        int downWindow = config.downWindowSeconds() == 0 ? 300 : config.downWindowSeconds();
        int upWindow = config.upWindowSeconds() == 0 ? 60 : config.upWindowSeconds();
        boolean blocksDown = lastScaleMillis + downWindow * 1000L > now;
        boolean blocksUp = lastScaleMillis + upWindow * 1000L > now;
        if (blocksDown || blocksUp) {
            able = blocksDown && blocksUp ? "BackoffBoth" : blocksDown ? "BackoffDownscale" : "BackoffUpscale";
        }
        if (desired == current) {
            return false;
        }
        boolean grows = desired > current;
        int delay = grows ? config.upDelaySeconds() : config.downDelaySeconds();
        Condition condition = grows ? above : below;
        boolean isStable = !above.status && !below.status;
        long passed = seconds(now - condition.sinceMillis);
        if (delay != 0 && !isStable && (delay - passed > 0 || !condition.status)) {
            reason = "DELAY";
            return false;
        }
        boolean isBlocked = grows ? blocksUp : blocksDown;
        reason = isBlocked ? "FORBIDDEN_WINDOW" : reason;
        return !isBlocked;
    }

    /** The status as it is stored, in the words of the original. */
    String status() {
        boolean isAble =
                able.equals("SucceededGetScale") || able.equals("ReadyForScale") || able.equals("SuccessfulScale");
        String isLimited = limited.equals("DesiredWithinRange") ? "False/" : "True/";
        return String.join(
                " ",
                above.toString(),
                below.toString(),
                lastScaleMillis == null ? "-" : lastScaleMillis.toString(),
                (isAble ? "True/" : "False/") + able,
                limited.equals("-") ? "-" : isLimited + limited,
                Long.toString(statusDesired));
    }
}
