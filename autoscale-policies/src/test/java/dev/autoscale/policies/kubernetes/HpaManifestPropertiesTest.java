package dev.autoscale.policies.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.policies.internal.Documents;
import dev.autoscale.policies.kubernetes.HpaBehavior.Policy;
import dev.autoscale.policies.kubernetes.HpaBehavior.Rules;
import dev.autoscale.policies.kubernetes.HpaMetric.Identifier;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HpaManifestPropertiesTest {
    private static final Arbitrary<String> WORD =
            Arbitraries.of("", "Pods", "Utilization", "Value", "cpu", "web", "apps/v1", "Max", "x y", "1");
    private static final Arbitrary<Integer> INT = Arbitraries.integers();
    private static final Arbitrary<Quantity> QUANTITY =
            Arbitraries.of("1", "500m", "1.5Gi", "0", "-3k", "1e3", "7n").map(Quantity::parse);
    private static final Arbitrary<ObjectReference> REFERENCE =
            Combinators.combine(WORD, WORD, WORD).as(ObjectReference::new);
    private static final Arbitrary<Target> TARGET = Combinators.combine(
                    WORD, QUANTITY.injectNull(0.5), QUANTITY.injectNull(0.5), INT.injectNull(0.5))
            .as(Target::new);
    private static final Arbitrary<LabelSelector> SELECTOR = Combinators.combine(
                    Arbitraries.maps(WORD, WORD).ofMaxSize(3),
                    Combinators.combine(WORD, WORD, WORD.list().ofMaxSize(2))
                            .as(LabelSelector.Requirement::new)
                            .list()
                            .ofMaxSize(2))
            .as(LabelSelector::new);
    private static final Arbitrary<Identifier> IDENTIFIER =
            Combinators.combine(WORD, SELECTOR.injectNull(0.5)).as(Identifier::new);
    private static final Arbitrary<HpaMetric> METRIC = Combinators.combine(
                    WORD,
                    Combinators.combine(REFERENCE, IDENTIFIER, TARGET)
                            .as(HpaMetric.ObjectSource::new)
                            .injectNull(0.5),
                    Combinators.combine(IDENTIFIER, TARGET)
                            .as(HpaMetric.PodsSource::new)
                            .injectNull(0.5),
                    Combinators.combine(WORD, TARGET)
                            .as(HpaMetric.ResourceSource::new)
                            .injectNull(0.5),
                    Combinators.combine(WORD, WORD, TARGET)
                            .as(HpaMetric.ContainerResourceSource::new)
                            .injectNull(0.5),
                    Combinators.combine(IDENTIFIER, TARGET)
                            .as(HpaMetric.ExternalSource::new)
                            .injectNull(0.5))
            .as(HpaMetric::new);
    private static final Arbitrary<Rules> RULES = Combinators.combine(
                    INT.injectNull(0.5),
                    WORD.injectNull(0.5),
                    Combinators.combine(WORD, INT, INT)
                            .as(Policy::new)
                            .list()
                            .ofMaxSize(3)
                            .injectNull(0.3),
                    QUANTITY.injectNull(0.5))
            .as(Rules::new);

    @Provide
    Arbitrary<HorizontalPodAutoscaler> shapes() {
        return Combinators.combine(
                        REFERENCE,
                        INT.injectNull(0.3),
                        INT,
                        METRIC.list().ofMaxSize(4),
                        Combinators.combine(RULES.injectNull(0.3), RULES.injectNull(0.3))
                                .as(HpaBehavior::new)
                                .injectNull(0.3))
                .as(HorizontalPodAutoscaler::new);
    }

    @Provide
    Arbitrary<Object> values() {
        return Documents.values();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void reads_what_it_writes(@ForAll("shapes") HorizontalPodAutoscaler shape) {
        Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(shape.toMap());

        assertThat(manifest.spec()).isEqualTo(shape);
        assertThat(manifest.notes()).isEmpty();
        assertThat(manifest.toMap()).isEqualTo(shape.toMap());
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void a_field_that_nobody_knows_is_named_and_kept(
            @ForAll("shapes") HorizontalPodAutoscaler shape, @ForAll("values") Object value, @ForAll int place) {
        Map<String, Object> document = shape.toMap();
        String path = Documents.insert(document, "zebra", value, place);

        Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(document);

        assertThat(manifest.spec()).isEqualTo(shape);
        assertThat(manifest.toMap()).isEqualTo(document);
        assertThat(manifest.notes()).hasSize(1).allMatch(note -> note.contains(": " + path + '='));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatever_is_no_manifest_is_refused_in_words(
            @ForAll("shapes") HorizontalPodAutoscaler shape,
            @ForAll("values") Object value,
            @ForAll int place,
            @ForAll boolean isFlat) {
        Map<String, Object> document = shape.toMap();
        document.put("apiVersion", isFlat ? "autoscaling/v1" : "autoscaling/v2");
        document.put("metadata", Map.of("name", "web"));
        Documents.replace(document, value, place);

        try {
            HorizontalPodAutoscaler.read(document, text -> List.of(text)).toMap();
        } catch (InvalidSettingsException refused) {
            assertThat(refused.violations()).isNotEmpty();
        }
    }
}
