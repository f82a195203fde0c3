package dev.autoscale.testkit.cli.policy;

import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.source.StepAdjustment;
import dev.autoscale.policies.source.StepAdjustment.Rounding;
import dev.autoscale.policies.source.StepScaling;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads steps such as {@code below 30: -1, 60 to 80: +10 %, from 80: +30 % min 2}. */
final class PolicySteps {
    private static final String NUMBER = "(-?[0-9.]+(?:[eE]-?[0-9]+)?)";
    private static final Pattern STEP = Pattern.compile(
            "(?:below " + NUMBER + '|' + "from " + NUMBER + '|' + NUMBER + " to " + NUMBER + ")\\s*:\\s*(.*)");
    private static final Pattern CHANGE =
            Pattern.compile("([+-][0-9]{1,9})(?:\\s*(%)(?: min ([0-9]{1,9}))?( nearest)?)?");
    private static final Pattern EXACT = Pattern.compile("exactly ([0-9]{1,9})");
    private static final String RULE =
            "must be steps such as below 30: -1, 60 to 80: +10 %, from 80: +30 % min 2, or with exactly 5 behind the colon";

    private PolicySteps() {}

    /** Null after a complaint. */
    static @Nullable ReplicaSource read(PolicyEntries entries, String key, String text) {
        StepScaling.Builder steps = StepScaling.builder();
        for (String item : text.split(",", -1)) {
            if (!add(steps, item.strip())) {
                entries.bad(key, RULE);
                return null;
            }
        }
        return BrokenSettings.build(entries, key, name -> key, steps::build);
    }

    private static boolean add(StepScaling.Builder steps, String item) {
        Matcher step = STEP.matcher(item);
        StepAdjustment adjustment = step.matches() ? adjustment(step.group(5)) : null;
        if (adjustment == null) {
            return false;
        }
        try {
            if (step.group(1) != null) {
                steps.below(Double.parseDouble(step.group(1)), adjustment);
            } else if (step.group(2) != null) {
                steps.from(Double.parseDouble(step.group(2)), adjustment);
            } else {
                steps.between(Double.parseDouble(step.group(3)), Double.parseDouble(step.group(4)), adjustment);
            }
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static @Nullable StepAdjustment adjustment(String text) {
        Matcher exact = EXACT.matcher(text);
        if (exact.matches()) {
            return StepAdjustment.exactCapacity(Integer.parseInt(exact.group(1)));
        }
        Matcher change = CHANGE.matcher(text);
        if (!change.matches()) {
            return null;
        }
        int amount = Integer.parseInt(change.group(1));
        if (change.group(2) == null) {
            return StepAdjustment.changeInCapacity(amount);
        }
        StepAdjustment percent = StepAdjustment.percentChangeInCapacity(amount);
        percent = change.group(3) == null ? percent : percent.minAdjustmentMagnitude(Integer.parseInt(change.group(3)));
        return change.group(4) == null ? percent : percent.rounding(Rounding.NEAREST);
    }
}
