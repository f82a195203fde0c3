package dev.autoscale.testkit.proof;

import dev.autoscale.Activation;
import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Condition;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.MetricSpec;
import dev.autoscale.Reason;
import dev.autoscale.ScheduleWindow.Kind;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What activation, a schedule and overrides make of a decision, step by step as their documentation says, without any care. */
final class NaiveFeatures {
    private enum Activity {
        INACTIVE,
        UNKNOWN,
        ACTIVE
    }

    private final AutoscalerSpec spec;
    private final DrawnFeatures extras;
    private final DrawnDamping.Grid grid;
    private final int lowest;
    private final int lowestAllowed;

    private @Nullable Long firstDecision;
    private @Nullable Long lastActive;
    private @Nullable Long lowSince;
    private long latest = Long.MIN_VALUE;
    /** The count of the pause that the last decision asked for, or -1. */
    private int pausedAt = -1;

    final NaiveDamping damping;
    int activated;
    int scheduled;
    int granted;
    int replicas;
    Activation.State state = Activation.State.ACTIVE;

    NaiveFeatures(AutoscalerSpec spec, DrawnFeatures extras) {
        this.spec = spec;
        this.extras = extras;
        damping = new NaiveDamping(extras.damped());
        grid = extras.damped().grid();
        lowest = extras.rest() == null ? spec.minReplicas() : Math.max(1, spec.minReplicas());
        lowestAllowed = grid.up(lowest);
    }

    /** To be asked with the autoscaler as it was before the decision. */
    void decide(Autoscaler before, Decision out, DrawnOverrides overrides, int ready) {
        latest = Math.max(latest, out.epochMillis());
        int current = out.currentReplicas();
        pausedAt = -1;
        damping.decide(latest, current, out.stabilized(), overrides.removable() >= 0, ready);
        if (current < 0 || out.reason() == Reason.INVALID_REPLICAS) {
            replicas = current;
            rememberActivity(overrides.force() ? Activity.ACTIVE : Activity.UNKNOWN, current);
            return;
        }
        Activity activity = overrides.force() ? Activity.ACTIVE : activityOf(out);
        activated = activate(latest, current, followed(out), activity);
        scheduled = schedule(before, latest, current, activated);
        granted = damping.grant(latest, current, scheduled);
        replicas = override(latest, current, granted, overrides);
        pausedAt = overrides.pause() && replicas != current ? replicas : -1;
        rememberActivity(activity, current);
    }

    /** Is told what the engine is told. */
    void told(List<RandomLife.Report> reports) {
        for (RandomLife.Report report : reports) {
            switch (report.kind()) {
                case FAILED -> {}
                case CHANGED -> scaled(report.epochMillis(), report.from(), report.to());
                case NO_CAPACITY -> capacityExhausted(report.epochMillis(), report.to());
            }
        }
    }

    private void capacityExhausted(long epochMillis, int reached) {
        latest = Math.max(latest, epochMillis);
        damping.capacityExhausted(latest, reached);
    }

    private void scaled(long epochMillis, int from, int to) {
        latest = Math.max(latest, epochMillis);
        int working = extras.rest() != null && extras.rest().idle() >= 0 ? lowest : 1;
        boolean activations = extras.rest() != null && (from < working || to < working);
        if (to != pausedAt && !activations) {
            damping.scaled(latest, from, to);
        }
        if (extras.rest() != null && from <= idleReplicas() && to > from) {
            // A window may keep it active beyond this time.
            lastActive = lastActive == null ? latest : Math.max(lastActive, latest);
        }
    }

    private boolean isIdle(int current) {
        return extras.rest() != null && (current == 0 || (extras.rest().idle() >= 0 && current < lowest));
    }

    private int idleReplicas() {
        return Math.max(0, Objects.requireNonNull(extras.rest()).idle());
    }

