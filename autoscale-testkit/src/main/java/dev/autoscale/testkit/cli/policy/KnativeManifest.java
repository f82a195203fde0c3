package dev.autoscale.testkit.cli.policy;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.knative.KnativeRevision;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.kubernetes.Manifest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A revision of Knative, Cloud Run or KServe, or a cluster's settings, as the keys of a Knative file. */
final class KnativeManifest {
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    /** Where annotations may stand, and fields that become some. */
    private static final List<String> PLACES =
            List.of("spec.template.metadata.annotations.", "metadata.annotations.", "spec.predictor.", "spec.");

    private static final List<String> CONCURRENCY = List.of(
            "spec.template.spec.containerConcurrency",
            "spec.predictor.containerConcurrency",
            "spec.containerConcurrency");

    private KnativeManifest() {}

    static void revision(Map<String, ?> document, ManifestKeys keys) {
        Manifest<KnativeRevision> manifest = KnativeRevision.read(document);
        KnativeRevision revision = manifest.spec().withDefaults();
        keys.note(manifest.notes());
        keys.document(manifest.toMap());
        InvalidSettingsException.throwIfAny(revision.violations(KpaConfig.of(Map.of())));
        keys.put(KnativeFile.PREFIX + "containerConcurrency", revision.containerConcurrency(), CONCURRENCY);
        revision.annotations().annotations().forEach((name, text) -> {
            String key = KnativeFile.PREFIX + spelled(name.substring(name.indexOf('/') + 1));
            if (PolicyKeys.isKnown(key)) {
                keys.put(key, text, PLACES.stream().map(place -> place + name).toList());
            }
        });
        if (keys.entries().isEmpty()) {
            // Most services leave all to their cluster; a file says by a key that it is Knative's.
            boolean isRevision = "Revision".equals(document.get("kind"));
            keys.imply(KnativeFile.PREFIX + "containerConcurrency", 0, CONCURRENCY.get(isRevision ? 2 : 0));
        }
    }

    /** Annotations may be written in camel case, keys are not. */
    private static String spelled(String name) {
        return CAPITAL.matcher(name).replaceAll(capital -> '-' + capital.group().toLowerCase(Locale.ROOT));
    }

    static void cluster(Map<String, ?> document, ManifestKeys keys) {
        Manifest<KpaConfig> manifest = KpaConfig.read(document);
        keys.note(manifest.notes());
        InvalidSettingsException.throwIfAny(manifest.spec().violations().stream()
                .map(broken -> new Violation(
                        "data." + broken.path(), broken.type(), broken.rule(), broken.value(), broken.choices()))
                .toList());
        manifest.spec()
                .data()
                .forEach(
                        (name, text) -> keys.put(KnativeFile.PREFIX + "config." + name, text, List.of("data." + name)));
    }
}
