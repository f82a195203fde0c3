package dev.autoscale.fuzz;

import dev.autoscale.policies.keda.ScaledJobSpec;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.knative.KnativeRevision;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.Manifest;
import dev.autoscale.testkit.cli.manifest.ParsedDocument;
import dev.autoscale.testkit.cli.manifest.YamlDocuments;
import dev.autoscale.testkit.cli.text.BadInput;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Manifests in YAML and JSON: as policy files, and by the readers that controllers use, which refuse a document with
 * {@link IllegalArgumentException}, or write what they read so that it is read as the same.
 */
public final class ManifestFuzzer {
    private ManifestFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = Texts.of(data);
        PolicyFuzzer.tryOut("policy.yaml", text);
        List<ParsedDocument> documents;
        try {
            documents = YamlDocuments.read("policy.yaml", text);
        } catch (BadInput e) {
            Texts.checkMessage(e);
            return;
        }
        for (ParsedDocument document : documents) {
            if (document.root() instanceof Map<?, ?>) {
                Map<String, ?> root = document.object();
                read(root, HorizontalPodAutoscaler::read);
                read(root, ScaledObject::read);
                read(root, ScaledJobSpec::read);
                read(root, KnativeRevision::read);
                read(root, KpaConfig::read);
            }
        }
    }

    private static <T> void read(Map<String, ?> root, Function<Map<String, ?>, Manifest<T>> reader) {
        Manifest<T> manifest;
        try {
            manifest = reader.apply(root);
        } catch (IllegalArgumentException e) {
            Texts.checkMessage(e);
            return;
        }
        Manifest<T> again = reader.apply(manifest.toMap());
        Texts.check(again.spec().equals(manifest.spec()), "written and read it must say the same", manifest);
    }
}
