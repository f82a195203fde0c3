package dev.autoscale.policies.nomad;

import dev.autoscale.Violation;
import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.GoText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the texts of a strategy's settings. For one use. */
final class StrategyConfig {
    static final String TARGET = "target";
    static final String THRESHOLD = "threshold";
    static final String MAX_SCALE_UP = "max_scale_up";
    static final String MAX_SCALE_DOWN = "max_scale_down";
    static final String LOWER_BOUND = "lower_bound";
    static final String UPPER_BOUND = "upper_bound";
    static final String TRIGGER = "within_bounds_trigger";
    static final String DELTA = "delta";
    static final String PERCENTAGE = "percentage";
    static final String VALUE = "value";

    private static final List<String> DOUBLES = List.of(TARGET, THRESHOLD, LOWER_BOUND, UPPER_BOUND, PERCENTAGE);
    /** {@link GoText#NO_INTEGER} itself, which is one. */
    private static final Pattern LEAST_INTEGER = Pattern.compile("-0*9223372036854775808");

    private static final double DEFAULT_THRESHOLD = 0.01;
    private static final long DEFAULT_TRIGGER = 5;

    private final Map<String, String> config;
    private final Violation.Collector broken = new Violation.Collector();

    StrategyConfig(Map<String, String> config) {
        this.config = config;
    }

    /** What was broken among what was read. */
    List<Violation> violations() {
        return broken.violations();
    }

    /** The numbers that upstream takes and that mean nothing. */
    List<Violation> notFinite() {
        for (String name : DOUBLES) {
            Optional<Double> value = GoFloat.parse(text(name));
            broken.requireBound(value.isEmpty() || Double.isFinite(value.get()), "finite", name, text(name));
        }
        return broken.violations();
    }

    /** The rule, which is of use only if nothing is broken. */
    StrategyRule rule(NomadStrategy.Type type) {
        return switch (type) {
            case TARGET_VALUE -> targetValue();
            case THRESHOLD -> threshold();
            case PASS_THROUGH -> new StrategyRule.PassThrough(limit(MAX_SCALE_UP), limit(MAX_SCALE_DOWN));
            case FIXED_VALUE -> {
                broken.require(isGiven(VALUE), Violation.Type.REQUIRED, "value must be given", VALUE, "");
                yield new StrategyRule.FixedValue(integer(VALUE, 0));
            }
        };
    }

    private StrategyRule targetValue() {
        broken.require(isGiven(TARGET), Violation.Type.REQUIRED, "target must be given", TARGET, "");
        return new StrategyRule.TargetValue(
                number(TARGET, 0), number(THRESHOLD, DEFAULT_THRESHOLD), limit(MAX_SCALE_UP), limit(MAX_SCALE_DOWN));
    }

    private StrategyRule threshold() {
        broken.require(
                isGiven(LOWER_BOUND) || isGiven(UPPER_BOUND),
                Violation.Type.REQUIRED,
                "one of lower_bound and upper_bound must be given",
                LOWER_BOUND,
                "");
        double upper = number(UPPER_BOUND, Double.POSITIVE_INFINITY);
        double lower = number(LOWER_BOUND, Double.NEGATIVE_INFINITY);
        long trigger = integer(TRIGGER, DEFAULT_TRIGGER);
        List<String> given =
                List.of(DELTA, PERCENTAGE, VALUE).stream().filter(this::isGiven).toList();
        broken.require(given.size() == 1, "there must be one of delta, percentage and value", DELTA, given);
        StrategyRule.Step step = StrategyRule.Step.DELTA;
        long replicas = integer(DELTA, 0);
        if (isGiven(VALUE)) {
            step = StrategyRule.Step.VALUE;
            replicas = integer(VALUE, 0);
            broken.requireNotNegative(VALUE, replicas);
        } else if (isGiven(PERCENTAGE)) {
            step = StrategyRule.Step.PERCENTAGE;
        }
        return new StrategyRule.Threshold(lower, upper, trigger, step, replicas, number(PERCENTAGE, 0));
    }

    private String text(String name) {
        return config.getOrDefault(name, "");
    }

    private boolean isGiven(String name) {
        return !text(name).isEmpty();
    }

    private @Nullable Long limit(String name) {
        return isGiven(name) ? Long.valueOf(integer(name, 0)) : null;
    }

    private long integer(String name, long otherwise) {
        long value = isGiven(name) ? GoText.int64(text(name)) : otherwise;
        boolean isInteger =
                value != GoText.NO_INTEGER || LEAST_INTEGER.matcher(text(name)).matches();
        broken.requireBound(isInteger, "an integer of 64 bits", name, text(name));
        return value;
    }

    private double number(String name, double otherwise) {
        if (!isGiven(name)) {
            return otherwise;
        }
        Optional<Double> value = GoFloat.parse(text(name));
        broken.requireBound(value.isPresent(), "a number", name, text(name));
        return value.orElse(otherwise);
    }
}