    /** What the Kubernetes HPA makes of it. */
    private int followed(Decision out) {
        int current = out.currentReplicas();
        if (out.recommended() != Decision.NOT_EVALUATED) {
            return current == 0 ? Math.max(out.limited(), lowest) : out.limited();
        }
        if (isIdle(current)) {
            return current;
        }
        if (current == 0) {
            return comesBack(out) ? lowest : 0;
        }
        return current > spec.maxReplicas() ? spec.maxReplicas() : Math.max(current, spec.minReplicas());
    }

    /** A workload at zero whose metrics say nothing. */
    private boolean comesBack(Decision out) {
        if (out.reason(Condition.SCALING_ACTIVE) == Reason.SCALING_DISABLED) {
            return false;
        }
        boolean isMeasurable = IntStream.range(0, spec.metricCount())
                .mapToObj(i -> spec.metric(i).kind())
                .anyMatch(kind -> kind == MetricSpec.Kind.OBJECT
                        || kind == MetricSpec.Kind.EXTERNAL
                        || kind == MetricSpec.Kind.SOURCE);
        boolean isSwitchedOff =
                extras.windows().stream().anyMatch(window -> NaiveRules.isCeiling(window) && window.replicas() == 0);
        return !isMeasurable || isSwitchedOff || out.reason(Condition.SCALED_TO_ZERO) == Reason.PAUSED_AT_ZERO;
    }

    private Activity activityOf(Decision out) {
        Activity all = Activity.INACTIVE;
        for (int i = 0; i < out.metricCount(); i++) {
            MetricProposal proposal = out.metric(i);
            Activity one = Activity.INACTIVE;
            if (proposal.status() == MetricProposal.Status.NOT_EVALUATED) {
                return Activity.UNKNOWN;
            } else if (proposal.status() == MetricProposal.Status.GATED) {
                continue;
            } else if (!counts(spec.metric(i), out.currentReplicas())) {
                boolean mightBeBusy = proposal.status().isFailure() && out.currentReplicas() > 0;
                one = mightBeBusy ? Activity.UNKNOWN : Activity.INACTIVE;
            } else if (proposal.status() == MetricProposal.Status.FALLBACK) {
                one = proposal.replicas() > 0 ? Activity.ACTIVE : Activity.UNKNOWN;
            } else if (proposal.status().isFailure()) {
                one = Activity.UNKNOWN;
            } else if (proposal.isActive()) {
                one = Activity.ACTIVE;
            }
            all = one.compareTo(all) > 0 ? one : all;
        }
        return all;
    }

    private static boolean counts(MetricSpec metric, int current) {
        return switch (metric.kind()) {
            case OBJECT, EXTERNAL, SOURCE -> true;
            case SIGNAL -> metric.name().equals(DrawnFeatures.COUNTING_SIGNAL);
            default -> metric.hasActivation() && current > 0;
        };
    }

    private int activate(long now, int current, int followed, Activity activity) {
        DrawnFeatures.Rest rest = extras.rest();
        if (rest == null) {
            return followed;
        }
        boolean mayIdle = spec.minReplicas() == 0 || rest.idle() >= 0;
        state = Activation.State.ACTIVE;
        if (isIdle(current)) {
            if (activity == Activity.ACTIVE || isScheduled(now)) {
                state = Activation.State.ACTIVATING;
                return Math.max(lowestAllowed, rest.landing());
            }
            if (!mayIdle) {
                state = Activation.State.ACTIVATING;
                return lowestAllowed;
            }
        }
        if (isScheduled(now)) {
            return followed;
        }
        if (activity == Activity.UNKNOWN && isIdle(current)) {
            state = current == 0 ? Activation.State.ZERO : Activation.State.IDLE;
            return current;
        }
        if (activity != Activity.INACTIVE || !mayIdle) {
            return followed;
        }
        long first = firstDecision == null ? now : firstDecision;
        long cooledAt = lastActive == null ? first + rest.initial() : lastActive + rest.cooldown();
        if (current > idleReplicas()) {
            state = Activation.State.COOLING;
            if (now < cooledAt) {
                return followed;
            }
            if (rest.delay() >= 0
                    && (current > lowestAllowed || now < (lowSince == null ? now : lowSince) + rest.delay())) {
                return followed;
            }
        }
        boolean isTooLong = rest.ttl() >= 0 && now >= cooledAt + rest.ttl();
        int count = isTooLong ? 0 : Math.min(current, idleReplicas());
        state = count == 0 ? Activation.State.ZERO : Activation.State.IDLE;
        return count;
    }

