package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the keys come to that a kind of file has for itself.
 *
 * @param builder after a complaint something that breaks no more rules
 * @param metrics its own metrics by their ids; empty for what is the default without any
 * @param behavior the rules of both directions; null for those of Kubernetes without behavior
 * @param isComplete whether everything could be read that decides whether it goes to zero
 */
record PolicyShape(
        AutoscalerSpec.Builder builder,
        Map<String, MetricSpec> metrics,
        @Nullable HpaBehavior behavior,
        boolean isComplete) {
    /**
     * What a preset comes to: its own rules judge it.
     *
     * @param ids what its own metrics may be if it is broken
     */
    static PolicyShape of(Section<?> section, List<String> ids, Supplier<AutoscalerSpec.Builder> preset) {
        AutoscalerSpec.Builder builder = section.build(preset);
        Map<String, MetricSpec> metrics = new LinkedHashMap<>();
        if (builder == null) {
            ids.forEach(id -> metrics.put(id, MetricSpec.external(id).averageValue(1)));
            return new PolicyShape(AutoscalerSpec.builder(0, Integer.MAX_VALUE), metrics, null, false);
        }
        AutoscalerSpec own = builder.buildUnchecked();
        for (int i = 0; i < own.metricCount(); i++) {
            metrics.put(own.metric(i).id(), own.metric(i));
        }
        return new PolicyShape(builder, metrics, null, true);
    }

    /** A behavior that can be converted, which a broken one need not be. */
    static @Nullable HpaBehavior sound(@Nullable HpaBehavior behavior, List<Violation> violations) {
        boolean isBroken =
                violations.stream().anyMatch(violation -> violation.path().contains(CommonKeys.BEHAVIOR));
        return isBroken ? new HpaBehavior(null, null) : behavior;
    }

    /** A rule of a manifest is broken by a key, or by an item of a list that is a key's value. */
    static void judge(PolicyEntries entries, Violation violation, String key) {
        int item = key.indexOf('[');
        entries.broken(violation, key, entries.firstKey(item < 0 ? key : key.substring(0, item)));
    }
}
