package dev.autoscale.policies.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private static List<String> said(Fields fields) {
        return fields.rules().violations().stream().map(Violation::toString).toList();
    }

    @Test
    void whole_numbers_may_be_written_as_decimals() {
        Fields fields = Fields.of(Map.of(
                "int", 1, "long", 2L, "big", BigInteger.TEN, "decimal", 3.0, "half", 0.5, "large", 1e10, "text", "4"));

        assertThat(fields.int32("int")).isEqualTo(1);
        assertThat(fields.int32("long")).isEqualTo(2);
        assertThat(fields.int32("big")).isEqualTo(10);
        assertThat(fields.int32("decimal")).isEqualTo(3);
        assertThat(fields.int32("missing")).isNull();
        assertThat(fields.int32("half")).isNull();
        assertThat(fields.int32("large")).isNull();
        assertThat(fields.int32("text", 7)).isEqualTo(7);
        assertThat(said(fields))
                .containsExactly(
                        "must be a whole number of 32 bits, not in quotes: half=0.5",
                        "must be a whole number of 32 bits, not in quotes: large=1.0E10",
                        "must be a whole number of 32 bits, not in quotes: text=\"4\"");
    }

    @Test
    void names_hold_no_placeholder() {
        Fields fields = Fields.of(Map.of("a", "web-${ENV}", "b", "{{ .Values.name }}", "c", "<NAME>", "d", "web"));

        assertThat(fields.name("a")).isEqualTo("web-${ENV}");
        assertThat(fields.name("b")).isNotEmpty();
        assertThat(fields.name("c")).isNotEmpty();
        assertThat(fields.name("d")).isEqualTo("web");
        assertThat(fields.name("e")).isEmpty();
        assertThat(said(fields)).hasSize(3).allMatch(each -> each.startsWith("holds a placeholder"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${MAX}", "$(MAX)", "{{ .Values.max }}", "<MAX>", "$MAX", "#{MAX}", "@MAX@", "%MAX%", "__MAX__"})
    void templates_of_all_kinds_are_placeholders(String text) {
        Fields fields = Fields.of(Map.of("max", text));
        assertThat(fields.int32("max")).isNull();
        assertThat(said(fields)).singleElement().asString().startsWith("is a placeholder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sum(rate({__name__=~\"a|b\"}[1m]))", "50%", "a@b", "x < 5", "$1", "100 % of it", "a__b__c"})
    void what_only_looks_like_one_is_none(String text) {
        assertThat(Fields.placeholder(text)).isEmpty();
    }

    @Test
    void lists_of_texts_name_the_item() {
        Fields fields = Fields.of(Map.of("good", List.of("a", "b"), "bad", List.of("a", 1), "none", 3));

        assertThat(fields.textList("good")).containsExactly("a", "b");
        assertThat(fields.textList("bad")).containsExactly("a", "");
        assertThat(fields.textList("none")).isEmpty();
        assertThat(fields.textList("missing")).isEmpty();
        assertThat(said(fields)).containsExactly("must be a text: bad[1]=1", "must be a list: none=3");
    }

    private static @Nullable String word(Fields fields, String name) {
        return fields.scalar(name, "a word", Optional::of);
    }

    @Test
    void scalars_are_texts_or_numbers() {
        Fields fields = Fields.of(Map.of("text", "5", "whole", 5, "share", 0.25, "flag", true, "nan", Double.NaN));

        assertThat(word(fields, "text")).isEqualTo("5");
        assertThat(word(fields, "whole")).isEqualTo("5");
        assertThat(word(fields, "share")).isEqualTo("0.25");
        assertThat(word(fields, "flag")).isNull();
        assertThat(word(fields, "nan")).isNull();
        assertThat(said(fields)).containsExactly("must be a word: flag=true", "must be a word: nan=NaN");
    }

    @Test
    void unknown_fields_are_those_that_nobody_asked_for() {
        Fields fields = Fields.of(Map.of("spec", Map.of("minReplica", 1, "other", Map.of("a", 1), "paused", true)));
        Fields spec = fields.objectOrEmpty("spec").knows("paused");
        spec.int32("minReplicas");

        assertThat(fields.unknownFields("unknown"))
                .containsExactlyInAnyOrder(
                        "unknown; did you mean minReplicas?: spec.minReplica=1", "unknown: spec.other={...}");
        assertThat(fields.leftOver()).containsOnlyKeys("spec.minReplica", "spec.other", "spec.paused");
    }

    @Test
    void the_rest_is_what_was_not_read() {
        Fields fields = Fields.of(Map.of(
                "read", 1,
                "left", 2,
                "empty", Map.of("a", 1),
                "part", Map.of("a", 1, "b", 2),
                "kept", Map.of("a", 1),
                "items", List.of(Map.of("a", 1), Map.of("b", 2)),
                "all", List.of(Map.of("a", 1))));
        fields.int32("read");
        fields.objectOrEmpty("empty").int32("a");
        fields.objectOrEmpty("part").int32("a");
        fields.objectOrEmpty("kept").keep().int32("a");
        fields.objects("items").forEach(item -> item.int32("a"));
        fields.objects("all").forEach(item -> item.int32("a"));

        assertThat(fields.rest())
                .isEqualTo(Map.of(
                        "left", 2,
                        "part", Map.of("b", 2),
                        "kept", Map.of("a", 1),
                        "items", List.of(Map.of(), Map.of("b", 2))));
    }

    @Test
    void a_part_complains_with_the_document() {
        Fields fields = Fields.of(Map.of());
        fields.part("annotations.x", Map.of("a", "b")).int32("a");

        assertThat(said(fields))
                .containsExactly("must be a whole number of 32 bits, not in quotes: annotations.x.a=\"b\"");
        assertThatExceptionOfType(InvalidSettingsException.class).isThrownBy(fields::throwIfAny);
    }

    @Test
    void names_are_texts() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Fields.of(Map.of("a", Map.of(1, "one"))))
                .withMessage("must be a name in text: a=1");
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Fields.of(Collections.singletonMap(null, "one")))
                .withMessage("must be a name in text: document=null");
    }

    @Test
    void a_document_without_an_end_is_refused_at_once() {
        Map<String, Object> loop = new HashMap<>();
        loop.put("a", loop);
        loop.put("b", loop);
        List<Object> wide = new ArrayList<>(Collections.nCopies(1000, 1));
        List<Object> wider = new ArrayList<>(Collections.nCopies(1000, wide));

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Fields.of(loop))
                .withMessageStartingWith("must not lie deeper than 64: a.a.a");
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> Fields.of(Map.of("all", wider)))
                .withMessage("must not hold more than 1000000 values: document=...");
    }
}
