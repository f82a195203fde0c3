package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Alignment;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.FlapBudget;
import dev.autoscale.ScalingRules;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a policy file holds the count with beyond windows and rate policies. */
final class PolicyDamping {
    /** Beside Kubernetes' rules of a direction. */
    static final List<String> BEHAVIOR_FIELDS =
            List.of("sustainedFor", "sustainedIn", "cooldown", "cooldownAfterAny", "gain");

    private static final String MULTIPLES = "alignment.multiplesOf";
    private static final String DIVISORS = "alignment.divisorsOf";
    private static final String BUDGET = "flapBudget.";
    private static final String BACKOFF = "capacityBackoff.";
    private static final String ROLLOUT_HOLD = "rolloutHold";

    /** All other keys. */
    static final List<String> KEYS = List.of(
            MULTIPLES,
            DIVISORS,
            BUDGET + "per",
            BUDGET + "replicas",
            BUDGET + "reversals",
            BUDGET + "shrinkOnly",
            BACKOFF + "first",
            BACKOFF + "longest",
            ROLLOUT_HOLD);

    private static final Pattern OF = Pattern.compile("([0-9]{1,2}) of ([0-9]{1,2})");
    private static final int MOST_DECISIONS = 64;
    private static final int LARGEST_ALIGNED = 1_000_000;
    private static final int HIGHEST_GAIN = 100;

    private final PolicyEntries entries;
    private final List<UnaryOperator<ScalingRules>> up;
    private final List<UnaryOperator<ScalingRules>> down;
    private final List<Consumer<AutoscalerSpec.Builder>> settings = new ArrayList<>();
    private final Set<Decision.Step> parts = EnumSet.noneOf(Decision.Step.class);
    private final @Nullable Alignment alignment;
    private long longestMemoryMillis;

    PolicyDamping(PolicyEntries entries) {
        this.entries = entries;
        up = direction(PolicyKeys.BEHAVIOR + "scaleUp.");
        down = direction(PolicyKeys.BEHAVIOR + "scaleDown.");
        alignment = alignment();
        if (alignment != null) {
            parts.add(Decision.Step.ALIGNED);
            settings.add(builder -> builder.alignment(alignment));
        }
        budget();
        backoff();
        if (Boolean.TRUE.equals(entries.flag(ROLLOUT_HOLD))) {
            settings.add(AutoscalerSpec.Builder::rolloutHold);
        }
    }

    private List<UnaryOperator<ScalingRules>> direction(String prefix) {
        List<UnaryOperator<ScalingRules>> rules = new ArrayList<>();
        Duration sustained = entries.period(prefix + "sustainedFor", 0);
        if (sustained != null) {
            parts.add(Decision.Step.SUSTAINED);
            rules.add(direction -> direction.sustainedFor(sustained));
        }
        sustainedIn(prefix + "sustainedIn", rules);
        Duration cooldown = entries.period(prefix + "cooldown", 0);
        if (cooldown != null) {
            parts.add(Decision.Step.COOLED);
            rules.add(direction -> direction.cooldown(cooldown));
        }
        Duration afterAny = entries.period(prefix + "cooldownAfterAny", 0);
        if (afterAny != null) {
            parts.add(Decision.Step.COOLED);
            rules.add(direction -> direction.cooldownAfterAny(afterAny));
        }
        Double gain = entries.number(prefix + "gain");
        if (gain != null && !(gain > 0 && gain <= HIGHEST_GAIN)) {
            entries.bad(prefix + "gain", "must be > 0 and at most " + HIGHEST_GAIN);
        } else if (gain != null) {
            rules.add(direction -> direction.gain(gain));
        }
        return rules;
    }

    private void sustainedIn(String key, List<UnaryOperator<ScalingRules>> rules) {
        String text = entries.text(key);
        if (text == null) {
            return;
        }
        Matcher of = OF.matcher(text);
        int breaches = of.matches() ? Integer.parseInt(of.group(1)) : 0;
        int decisions = of.matches() ? Integer.parseInt(of.group(2)) : 0;
        if (breaches < 1 || breaches > decisions || decisions > MOST_DECISIONS) {
            entries.bad(key, "must be breaches of at most " + MOST_DECISIONS + " decisions such as 3 of 5");
            return;
        }
        parts.add(Decision.Step.SUSTAINED);
        rules.add(direction -> direction.sustainedIn(breaches, decisions));
    }

