package dev.autoscale.testkit.cli.policy;

import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be read of manifests. Immutable.
 *
 * @param titles the policies, as {@code kind/name}; empty for all
 * @param targets what triggers aim at whose manifest does not say it, by trigger
 */
public record Selection(List<String> titles, Map<String, Double> targets) {
    /** The options of every verb that reads policies. */
    public static final String OPTIONS = " select* target* ";

    private static final String TARGET = "--target";

    /** Everything, as it is. */
    public static final Selection ALL = new Selection(List.of(), Map.of());

    public static Selection of(Options options) {
        Map<String, Double> targets = new LinkedHashMap<>();
        for (String word : options.values(TARGET)) {
            int equals = word.lastIndexOf('=');
            Double value = equals < 1 ? null : Numbers.sample(word.substring(equals + 1));
            if (value == null || !(value > 0) || value.isInfinite()) {
                options.problems()
                        .add("must be a trigger and what each replica is for, such as jobs=5: --target " + word);
            } else {
                targets.put(word.substring(0, equals), value);
            }
        }
        options.problems().throwIfAny();
        return new Selection(List.copyOf(options.values("--select")), targets);
    }
}
