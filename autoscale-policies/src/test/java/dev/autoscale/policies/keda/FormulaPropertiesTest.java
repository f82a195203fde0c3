package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.InvalidSettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Compares formulas with a tree that is walked: it knows of no types before it has values, and of no limits. */
class FormulaPropertiesTest {
    private static final String[] NAMES = {"a", "b", "c"};

    /** The values are not what an operation takes. */
    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A part of a formula. Values are doubles, longs, truths, lists of values, and null for nil. */
    private interface Part {
        Object value(double[] inputs, Object element);
    }

    private record Text(String text, Part part) {}

    private final Random random = new Random();

    @Property(tries = 3000)
    void agreesWithAWalkedTree(@ForAll long seed) {
        random.setSeed(seed);
        Text formula = number(4, false);
        boolean hasNil = formula.text.contains("??");
        Formula compiled = null;
        try {
            compiled = Formula.compile(formula.text, NAMES);
        } catch (InvalidSettingsException e) {
            assertThat(walked(formula, new double[] {-1, -1, -1}, hasNil))
                    .as("%s: %s", formula.text, e.getMessage())
                    .isEqualTo("failed");
            return;
        }
        for (int i = 0; i < 8; i++) {
            double[] values = {value(), value(), value()};
            Formula.Result result = new Formula.Result();
            compiled.evaluate(values, result);
            String actual = result.kind() == Formula.Result.Kind.FAILED ? "failed" : result.toString();
            assertThat(actual)
                    .as("%s of %s: %s", formula.text, List.of(values[0], values[1], values[2]), result)
                    .isEqualTo(walked(formula, values, hasNil));
        }
    }

