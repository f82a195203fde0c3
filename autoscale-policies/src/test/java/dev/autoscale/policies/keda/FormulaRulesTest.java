package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.InvalidSettingsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule by rule: what each part of a formula comes to, what it refuses, and where it fails; a is 2, b is 3, c is 4. */
class FormulaRulesTest {
    private static Formula of(String text) {
        return Formula.compile(text, "a", "b", "c");
    }

    private static void assertValue(String text, double expected) {
        assertThat(of(text).evaluate(2, 3, 4)).isEqualTo(Double.valueOf(expected));
    }

    private static void assertRefused(String text, String message) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> of(text))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1e+2 | 100",
                "1e-2 | 0.01",
                "2E1 | 20",
                "a + (b; c) | 6",
                "float(a); | 2",
                "(let x = a; x) + (let x = b; x) | 5",
                "a < 0 or 1 % int(a + 1) > 0 ? 1 : 0 | 1",
                "a > 0 and 1 % int(a + 1) > 0 ? 1 : 0 | 1",
                "a > 0 and b < 0 ? 1 : 0 | 0",
                "a < 0 and b > 0 ? 1 : 0 | 0",
                "(a < b) == (b < c) ? 1 : 0 | 1",
                "(a < b < c) == (a < b) ? 1 : 0 | 1",
                "b < a < c ? 1 : 0 | 0",
                "a <= 1 ? 1 : 0 | 0",
                "a <= 2 ? 1 : 0 | 1",
                "a <= 3 ? 1 : 0 | 1",
                "a >= 1 ? 1 : 0 | 1",
                "a >= 2 ? 1 : 0 | 1",
                "a >= 3 ? 1 : 0 | 0",
                "9007199254740993 > 9007199254740992 ? 1 : 0 | 1",
                "[a] == [b] ? 1 : 0 | 0",
                "[1, 2, 3] == [1, 2, 4] ? 1 : 0 | 0",
                "[1, 2] == [1] ? 1 : 0 | 0",
                "[[1, 2], [3]] != [[1, 2], [3]] ? 1 : 0 | 0",
                "(a == a) == (b == b) ? 1 : 0 | 1",
                "nil == nil ? 1 : 0 | 1",
                "true == false ? 1 : 0 | 0",
                "true == true ? 1 : 0 | 1",
                "(1 + 2) % 2 | 1",
                "7 % (1 + 2) | 1",
                "7 % (5 - 2) | 1",
                "7 % (2 * 2) | 3",
                "int(c) % (int(a) + int(b)) | 4",
                "([1, nil][0] + 1) % 2 | 0",
                "int(9223372036854775808.0) | -9223372036854775808",
            })
    void operatorsComeTo(String text, double expected) {
        assertValue(text, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a in [4, 5] ? 1 : 0 | 0",
                "a not in [2, 3] ? 1 : 0 | 0",
                "a in [] ? 1 : 0 | 0",
                "(a in [2]) == (b in [3]) ? 1 : 0 | 1",
                "0 in 1..3 ? 1 : 0 | 0",
                "1 in 1..3 ? 1 : 0 | 1",
                "2 in 1..3 ? 1 : 0 | 1",
                "3 in 1..3 ? 1 : 0 | 1",
                "4 in 1..3 ? 1 : 0 | 0",
                "5 in 5..5 ? 1 : 0 | 1",
                "2 in 3..1 ? 1 : 0 | 0",
                "a in 1..3 ? 1 : 0 | 1",
                "c in 1..3 ? 1 : 0 | 0",
                "nil in 0..3 ? 1 : 0 | 0",
                "find([1, 2], # > 5) in [a, 1] ? 1 : 0 | 0",
                "find([1, 2], # > 5) in [] ? 1 : 0 | 0",
                "find([1, 2], # > 5) in 1..2 ? 1 : 0 | 0",
                "len(5..5) | 1",
                "len(3..1) | 0",
                "len(1..1000000) | 1000000",
                "10 + len([a, b]) | 12",
                "10 + first([a]) | 12",
                "first([a, b]) * 10 + last([a, b]) | 23",
                "first([]) ?? 7 | 7",
                "last([]) ?? 7 | 7",
                "last(filter([1, 2, 3], # > 0)) | 3",
                "filter([2, 3, 4], # > 2)[1] | 4",
                "10 + len(filter([a, b, c], # > 2)) | 12",
                "reverse([a, b, c])[1] * 10 + reverse([a, b, c])[2] | 32",
                "sort([2, 1.5, 3.5])[1] | 2",
                "let l = [a, b]; sum(map(l, # * 10)) + sum(l) | 55",
                "sum(map([0, 9], {let x = #; find([5, 6], # > x) ?? 100})) | 105",
                "reduce([1], #acc[0] + #, [5]) | 6",
                "count([a > 0, b < 0]) | 1",
                "len(map(1..9999, #)) | 9999",
                "max(reduce(1..100, [#acc], [1])) | 1",
                "reduce(1..100, [#acc], [1]) == reduce(1..100, [#acc], [1]) ? 1 : 0 | 1",
            })
    void listsComeTo(String text, double expected) {
        assertValue(text, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 + max(a, b) | 13",
                "max(nil) ?? 7 | 7",
                "min(nil) ?? 7 | 7",
                "max([]) ?? 7 | 7",
                "max(5, 2) % 3 | 2",
                "max([5, 2]) % 3 | 2",
                "10 + mean(a, b) | 12.5",
                "mean([[1, 2], [3]], 4) | 2.5",
                "mean([]) | 0",
                "10 + median(a, b) | 12.5",
                "median([]) | 0",
                "median([3, 1, 2]) | 2",
                "median([1, 4]) | 2.5",
                "median([1, a / 0 - a / 0, 3]) | 1",
                "median([a / 0 - a / 0, 1, 3]) | 1",
                "median([a / 0 - a / 0, 1, a / 0 - a / 0]) | NaN",
                "sum([a, b]) | 5",
                "sum([1, 2]) % 2 | 1",
                "1 / sum([-0.0, -0.0]) | -Infinity",
                "1 / sum([-0.0]) | Infinity",
                "1 / sum([]) | Infinity",
            })
    void numbersTogetherComeTo(String text, double expected) {
        assertValue(text, expected);
    }

    /** What is counted to the end takes more steps than there are. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "> 0 | 1",
                "> 3 | 1",
                "> +3 | 1",
                "> -(-3) | 1",
                "> 1 + 2 | 1",
                "> 0 - -3 | 1",
                "> 2 * 2 | 1",
                ">= 1 | 1",
                ">= 4 | 1",
            })
    void aCountStopsWhereItIsEnough(String than, double expected) {
        assertValue("count(1..900000, # + # * # > 8) " + than + " ? 1 : 0", expected);
    }

    @Test
    void otherCountsAreCountedToTheEndAndOfAFilterTheFirstIsEnough() {
        assertValue("count([a, b, c], # > 0) <= 1 ? 1 : 0", 0);
        assertValue("count([a, b, c], # > 0) < 2 ? 1 : 0", 0);
        assertValue("count([a, b, c], # > 0) == 3 ? 1 : 0", 1);
        assertValue("first(filter(1..9000, sum(1..200) + # > 0))", 1);
        assertValue("filter(1..9000, sum(1..200) + # > 0)[0]", 1);
    }

    @Test
    void aListMayBeLongerThanTheStackWas() {
        assertValue("1 + sum([" + "1, ".repeat(99) + "1])", 101);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a and true | a condition must be true or false, found a number at character 1",
                "a > 1 and b | a condition must be true or false, found a number at character 11",
                "if a { 1 } else { 2 } | a condition must be true or false, found a number at character 4",
                "not a ? 1 : 2 | a condition must be true or false, found a number at character 5",
                "a > true ? 1 : 0 | > takes numbers, found a number and true or false at character 3",
                "a == true ? 1 : 0 | == takes comparable values, found a number and true or false at character 3",
                "a in b ? 1 : 0 | in takes a list on its right, found a number and a number at character 3",
                "a in [true] ? 1 : 0 | in takes elements that compare, found a number and a list at character 3",
                "sum(1..2.5) | .. takes integers, found an integer and a number at character 6",
                "a + true | + takes numbers, found a number and true or false at character 3",
                "[true, false][0] + 1 | + takes numbers, found true or false and an integer at character 18",
                "(4 / 2) % 2 | % takes integers, such as int(a) % 2, found a number and an integer at character 9",
                "(a + 1) % 2 | % takes integers, such as int(a) % 2, found a number and an integer at character 9",
                "mean(4, 2) % 2 | % takes integers, such as int(a) % 2, found a number and an integer at character 12",
                "(let x = 1; x) + x | unknown name x, must be one of a, b, c at character 18",
                "abs(1, 2) | abs takes 1 argument, found 2 at character 1",
                "len(a) | len takes a list, found a number at character 1",
                "map(a, #) | map takes a list, found a number at character 1",
                "any([true]) | any takes a list and what to ask of its elements, such as # > 1 at character 1",
                "any([a], #) | any needs true or false of each element, found a number at character 10",
                "sum([a], # > 1) | sum needs a number of each element, found true or false at character 12",
                "mean(nil) | mean takes numbers and lists, found nil at character 6",
                "max(nil, 1) | max takes numbers and lists, found nil at character 5",
                "max(true) | max takes numbers and lists, found true or false at character 5",
                "map([a], #index[0]) | only lists have elements, found an integer at character 16",
                "{} | maps are not supported at character 1",
                "{(a): 1} | maps are not supported at character 1",
                "{+ | there must be a number, a name, a call, ( or [, found { at character 1",
            })
    void refuses(String text, String message) {
        assertRefused(text, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a > 0 and [a > 0, 1][1] ? 1 : 0 | must be true or false, not an integer at character 21",
                "c > 0 ? ([a > 0, 1][1] ? 1 : 2) : 0 | must be true or false, not an integer at character 20",
                "c > 0 ? (find([1, 2], # > 5) == 1 ? 1 : 0) : 0 | must be an integer, not nil at character 30",
                "c > 0 ? (1 == find([1, 2], # > 5) ? 1 : 0) : 0 | must be an integer, not nil at character 12",
                "c > 0 ? (find([1, 2], # > 5) in [1, 2] ? 1 : 0) : 0 | must be an integer, not nil at character 30",
                "c > 0 ? len([[1], 2][1]) : 0 | must be a list, not an integer at character 9",
                "c > 0 ? max(a, [nil, 1][0]) : 0 | must be a number, not nil at character 9",
                "c > 0 ? sort([[a], 1])[0] : 0 | must be a number, not a list at character 9",
                "c > 0 ? sum([true]) : 0 | must be a number, not true or false at character 9",
                "c > 0 ? [c][1] : 0 | must be an index within the list at character 12",
                "c > 0 ? [c][-2] : 0 | must be an index within the list at character 12",
                "c > 0 ? len(1..1000001) : 0 | must not need more than 10000 list elements in all",
                "c > 0 ? len(map(1..10000, #)) : 0 | must not need more than 10000 list elements in all",
                "c > 0 ? max(reduce(1..101, [#acc], [1])) : 0 | must not nest lists deeper than 100 at character 9",
                "c > 0 ? (reduce(1..101, [#acc], [1]) == reduce(1..101, [#acc], [1]) ? 1 : 0) : 0 | must not nest lists deeper than 100",
            })
    void fails(String text, String message) {
        Formula.Result result = new Formula.Result();
        of(text).evaluate(new double[] {2, 3, 4}, result);
        assertThat(result.kind()).isEqualTo(Formula.Result.Kind.FAILED);
        assertThat(result.message()).contains(message);
    }

    @Test
    void aTextEndsWithItsQuote() {
        for (String text : List.of("'it\\'s'", "`a\\`", "`two\nlines`", "\"a'b\"")) {
            assertThatThrownBy(() -> of("a > 1 ? " + text + " : 1"))
                    .hasMessageContaining("texts are not supported at character 9");
        }
        for (String text : List.of("'x", "'x\\'", "'two\nlines'", "`x")) {
            assertThatThrownBy(() -> of("a > 1 ? " + text + " : 1"))
                    .hasMessageContaining("a text must end with its quote " + text.charAt(0) + " at character 9");
        }
        assertRefused("float(a) > 'x\\", "a text must end with its quote ' at character 12");
    }

    @Test
    void signsThatCannotBeSeenAreShownAsNumbers() {
        assertRefused("a \u0001", "not U+0001 at character 3");
        assertRefused("a \ud800", "not U+D800 at character 3");
        assertRefused("a \udfff", "not U+DFFF at character 3");
        assertRefused("a \ud7ff", "not \ud7ff at character 3");
        assertRefused("a \ue000", "not \ue000 at character 3");
    }

    @Test
    void aLongNameIsShownInPart() {
        assertRefused("q".repeat(40), "unknown name " + "q".repeat(40) + ", must be");
        assertRefused("q".repeat(41), "unknown name " + "q".repeat(40) + "..., must be");
    }
}
