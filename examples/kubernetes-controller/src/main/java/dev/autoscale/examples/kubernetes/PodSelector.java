package dev.autoscale.examples.kubernetes;

import java.util.List;
import java.util.Map;

/**
 * A label selector of Kubernetes, for pods that a watch keeps in memory. Immutable.
 *
 * @param matchLabels labels that a pod must have
 * @param matchExpressions further rules: {@code key}, {@code operator} and {@code values}
 */
record PodSelector(Map<String, String> matchLabels, List<Map<String, Object>> matchExpressions) {
    /** Reads a document; none, or an empty one, would select every pod of the namespace, and nobody means that. */
    static PodSelector of(Map<String, Object> document) {
        if (document == null || document.isEmpty()) {
            return new PodSelector(null, List.of());
        }
        return new PodSelector(
                orElse(document.get("matchLabels"), Map.of()), orElse(document.get("matchExpressions"), List.of()));
    }

    @SuppressWarnings("unchecked")
    private static <T> T orElse(Object value, T otherwise) {
        return value == null ? otherwise : (T) value;
    }

    boolean isEmpty() {
        return matchLabels == null;
    }

    boolean matches(Map<String, String> labels) {
        Map<String, String> given = labels == null ? Map.of() : labels;
        return !isEmpty()
                && given.entrySet().containsAll(matchLabels.entrySet())
                && matchExpressions.stream().allMatch(each -> matches(each, given));
    }

    private static boolean matches(Map<String, Object> expression, Map<String, String> labels) {
        String value = labels.get((String) expression.get("key"));
        List<?> values = orElse(expression.get("values"), List.of());
        return switch (String.valueOf(expression.get("operator"))) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
