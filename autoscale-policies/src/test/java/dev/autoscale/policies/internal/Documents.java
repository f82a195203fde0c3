package dev.autoscale.policies.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random values of parsed documents, and random places in such documents, for the properties of readers. */
public final class Documents {
    private static final int MAX_DEPTH = 5;
    private static final List<Object> SCALARS = List.of(
            1,
            -5L,
            0.5,
            1e300,
            Double.NaN,
            true,
            "",
            "text",
            "500m",
            "${X}",
            "{{ .Values.x }}",
            'c',
            List.of(),
            Map.of());
    private static final List<String> NAMES = List.of("name", "type", "target", "metric", "spec", "value", "kind");

    private Documents() {}

    /** Scalars, lists and objects in each other, none of them null. */
    public static Arbitrary<Object> values() {
        // Made by hand: a recursive arbitrary keeps a generator for every level of every try.
        return Arbitraries.randomValue(random -> value(random, 0));
    }

    private static Object value(Random random, int depth) {
        int choice = random.nextInt(depth < MAX_DEPTH ? 4 : 2);
        int size = random.nextInt(4);
        if (choice == 2) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(value(random, depth + 1));
            }
            return list;
        }
        if (choice == 3) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                map.put(NAMES.get(random.nextInt(NAMES.size())), value(random, depth + 1));
            }
            return map;
        }
        return SCALARS.get(random.nextInt(SCALARS.size()));
    }

    /** Puts a field into some object of a document; the path of the field. */
    public static String insert(Map<String, Object> document, String name, Object value, int place) {
        List<Map<String, Object>> objects = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        collect("", document, objects, paths);
        int chosen = Math.floorMod(place, objects.size());
        objects.get(chosen).put(name, value);
        return paths.get(chosen) + name;
    }

    /** Replaces some field of a document. */
    public static void replace(Map<String, Object> document, Object value, int place) {
        List<Map<String, Object>> objects = new ArrayList<>();
        collect("", document, objects, new ArrayList<>());
        objects.removeIf(Map::isEmpty);
        Map<String, Object> object = objects.get(Math.floorMod(place, objects.size()));
        List<String> names = new ArrayList<>(object.keySet());
        object.put(names.get(Math.floorMod(place >> 8, names.size())), value);
    }

    /** Objects whose fields have any name, such as labels, are left out. */
    @SuppressWarnings("unchecked") // names are texts
    private static void collect(
            String path, Map<String, Object> object, List<Map<String, Object>> objects, List<String> paths) {
        objects.add(object);
        paths.add(path);
        object.replaceAll((name, value) -> {
            String at = path + name;
            if (value instanceof Map<?, ?> map && !name.equals("matchLabels") && !name.equals("metadata")) {
                Map<String, Object> inner = new LinkedHashMap<>((Map<String, Object>) map);
                collect(at + '.', inner, objects, paths);
                return inner;
            }
            return value instanceof List<?> list ? items(at, list, objects, paths) : value;
        });
    }

    @SuppressWarnings("unchecked") // names are texts
    private static List<Object> items(
            String path, List<?> list, List<Map<String, Object>> objects, List<String> paths) {
        List<Object> items = new ArrayList<>(Collections.unmodifiableList(list));
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Map<?, ?> map) {
                Map<String, Object> inner = new LinkedHashMap<>((Map<String, Object>) map);
                collect(path + '[' + i + "].", inner, objects, paths);
                items.set(i, inner);
            }
        }
        return items;
    }
}
