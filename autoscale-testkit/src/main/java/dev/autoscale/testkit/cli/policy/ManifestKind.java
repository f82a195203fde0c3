package dev.autoscale.testkit.cli.policy;

import dev.autoscale.testkit.cli.manifest.ParsedDocument;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of manifests that say how a workload scales. */
enum ManifestKind {
    HPA("HorizontalPodAutoscaler", "", HpaManifest::translate);

    private final String kind;
    /** What the version begins with; a reader judges the rest. */
    private final String group;

    @SuppressWarnings("ImmutableEnumChecker") // a method
    private final BiConsumer<Map<String, ?>, ManifestKeys> translator;

    ManifestKind(String kind, String group, BiConsumer<Map<String, ?>, ManifestKeys> translator) {
        this.kind = kind;
        this.group = group;
        this.translator = translator;
    }

    /** The kind of a document; null if it is none of these. */
    static @Nullable ManifestKind of(ParsedDocument document) {
        String version = document.text("apiVersion", "");
        String kind = document.text("kind", "");
        return Stream.of(values())
                .filter(each -> each.kind.equals(kind) && version.startsWith(each.group))
                .findFirst()
                .orElse(null);
    }

    static String titles() {
        return Stream.of(values()).map(each -> each.kind).distinct().collect(Collectors.joining(", "));
    }

    String kind() {
        return kind;
    }

    /**
     * Writes what a document says as keys.
     *
     * @throws dev.autoscale.InvalidSettingsException that names each path with which a cluster would refuse it
     */
    void translate(ParsedDocument document, ManifestKeys keys) {
        translator.accept(document.object(), keys);
    }
}
