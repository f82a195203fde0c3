package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.policies.internal.Documents;
import dev.autoscale.policies.knative.KnativeRevision.Platform;
import dev.autoscale.policies.kubernetes.Manifest;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KnativeManifestPropertiesTest {
    private static final Arbitrary<String> TEXT = Arbitraries.of("0", "1", "7", "-3", "0.5", "rps", "60s", "", "x");
    private static final Arbitrary<String> NAME = Arbitraries.of(
            "autoscaling.knative.dev/min-scale",
            "autoscaling.knative.dev/maxScale",
            "autoscaling.knative.dev/target",
            "autoscaling.knative.dev/metric",
            "autoscaling.knative.dev/window",
            "serving.knative.dev/progress-deadline",
            "team");

    @Provide
    Arbitrary<KnativeRevision> revisions() {
        return Combinators.combine(
                        Arbitraries.of(Platform.class),
                        Arbitraries.maps(NAME, TEXT).ofMaxSize(5).map(KpaAnnotations::new),
                        Arbitraries.integers().injectNull(0.3))
                .as(KnativeRevision::new)
                .filter(KnativeManifestPropertiesTest::isKept);
    }

    /** KServe takes the fewest replicas from a field alone, which holds a number. */
    private static boolean isKept(KnativeRevision revision) {
        String min = revision.annotations().annotations().get("autoscaling.knative.dev/min-scale");
        return revision.platform() != Platform.KSERVE
                || min == null
                || revision.annotations().get(KpaSetting.MIN_SCALE).isPresent();
    }

    @Provide
    Arbitrary<Object> values() {
        return Documents.values();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void reads_what_it_writes(@ForAll("revisions") KnativeRevision revision) {
        Map<String, Object> document = revision.toMap();

        Manifest<KnativeRevision> manifest = KnativeRevision.read(document);

        assertThat(manifest.spec()).isEqualTo(revision);
        assertThat(manifest.toMap()).isEqualTo(document);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void a_field_that_nobody_knows_is_kept(
            @ForAll("revisions") KnativeRevision revision, @ForAll("values") Object value, @ForAll int place) {
        Map<String, Object> document = revision.toMap();
        String path = Documents.insert(document, "zebra", value, place);

        Manifest<KnativeRevision> manifest = KnativeRevision.read(document);

        assertThat(manifest.spec()).isEqualTo(revision);
        assertThat(manifest.toMap()).isEqualTo(document);
        boolean isOfPod = path.startsWith("spec.template.spec.") || path.startsWith("spec.predictor.");
        assertThat(manifest.notes().stream().anyMatch(note -> note.contains(path + '=')))
                .isEqualTo(!isOfPod);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatever_is_no_manifest_is_refused_in_words(
            @ForAll("revisions") KnativeRevision revision, @ForAll("values") Object value, @ForAll int place) {
        Map<String, Object> document = revision.toMap();
        Documents.replace(document, value, place);

        try {
            KnativeRevision.read(document).toMap();
        } catch (InvalidSettingsException refused) {
            assertThat(refused.violations()).isNotEmpty();
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void a_random_document_is_no_config(@ForAll("values") Object value, @ForAll int place) {
        Map<String, Object> document =
                KpaConfig.of(Map.of("stable-window", "60s")).toMap();
        Documents.replace(document, value, place);

        try {
            KpaConfig.read(document).toMap();
        } catch (InvalidSettingsException refused) {
            assertThat(refused.violations()).isNotEmpty();
        }
    }
}
