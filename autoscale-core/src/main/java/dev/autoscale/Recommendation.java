package dev.autoscale;

/** Combines the proposals of all metrics into one recommendation, as the Kubernetes HPA does. Has no memory. */
final class Recommendation {
    /** No number: the metrics do not allow a change. */
    static final int NONE = Decision.NOT_EVALUATED;

    private Recommendation() {}

    /*
     * The highest proposal wins, the first one on ties. A failing metric might have asked for more, so with one of them the
     * count may grow or stay but not shrink; with all failing it stays.
     */
    static int from(AutoscalerSpec spec, Observation in, int oldDesired, Decision out) {
        int highest = 0;
        int deciding = Decision.NO_METRIC;
        int failing = 0;
        Reason firstFailure = Reason.VALID_METRIC_FOUND;
        long nowMillis = out.epochMillis();
        for (int i = 0; i < spec.metricCount(); i++) {
            MetricProposal proposal = out.metric(i);
            spec.calculator(i).propose(in, nowMillis, proposal);
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
        out.condition(Reason.VALID_METRIC_FOUND);
        int recommended = Math.max(highest, 0);
        out.recommended(recommended, deciding);
        return recommended;
    }
}
