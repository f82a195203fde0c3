package dev.autoscale.policies.kubernetes;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A selector of labels ({@code LabelSelector}): all of it must hold. Immutable and thread-safe. No rule is checked.
 *
 * @param matchLabels labels and the values that they must have; copied, in order
 * @param matchExpressions what else must hold; copied
 */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
    /**
     * What must hold for one label. Immutable and thread-safe.
     *
     * @param key the label; empty if not given
     * @param operator the API knows {@code In}, {@code NotIn}, {@code Exists} and {@code DoesNotExist}; empty if not given
     * @param values what the operator compares with; copied
     */
    public record Requirement(String key, String operator, List<String> values) {
        /**
         * Copies the values; refuses null.
         *
         * @param key not null
         * @param operator not null
         * @param values not null, without null
         */
        public Requirement {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(operator, "operator");
            values = List.copyOf(values);
        }

        private String description() {
            return "LabelSelectorRequirement{Key:" + key + ",Operator:" + operator + ",Values:["
                    + String.join(" ", values) + "],},";
        }
    }

    /**
     * Copies both; refuses null.
     *
     * @param matchLabels not null, without null
     * @param matchExpressions not null, without null
     */
    public LabelSelector {
        matchLabels = Collections.unmodifiableMap(new LinkedHashMap<>(matchLabels));
        matchExpressions = List.copyOf(matchExpressions);
    }

    /**
     * A selector of one label.
     *
     * @param label the label
     * @param value the value that it must have
     * @return the selector
     */
    public static LabelSelector of(String label, String value) {
        return new LabelSelector(Map.of(label, value), List.of());
    }

    /** {@return the selector as the controller of Kubernetes writes it in events} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("&LabelSelector{MatchLabels:map[string]string{");
        new TreeMap<>(matchLabels)
                .forEach((label, value) ->
                        text.append(label).append(": ").append(value).append(','));
        text.append("},MatchExpressions:[]LabelSelectorRequirement{");
        matchExpressions.forEach(each -> text.append(each.description()));
        return text.append("},}").toString();
    }
}
