package dev.autoscale.testkit.proof;

import dev.autoscale.testkit.proof.NaiveNomad.Action;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The strategies of the Nomad Autoscaler from the texts of their settings. */
final class NaiveNomadStrategy {
    private static final String DIGITS = "[0-9](_?[0-9])*";
    private static final String HEX_DIGITS = "[0-9a-fA-F](_?[0-9a-fA-F])*";
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(D\\.?|D\\.D|\\.D)([eE][+-]?D)?".replace("D", DIGITS));
    private static final Pattern HEXADECIMAL = Pattern.compile("[+-]?0[xX](_?H\\.?|_?H\\.H|\\.H)[pP][+-]?D"
            .replace("H", HEX_DIGITS)
            .replace("D", DIGITS));
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern INFINITE = Pattern.compile("([+-]?)inf(inity)?", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> config;

    private NaiveNomadStrategy(Map<String, String> config) {
        this.config = config;
    }

    static Action run(String strategy, Map<String, String> config, long count, List<Double> values) {
        NaiveNomadStrategy naive = new NaiveNomadStrategy(config);
        try {
            switch (strategy) {
                case "target-value":
                    return naive.targetValue(count, values);
                case "threshold":
                    return naive.threshold(count, values);
                case "pass-through":
                    return naive.passThrough(count, values);
                default:
                    return naive.fixedValue(count);
            }
        } catch (NumberFormatException e) {
            return new Action("STRATEGY_FAILS", 0);
        }
    }

    private static Action skipped() {
        return new Action("SKIPPED", 0);
    }

    private boolean has(String name) {
        return !config.getOrDefault(name, "").isEmpty();
    }

    private static NumberFormatException bad(String name) {
        return new NumberFormatException(name);
    }

    private double number(String name) {
        String text = config.getOrDefault(name, "");
        var infinite = INFINITE.matcher(text);
        if (infinite.matches()) {
            return infinite.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        if (!DECIMAL.matcher(text).matches() && !HEXADECIMAL.matcher(text).matches()) {
            throw bad(name);
        }
        double number = Double.parseDouble(text.replace("_", ""));
        if (Double.isInfinite(number)) {
            throw bad(name);
        }
        return number;
    }

    private long whole(String name) {
        String text = config.getOrDefault(name, "");
        if (!WHOLE.matcher(text).matches()) {
            throw bad(name);
        }
        return Long.parseLong(text);
    }

    /** A limit, or null if it is not given. */
    private Long limit(String name) {
        return has(name) ? whole(name) : null;
    }

    private Action targetValue(long count, List<Double> values) {
        if (values.isEmpty()) {
            return skipped();
        }
        double target = number("target");
        double threshold = has("threshold") ? number("threshold") : 0.01;
        Long maxUp = limit("max_scale_up");
        Long maxDown = limit("max_scale_down");
        double value = values.get(values.size() - 1);
        double factor = target == 0 ? value : value / target;
        String kind;
        if (count == 0) {
            kind = factor > 0 ? "UP" : "NONE";
        } else {
            kind = factor < 1 - threshold ? "DOWN" : factor > 1 + threshold ? "UP" : "NONE";
        }
        if (kind.equals("NONE")) {
            return Action.NONE;
        }
        long wanted = (long) (count == 0 ? Math.ceil(factor) : Math.ceil((double) count * factor));
        if (maxDown != null && wanted < count - maxDown) {
            wanted = count - maxDown;
        }
        if (maxUp != null && wanted > count + maxUp) {
            wanted = count + maxUp;
        }
        return wanted == count ? Action.NONE : new Action(kind, wanted);
    }

    private Action threshold(long count, List<Double> values) {
        if (values.isEmpty()) {
            return skipped();
        }
        double upper = has("upper_bound") ? number("upper_bound") : Double.POSITIVE_INFINITY;
        double lower = has("lower_bound") ? number("lower_bound") : Double.NEGATIVE_INFINITY;
        long trigger = has("within_bounds_trigger") ? whole("within_bounds_trigger") : 5;
        int ways = (has("delta") ? 1 : 0) + (has("percentage") ? 1 : 0) + (has("value") ? 1 : 0);
        if (ways != 1 || (!has("upper_bound") && !has("lower_bound"))) {
            throw bad("bounds or ways");
        }
        long wanted;
        if (has("delta")) {
            wanted = count + whole("delta");
        } else if (has("percentage")) {
            wanted = (long) Math.ceil((double) count * (1 + number("percentage") / 100));
        } else {
            wanted = whole("value");
            if (wanted < 0) {
                throw bad("value");
            }
        }
        long within =
                values.stream().filter(value -> lower <= value && value < upper).count();
        return within < trigger ? Action.NONE : towards(count, Math.max(0, wanted));
    }

    private static Action towards(long count, long wanted) {
        return wanted == count ? Action.NONE : new Action(wanted > count ? "UP" : "DOWN", wanted);
    }

    private Action passThrough(long count, List<Double> values) {
        Long maxUp = limit("max_scale_up");
        Long maxDown = limit("max_scale_down");
        if (values.isEmpty()) {
            return skipped();
        }
        double value = values.get(values.size() - 1);
        long wanted = (long) value;
        if (value > count) {
            return new Action("UP", maxUp != null && wanted > count + maxUp ? count + maxUp : wanted);
        }
        if (value < count) {
            return new Action("DOWN", maxDown != null && wanted < count - maxDown ? count - maxDown : wanted);
        }
        return Action.NONE;
    }

    private Action fixedValue(long count) {
        return towards(count, whole("value"));
    }
}
