package dev.autoscale.policies.knative;

import dev.autoscale.policies.internal.GoText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes documents of revisions; what is not given is left out. */
final class KnativeWriter {
    private static final List<String> METRICS = List.of("concurrency", "rps", "cpu", "memory");

    private KnativeWriter() {}

    /** A Service or a Configuration. */
    static Map<String, Object> service(KnativeRevision revision, String kind) {
        Map<String, Object> template = object();
        putGiven(template, "metadata", metadata(revision));
        putGiven(template, "spec", spec(revision));
        return document(KnativeReader.KNATIVE, kind, object("template", template));
    }

    static Map<String, Object> revision(KnativeRevision revision) {
        Map<String, Object> document = document(KnativeReader.KNATIVE, "Revision", spec(revision));
        putGiven(document, "metadata", metadata(revision));
        return document;
    }

    /** What may be a field of the predictor is one, but for annotations that were annotations. */
    static Map<String, Object> inferenceService(KnativeRevision revision, Collection<String> annotated) {
        Map<String, Object> predictor = spec(revision);
        Map<String, Object> annotations = new LinkedHashMap<>();
        revision.annotations().annotations().forEach((name, text) -> {
            String field = KnativeReader.PREDICTOR_FIELDS.getOrDefault(name, "");
            Optional<Object> value = field.equals(KnativeReader.SCALE_METRIC)
                    ? Optional.<Object>of(text).filter(METRICS::contains)
                    : GoText.int32(text).map(number -> number);
            if (field.isEmpty() || annotated.contains(name) || value.isEmpty()) {
                annotations.put(name, text);
            } else {
                predictor.put(field, value.get());
            }
        });
        Map<String, Object> document =
                document(KnativeReader.KSERVE, KnativeReader.INFERENCE_SERVICE, object("predictor", predictor));
        putGiven(document, "metadata", annotations.isEmpty() ? object() : object("annotations", annotations));
        return document;
    }

    private static Map<String, Object> document(String apiVersion, String kind, Map<String, Object> spec) {
        return object("apiVersion", apiVersion, "kind", kind, "spec", spec);
    }

    private static Map<String, Object> metadata(KnativeRevision revision) {
        Map<String, String> annotations = revision.annotations().annotations();
        return annotations.isEmpty() ? object() : object("annotations", new LinkedHashMap<>(annotations));
    }

    private static Map<String, Object> spec(KnativeRevision revision) {
        Integer concurrency = revision.containerConcurrency();
        return concurrency == null ? object() : object("containerConcurrency", concurrency);
    }

    private static void putGiven(Map<String, Object> map, String name, Map<String, Object> object) {
        if (!object.isEmpty()) {
            map.put(name, object);
        }
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