    private @Nullable Alignment alignment() {
        if (entries.has(MULTIPLES) && entries.has(DIVISORS)) {
            entries.bad(DIVISORS, "must not be given beside " + MULTIPLES);
        }
        Integer multiples = entries.integer(MULTIPLES, 1, LARGEST_ALIGNED, "");
        Integer divisors = entries.integer(DIVISORS, 1, LARGEST_ALIGNED, "");
        if (multiples != null) {
            return Alignment.multiplesOf(multiples);
        }
        return divisors == null ? null : Alignment.divisorsOf(divisors);
    }

    private void budget() {
        if (!entries.hasAny(BUDGET)) {
            return;
        }
        entries.require(BUDGET, BUDGET + "per");
        Duration period = entries.period(BUDGET + "per", 1);
        Integer replicas = entries.integer(BUDGET + "replicas", 1, Integer.MAX_VALUE, "");
        Integer reversals = entries.integer(BUDGET + "reversals", 0, Integer.MAX_VALUE, "");
        Boolean shrinkOnly = entries.flag(BUDGET + "shrinkOnly");
        if (period == null) {
            return;
        }
        FlapBudget budget = FlapBudget.per(period);
        budget = replicas == null ? budget : budget.replicas(replicas);
        budget = reversals == null ? budget : budget.reversals(reversals);
        FlapBudget complete = Boolean.TRUE.equals(shrinkOnly) ? budget.shrinkOnly() : budget;
        parts.add(Decision.Step.BUDGETED);
        longestMemoryMillis = period.toMillis();
        settings.add(builder -> builder.flapBudget(complete));
    }

    private void backoff() {
        if (!entries.hasAny(BACKOFF)) {
            return;
        }
        entries.require(BACKOFF, BACKOFF + "first");
        entries.require(BACKOFF, BACKOFF + "longest");
        Duration first = entries.period(BACKOFF + "first", 1);
        Duration longest = entries.period(BACKOFF + "longest", 1);
        if (first != null && longest != null && longest.compareTo(first) < 0) {
            entries.bad(BACKOFF + "longest", "must be >= " + BACKOFF + "first");
        } else if (first != null && longest != null) {
            settings.add(builder -> builder.capacityBackoff(first, longest));
        }
    }

    /** Complains about counts that the alignment does not allow; what is not in the file is named where the alignment stands. */
    void checkAligned(Map<String, Integer> counts) {
        if (alignment == null) {
            return;
        }
        String rule = "must be one of the " + alignment + ": ";
        String where = entries.firstKey(PolicyKeys.ALIGNMENT);
        counts.forEach((key, count) -> {
            if (!alignment.allows(count)) {
                entries.bad(entries.has(key) ? key : where, key, rule + key + '=' + count);
            }
        });
    }

    /** Sets everything; the manifest's behavior is needed again, as the damping stands beside its rules. */
    void applyTo(AutoscalerSpec.Builder builder, @Nullable HpaBehavior behavior) {
        settings.forEach(setting -> setting.accept(builder));
        if (!up.isEmpty()) {
            builder.scaleUp(damped(behavior == null ? null : behavior.scaleUp(), up));
        }
        if (!down.isEmpty()) {
            builder.scaleDown(damped(behavior == null ? null : behavior.scaleDown(), down));
        }
    }

    private static ScalingRules damped(HpaBehavior.@Nullable Rules given, List<UnaryOperator<ScalingRules>> more) {
        ScalingRules rules = given == null ? ScalingRules.rules() : given.toScalingRules();
        for (UnaryOperator<ScalingRules> one : more) {
            rules = one.apply(rules);
        }
        return rules;
    }

    /** The parts that may change a count. */
    Set<Decision.Step> parts() {
        return parts;
    }

    /** No part looks back farther. */
    long longestMemoryMillis() {
        return longestMemoryMillis;
    }
}
