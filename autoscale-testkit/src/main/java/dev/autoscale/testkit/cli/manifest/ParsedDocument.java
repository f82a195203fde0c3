package dev.autoscale.testkit.cli.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One document of a file: its root as maps, lists, texts, numbers and booleans, and where each path of it stands. Immutable.
 *
 * @param root null for an empty document
 * @param lines the line of each path, from 1, such as {@code spec.metrics[0].type}; the root is the empty path
 * @param readings what is read otherwise than it looks, by path: only where 1.1 and 1.2 of YAML differ
 */
public record ParsedDocument(Object root, Map<String, Integer> lines, Map<String, Reading> readings) {
    /** What a text was taken for. */
    public record Reading(String text, Object value) {}

    private static final String ITEMS = "items";

    /** This document, or the items if it is a list as {@code kubectl get} prints it. */
    public List<ParsedDocument> parts() {
        if (!(root instanceof Map<?, ?> map) || !(map.get(ITEMS) instanceof List<?> items) || !isList(map)) {
            return List.of(this);
        }
        List<Map<String, Integer>> linesOf = ofItems(lines, items.size());
        List<Map<String, Reading>> readingsOf = ofItems(readings, items.size());
        List<ParsedDocument> parts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            parts.add(new ParsedDocument(items.get(i), linesOf.get(i), readingsOf.get(i)));
        }
        return parts;
    }

    private static boolean isList(Map<?, ?> map) {
        return map.get("kind") instanceof String kind && kind.endsWith("List");
    }

    /** What belongs to each item, by the paths within it. */
    private static <V> List<Map<String, V>> ofItems(Map<String, V> values, int count) {
        List<Map<String, V>> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(new LinkedHashMap<>());
        }
        values.forEach((path, value) -> {
            int end = path.indexOf(']');
            if (path.startsWith(ITEMS + '[') && end > 0) {
                int item = Integer.parseInt(path.substring(ITEMS.length() + 1, end));
                found.get(item).put(path.substring(Math.min(path.length(), end + 2)), value);
            }
        });
        return found;
    }

    /** The line of a path, or of the nearest one above it. */
    public int line(String path) {
        return lines.getOrDefault(nearest(path), 1);
    }

    /**
     * The path if it is there, or else, for the name of an annotation, the one that ends with it, or the nearest one above it; empty if
     * there is none but the root.
     */
    public String nearest(String path) {
        String at = lines.containsKey(path) || path.indexOf('/') < 0
                ? path
                : lines.keySet().stream()
                        .filter(known -> known.endsWith('.' + path))
                        .findFirst()
                        .orElse(path);
        while (!at.isEmpty() && !lines.containsKey(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return at;
    }

    /** The line of the path in a sentence such as {@code rule: path=value}; the first one if there is none. */
    public int lineOfNote(String note) {
        int colon = note.lastIndexOf(": ");
        int equals = note.indexOf('=', colon);
        return line(note.substring(colon < 0 ? 0 : colon + 2, equals < 0 ? note.length() : equals));
    }

    /** The text at a path of names; the other one if something else, or nothing, is there. */
    public String text(String path, String otherwise) {
        Object at = root;
        for (String name : path.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return at instanceof String text ? text : otherwise;
    }

    /** The root as an object, with the names that it has. */
    public Map<String, ?> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        ((Map<?, ?>) root).forEach((name, value) -> object.put(String.valueOf(name), value));
        return object;
    }
}