    private void rememberActivity(Activity activity, int current) {
        firstDecision = firstDecision == null ? Long.valueOf(latest) : firstDecision;
        if (activity != Activity.INACTIVE || isScheduled(latest)) {
            lastActive = isScheduled(latest) ? spec.schedule().nextTransitionMillis(latest) : latest;
            lowSince = null;
        } else if (current > lowestAllowed || current <= 0) {
            lowSince = null;
        } else if (lowSince == null) {
            lowSince = latest;
        }
    }

    /** The open windows that move bounds, those of the highest rank. */
    private List<DrawnFeatures.Window> open(long now) {
        List<DrawnFeatures.Window> open = extras.windows().stream()
                .filter(window ->
                        NaiveRules.isOpen(window, now) && (NaiveRules.isFloor(window) || NaiveRules.isCeiling(window)))
                .toList();
        int rank = open.stream().mapToInt(DrawnFeatures.Window::rank).max().orElse(0);
        return open.stream().filter(window -> window.rank() == rank).toList();
    }

    private int floor(long now, Predicate<DrawnFeatures.Window> which) {
        return open(now).stream()
                .filter(which.and(NaiveRules::isFloor))
                .mapToInt(DrawnFeatures.Window::replicas)
                .max()
                .orElse(0);
    }

    private int ceiling(long now, Predicate<DrawnFeatures.Window> which) {
        return open(now).stream()
                .filter(which.and(NaiveRules::isCeiling))
                .mapToInt(DrawnFeatures.Window::replicas)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private boolean isScheduled(long now) {
        return Math.min(floor(now, window -> true), ceiling(now, window -> true)) > 0;
    }

    private int schedule(Autoscaler before, long now, int current, int count) {
        int floorAtOnce = floor(now, DrawnFeatures.Window::atOnce);
        int ceilingAtOnce = ceiling(now, DrawnFeatures.Window::atOnce);
        int target = Math.min(Math.max(count, floor(now, window -> true)), ceiling(now, window -> true));
        if (current > 0 && target > Math.max(count, current)) {
            int allowed = Math.max(before.scaleUpLimit(now, current), floorAtOnce);
            return NaiveRules.step(grid, current, Math.min(target, Math.max(Math.max(count, current), allowed)));
        }
        if (target < Math.min(count, current)) {
            int allowed = Math.min(before.scaleDownLimit(now, current), ceilingAtOnce);
            return NaiveRules.step(grid, current, Math.max(target, Math.min(Math.min(count, current), allowed)));
        }
        return target;
    }

    private int override(long now, int current, int count, DrawnOverrides overrides) {
        if (overrides.pause()) {
            return overrides.pauseAt() < 0 ? current : overrides.pauseAt();
        }
        int kept = overrides.removable() < 0
                ? count
                : Math.max(count, NaiveRules.cut(grid, current, Math.max(0, current - overrides.removable())));
        boolean upForbidden = overrides.upUntil() > now || isOpen(Kind.FORBID_SCALE_UP, now);
        boolean downForbidden = overrides.downUntil() > now || isOpen(Kind.FORBID_SCALE_DOWN, now);
        return (kept > current && upForbidden) || (kept < current && downForbidden) ? current : kept;
    }

    private boolean isOpen(Kind kind, long now) {
        return extras.windows().stream().anyMatch(window -> window.kind() == kind && NaiveRules.isOpen(window, now));
    }
}
