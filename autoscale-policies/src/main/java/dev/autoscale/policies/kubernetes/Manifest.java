package dev.autoscale.policies.kubernetes;

import dev.autoscale.CheckReturnValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A manifest that was read: the shape that decides, and everything else of its document. Immutable and thread-safe, as far as the
 * shape is.
 *
 * <p>Documents are what any parser or client makes of YAML or JSON: maps with texts as names, lists, texts, numbers, booleans and
 * null. {@link #toMap()} gives the document back, with another shape after {@link #with}, so nothing that is no decision is lost:
 *
 * <pre>{@code
 * Manifest<HorizontalPodAutoscaler> manifest = HorizontalPodAutoscaler.read(document);
 * Map<String, Object> changed = manifest.with(manifest.spec().withMinReplicas(2)).toMap();
 * }</pre>
 *
 * @param <T> the shape, such as {@link HorizontalPodAutoscaler}
 */
public final class Manifest<T> {
    /** The fields with which a document begins, by custom. */
    private static final List<String> HEAD = List.of("apiVersion", "kind", "metadata");

    private final T spec;
    private final Map<String, Object> rest;
    private final List<String> notes;
    private final Function<T, Map<String, Object>> writer;
    /** What the writer makes of the shape that was read: what stood beside a part of it goes with that part. */
    private final Map<String, Object> original;

    private Manifest(
            T spec,
            Map<String, Object> rest,
            List<String> notes,
            Function<T, Map<String, Object>> writer,
            Map<String, Object> original) {
        this.spec = Objects.requireNonNull(spec, "spec");
        this.rest = rest;
        this.notes = List.copyOf(notes);
        this.writer = writer;
        this.original = original;
    }

    /**
     * A manifest of a document that was read; for the readers of this library's shapes.
     *
     * @param spec what was read; not null
     * @param rest what was not read, as a document; not null
     * @param notes {@link #notes()}; copied
     * @param writer makes a document of a shape
     * @param <T> the shape
     * @return the manifest
     */
    public static <T> Manifest<T> of(
            T spec, Map<String, Object> rest, List<String> notes, Function<T, Map<String, Object>> writer) {
        return new Manifest<>(spec, rest, notes, writer, writer.apply(spec));
    }

    /** {@return the shape that was read} Raw: it can hold what a cluster would refuse. */
    public T spec() {
        return spec;
    }

    /** {@return the name of the object ({@code metadata.name})} Empty if it has none. */
    public String name() {
        return metadata("name");
    }

    /** {@return the namespace of the object ({@code metadata.namespace})} Empty if it has none. */
    public String namespace() {
        return metadata("namespace");
    }

    private String metadata(String field) {
        return rest.get("metadata") instanceof Map<?, ?> metadata && metadata.get(field) instanceof String text
                ? text
                : "";
    }

    /**
     * {@return what whoever reads the manifest should know: fields that no decision depends on, fields that no cluster knows, and what
     * is read otherwise than it looks} Sentences in the form {@code note: path=value}, in the order of the document; empty if there
     * are none.
     */
    public List<String> notes() {
        return notes;
    }

    /**
     * This manifest with another shape.
     *
     * @param changed not null
     * @return the changed manifest
     */
    @CheckReturnValue
    public Manifest<T> with(T changed) {
        return new Manifest<>(changed, rest, notes, writer, original);
    }

    /**
     * {@return the document: the shape, and all that was read beside it} What stood in an item of a list is kept in the item of the
     * same place, as long as the list has as many items; what stood in a part that the shape no longer has is gone with it. The
     * caller may change the result.
     */
    public Map<String, Object> toMap() {
        Map<String, Object> all = merged(writer.apply(spec), rest, original);
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (String first : HEAD) {
            Object value = all.remove(first);
            if (value != null) {
                ordered.put(first, value);
            }
        }
        ordered.putAll(all);
        return ordered;
    }

    /** Both together; where both have a value the first one's holds. */
    private static Map<String, Object> merged(Map<?, ?> first, Map<?, ?> second, Map<?, ?> original) {
        Map<String, Object> all = new LinkedHashMap<>();
        first.forEach((name, value) -> all.put(String.valueOf(name), copy(value)));
        second.forEach((name, value) -> {
            Object ours = first.get(name);
            if (ours != null) {
                all.put(String.valueOf(name), mergedValue(ours, value, original.get(name)));
            } else if (!original.containsKey(name)) {
                all.put(String.valueOf(name), copy(value));
            }
        });
        return all;
    }

    private static Object mergedValue(Object first, Object second, @Nullable Object original) {
        if (first instanceof Map<?, ?> some && second instanceof Map<?, ?> others) {
            return merged(some, others, original instanceof Map<?, ?> was ? was : Map.of());
        }
        if (first instanceof List<?> some && second instanceof List<?> others && some.size() == others.size()) {
            List<?> were = original instanceof List<?> list && list.size() == some.size() ? list : some;
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < some.size(); i++) {
                all.add(mergedValue(some.get(i), others.get(i), were.get(i)));
            }
            return all;
        }
        return copy(first);
    }

    private static Object copy(Object value) {
        if (value instanceof Map<?, ?> map) {
            return merged(map, Map.of(), Map.of());
        }
        return value instanceof List<?> list
                ? new ArrayList<>(list.stream().map(Manifest::copy).toList())
                : value;
    }

    /** {@return the name of the object and its shape, in one line} */
    @Override
    public String toString() {
        return "Manifest[name=" + name() + ", spec=" + spec + ']';
    }
}
