package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A policy file in the words of another system, whose shape in the library judges it. */
final class PolicyShape implements PolicyManifest {
    /**
     * What one system says.
     *
     * @param kind the kind of the file
     * @param ids the ids of its own metrics
     * @param counts every count of it, by its key
     * @param max the most replicas; {@link Integer#MAX_VALUE} if there is a complaint about them
     * @param damping what its rules may hold a count with
     * @param longestMemoryMillis no window of it looks back farther
     * @param cooldownKey the key of what is a cooldown on the way to zero; null if it never goes there
     * @param builder throws if a rule is broken
     * @param keyOf the key of a name in a rule
     */
    record Settings(
            PolicyKind kind,
            List<String> ids,
            Map<String, Integer> counts,
            int max,
            Set<Decision.Step> damping,
            long longestMemoryMillis,
            @Nullable String cooldownKey,
            Supplier<AutoscalerSpec.Builder> builder,
            UnaryOperator<String> keyOf) {}

    private final Settings settings;
    private final Map<String, MetricSpec> inputs;
    private final List<String> ids;
    private final @Nullable Activation activation;

    PolicyShape(PolicyEntries entries, Settings settings) {
        this.settings = settings;
        String own = String.join(" or ", settings.ids());
        PolicyInputs.checkBeside(entries, settings.ids(), "metric", own, settings.kind());
        List<String> metrics = PolicyKeys.METRICS.names(entries);
        List<String> all = new ArrayList<>(settings.ids());
        all.addAll(metrics);
        inputs = PolicyInputs.readAll(entries, metrics, all);
        ids = new ArrayList<>(settings.ids());
        ids.addAll(inputs.keySet());
        String where = entries.firstKey(settings.kind().prefix);
        AutoscalerSpec.Builder builder = BrokenSettings.build(entries, where, settings.keyOf(), settings.builder());
        activation = builder == null ? judgedOnly(entries) : activation(entries, builder.buildUnchecked());
    }

    /** With broken settings nobody knows whether it goes to zero, but what the keys may hold. */
    private @Nullable Activation judgedOnly(PolicyEntries entries) {
        String cooldownKey = settings.cooldownKey();
        return cooldownKey == null ? null : extend(entries, Activation.cooldown(Duration.ZERO), cooldownKey, 0);
    }

    private Activation extend(PolicyEntries entries, Activation own, String cooldownKey, int minReplicas) {
        return PolicyActivation.extend(entries, own, cooldownKey, settings.kind(), minReplicas, settings.max());
    }

    private @Nullable Activation activation(PolicyEntries entries, AutoscalerSpec spec) {
        Activation own = spec.activation();
        String first = entries.firstKey(PolicyKeys.ACTIVATION);
        String cooldownKey = settings.cooldownKey();
        if (own != null && cooldownKey != null) {
            return extend(entries, own, cooldownKey, spec.minReplicas());
        }
        if (entries.has(first)) {
            entries.bad(
                    first,
                    cooldownKey == null ? "must not be given in " + settings.kind().title : "needs a minimum of 0");
        }
        return own;
    }

    @Override
    public int maxReplicas() {
        return settings.max();
    }

    @Override
    public Map<String, Integer> counts() {
        return settings.counts();
    }

    /** Rules of directions are the shape's own; a file with others is refused. */
    @Override
    public @Nullable HpaBehavior behavior() {
        return null;
    }

    @Override
    public Set<Decision.Step> damping() {
        return settings.damping();
    }

    @Override
    public long longestMemoryMillis() {
        return settings.longestMemoryMillis();
    }

    @Override
    public List<String> ids() {
        return ids;
    }

    @Override
    public AutoscalerSpec.Builder toBuilder() {
        return settings.builder().get().activation(activation);
    }

    @Override
    public List<MetricSpec> metrics() {
        AutoscalerSpec own = settings.builder().get().buildUnchecked();
        List<MetricSpec> metrics = new ArrayList<>();
        for (int i = 0; i < own.metricCount(); i++) {
            metrics.add(own.metric(i));
        }
        metrics.addAll(inputs.values());
        return metrics;
    }
}
