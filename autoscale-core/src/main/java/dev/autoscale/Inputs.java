package dev.autoscale;

import dev.autoscale.Block.Layout;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks every metric of a spec that has more than the Kubernetes HPA's ones: sources, signals, gates, fallbacks, activity. Owns
 * the words of consecutive failures and of the sources.
 */
final class Inputs {
    private final AutoscalerSpec spec;
    private final int metricsThatMayFail;
    /** Per metric: how often it has failed in a row. */
    private final int failuresBegin;

    /** Per metric: when it failed first, of its failures in a row. */
    private final int failingSinceBegin;

    private final int sourcesBegin;
    private final int sourcesWords;
    /** The last values of each metric that looks back; null for the others. */
    private final LookBack.@Nullable Window[] windows;

    Inputs(Layout layout, AutoscalerSpec spec) {
        this.spec = spec;
        metricsThatMayFail = spec.inputs.hasFallbacks() ? spec.metricCount() : 0;
        failuresBegin = layout.take(metricsThatMayFail);
        failingSinceBegin = layout.take(metricsThatMayFail);
        sourcesWords = spec.inputs.memoryBegin(spec.metricCount());
        sourcesBegin = layout.take(sourcesWords);
        windows = new LookBack.Window[spec.inputs.looksBack() ? spec.metricCount() : 0];
        for (int i = 0; i < windows.length; i++) {
            LookBack rule = spec.metric(i).samples().lookBack();
            windows[i] =
                    rule == null ? null : new LookBack.Window(layout, rule, spec.historyCapacity(rule.periodMillis()));
        }
    }

    void propose(Block memory, long nowMillis, Observation in, Decision out) {
        boolean readable = in.specReplicas() >= 0 && in.statusReplicas() >= 0 && in.isUsable();
        if (!readable) {
            out.activity = out.isOverridden(Overrides.FORCED_ACTIVE)
                    ? Activation.Activity.ACTIVE
                    : Activation.Activity.UNKNOWN;
            out.clearMetrics();
            return;
        }
        for (int i = 0; i < spec.metricCount(); i++) {
            propose(memory, i, nowMillis, in, out);
        }
        Activation.Activity activity = Activation.Activity.NOT_COUNTED;
        for (int i = 0; i < spec.metricCount(); i++) {
            MetricProposal proposal = out.metric(i);
            int gate = spec.inputs.gate(i);
            if (gate >= 0 && out.metric(gate).activity() == Activation.Activity.INACTIVE) {
                proposal.gated();
            } else if (countsForActivation(spec.metric(i), in)) {
                activity = activity.or(proposal.activity());
            } else if (proposal.isFailure() && in.specReplicas() > 0) {
                activity = activity.or(Activation.Activity.UNKNOWN);
            }
        }
        out.activity = out.isOverridden(Overrides.FORCED_ACTIVE) ? Activation.Activity.ACTIVE : activity;
    }

    private static boolean countsForActivation(MetricSpec metric, Observation in) {
        return in.specReplicas() > 0 ? metric.countsForActivation() : metric.wakes();
    }

    private void propose(Block memory, int metric, long nowMillis, Observation in, Decision out) {
        MetricSpec of = spec.metric(metric);
        MetricProposal proposal = out.metric(metric);
        switch (of.kind()) {
            case SOURCE -> ask(memory, metric, nowMillis, in, out);
            case SIGNAL -> signal(memory, metric, nowMillis, in, proposal);
            default ->
                spec.calculator(metric).propose(in, nowMillis, valueMilli(memory, metric, nowMillis, in), proposal);
        }
        proposal.validUntil(valueChangesAtMillis(memory, metric, nowMillis, in));
        proposal.valueAge(valueAgeMillis(memory, metric, nowMillis, in));
        out.validUntil(proposal.validUntilMillis());
        Fallback fallback = of.options().fallback();
        if (fallback != null && counts(of, in) && proposal.isFailure()) {
            long failed = memory.get(failuresBegin + metric);
            long sinceMillis = failed == 0 ? nowMillis : memory.get(failingSinceBegin + metric);
            long waitsUntilMillis = Times.plus(sinceMillis, Times.millis(fallback.time()));
            boolean hasFailedOften = failed >= fallback.failures() - 1;
            if (hasFailedOften && nowMillis >= waitsUntilMillis) {
                proposal.fallBack(fallback.replicas(in.specReplicas()));
            } else {
                // If it has not failed often enough, the next decision may be the one that falls back.
                out.validUntil(hasFailedOften ? waitsUntilMillis : nowMillis);
            }
        }
        proposal.activity(activity(of, proposal));
    }

    /** A metric's value, or what its last values come to. */
    long valueMilli(Block memory, int metric, long nowMillis, Observation in) {
        LookBack.Window window = window(metric);
        long latestMilli = in.totalMilli(metric);
        if (window == null || isAboutNobody(metric, in)) {
            return latestMilli;
        }
        long latest = remembered(metric, in);
        long total = window.with(memory, nowMillis, latest);
        return total == latest ? latestMilli : -Math.floorDiv(-total, sharers(metric, in));
    }

