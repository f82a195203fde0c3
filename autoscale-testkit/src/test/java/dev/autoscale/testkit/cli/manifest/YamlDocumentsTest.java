package dev.autoscale.testkit.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.testkit.cli.text.BadInput;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentsTest {
    private static List<ParsedDocument> read(String yaml) {
        return YamlDocuments.read("f.yaml", yaml);
    }

    private static Object root(String yaml) {
        return read(yaml).get(0).root();
    }

    @Test
    void listsMayBeIndentedOrNot() {
        Map<String, Object> expected = Map.of("a", List.of(Map.of("b", 1L), 2L));
        assertThat(root("a:\n- b: 1\n- 2\n")).isEqualTo(expected);
        assertThat(root("a:\n  - b: 1\n  - 2\n")).isEqualTo(expected);
        assertThat(root("a: [{b: 1}, 2]")).isEqualTo(expected);
        assertThat(root("a:\r\n- b: 1\r\n- 2\r\n")).isEqualTo(expected);
        assertThat(root("? a\n: - b: 1\n  - 2\n")).isEqualTo(expected);
        assertThat(root("{\n\t\"a\": [{\"b\": 1}, 2]\n}")).isEqualTo(expected);
    }

    @Test
    void documentsAreReadInOrderWithoutEmptyOnes() {
        assertThat(read("---\n# nothing\n---\na: 1\n---\n---\nb: 2\n...\n"))
                .extracting(ParsedDocument::root)
                .containsExactly(Map.of("a", 1L), Map.of("b", 2L));
    }

    @Test
    void textsStayAsTheyAreWritten() {
        assertThat(root("a: '1'\nb: \"yes\"\nc: http://x:80/y\nd: |\n  1\n  2\ne: >-\n  on\n  off\nf: größer\n"))
                .isEqualTo(Map.of(
                        "a", "1", "b", "yes", "c", "http://x:80/y", "d", "1\n2\n", "e", "on off", "f", "größer"));
    }

    /** As the YAML 1.1 of clusters has it; what is no number there stays a text. */
    @ParameterizedTest
    @CsvSource({
        "yes, true, true",
        "Off, false, true",
        "y, true, true",
        "yEs, yEs, false",
        "true, true, false",
        "TRUE, true, false",
        "0777, 511, true",
        "0o17, 15, false",
        "0x1F, 31, false",
        "0X1F, 31, true",
        "0x1_F, 31, true",
        "0b101, 5, true",
        "1_000, 1000, true",
        "08, 8, true",
        "10, 10, false",
        "-3, -3, false",
        "+12, 12, false",
        "10.0, 10, false",
        "1.5, 1.5, false",
        ".5, 0.5, false",
        "1e3, 1000, false",
        "12:30:00, 12:30:00, false",
        "2024-01-01, 2024-01-01, false",
        "1.5Gi, 1.5Gi, false",
        "500m, 500m, false",
        "1.2.3, 1.2.3, false",
        ".inf, Infinity, false",
        "-.INF, -Infinity, false",
        ".nan, NaN, false",
        "_1, _1, false",
        "+, +, false",
        "1e99999999999, 1e99999999999, false",
        "1e-99999999999, 0, false",
        "9223372036854775808, 9223372036854775808, false",
    })
    void plainScalarsAreReadAsAClusterReadsThem(String plain, String value, boolean differs) {
        YamlScalar scalar = YamlScalar.of(plain);
        assertThat(String.valueOf(scalar.value())).isEqualTo(value);
        assertThat(scalar.differs()).isEqualTo(differs);
        boolean isText = List.of("yEs", "12:30:00", "2024-01-01", "1.5Gi", "500m", "1.2.3", "_1", "+", "1e99999999999")
                .contains(plain);
        assertThat(scalar.value() instanceof String).isEqualTo(isText);
    }

    @Test
    void numbersBeyondLongsAreKept() {
        assertThat(YamlScalar.of("9223372036854775808").value()).isEqualTo(BigInteger.TWO.pow(63));
        assertThat(YamlScalar.of("~").value()).isNull();
    }

    @Test
    void aliasesAndMergesAreWrittenOut() {
        assertThat(root("a: &x {b: 1, c: 2}\nd: *x\ne:\n  <<: *x\n  c: 3\nf: &n 5\ng: *n\n"))
                .isEqualTo(Map.of(
                        "a", Map.of("b", 1L, "c", 2L),
                        "d", Map.of("b", 1L, "c", 2L),
                        "e", Map.of("b", 1L, "c", 3L),
                        "f", 5L,
                        "g", 5L));
    }

    @Test
    void linesAreThoseOfNames() {
        ParsedDocument document = read("# c\nspec:\n  metrics:\n  - type: Pods\n    pods:\n      x: 1\n")
                .get(0);
        assertThat(document.line("spec")).isEqualTo(2);
        assertThat(document.line("spec.metrics[0]")).isEqualTo(4);
        assertThat(document.line("spec.metrics[0].pods.x")).isEqualTo(6);
        assertThat(document.line("spec.metrics[0].pods.y")).isEqualTo(5);
        assertThat(document.line("spec.maxReplicas")).isEqualTo(2);
    }

    @Test
    void linesOfItemsAreTheirOwn() {
        ParsedDocument document = read("a:\n- 1\n- 2\nb: &x 3\nc:\n- 4\n- *x\n").get(0);
        assertThat(document.line("a[1]")).isEqualTo(3);
        assertThat(document.line("c[1]")).isEqualTo(7);
        assertThat(document.lineOfNote("must be one: c[1]=3")).isEqualTo(7);
        assertThat(document.lineOfNote("a[1]=2")).isEqualTo(3);
        assertThat(document.lineOfNote("must be there: b")).isEqualTo(4);
        assertThat(document.lineOfNote("c")).isEqualTo(5);
    }

    @Test
    void listsOfObjectsAreTakenApart() {
        List<ParsedDocument> parts = read("kind: List\nitems:\n- kind: A\n  x: yes\n- kind: B\n")
                .get(0)
                .parts();
        assertThat(parts)
                .extracting(ParsedDocument::root)
                .containsExactly(Map.of("kind", "A", "x", true), Map.of("kind", "B"));
        assertThat(parts.get(0).line("x")).isEqualTo(4);
        assertThat(parts.get(1).line("")).isEqualTo(5);
        assertThat(parts.get(0).readings()).isEqualTo(Map.of("x", new ParsedDocument.Reading("yes", true)));
        assertThat(read("kind: Other\nitems:\n- kind: A\n- kind: B\n").get(0).parts())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: 1\nb: 2\na: 3\n' | 'f.yaml:3: must be given once: a (also on line 1)'",
                "'a:\n\tb: 1\n' | line 2 is indented by a tab",
                "'a:\n  b: 1\n\u00a0 c: 2\n' | non-breaking space",
                "'a\u00a0: 1\n' | f.yaml:1: holds a non-breaking space",
                "'a: !!binary AAAA\n' | f.yaml:1: must have no tag",
                "'a: !!map {}\n' | f.yaml:1: must have no tag",
                "'a: &x 1\n---\nb: *x\n' | f.yaml:3: alias of nothing",
                "'a: [1\n\u00a0}\n' | line 2 holds a non-breaking space",
                "'a: {{ .Values.x }}\n' | 'line 1 is a template ({{ }}): render it first'",
                "'a: *nothing\n' | alias of nothing",
                "'b: 1\na:\n  <<: 3\n' | 'f.yaml:3: must merge an object, or a list of some: <<'",
                "'a: &x [*x]\n' | alias of nothing",
                "'? [1, 2]\n: 3\n' | f.yaml:1: a name must be a text",
                "'a: [1, 2\n' | f.yaml:2: must be YAML or JSON",
                "'a: \"b\n' | must be YAML or JSON",
            })
    void whatCannotBeReadIsToldWithItsLine(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(BadInput.class).hasMessageContaining(message);
    }

    @Test
    void depthIsLimited() {
        assertThat(root("[".repeat(64) + "]".repeat(64))).isInstanceOf(List.class);
        assertThatThrownBy(() -> read("[".repeat(65) + "]".repeat(65)))
                .hasMessage("f.yaml:1: objects and lists must lie <= 64 deep in each other");
    }

    /** Each level has the last one twice: eighteen are a quarter of a million values. */
    @ParameterizedTest
    @ValueSource(ints = {10, 18})
    void valuesAreCountedAsIfAliasesWereWrittenOut(int levels) {
        StringBuilder yaml = new StringBuilder("a0: &a0 [1]\n");
        for (int i = 1; i <= levels; i++) {
            yaml.append(String.format("a%d: &a%d [*a%d, *a%d]%n", i, i, i - 1, i - 1));
        }
        if (levels == 10) {
            assertThat(root(yaml.toString())).isInstanceOf(Map.class);
        } else {
            assertThatThrownBy(() -> read(yaml.toString())).hasMessageContaining("must have <= 200000 values");
        }
    }

    @Test
    void asManyValuesAsAllowedAreRead() {
        String items = "[" + "1,".repeat(199_998) + "1]";
        assertThat(root(items)).isInstanceOf(List.class);
        assertThatThrownBy(() -> read("[1," + items.substring(1))).hasMessageContaining("must have <= 200000 values");
    }

    @Test
    void thousandsOfItemsAndDigitsAreRead() {
        String list = "kind: List\nitems:\n" + "- {a: {b: 1, c: 2}, d: [1, 2, 3, 4]}\n".repeat(5_000);
        String number = "a: " + "9".repeat(900_000);
        List<ParsedDocument> parts = read(list).get(0).parts();
        assertThat(parts.get(4_999).line("d[3]")).isEqualTo(5_002);
        assertThat(root(number)).isEqualTo(Map.of("a", "9".repeat(900_000)));
    }

    @Test
    void onlyTheNameOfAnAnnotationStandsForWhatEndsWithIt() {
        ParsedDocument document =
                read("kind: A\nspec:\n  ref:\n    apiVersion: b\nmetadata:\n  annotations:\n    x.y/z: 1\n")
                        .get(0);
        assertThat(document.line("apiVersion")).isEqualTo(1);
        assertThat(document.nearest("apiVersion")).isEmpty();
        assertThat(document.line("x.y/z")).isEqualTo(7);
        assertThat(document.nearest("x.y/z")).isEqualTo("metadata.annotations.x.y/z");
    }

    @Test
    void nullsAreKeptInLists() {
        assertThat(root("a: [~, null, 1]\nb:\n"))
                .isInstanceOfSatisfying(
                        Map.class, map -> assertThat(map.get("a")).isEqualTo(Arrays.asList(null, null, 1L)));
    }
}