    private double value() {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> 0;
            case 2 -> random.nextInt(5);
            case 3 -> random.nextInt(100) - 50;
            default -> random.nextInt(10_000) * 0.001;
        };
    }

    private static String walked(Text formula, double[] values, boolean hasNil) {
        try {
            Object value = formula.part.value(values, null);
            return value == null && hasNil ? "nil" : Double.toString(number(value));
        } catch (Unfit e) {
            return "failed";
        }
    }

    private static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new Unfit();
    }

    private Text number(int depth, boolean inList) {
        int choice = random.nextInt(depth <= 0 ? 3 : 13);
        return switch (choice) {
            case 0 -> {
                long number = random.nextInt(6);
                yield new Text(Long.toString(number), (in, element) -> number);
            }
            case 1 -> {
                double number = random.nextInt(40) / 8.0;
                yield new Text(Double.toString(number), (in, element) -> number);
            }
            case 2 -> input(inList);
            case 3, 4, 5 -> arithmetic(number(depth - 1, inList), number(depth - 1, inList));
            case 6 -> choice(condition(depth - 1, inList), number(depth - 1, inList), number(depth - 1, inList));
            case 7 -> coalesce(input(inList), number(depth - 1, inList));
            case 8 -> one(number(depth - 1, inList));
            case 9 -> extreme(number(depth - 1, inList), number(depth - 1, inList));
            case 10 -> reduced(list(depth - 1, inList));
            case 11 -> filtered(list(depth - 1, inList), condition(depth - 2, true));
            default -> mapped(list(depth - 1, inList), number(depth - 2, true));
        };
    }

    private Text input(boolean inList) {
        int index = random.nextInt(inList ? 4 : 3);
        return index == 3
                ? new Text("#", (in, element) -> element)
                : new Text(NAMES[index], (in, element) -> Double.isNaN(in[index]) ? null : in[index]);
    }

    private Text arithmetic(Text left, Text right) {
        String operator = List.of("+", "-", "*", "/").get(random.nextInt(4));
        return new Text('(' + left.text + ' ' + operator + ' ' + right.text + ')', (in, element) -> {
            return calculate(operator, left.part.value(in, element), right.part.value(in, element));
        });
    }

    private static Object calculate(String operator, Object left, Object right) {
        double x = number(left);
        double y = number(right);
        if (left instanceof Long a && right instanceof Long b && !operator.equals("/")) {
            return operator.equals("+") ? a + b : operator.equals("-") ? a - b : a * b;
        }
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            default -> x / y;
        };
    }

    private static Text choice(Text condition, Text yes, Text no) {
        return new Text(
                '(' + condition.text + " ? " + yes.text + " : " + no.text + ')',
                (in, element) -> ((Boolean) condition.part.value(in, element) ? yes : no).part.value(in, element));
    }

    private static Text coalesce(Text left, Text right) {
        return new Text('(' + left.text + " ?? " + right.text + ')', (in, element) -> {
            Object value = left.part.value(in, element);
            return value == null ? right.part.value(in, element) : value;
        });
    }

    private Text one(Text of) {
        String name = List.of("abs", "ceil", "floor", "float", "-").get(random.nextInt(5));
        return new Text('(' + name + '(' + of.text + "))", (in, element) -> {
            Object value = of.part.value(in, element);
            double number = number(value);
            return switch (name) {
                case "abs" -> value instanceof Long ? (Object) Math.abs((long) number) : (Object) Math.abs(number);
                case "ceil" -> Math.ceil(number);
                case "floor" -> Math.floor(number);
                case "float" -> number;
                default -> value instanceof Long ? (Object) (-(long) number) : (Object) (-number);
            };
        });
    }

    private Text extreme(Text left, Text right) {
        boolean isMax = random.nextBoolean();
        return new Text((isMax ? "max(" : "min(") + left.text + ", " + right.text + ')', (in, element) -> {
            Object first = left.part.value(in, element);
            Object second = right.part.value(in, element);
            double x = number(first);
            double y = number(second);
            return (isMax ? y > x : y < x) ? second : first;
        });
    }

    private Text list(int depth, boolean inList) {
        List<Text> parts = new ArrayList<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
            parts.add(number(depth - 1, inList));
        }
        String text = String.join(", ", parts.stream().map(Text::text).toList());
        return new Text('[' + text + ']', (in, element) -> {
            List<Object> values = new ArrayList<>();
            parts.forEach(part -> values.add(part.part.value(in, element)));
            return values;
        });
    }

    private Text reduced(Text list) {
        String name = List.of("sum", "mean", "len", "max").get(random.nextInt(4));
        return new Text(name + '(' + list.text + ')', (in, element) -> {
            List<?> values = (List<?>) list.part.value(in, element);
            if (name.equals("len")) {
                return (long) values.size();
            }
            values.forEach(FormulaPropertiesTest::number);
            Object result = values.get(0);
            for (Object value : values.subList(1, values.size())) {
                result = name.equals("max")
                        ? number(value) > number(result) ? value : result
                        : calculate("+", result, name.equals("mean") ? (Object) number(value) : value);
            }
            boolean isAlone = name.equals("sum") && values.size() == 1;
            Object sum = isAlone ? calculate("+", result, 0L) : result;
            return name.equals("mean") ? (0 + number(sum)) / values.size() : sum;
        });
    }

    private Text filtered(Text list, Text condition) {
        boolean isCount = random.nextBoolean();
        String text = isCount
                ? "count(" + list.text + ", " + condition.text + ')'
                : "sum(filter(" + list.text + ", {" + condition.text + "}))";
        return new Text(text, (in, element) -> {
            List<Object> kept = new ArrayList<>();
            for (Object value : (List<?>) list.part.value(in, element)) {
                if ((Boolean) condition.part.value(in, value)) {
                    kept.add(value);
                }
            }
            Object sum = 0L;
            for (Object value : isCount ? List.of() : kept) {
                sum = calculate("+", value, sum);
            }
            return isCount ? (Object) (long) kept.size() : sum;
        });
    }

    private static Text mapped(Text list, Text of) {
        return new Text("sum(map(" + list.text + ", " + of.text + "))", (in, element) -> {
            List<Object> values = new ArrayList<>();
            ((List<?>) list.part.value(in, element)).forEach(value -> values.add(of.part.value(in, value)));
            Object sum = 0L;
            for (Object value : values) {
                sum = calculate("+", value, sum);
            }
            return sum;
        });
    }

    private Text condition(int depth, boolean inList) {
        if (depth > 0 && random.nextInt(3) == 0) {
            Text left = condition(depth - 1, inList);
            Text right = condition(depth - 1, inList);
            boolean isAnd = random.nextBoolean();
            return new Text('(' + left.text + (isAnd ? " and " : " || ") + right.text + ')', (in, element) -> {
                boolean first = (Boolean) left.part.value(in, element);
                return first == isAnd ? right.part.value(in, element) : first;
            });
        }
        if (random.nextInt(5) == 0) {
            Text of = input(inList);
            return new Text("not (" + of.text + " == nil)", (in, element) -> of.part.value(in, element) != null);
        }
        Text left = number(depth - 1, inList);
        Text right = number(depth - 1, inList);
        String operator = List.of("<", "<=", ">", ">=").get(random.nextInt(4));
        return new Text('(' + left.text + ' ' + operator + ' ' + right.text + ')', (in, element) -> {
            double x = number(left.part.value(in, element));
            double y = number(right.part.value(in, element));
            return switch (operator) {
                case "<" -> x < y;
                case "<=" -> x <= y;
                case ">" -> x > y;
                default -> x >= y;
            };
        });
    }
}
