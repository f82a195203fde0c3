package dev.autoscale.policies.source;

import dev.autoscale.CheckReturnValue;
import dev.autoscale.Violation;
import java.util.Objects;

/**
 * What one interval of {@link StepScaling} does to the replicas: a change, a change in percent, or an exact count, with the
 * names of AWS. Immutable and thread-safe.
 *
 * <p>A change that grows starts from the <em>ready</em> replicas, of which no more count than are wanted, and never proposes
 * fewer than are wanted; one that shrinks starts from the wanted ones. So what still starts counts as part of the step that
 * asked for it. Numbers are checked where the {@link StepScaling} is built.
 */
@CheckReturnValue
public final class StepAdjustment {
    /** How a percentage of replicas becomes a whole change. */
    public enum Rounding {
        /** Towards 0, but at least one replica (AWS). */
        TOWARDS_ZERO,
        /** So that the resulting count is the nearest, a half up (Cloud Foundry); at least one replica. */
        NEAREST
    }

    private enum Kind {
        CHANGE("changeInCapacity"),
        PERCENT("percentChangeInCapacity"),
        EXACT("exactCapacity");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private static final int MAX_PERCENT = 1_000_000;

    private final Kind kind;
    private final int amount;
    private final int minMagnitude;
    private final Rounding rounding;

    private StepAdjustment(Kind kind, int amount, int minMagnitude, Rounding rounding) {
        this.kind = kind;
        this.amount = amount;
        this.minMagnitude = minMagnitude;
        this.rounding = rounding;
    }

    private static StepAdjustment of(Kind kind, int amount) {
        return new StepAdjustment(kind, amount, 1, Rounding.TOWARDS_ZERO);
    }

    /**
     * This many replicas more, or fewer.
     *
     * @param replicas not 0; negative ones shrink, not below 0 replicas
     * @return the adjustment
     */
    public static StepAdjustment changeInCapacity(int replicas) {
        return of(Kind.CHANGE, replicas);
    }

    /**
     * This many percent more, or fewer: at least one replica, or {@link #minAdjustmentMagnitude}, whatever the percentage
     * comes to, so it also grows from zero. 25 % of 51 are 12, 5 % of 3 are 1, -9 % of 74 are -6.
     *
     * @param percent not 0, -100 to 1,000,000; negative ones shrink
     * @return the adjustment
     */
    public static StepAdjustment percentChangeInCapacity(int percent) {
        return of(Kind.PERCENT, percent);
    }

    /**
     * Exactly this many replicas, ready or not, to grow and to shrink.
     *
     * @param replicas at least 0
     * @return the adjustment
     */
    public static StepAdjustment exactCapacity(int replicas) {
        return of(Kind.EXACT, replicas);
    }

    /**
     * The same percentage with another least change.
     *
     * @param replicas at least 1, the default; only for {@link #percentChangeInCapacity}
     * @return the adjustment
     */
    public StepAdjustment minAdjustmentMagnitude(int replicas) {
        return new StepAdjustment(kind, amount, replicas, rounding);
    }

    /**
     * The same percentage with another rounding.
     *
     * @param newRounding {@link Rounding#TOWARDS_ZERO} unless it is set; only for {@link #percentChangeInCapacity}; not null
     * @return the adjustment
     */
    public StepAdjustment rounding(Rounding newRounding) {
        return new StepAdjustment(kind, amount, minMagnitude, Objects.requireNonNull(newRounding, "newRounding"));
    }

    void check(Violation.Collector broken) {
        broken.require(kind == Kind.EXACT || amount != 0, kind.text + " must not be 0", kind.text, amount);
        broken.require(kind != Kind.EXACT || amount >= 0, "exactCapacity must be >= 0", kind.text, amount);
        boolean isPercent = kind == Kind.PERCENT;
        boolean isInRange = !isPercent || (amount >= -100 && amount <= MAX_PERCENT);
        broken.requireBound(isInRange, ">= -100 and <= " + MAX_PERCENT, kind.text, amount);
        broken.requireBound(minMagnitude >= 1, ">= 1", "minAdjustmentMagnitude", minMagnitude);
        boolean hasOptions = minMagnitude != 1 || rounding != Rounding.TOWARDS_ZERO;
        String rule = "minAdjustmentMagnitude and rounding need percentChangeInCapacity";
        broken.require(isPercent || !hasOptions, rule, "adjustment", this);
    }

    /** Any counts, at least 0. */
    int apply(int current, int ready) {
        if (kind == Kind.EXACT) {
            return amount;
        }
        return amount > 0
                ? Math.max(current, Products.plus(Math.min(current, ready), magnitude(Math.min(current, ready))))
                : Math.max(0, current - magnitude(current));
    }

    private int magnitude(int base) {
        if (kind == Kind.CHANGE) {
            return amount == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(amount);
        }
        long percents = (long) base * amount;
        long change = rounding == Rounding.NEAREST ? Math.floorDiv(percents + 50, 100L) : percents / 100;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(minMagnitude, Math.abs(change)));
    }

    /**
     * {@return the adjustment as messages show it, such as {@code +2}, {@code -10 % min 2} or {@code exactly 5}} One
     * line, different for adjustments that answer differently.
     */
    @Override
    public String toString() {
        return switch (kind) {
            case EXACT -> "exactly " + amount + options();
            case CHANGE -> (amount > 0 ? "+" : "") + amount + options();
            case PERCENT -> (amount > 0 ? "+" : "") + amount + " %" + options();
        };
    }

    private String options() {
        return (minMagnitude == 1 ? "" : " min " + minMagnitude)
                + (rounding == Rounding.TOWARDS_ZERO ? "" : " " + rounding);
    }
}
