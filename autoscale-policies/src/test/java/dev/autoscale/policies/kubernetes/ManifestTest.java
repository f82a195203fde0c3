package dev.autoscale.policies.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
    /** A shape of numbers, each an item of a list; without any there is no list. */
    private static Map<String, Object> write(List<Integer> numbers) {
        return numbers.isEmpty()
                ? Map.of("kind", "Numbers", "spec", Map.of())
                : Map.of(
                        "kind",
                        "Numbers",
                        "spec",
                        Map.of(
                                "items",
                                numbers.stream().map(n -> Map.of("number", n)).toList()));
    }

    private static Manifest<List<Integer>> manifest(Map<String, Object> rest) {
        return Manifest.of(List.of(1, 2), rest, List.of("note"), ManifestTest::write);
    }

    @Test
    void says_who_it_is() {
        Manifest<List<Integer>> manifest = manifest(Map.of("metadata", Map.of("name", "n", "namespace", "s")));

        assertThat(manifest.name()).isEqualTo("n");
        assertThat(manifest.namespace()).isEqualTo("s");
        assertThat(manifest.notes()).containsExactly("note");
        assertThat(manifest).hasToString("Manifest[name=n, spec=[1, 2]]");
        assertThat(manifest(Map.of("metadata", 3)).name()).isEmpty();
        assertThat(manifest(Map.of("metadata", Map.of("name", 3))).name()).isEmpty();
    }

    @Test
    void the_rest_stands_beside_the_shape() {
        Map<String, Object> rest = Map.of(
                "status", Map.of(), "kind", "Other", "spec", Map.of("items", List.of(Map.of(), Map.of("name", "two"))));

        assertThat(manifest(rest).toMap())
                .isEqualTo(Map.of(
                        "kind",
                        "Numbers",
                        "status",
                        Map.of(),
                        "spec",
                        Map.of("items", List.of(Map.of("number", 1), Map.of("number", 2, "name", "two")))));
        assertThat(manifest(rest).with(List.of(3, 4)).toMap().toString()).contains("two");
    }

    @Test
    void what_stood_in_a_part_that_is_gone_is_gone() {
        Map<String, Object> rest = Map.of("spec", Map.of("items", List.of(Map.of(), Map.of("name", "two")), "more", 5));

        assertThat(manifest(rest).with(List.of(3)).toMap().toString()).doesNotContain("two");
        assertThat(manifest(rest).with(List.of()).toMap())
                .isEqualTo(Map.of("kind", "Numbers", "spec", Map.of("more", 5)));
        assertThat(manifest(rest).with(List.of()).with(List.of(1, 2)).toMap())
                .isEqualTo(manifest(rest).toMap());
    }

    @Test
    void begins_as_documents_do() {
        Map<String, Object> rest = Map.of("status", Map.of(), "metadata", Map.of("name", "n"));

        assertThat(manifest(rest).toMap().keySet()).startsWith("kind", "metadata");
    }

    @Test
    void the_document_is_the_callers() {
        Map<String, Object> rest = Map.of("status", new ArrayList<>(List.of(1)));
        Manifest<List<Integer>> manifest = manifest(rest);
        Map<String, Object> before = manifest.toMap();

        manifest.toMap().clear();
        if (manifest.toMap().get("status") instanceof List<?> list) {
            list.clear();
        }
        if (manifest.toMap().get("spec") instanceof Map<?, ?> map) {
            map.clear();
        }

        assertThat(manifest.toMap()).isEqualTo(before);
    }
}
