package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.text.Spans;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * A key of a policy file with the values that a sweep tries: a list, ranges {@code FROM..TO/STEP} of equal steps and {@code FROM..TO*FACTOR}
 * of equal factors, or both. Immutable.
 */
record SweepKey(String key, List<String> values) {
    static final int MAX_VALUES = 10_000;

    private static final String OPTION = ": --try ";
    private static final String NUMBER = "(-?[0-9]+(?:\\.[0-9]+)?)([A-Za-z%]*)";
    private static final Pattern RANGE = Pattern.compile(NUMBER + "\\.\\." + NUMBER + "([/*])" + NUMBER);

    /** Steps of a factor are rounded to as many digits. */
    private static final MathContext DIGITS = new MathContext(6);

    /** Reads {@code KEY=V1,V2}; null after a complaint. Values that have commas themselves stand between semicolons. */
    static @Nullable SweepKey parse(String text, Problems problems) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            problems.add("must be KEY=V1,V2 or KEY=FROM..TO/STEP or KEY=FROM..TO*FACTOR" + OPTION + text);
            return null;
        }
        String list = text.substring(equals + 1).strip();
        String separator = list.contains(";") ? ";" : ",";
        String end = list.endsWith(";") ? list.substring(0, list.length() - 1) : list;
        List<String> values = new ArrayList<>();
        try {
            for (String part : end.split(separator, -1)) {
                add(part.strip(), values);
            }
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage() + OPTION + text);
            return null;
        }
        return new SweepKey(text.substring(0, equals).strip(), List.copyOf(values));
    }

    /** Reads several; complains of what is malformed or given twice. */
    static List<SweepKey> all(List<String> texts, Problems problems) {
        List<SweepKey> keys = new ArrayList<>();
        for (String text : texts) {
            SweepKey key = parse(text, problems);
            if (key != null && keys.stream().anyMatch(other -> other.key().equals(key.key()))) {
                problems.add("key must be tried once" + OPTION + text);
            } else if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static void add(String part, List<String> values) {
        require(!part.isEmpty(), "value must not be empty");
        List<String> added = part.contains("..") ? range(part) : List.of(part);
        for (String value : added) {
            require(!values.contains(value), "value must be given once: " + value);
            require(values.size() < MAX_VALUES, "values must be <= " + MAX_VALUES);
            values.add(value);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static List<String> range(String text) {
        Matcher parts = RANGE.matcher(text);
        require(parts.matches(), "range must be FROM..TO/STEP or FROM..TO*FACTOR: " + text);
        String unit = parts.group(4);
        boolean isFactor = parts.group(5).equals("*");
        boolean isOneUnit = List.of("", unit).contains(parts.group(2))
                && (isFactor ? List.of("") : List.of("", unit)).contains(parts.group(7));
        require(isOneUnit, "range must have one unit: " + text);
        BigDecimal from = new BigDecimal(parts.group(1));
        BigDecimal to = new BigDecimal(parts.group(3));
        BigDecimal step = new BigDecimal(parts.group(6));
        require(from.compareTo(to) <= 0, "range must not end below its begin: " + text);
        require(
                isFactor ? step.compareTo(BigDecimal.ONE) > 0 : step.signum() > 0,
                (isFactor ? "factor must be > 1: " : "step must be > 0: ") + text);
        require(!isFactor || from.signum() > 0, "range of a factor must begin above 0: " + text);
        List<String> values = new ArrayList<>();
        for (BigDecimal value = from;
                value.compareTo(to) <= 0;
                value = isFactor ? value.multiply(step) : value.add(step)) {
            require(values.size() < MAX_VALUES, "values must be <= " + MAX_VALUES + ": " + text);
            BigDecimal shown = isFactor ? value.round(DIGITS) : value;
            values.add((shown.signum() == 0 ? BigDecimal.ZERO : shown.stripTrailingZeros()).toPlainString() + unit);
        }
        return values;
    }

    /** As short as keeps the key apart from others: its last words. */
    String label(List<SweepKey> all) {
        int dot = key.length();
        String label = key;
        do {
            dot = key.lastIndexOf('.', dot - 1);
            label = key.substring(dot + 1);
        } while (dot >= 0 && isShared(label, all));
        return label;
    }

    private boolean isShared(String label, List<SweepKey> all) {
        return all.stream()
                .map(SweepKey::key)
                .anyMatch(other -> !other.equals(key) && (other.equals(label) || other.endsWith('.' + label)));
    }

    /** {@code lowest} or {@code highest} if there is no value beyond this one; empty inside, of words, and of 0. */
    Optional<String> edge(String value) {
        double[] numbers = numbers();
        int index = values.indexOf(value);
        if (index < 0 || values.size() < 2 || numbers.length < values.size() || numbers[index] == 0) {
            return Optional.empty();
        }
        double number = numbers[index];
        boolean isLowest = DoubleStream.of(numbers).allMatch(other -> other >= number);
        boolean isHighest = DoubleStream.of(numbers).allMatch(other -> other <= number);
        return isLowest ? Optional.of("lowest") : isHighest ? Optional.of("highest") : Optional.empty();
    }

    /** All values as quantities or all as lengths of time; empty if some are neither. */
    private double[] numbers() {
        double[] quantities = numbers(text -> Quantity.parse(text).toDouble());
        return quantities.length > 0 ? quantities : numbers(Spans::millis);
    }

    private double[] numbers(ToDoubleFunction<String> reader) {
        try {
            return values.stream().mapToDouble(reader).toArray();
        } catch (IllegalArgumentException e) {
            return new double[0];
        }
    }
}
