package dev.autoscale;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What rate policies and bounds did, in words. Has no memory; allocates. */
final class LimitText {
    private final Decision decision;
    private final AutoscalerSpec spec;

    LimitText(Decision decision) {
        this.decision = decision;
        this.spec = decision.spec;
    }

    @Nullable
    String words() {
        Reason why = decision.reason(Condition.SCALING_LIMITED);
        if (why == null || !why.status()) {
            return opposite();
        }
        String words = switch (why) {
            case TOO_MANY_REPLICAS -> "maxReplicas " + spec.maxReplicas();
            case TOO_FEW_REPLICAS -> lowest();
            default -> spec.isLegacy() ? legacyLimit() : rateLimit(why == Reason.SCALE_UP_LIMIT);
        };
        String opposite = opposite();
        return why + ": " + words + (opposite == null ? "" : "; " + opposite);
    }

    /** Changes of the other direction, where they let through what the policies alone would not have. */
    private @Nullable String opposite() {
        DirectionRules rules = decision.wantsGrowth() ? spec.up : spec.down;
        return isRoomMade() ? briefOpposite() + ": " + policies(rules) + " alone would allow " + allowedAlone() : null;
    }

    /** The same in a few words; empty where there is nothing to say. */
    String briefOpposite() {
        return isRoomMade() ? "earlier " + (decision.wantsGrowth() ? "shrinking" : "growth") + " made room" : "";
    }

    private boolean isRoomMade() {
        if (decision.recommended() == Decision.NOT_EVALUATED || spec.isLegacy() || !decision.wantsChange()) {
            return false;
        }
        int alone = allowedAlone();
        return decision.wantsGrowth() ? decision.limited() > alone : decision.limited() < alone;
    }

    private int allowedAlone() {
        int current = decision.currentReplicas();
        return decision.wantsGrowth()
                ? Math.max(decision.limitAlone(), current)
                : Math.min(decision.limitAlone(), current);
    }

    private static String policies(DirectionRules rules) {
        StringJoiner text = new StringJoiner(rules.select == ScalingRules.SelectPolicy.MAX ? " or " : " and ");
        for (int i = 0; i < rules.policies.length; i++) {
            text.add(policy(rules, i));
        }
        return text.toString();
    }

    /** A policy in words such as {@code +100 % in 15 s}. */
    private static String policy(DirectionRules rules, int policy) {
        String unit = rules.policies[policy].unit() == RatePolicy.Unit.PERCENT ? " % in " : " in ";
        return (rules.isUp ? "+" : "-")
                + rules.policies[policy].value()
                + unit
                + Times.seconds(rules.periodsMillis[policy]);
    }

    private String lowest() {
        boolean works = spec.lowestReplicas != spec.minReplicas();
        return works
                ? "at least " + spec.alignedUp(0, spec.lowestReplicas) + " while it works"
                : "minReplicas " + spec.minReplicas();
    }

    private String legacyLimit() {
        StringBuilder limit = new StringBuilder("at most ");
        Milli.append(limit, Milli.ceil(spec.settings.legacyScaleUpFactor));
        return limit.append(" x current, or 4, per decision").toString();
    }

    private String rateLimit(boolean grows) {
        DirectionRules rules = grows ? spec.up : spec.down;
        if (rules.select == ScalingRules.SelectPolicy.DISABLED) {
            return "disabled";
        }
        int policy = decision.limitingPolicy();
        return (policy < 0 ? "no policy" : policy(rules, policy))
                + (decision.roomMillis() == Long.MAX_VALUE
                        ? ""
                        : "; more allowed" + StepText.until(decision, decision.roomMillis()));
    }
}