    private LookBack.@Nullable Window window(int metric) {
        return metric < windows.length ? windows[metric] : null;
    }

    /** The replicas that a value is an average over or a ratio for; 1 for a total, which is remembered as it is. */
    private int sharers(int metric, Observation in) {
        return spec.metric(metric).isAboutReplicas() ? Math.max(1, ready(metric, in)) : 1;
    }

    private int ready(int metric, Observation in) {
        return spec.metric(metric).kind().isPerPod() ? in.readyReplicas() : in.countReady();
    }

    /**
     * Whether a value is about replicas of which none is ready: then nobody knows what they have together. At zero a value that can be
     * measured there is as good as that of one replica.
     */
    private boolean isAboutNobody(int metric, Observation in) {
        MetricSpec of = spec.metric(metric);
        boolean measurable = in.specReplicas() == 0 && !of.kind().isPerPod();
        return of.isAboutReplicas() && !measurable && ready(metric, in) == 0;
    }

    /** Whether a metric looks back over its value: it has one, of replicas that are there. */
    private boolean looksBack(int metric, long nowMillis, Observation in) {
        return in.valueStatus(metric, nowMillis) == MetricProposal.Status.PROPOSED && !isAboutNobody(metric, in);
    }

    /** What is looked back over: the value, times the replicas that it is about. */
    private long remembered(int metric, Observation in) {
        return Milli.times(in.totalMilli(metric), sharers(metric, in));
    }

    private long valueAgeMillis(Block memory, int metric, long nowMillis, Observation in) {
        LookBack.Window window = window(metric);
        return window == null || !looksBack(metric, nowMillis, in)
                ? 0
                : window.ageMillis(memory, nowMillis, remembered(metric, in));
    }

    private long valueChangesAtMillis(Block memory, int metric, long nowMillis, Observation in) {
        LookBack.Window window = window(metric);
        return window == null || !looksBack(metric, nowMillis, in)
                ? Long.MAX_VALUE
                : window.changesAtMillis(memory, nowMillis, remembered(metric, in));
    }

    /** Whether a failure says something: at zero there are no pods to measure. */
    private static boolean counts(MetricSpec metric, Observation in) {
        return in.specReplicas() > 0 || !metric.kind().isPerPod();
    }

    private void signal(Block memory, int metric, long nowMillis, Observation in, MetricProposal out) {
        MetricProposal.Status status = in.valueStatus(metric, nowMillis);
        if (status != MetricProposal.Status.PROPOSED && spec.inputs.isExcused(metric)) {
            out.missing(status);
            return;
        }
        out.clear(status == MetricProposal.Status.PROPOSED ? MetricProposal.Status.ABSTAINED : status);
        if (status == MetricProposal.Status.PROPOSED) {
            long valueMilli = valueMilli(memory, metric, nowMillis, in);
            out.measured(valueMilli, MetricProposal.UNSET, in.staleAtMillis(metric, nowMillis));
        }
    }

    private void ask(Block memory, int metric, long nowMillis, Observation in, Decision out) {
        MetricProposal proposal = out.metric(metric);
        ReplicaSource source = Objects.requireNonNull(spec.metric(metric).replicaSource());
        MetricProposal.Status unusable = unusable(metric, source, nowMillis, in);
        if (unusable != MetricProposal.Status.PROPOSED) {
            proposal.clear(unusable);
            return;
        }
        proposal.clear(MetricProposal.Status.ABSTAINED);
        ReplicaSource.Input input = input(memory, metric, nowMillis, in, out, false);
        if (source.readsValue()) {
            input.measured(input.valueMilli());
        }
        int replicas;
        try {
            replicas = source.replicas(input);
        } catch (RuntimeException e) {
            replicas = input.failed(e.toString());
        }
        proposal.answered(replicas, input.failure());
        if (input.isWithinTolerance(replicas)) {
            proposal.propose(MetricProposal.Status.WITHIN_TOLERANCE, replicas);
        }
        proposal.validUntil(input.validUntilMillis());
        proposal.validUntil(source.readsValue() ? in.staleAtMillis(metric, nowMillis) : Long.MAX_VALUE);
        for (int signal : spec.inputs.signals(metric)) {
            proposal.validUntil(in.staleAtMillis(signal, nowMillis));
            proposal.validUntil(valueChangesAtMillis(memory, signal, nowMillis, in));
        }
    }

    private MetricProposal.Status unusable(int metric, ReplicaSource source, long nowMillis, Observation in) {
        MetricProposal.Status status =
                source.readsValue() ? in.valueStatus(metric, nowMillis) : MetricProposal.Status.PROPOSED;
        if (source.readsMissingSignals()) {
            return status;
        }
        for (int signal : spec.inputs.signals(metric)) {
            status = status == MetricProposal.Status.PROPOSED ? in.valueStatus(signal, nowMillis) : status;
        }
        return status;
    }

