package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {
    private static final double NIL = Double.NaN;

    private static Formula of(String text) {
        return Formula.compile(text, "a", "b", "c");
    }

    private static Formula.Result result(String text, double... values) {
        Formula.Result result = new Formula.Result();
        of(text).evaluate(values, result);
        return result;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a + b * c | 14",
                "-a ** 2 | -4",
                "2 ** 3 ** 2 | 512",
                "7 / 2 | 3.5",
                "int(c) % int(b) | 1",
                "a < b and b < c | error",
                "a < b and b < c ? 1 : 0 | 1",
                "a < b < c ? 1 : 0 | 1",
                "max(a, [b, [c, 1]]) | 4",
                "min([a, b, c]) | 2",
                "mean(1..4) | 2.5",
                "median([c, a, b, 100]) | 3.5",
                "sum([a, b, c], # * 2) | 18",
                "count([a, b, c], # > 2) | 2",
                "reduce([a, b, c], #acc * 10 + #) | 234",
                "reduce([a, b, c], #acc + # * #index, 100) | 111",
                "sort([c, a, b])[0] * 10 + sort([c, a, b])[-1] | 24",
                "sortBy([a, b, c], -#)[0] | 4",
                "reverse([a, b, c])[0] | 4",
                "sum([a, b, c][1:]) + sum([a, b, c][:1]) + len([a, b, c][-2:-1]) | 10",
                "sum(map(filter([a, b, c], # != 3), {let x = # * #; x + 1})) | 22",
                "len(map([a, b], map([b, c], # + #index))) + map([a, b], sum(map([b, c], # * 10)))[1] | 72",
                "find([a, b, c], # > 2) ?? 0 | 3",
                "findIndex([a, b, c], # > 2) ?? 0 | 1",
                "any([a, b], # > 2) and not all([a, b], # > 2) and one([a, b], # > 2) and none([a, b], # > 9) ? 1 : 0 | 1",
                "a in [1, 2] and b not in 4..9 ? 1 : 0 | 1",
                "2.5 in 1..3 ? 1 : 0 | 0",
                "if a > 5 { 1 } else if a > 1 { 2 } else { 3 } | 2",
                "(a > 1) ?: 7 | error",
                "(a > 1 ? 4 : 0) | 4",
                "let x = a; let y = x * b; y + x | 8",
                "abs(-3) + ceil(1.2) + floor(-1.2) + round(2.5) + int(-2.9) | 4",
                "1_000 + 0x1F + 0b11 + 0o17 + 017 + .5 + 5. + 1e1 | 1081.5",
                "a /* more */ + b // and more | 5",
                "[[1, 2], [3]] == [[1.0, 2], [3.0]] ? 1 : 0 | 1",
                "[1]?.[0] + (([1, nil][1])?.[0] ?? 1) | 2",
                "$env.a + $env[\"b\"] + $env?.c | 9",
            })
    void evaluates(String text, String expected) {
        String formula = text.endsWith("more") ? text + '\n' : text;
        if (expected.equals("error")) {
            boolean isRefused = false;
            try {
                isRefused = result(formula, 2, 3, 4).kind() == Formula.Result.Kind.FAILED;
            } catch (InvalidSettingsException e) {
                isRefused = true;
            }
            assertThat(isRefused).isTrue();
        } else {
            assertThat(of(formula).evaluate(2, 3, 4)).isEqualTo(Double.parseDouble(expected));
        }
    }

    @Test
    void pipesValuesIntoCalls() {
        assertThat(of("a | max(b) | min(10) + 1").evaluate(2, 3, 4)).isEqualTo(4);
        assertThat(of("[a, b] | filter(# > 2) | sum()").evaluate(2, 3, 4)).isEqualTo(3);
    }

    @Test
    void takesNaNForNil() {
        assertThat(of("a ?? b").evaluate(NIL, 3, 0)).isEqualTo(3);
        assertThat(result("a ?? b", NIL, NIL, 0).kind()).isEqualTo(Formula.Result.Kind.NIL);
        assertThat(result("a ?? b", NIL, NIL, 0)).hasToString("nil");
        assertThat(result("sum(filter([a, b, c], # != nil))", NIL, 3, 4)).hasToString("7.0");
        assertThat(result("a / b", 0, 0, 0).kind()).isEqualTo(Formula.Result.Kind.NUMBER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a + b | must be a number, not nil at character 3",
                "c > 0 ? c % 2 : 0 | % takes integers, such as int(a) % 2, found a number and an integer at character 11",
                "c > 0 ? int(c) % int(b - b) : 0 | must be 0 after %",
                "c > 0 ? [c][5] : 0 | must be an index within the list at character 12",
                "c > 0 ? true : 5 | must be a number, not true or false for the result",
                "float(c) > 0 ? 2 : 3.5 | must be a double, which float( ) makes, or nil for the result",
                "c > 0 ? sum(1..2000000) : 0 | must not need more than 10000 list elements in all, or 1000000 in a range at character 14",
                "c > 0 ? sum(map(1..20000, #)) : 0 | must not need more than 10000 list elements in all, or 1000000 in a range at character 13",
                "c > 0 ? count(1..900000, # + # * # > 8) : 0 | must not take more than 1000000 steps",
                "c > 0 ? reduce([], #) : 0 | must be a list with an element to begin with at character 9",
                "c > 0 ? max(reduce(1..300, [#acc], [1])) : 0 | must not nest lists deeper than 100 at character 9",
            })
    void saysWhereAnEvaluationFails(String text, String message) {
        assertThatThrownBy(() -> {
                    Formula.Result result = result(text, NIL, 3, 4);
                    Formula.Result copy = text.startsWith("a") ? result : result(text, 0, 3, 4);
                    assertThat(copy.kind()).isEqualTo(Formula.Result.Kind.FAILED);
                    assertThat(of(text).evaluate(NIL, 3, 4)).isNaN();
                    throw new IllegalArgumentException(copy.message());
                })
                .hasMessageContaining(message.replace("must be 0", "must not be 0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a + | there must be a number, a name, a call, ( or [ at the end",
                "a b | there must be an operator or the end, found b at character 3",
                "(a | there must be ) at the end",
                "1 + (a ?? 2 | there must be ) at the end",
                "a // all | there must be a new line after // ..., which else hides the ) of KEDA's float( ) at the end",
                "(a b) | there must be ), found b at character 4",
                "max(a b) | there must be , or ), found b at character 7",
                "queu | unknown name queu, must be one of a, b, c at character 1",
                "max + a | unknown name max, must be one of a, b, c; a function is called with ( ) at character 1",
                "maxx(a) | did you mean max?",
                "a ?? b + 1 | ?? and + must not be mixed without parentheses at character 8",
                "a ? 1 : 2 | a condition must be true or false, found a number at character 1",
                "1 % 0 | % must not divide by 0 at character 3",
                "5x | a number must not go on with letters: 5x at character 1",
                "9223372036854775808 | a number must be a decimal one, or an integer of 64 bits at character 1",
                "a @ b | not @ at character 3",
                "a /* b | a comment must end with */ at character 3",
                "# + 1 | # must stand in what is asked of the elements of a list at character 1",
                "filter([a], #acc) | after # there must be index, or in reduce acc, found acc at character 14",
                "let a = 1; a | let must name something new, found a at character 5",
                "1 % int(a + 1) | with -1 for every name, as KEDA tries it, a value must not be 0 after % at character 3",
                "\u00e9 + 1 | unknown name \u00e9",
            })
    void saysWhereATextIsWrong(String text, String message) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> of(text))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.violations())
                        .singleElement()
                        .returns("formula", Violation::path)
                        .returns(Violation.Type.INVALID, Violation::type));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a > 1 ? \"x\" : 1 | texts are not supported at character 9",
                "a matches b | texts are not supported: matches at character 3",
                "string(a) | the function string is not supported at character 1",
                "now() | the function now is not supported at character 1",
                "{x: a}.x | maps are not supported at character 1",
                "$env | maps are not supported; $env must be followed by .name or [\"name\"] at character 1",
            })
    void namesWhatIsNotSupported(String text, String message) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> of(text))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.violations().get(0).type()).isEqualTo(Violation.Type.NOT_SUPPORTED));
    }

    @Test
    void boundsLengthDepthAndOperations() {
        assertThatThrownBy(() -> of("a" + " ".repeat(Formula.MAX_LENGTH)))
                .hasMessage("formula must be <= 65536 characters: formula.length=65537");
        for (String open : List.of(
                "(",
                "-",
                "not ",
                "[",
                "max(",
                "a ? ",
                "a ** ",
                "let x = ",
                "if a { ",
                "a > 1 ? 1 : ",
                "[[1]][",
                "{",
                "filter([a], ")) {
            assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(() -> of(open.repeat(4000)));
        }
        assertThatThrownBy(() -> of("(".repeat(201) + "a" + ")".repeat(201)))
                .hasMessageContaining("a formula must not be nested deeper than 200 at character 200");
        assertThat(of("(".repeat(190) + "a" + ")".repeat(190)).evaluate(1, 2, 3))
                .isEqualTo(1);
        assertThat(of("a" + " + a".repeat(4_900)).evaluate(1, 2, 3)).isEqualTo(4_901);
        assertThatThrownBy(() -> of("a" + " + a".repeat(5_100)))
                .hasMessageContaining("a formula must not have more than 10000 operations at character ");
    }

    @Test
    void refusesNamesThatAreAlike() {
        assertThatThrownBy(() -> Formula.compile("a", "a", "a")).hasMessage("names must differ: name=a");
        assertThatThrownBy(() -> of("a").evaluate(1))
                .hasMessage("there must be a value for each name: values=1, names=[a, b, c]");
    }

    @Test
    void isItsTextAndNames() {
        assertThat(of("a + b"))
                .isEqualTo(of("a + b"))
                .hasSameHashCodeAs(of("a + b"))
                .hasToString("a + b");
        assertThat(of("a + b")).isNotEqualTo(of("a +  b")).isNotEqualTo(Formula.compile("a + b", "a", "b"));
        assertThat(of("a").names()).containsExactly("a", "b", "c");
    }

    /** No text makes anything but the one exception, whatever it is made of. */
    @Test
    void neverThrowsAnythingElse() {
        String[] pieces = {
            "a", "b", "1", "2.5", "nil", "true", "(", ")", "[", "]", "{", "}", ",", ";", ":", "?", "?.", "??", ".",
            "..", "#", "#acc", "+", "-", "*", "/", "%", "**", "<", ">=", "==", "and", "or", "not", "in", "|", "let x =",
            "x", "if", "else", "max(", "sum(", "filter(", "reduce(", "count(", "first(", "sortBy(", "len(", "$env",
            "\"b\"", "'", "/*", "//", "\n", "int(", "float(", "\ud800", "\u0000", "\u00e9", "0x", "1e"
        };
        Random random = new Random(1);
        int good = 0;
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(9); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
            }
            try {
                Formula formula = of(text.toString());
                formula.evaluate(NIL, 0, 1e300);
                good++;
            } catch (InvalidSettingsException e) {
                assertThat(e.violations()).hasSize(1);
            }
        }
        assertThat(good).isGreaterThan(150);
    }

    @Test
    void isEvaluatedByManyThreadsAtOnce() throws Exception {
        Formula formula = of("sum(map(filter([a, b, c], # > 1), # * #)) + median([a, b, c])");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> runs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int a = i + 2;
                runs.add(() -> {
                    for (int n = 0; n < 20_000; n++) {
                        if (formula.evaluate(a, 1, 0) != a * a + 1) {
                            return false;
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> run : threads.invokeAll(runs)) {
                assertThat(run.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }
}
