package dev.autoscale.policies.cloudfoundry;

import dev.autoscale.CheckReturnValue;
import dev.autoscale.Violation;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a rule of Cloud Foundry's app-autoscaler does to the instances: {@code +2}, {@code -1}, {@code +10%}. Immutable and
 * thread-safe; {@link #of(long)} takes constant time and allocates nothing.
 *
 * <pre>{@code
 * CfAdjustment.parse("-10%").of(3); // 2: at least one, always
 * }</pre>
 *
 * <p>A percentage is rounded (half up), and then moves by at least one, both ways: +10 % of 3 is 4, -10 % of 3 is 2. Answers may be
 * 0 or less; bounds come later.
 */
@CheckReturnValue
public final class CfAdjustment {
    private static final Pattern FORM = Pattern.compile("[-+][1-9]+[0-9]*%?");
    /** The most digits that surely fit. */
    private static final int MAX_LENGTH = 18;

    private final String text;
    private final boolean isPercentage;
    /** Instances, or percent in single precision. */
    private final long instances;

    private final double percent;

    private CfAdjustment(String text) {
        this.text = text;
        isPercentage = text.endsWith("%");
        String number = isPercentage ? text.substring(0, text.length() - 1) : text;
        instances = isPercentage ? 0 : Long.parseLong(number);
        percent = isPercentage ? Float.parseFloat(number) : 0;
    }

    /**
     * Reads an adjustment.
     *
     * @param text a sign, a whole number without leading zeros, and {@code %} for a percentage; at most 18 characters; not null
     * @return the adjustment
     * @throws dev.autoscale.InvalidSettingsException if it is of another form
     */
    public static CfAdjustment parse(String text) {
        Violation.require(isValid(text), "adjustment must be such as +1, -2 or +10%", "adjustment", text);
        return new CfAdjustment(text);
    }

    static boolean isValid(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    /**
     * Adjusts.
     *
     * @param current the instances, at least 0
     * @return the new count before any bound; may be negative
     */
    public long of(long current) {
        if (!isPercentage) {
            return current + instances;
        }
        long adjusted = (long) (current * (1 + percent / 100) + 0.5);
        return adjusted != current ? adjusted : percent > 0 ? current + 1 : current - 1;
    }

    /**
     * Whether the other is written alike.
     *
     * @param other may be null
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CfAdjustment that && text.equals(that.text);
    }

    /** A hash of the text. */
    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    /** {@return the adjustment as it was written} */
    @Override
    public String toString() {
        return text;
    }
}
