package dev.autoscale;

/** Combines the proposals of all metrics into one recommendation, as the Kubernetes HPA does. Has no memory. */
final class Recommendation {
    /** No number: the metrics do not allow a change. */
    static final int NONE = Decision.NOT_EVALUATED;

    private Recommendation() {}

    static int from(AutoscalerSpec spec, Observation in, int oldDesired, Decision out) {
        return spec.isPlain() ? fromMetrics(spec, in, oldDesired, out) : combined(spec, in, oldDesired, out);
    }

    /** The rule of the Kubernetes HPA, for a spec that has no other. */
    static int fromMetrics(AutoscalerSpec spec, Observation in, int oldDesired, Decision out) {
        return spec.metricCount() == 1 ? fromOne(spec, in, oldDesired, out) : fromAll(spec, in, oldDesired, out);
    }

    /** The rule of {@link #fromAll} for the one metric that most workloads have, without the cost of its loop. */
    private static int fromOne(AutoscalerSpec spec, Observation in, int oldDesired, Decision out) {
        MetricProposal proposal = out.metric(0);
        spec.calculator(0).propose(in, out.epochMillis(), in.totalMilli(0), proposal);
        out.validUntil(proposal.validUntilMillis());
        if (!proposal.hasProposal()) {
            out.failing(spec.metric(0).kind().failure(), oldDesired);
            return NONE;
        }
        return recommend(proposal.replicas(), 0, out);
    }

    /*
     * The highest proposal wins, the first one on ties. A failing metric might have asked for more, so with one of them the
     * count may grow or stay but not shrink; with all failing it stays.
     */
    private static int fromAll(AutoscalerSpec spec, Observation in, int oldDesired, Decision out) {
        int highest = 0;
        int deciding = Decision.NO_METRIC;
        int failing = 0;
        Reason firstFailure = Reason.VALID_METRIC_FOUND;
        long nowMillis = out.epochMillis();
        for (int i = 0; i < spec.metricCount(); i++) {
            MetricProposal proposal = out.metric(i);
            spec.calculator(i).propose(in, nowMillis, in.totalMilli(i), proposal);
            out.validUntil(proposal.validUntilMillis());
            if (!proposal.hasProposal()) {
                firstFailure = failing++ == 0 ? spec.metric(i).kind().failure() : firstFailure;
            } else if (highest == 0 || proposal.replicas() > highest) {
                highest = proposal.replicas();
                deciding = i;
            }
        }
        if (failing == spec.metricCount() || (failing > 0 && highest < in.specReplicas())) {
            out.failing(firstFailure, oldDesired);
            return NONE;
        }
        return recommend(highest, deciding, out);
    }

    /*
     * Any other combination of proposals that are there already. The rule for failures is the same: nothing shrinks. If
     * nothing fails but nothing counts either, the count stays.
     */
    private static int combined(AutoscalerSpec spec, Observation in, int oldDesired, Decision out) {
        int failing = 0;
        int proposing = 0;
        Reason firstFailure = Reason.VALID_METRIC_FOUND;
        for (int i = 0; i < spec.metricCount(); i++) {
            MetricProposal proposal = out.metric(i);
            if (proposal.hasProposal()) {
                proposing++;
            } else if (proposal.isFailure()) {
                firstFailure = failing++ == 0 ? spec.metric(i).kind().failure() : firstFailure;
            }
        }
        if (proposing == 0) {
            out.failing(failing > 0 ? firstFailure : Reason.NO_PROPOSAL, oldDesired);
            return NONE;
        }
        int combined = spec.combination().combine(out);
        if (combined == 0 && in.specReplicas() > 0 && spec.combination().hasFallback(out)) {
            // A fallback stands in for a failing metric, which must not lead to zero.
            combined = 1;
        }
        if (combined < 0 || (failing > 0 && combined < in.specReplicas())) {
            out.failing(failing > 0 ? firstFailure : Reason.COMBINATION_HOLDS, oldDesired);
            return NONE;
        }
        int metric = spec.combination().picksOne() ? metricWith(combined, out) : Decision.NO_METRIC;
        combined = spec.isRolloutHeld(in) ? Math.max(combined, in.specReplicas()) : combined;
        out.combined = combined;
        return recommend(gained(spec, in.specReplicas(), combined), metric, out);
    }

    /** A share of the way to a count; at least one step, the whole way from zero, and to zero only if that is the count. */
    private static int gained(AutoscalerSpec spec, int current, int combined) {
        double gain = (combined > current ? spec.up : spec.down).damping.gain();
        if (gain == 1 || current == 0 || combined == current) {
            return combined;
        }
        int part = (int) Math.ceil(current + gain * ((double) combined - current));
        return combined < current
                ? Math.max(Math.min(combined, 1), Math.min(part, current - 1))
                : Math.max(part, current + 1);
    }

    /** The first metric that proposes a count. */
    private static int metricWith(int replicas, Decision out) {
        for (int i = 0; i < out.metricCount(); i++) {
            if (out.metric(i).hasProposal() && out.metric(i).replicas() == replicas) {
                return i;
            }
        }
        return Decision.NO_METRIC;
    }

    private static int recommend(int proposed, int metric, Decision out) {
        int recommended = Math.max(proposed, 0);
        out.condition(Reason.VALID_METRIC_FOUND);
        out.recommended(recommended, metric);
        return recommended;
    }
}
