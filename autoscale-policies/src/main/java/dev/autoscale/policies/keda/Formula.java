package dev.autoscale.policies.keda;

import dev.autoscale.Combination;
import dev.autoscale.Decision;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.MetricProposal;
import dev.autoscale.Violation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A formula over named values in the language of KEDA's {@code scalingModifiers}, such as {@code max(queue, 2 * jobs ?? 0)}.
 * Immutable and thread-safe; equal texts over equal names are equal.
 *
 * <pre>{@code
 * Formula formula = Formula.compile("cpu > 0.9 ? max(queue, 20) : queue", "cpu", "queue");
 * double replicas = formula.evaluate(0.95, 12);   // 20.0
 * }</pre>
 *
 * <p><b>The language</b>, from what binds loosest:
 * <ul>
 *   <li>{@code c ? x : y}, {@code c ?: y}, {@code if c { x } else { y }}, {@code let n = x; y}; as an operand only in parentheses
 *   <li>{@code x | f(y)}, which is {@code f(x, y)}
 *   <li>{@code or ||}, then {@code and &&}, of true and false alone; the right side is asked only if it matters
 *   <li>{@code == != < <= > >= in}, {@code not in}; {@code 1 < a < 5} is a chain
 *   <li>{@code m..n}, the list of the integers from m to n, both inclusive
 *   <li>{@code + -}, then {@code not !} before an operand, then {@code * / %}, then {@code - +} before an operand
 *   <li>{@code ** ^}, the power, from the right: {@code -2 ** 2} is -4
 *   <li>{@code x ?? y}, which is y where x is nil; no operator that binds looser may follow it at the same level, so write
 *       {@code (a ?? b) + 1}
 *   <li>numbers ({@code 1_000}, {@code 0x1F}, {@code 1e3}), names, calls, {@code [x, y]}, {@code list[i]}, {@code list[i:j]},
 *       {@code ( )}, and {@code $env["my-queue"]} for names that are no words; {@code // ...} and {@code /* ... *}{@code /} are
 *       comments
 * </ul>
 *
 * <p><b>Functions:</b> abs, ceil, floor, round (a half away from zero), int (cuts the fraction off), float; max, min, mean and median
 * of numbers and lists; len, sum, first, last, reverse and sort of a list; all, any, none, one, count, filter, find, findIndex, map,
 * sum, sortBy and reduce of a list and what to ask of each element {@code #}, as in {@code count([a, b], # > 1)};
 * {@code #acc} is what reduce has so far, {@code #index} counts from 0. Texts, maps, times and bits are refused by name.
 *
 * <p><b>Values</b> are doubles and integers of 64 bits (which wrap), true and false, nil, and lists. Named values are doubles.
 * {@code /} and {@code **} always give a double, {@code %} takes integers alone: {@code int(a) % 2}. Division by zero gives an
 * infinity or NaN. The power of whole exponents is KEDA's to the last bit, of others to about 1e-15.
 *
 * <p><b>nil</b> is a value that is missing. {@code ??}, {@code ==}, {@code !=} and {@code in} take it, everything that counts fails
 * with it: write {@code (a ?? 0) + b}, or {@code sum(filter([a, b], # != nil))}.
 *
 * <p><b>Result.</b> A number; KEDA puts {@code float( )} around a formula, and so it is here. A formula that begins with
 * {@code float(} is left as it is and must give a double by itself. With {@code ??} in it a formula may also give nil.
 *
 * <p><b>Limits:</b> {@value #MAX_LENGTH} characters, 10,000 operations and 200 levels for the text; 1,000,000 steps,
 * 10,000 elements of lists and ranges of 1,000,000 for an evaluation, which is checked before each one. KEDA has no
 * limit on levels and steps, and takes lists of 1,000,000 elements.
 *
 * <p><b>Cost:</b> one pass over the operations, some nanoseconds each. Evaluating allocates nothing once a few evaluations have made
 * room for it; where two threads evaluate at the same instant, the second may allocate that room again, about 2 kB.
 *
 * <p>Source of the language: KEDA 2.20 and the expressions it uses.
 */
public final class Formula {
    /** The longest text, in UTF-16 units. */
    public static final int MAX_LENGTH = 65_536;

    private static final double TRIED = -1;

    private final FormulaText text;
    private final List<String> names;
    private final FormulaMachine.Step[] steps;
    private final int[] places;
    private final int variables;

    private Formula(FormulaText text, List<String> names, FormulaCode code) {
        this.text = text;
        this.names = names;
        this.steps = code.steps();
        this.places = code.places();
        this.variables = code.variableCount();
    }

    /**
     * Compiles a text.
     *
     * @param text the formula; not null
     * @param names what the values are called; different from each other; not null. A name that is a function's hides that function
     * @return the formula
     * @throws InvalidSettingsException with one {@link Violation}: the character, what would be right there and what was found.
     *     Its type is {@link Violation.Type#NOT_SUPPORTED} for what KEDA takes and this does not: texts, maps, times, bits
     *     and their functions. As in KEDA, a formula is refused also if it fails with -1 for every value
     */
    public static Formula compile(String text, String... names) {
        return compile(text, List.of(names));
    }

    /**
     * Compiles a text.
     *
     * @param text the formula; not null
     * @param names as for {@link #compile(String, String...)}; copied
     * @return the formula
     * @throws InvalidSettingsException as for {@link #compile(String, String...)}
     */
    public static Formula compile(String text, List<String> names) {
        Objects.requireNonNull(text, "text");
        List<String> known = List.copyOf(Objects.requireNonNull(names, "names"));
        Set<String> distinct = new HashSet<>();
        known.forEach(name -> Violation.require(distinct.add(name), "names must differ", "name", name));
        int length = text.length();
        Violation.require(
                length <= MAX_LENGTH, "formula must be <= " + MAX_LENGTH + " characters", "formula.length", length);
        FormulaText wrapped = new FormulaText(text);
        Formula formula = new Formula(wrapped, known, new FormulaParser(wrapped, known).parse());
        formula.tryOut();
        return formula;
    }

    private void tryOut() {
        double[] values = new double[names.size()];
        Arrays.fill(values, TRIED);
        FormulaMachine machine = load(values);
        machine.run(steps, places, variables);
        FormulaMachine.Failure failure = machine.failure();
        int place = machine.failedAt();
        String rule = failure == null ? "" : Result.rule(failure, machine.foundText());
        machine.giveBack();
        if (failure != null) {
            throw text.refuse("with -1 for every name, as KEDA tries it, a value " + rule, place);
        }
    }

    /**
     * Evaluates the formula.
     *
     * @param values one for each name, in order; NaN for nil; not null
     * @return the result; NaN if it is nil, or if the evaluation failed ({@link #evaluate(double[], Result)} tells these apart)
     * @throws IllegalArgumentException if there are more or fewer values than names
     */
    public double evaluate(double... values) {
        FormulaMachine machine = load(values);
        run(machine);
        boolean hasNumber = machine.failure() == null && machine.kind(1) == FormulaMachine.DOUBLE;
        double value = hasNumber ? Double.longBitsToDouble(machine.bits(1)) : Double.NaN;
        machine.giveBack();
        return value;
    }

    /**
     * Evaluates the formula; never throws for any values.
     *
     * @param values one for each name, in order; NaN for nil; not null
     * @param out receives the result; not null
     * @throws IllegalArgumentException if there are more or fewer values than names
     */
    public void evaluate(double[] values, Result out) {
        FormulaMachine machine = load(values);
        run(machine);
        out.read(machine, text);
        machine.giveBack();
    }

    /** Evaluates with a machine whose inputs are set, and leaves a double or nil there, or a failure. */
    void run(FormulaMachine machine) {
        machine.run(steps, places, variables);
        machine.requireResult();
    }

    /** Why a machine failed with this formula. */
    String failureText(FormulaMachine machine) {
        FormulaMachine.Failure failure = Objects.requireNonNull(machine.failure());
        return Result.message(failure, machine.foundText(), text.where(machine.failedAt()));
    }

    private FormulaMachine load(double[] values) {
        if (values.length != names.size()) {
            throw new IllegalArgumentException(
                    "there must be a value for each name: values=" + values.length + ", names=" + names);
        }
        FormulaMachine machine = FormulaMachine.take(values.length);
        System.arraycopy(values, 0, machine.inputs, 0, values.length);
        return machine;
    }

    /**
     * A rule for several metrics: the formula over what they propose. Each name is the id of a metric, and its value is the
     * replicas that this metric asks for; nil if it proposes nothing because it abstains, fails, is a signal or has a closed
     * gate. The result is rounded up, and 0 if it is negative; the count stays while it is nil, NaN, infinite or fails. Whatever the formula
     * says, nothing shrinks while a metric fails ({@link Combination}).
     *
     * <pre>{@code
     * AutoscalerSpec.builder(1, 20)
     *         .metric(external("queue").averageValue(5))
     *         .metric(resource("cpu").averageUtilization(70))
     *         .combination(Formula.compile("max(queue ?? 0, min(cpu ?? 1, 8))", "queue", "cpu").combination());
     * }</pre>
     *
     * <p>This is about proposals, each of which a metric's own target has made. A formula over the metrics' <em>values</em> is {@link
     * ScaledObject#scalingModifiers}.
     *
     * @return the combination; equal formulas make equal ones. A spec that lacks one of the metrics is refused
     */
    public Combination combination() {
        return Combination.of("formula " + text(), new Proposals(this));
    }

    private record Proposals(Formula formula) implements Combination.Function {
        @Override
        public List<String> metrics() {
            return formula.names;
        }

        @Override
        public int combine(Decision proposals) {
            int count = formula.names.size();
            FormulaMachine machine = FormulaMachine.take(count);
            Arrays.fill(machine.inputs, 0, count, Double.NaN);
            for (int i = 0; i < proposals.metricCount(); i++) {
                MetricProposal proposal = proposals.metric(i);
                int name = proposal.status().hasProposal() ? formula.names.indexOf(proposal.id()) : -1;
                if (name >= 0) {
                    machine.inputs[name] = proposal.replicas();
                }
            }
            formula.run(machine);
            boolean hasNumber = machine.failure() == null && machine.kind(1) == FormulaMachine.DOUBLE;
            double result = hasNumber ? Double.longBitsToDouble(machine.bits(1)) : Double.NaN;
            machine.giveBack();
            return Double.isFinite(result) ? (int) Math.max(0, Math.ceil(result)) : HOLD;
        }
    }

    /** {@return the formula as it was written} */
    public String text() {
        return text.formula();
    }

    /** {@return what the values are called, in their order; unmodifiable} */
    public List<String> names() {
        return names;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Formula that && text().equals(that.text()) && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text(), names);
    }

    /** {@return the formula as it was written} */
    @Override
    public String toString() {
        return text();
    }

    /** What an evaluation came to. Reusable; not thread-safe. Only {@link #message} allocates. */
    public static final class Result {
        /** The kinds of results. Thread-safe. */
        public enum Kind {
            /** A number, which may be NaN or infinite. */
            NUMBER,
            /** Nil: the values that were there did not suffice, and the formula says so. */
            NIL,
            /** The evaluation failed; {@link Result#message} says where and why. */
            FAILED
        }

        private Kind kind = Kind.NIL;
        private double value = Double.NaN;
        private FormulaMachine.@Nullable Failure failure;
        private int place;
        private String found = "";
        private @Nullable FormulaText text;

        /** A result that is nil. */
        public Result() {}

        private void read(FormulaMachine machine, FormulaText of) {
            failure = machine.failure();
            byte result = failure == null ? machine.kind(1) : FormulaMachine.NIL;
            value = result == FormulaMachine.DOUBLE ? Double.longBitsToDouble(machine.bits(1)) : Double.NaN;
            text = of;
            place = machine.failedAt();
            found = machine.foundText();
            kind = failure != null ? Kind.FAILED : result == FormulaMachine.NIL ? Kind.NIL : Kind.NUMBER;
        }

        private static String message(FormulaMachine.Failure failure, String found, String where) {
            return "formula: a value " + rule(failure, found) + ' ' + where;
        }

        private static String rule(FormulaMachine.Failure failure, String found) {
            return failure.takesFound() ? failure.rule + ", not " + found : failure.rule;
        }

        /** {@return what kind of result it is} */
        public Kind kind() {
            return kind;
        }

        /** {@return the number; NaN for nil and failures, and where the number is NaN} */
        public double value() {
            return value;
        }

        /** {@return why the evaluation failed: the character, what would be right there and what was found; else empty} */
        public String message() {
            return failure == null || text == null ? "" : message(failure, found, text.where(place));
        }

        /** {@return the kind, with the number or the message} */
        @Override
        public String toString() {
            return kind == Kind.NUMBER ? Double.toString(value) : kind == Kind.NIL ? "nil" : message();
        }
    }
}