    private ReplicaSource.Input input(
            Block memory, int metric, long nowMillis, Observation in, Decision out, boolean writable) {
        int begin = spec.inputs.memoryBegin(metric);
        return out.sourceInput
                .about(metric, spec, this, in, nowMillis, out.metric(metric))
                .memory(memory, sourcesBegin + begin, spec.inputs.memoryBegin(metric + 1) - begin, writable);
    }

    private static Activation.Activity activity(MetricSpec metric, MetricProposal proposal) {
        if (proposal.status() == MetricProposal.Status.FALLBACK) {
            return proposal.replicas() > 0 ? Activation.Activity.ACTIVE : Activation.Activity.UNKNOWN;
        }
        if (proposal.isFailure()) {
            return Activation.Activity.UNKNOWN;
        }
        long measuredMilli = proposal.measuredMilli();
        boolean byReplicas = metric.kind() == MetricSpec.Kind.SOURCE
                && (!metric.options().hasActivation() || measuredMilli == MetricProposal.UNSET);
        boolean active = byReplicas
                ? proposal.replicas() > 0
                : measuredMilli > metric.options().thresholdMilli();
        return active ? Activation.Activity.ACTIVE : Activation.Activity.INACTIVE;
    }

    /** Whether the words in bytes can be of this. What a source remembers is its own. */
    boolean isPossible(ByteBuffer source, int position, long latestMillis) {
        for (int i = 0; i < metricsThatMayFail; i++) {
            long failures = Block.saved(source, position, failuresBegin + i);
            boolean isFailing = failures > 0;
            if (failures < 0 || (isFailing && Block.saved(source, position, failingSinceBegin + i) > latestMillis)) {
                return false;
            }
        }
        for (LookBack.Window window : windows) {
            if (window != null && !window.isPossible(source, position, latestMillis)) {
                return false;
            }
        }
        return true;
    }

    void remember(Block memory, Observation in, Decision out) {
        for (int i = 0; i < metricsThatMayFail; i++) {
            MetricProposal proposal = out.metric(i);
            boolean failed = proposal.isFailure() || proposal.status() == MetricProposal.Status.FALLBACK;
            if (failed && counts(spec.metric(i), in)) {
                long times = memory.get(failuresBegin + i);
                memory.set(failingSinceBegin + i, times == 0 ? out.epochMillis() : memory.get(failingSinceBegin + i));
                memory.set(failuresBegin + i, times + 1);
            } else if (!failed && (proposal.wasHeard() || proposal.status() == MetricProposal.Status.GATED)) {
                memory.set(failuresBegin + i, 0); // while its gate is closed it is not asked, so a row of failures ends
            }
        }
        for (int i = 0; i < spec.metricCount(); i++) {
            ReplicaSource source = spec.metric(i).replicaSource();
            if (source != null && out.metric(i).wasAsked()) {
                try {
                    source.remember(input(memory, i, out.epochMillis(), in, out, true));
                } catch (RuntimeException ignored) {
                    // The decision stands as it was taken; what the source wrote before stays.
                }
            }
        }
        boolean readable = !out.areReplicasUnknown() && in.isUsable();
        for (int i = 0; i < windows.length; i++) {
            LookBack.Window window = windows[i];
            if (window != null) {
                window.forget(memory, out.epochMillis());
                if (readable && looksBack(i, out.epochMillis(), in)) {
                    window.remember(memory, out.epochMillis(), remembered(i, in));
                }
            }
        }
    }

    /** Takes over what another block remembers under other rules: metrics keep theirs by id, sources if they are equal. */
    void copyFrom(Block memory, Inputs rules, Block from) {
        for (int i = 0; i < spec.metricCount(); i++) {
            int old = rules.spec.indexOrAbsent(spec.metric(i).id());
            if (old >= 0) {
                copyMetric(memory, i, rules, from, old);
            }
        }
    }

    private void copyMetric(Block memory, int metric, Inputs rules, Block from, int old) {
        if (metric < metricsThatMayFail && old < rules.metricsThatMayFail) {
            memory.set(failuresBegin + metric, from.get(rules.failuresBegin + old));
            memory.set(failingSinceBegin + metric, from.get(rules.failingSinceBegin + old));
        }
        LookBack.Window before = rules.window(old);
        LookBack.Window after = window(metric);
        MetricSpec oldSpec = rules.spec.metric(old);
        boolean alike = oldSpec.isAboutReplicas() == spec.metric(metric).isAboutReplicas();
        if (before != null && after != null && alike) {
            after.copyFrom(memory, before, from);
        }
        ReplicaSource source = spec.metric(metric).replicaSource();
        ReplicaSource oldSource = oldSpec.replicaSource();
        if (source != null && oldSource != null && source.id().equals(oldSource.id())) {
            int begin = rules.spec.inputs.memoryBegin(old);
            int size = rules.spec.inputs.memoryBegin(old + 1) - begin;
            for (int i = 0; i < size; i++) {
                memory.set(
                        sourcesBegin + spec.inputs.memoryBegin(metric) + i, from.get(rules.sourcesBegin + begin + i));
            }
        }
    }
}
