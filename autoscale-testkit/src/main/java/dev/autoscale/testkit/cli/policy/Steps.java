package dev.autoscale.testkit.cli.policy;

import dev.autoscale.policies.source.StepAdjustment;
import dev.autoscale.policies.source.StepAdjustment.Rounding;
import dev.autoscale.policies.source.StepScaling;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads steps such as {@code below 30: -1, 60 to 80: +10 %, from 80: +30 % min 2}. */
final class Steps {
    private static final String NUMBER = "(-?[0-9.]+(?:[eE]-?[0-9]+)?)";
    private static final Pattern STEP = Pattern.compile(
            "(?:below " + NUMBER + '|' + "from " + NUMBER + '|' + NUMBER + " to " + NUMBER + ")\\s*:\\s*(.*)");
    private static final Pattern CHANGE =
            Pattern.compile("(exactly )?([+-]?[0-9]{1,9})(?:\\s*(%)(?: min ([0-9]{1,9}))?( nearest)?)?");
    private static final String RULE =
            "must be steps such as below 30: -1, 60 to 80: +10 %, from 80: +30 % min 2, or with exactly 5 after the colon";

    private Steps() {}

    static StepScaling parse(String text) {
        StepScaling.Builder steps = StepScaling.builder();
        for (String item : text.split(",", -1)) {
            Matcher step = matched(STEP, item.strip());
            StepAdjustment adjustment = adjustment(step.group(5));
            try {
                if (step.group(1) != null) {
                    steps.below(Double.parseDouble(step.group(1)), adjustment);
                } else if (step.group(2) != null) {
                    steps.from(Double.parseDouble(step.group(2)), adjustment);
                } else {
                    steps.between(Double.parseDouble(step.group(3)), Double.parseDouble(step.group(4)), adjustment);
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(RULE, e);
            }
        }
        return steps.build();
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(RULE);
        }
        return matcher;
    }

    private static StepAdjustment adjustment(String text) {
        Matcher change = matched(CHANGE, text);
        boolean isExact = change.group(1) != null;
        boolean isSigned = "+-".indexOf(change.group(2).charAt(0)) >= 0;
        if (isExact == isSigned || (isExact && change.group(3) != null)) {
            throw new IllegalArgumentException(RULE);
        }
        int amount = Integer.parseInt(change.group(2));
        if (change.group(3) == null) {
            return isExact ? StepAdjustment.exactCapacity(amount) : StepAdjustment.changeInCapacity(amount);
        }
        StepAdjustment percent = StepAdjustment.percentChangeInCapacity(amount);
        percent = change.group(4) == null ? percent : percent.minAdjustmentMagnitude(Integer.parseInt(change.group(4)));
        return change.group(5) == null ? percent : percent.rounding(Rounding.NEAREST);
    }
}
