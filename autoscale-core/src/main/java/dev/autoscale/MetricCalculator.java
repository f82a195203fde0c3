package dev.autoscale;

import static dev.autoscale.MetricProposal.Status.DIRECTION_UNCERTAIN;
import static dev.autoscale.MetricProposal.Status.PROPOSED;
import static dev.autoscale.MetricProposal.Status.WITHIN_TOLERANCE;

import dev.autoscale.MetricSpec.Target;

/**
 * The replicas that one metric asks for, as the Kubernetes HPA computes them. Immutable and thread-safe; has no memory.
 *
 * <p>The rule behind all kinds is {@code replicas = ceil(ratio * counted replicas)} with {@code ratio = measured / target},
 * and no change while the ratio lies within the tolerance of 1. Costs O(1), with listed pods O(pods), and allocates nothing.
 */
public final class MetricCalculator {
    /** Which rule computes a metric. */
    private enum Form {
        NONE,
        PER_POD,
        TOTAL,
        TOTAL_PER_REPLICA;

        static Form of(MetricSpec metric) {
            if (metric.target() == Target.NONE) {
                return NONE;
            }
            if (metric.kind().isPerPod()) {
                return PER_POD;
            }
            return metric.target() == Target.VALUE ? TOTAL : TOTAL_PER_REPLICA;
        }
    }

    private final MetricSpec metric;
    private final Form form;
    private final int index;
    private final double target;
    private final boolean wholePercent;
    private final boolean limitsAge;
    private final double lowestWithin;
    private final double highestWithin;
    private final long cpuInitializationMillis;
    private final long readinessDelayMillis;
    private final long warmUpMillis;
    private final boolean rolloutHold;
    private final boolean kubernetesArithmetic;

    MetricCalculator(MetricSpec metric, int index, AutoscalerSpec spec) {
        this.metric = metric;
        this.form = Form.of(metric);
        this.index = index;
        this.target = metric.targetAmount();
        this.wholePercent = metric.target() == Target.UTILIZATION;
        this.limitsAge = metric.maxAgeMillis() != Long.MAX_VALUE;
        this.lowestWithin = 1.0 - spec.down.tolerance;
        this.highestWithin = 1.0 + spec.up.tolerance;
        this.cpuInitializationMillis = Times.millis(spec.settings.cpuInitialization);
        this.readinessDelayMillis = Times.millis(spec.settings.readinessDelay);
        this.warmUpMillis = metric.samples().warmUpMillis();
        this.rolloutHold = spec.settings.rolloutHold;
        this.kubernetesArithmetic = spec.settings.kubernetesArithmetic;
    }

    /**
     * Computes the metric's proposal from an observation.
     *
     * @param in the observation; only read. Without replicas the metric counts as missing
     * @param out receives the proposal, or the reason why there is none
     */
    public void propose(Observation in, MetricProposal out) {
        if (in.specReplicas() < 0 || in.statusReplicas() < 0) {
            out.clear(MetricProposal.Status.MISSING);
        } else {
            propose(in, in.epochMillis(), in.totalMilli(index), out);
        }
    }

    /** The proposal, with what the metric's last values come to in the place of its value. */
    void propose(Observation in, long nowMillis, long measured, MetricProposal out) {
        proposeAsIs(in, nowMillis, measured, out);
        if (rolloutHold && in.surges() && out.hasProposal() && out.replicas() < in.specReplicas()) {
            out.propose(MetricProposal.Status.ROLLOUT_HELD, in.specReplicas());
        }
    }

    private void proposeAsIs(Observation in, long nowMillis, long measured, MetricProposal out) {
        MetricProposal.Status value = in.hasPlainValue(index) ? PROPOSED : in.valueStatus(index, nowMillis);
        if (form == Form.NONE) {
            out.clear(isInput(metric) ? MetricProposal.Status.ABSTAINED : MetricProposal.Status.UNUSABLE_SPEC);
        } else if (value == PROPOSED) {
            fromValue(
                    measured,
                    in,
                    limitsAge ? Times.plus(in.staleAfterMillis(index, nowMillis), 1) : Long.MAX_VALUE,
                    out);
        } else if (value == MetricProposal.Status.MISSING && form == Form.PER_POD && in.hasPods()) {
            fromPods(in, nowMillis, out);
        } else {
            out.clear(value);
        }
    }

    /** Sources and signals are asked by the engine; singly they have no proposal. */
    private static boolean isInput(MetricSpec metric) {
        return metric.kind() == MetricSpec.Kind.SOURCE || metric.kind() == MetricSpec.Kind.SIGNAL;
    }

    private void fromValue(long measured, Observation in, long validUntilMillis, MetricProposal out) {
        if (form == Form.TOTAL_PER_REPLICA) {
            out.measured(measured, in.statusReplicas(), validUntilMillis);
            boolean followsWanted = rolloutHold && in.specReplicas() > 0;
            fromTotalPerReplica(measured, followsWanted ? in.specReplicas() : in.statusReplicas(), out);
        } else if (form == Form.TOTAL) {
            out.measured(measured, MetricProposal.UNSET, validUntilMillis);
            fromTotal(measured, in, out);
        } else {
            long average = compared(measured);
            out.measured(average, MetricProposal.UNSET, validUntilMillis);
            fromAverage(average, in, out);
        }
    }

    /** Object and External with a target average value. Within the tolerance Kubernetes proposes the existing replicas. */
    void fromTotalPerReplica(long totalMilli, int existing, MetricProposal out) {
        double total = totalMilli;
        if (isWithin(total / (target * existing))) {
            out.propose(WITHIN_TOLERANCE, existing);
        } else {
            out.propose(PROPOSED, (int) Math.ceil(total / target));
        }
    }

    /** Whether a source's total differs from its target by the tolerance at most, and not by nothing. */
    boolean isWithin(long totalMilli, long targetMilli, int existing) {
        double atTarget = (double) targetMilli * existing;
        return totalMilli != atTarget && isWithin(totalMilli / atTarget);
    }

    /** The same rule for a source's total and target. */
    int fromTotalPerReplica(long totalMilli, long targetMilli, int existing) {
        double total = totalMilli;
        double each = targetMilli;
        return isWithin(total / (each * existing)) ? existing : Math.max(0, (int) Math.ceil(total / each));
    }

    /** The rule of {@link #fromTotal(long, Observation, MetricProposal)} for a source's total and target. */
    int fromTotal(long totalMilli, long targetMilli, Observation in) {
        double ratio = (double) totalMilli / targetMilli;
        if (in.specReplicas() > 0 && isWithin(ratio)) {
            return in.specReplicas();
        }
        int ready = in.specReplicas() == 0 ? 1 : intended(in.countReady(), in);
        return Math.max(0, (int) Math.ceil(ratio * ready));
    }

    /** Object and External with a target value: the ratio scales the ready replicas; from zero it is the count itself. */
    private void fromTotal(long totalMilli, Observation in, MetricProposal out) {
        double ratio = ratio(totalMilli);
        if (in.specReplicas() == 0) {
            out.propose(PROPOSED, (int) Math.ceil(ratio));
        } else if (isWithin(ratio)) {
            out.propose(WITHIN_TOLERANCE, in.specReplicas());
        } else if (in.hasPods() && in.podSamples().count() == 0) {
            out.fail(MetricProposal.Status.NO_PODS);
        } else {
            out.propose(PROPOSED, (int) Math.ceil(ratio * intended(in.countReady(), in)));
        }
    }

    /**
     * Per-pod metrics of which only the average over the ready replicas is known. As with listed pods, none of them ready is a
     * failure, and what too many ask for is no shrink because the others are not ready yet.
     */
    private void fromAverage(long average, Observation in, MetricProposal out) {
        double ratio = ratio(average);
        int current = in.specReplicas();
        int ready = in.readyReplicas();
        if (isWithin(ratio)) {
            out.propose(WITHIN_TOLERANCE, current);
        } else if (ready == 0 && current > 0) {
            out.fail(MetricProposal.Status.NO_READY_METRICS);
        } else {
            int replicas = (int) Math.ceil(ratio * intended(ready, in));
            boolean turnsAround = ratio > 1.0 && replicas < current && ready < in.statusReplicas();
            out.propose(turnsAround ? DIRECTION_UNCERTAIN : PROPOSED, turnsAround ? current : replicas);
        }
    }

    private void fromPods(Observation in, long nowMillis, MetricProposal out) {
        PodSamples pods = in.podSamples();
        PodColumn column = pods.samplesOf(index);
        PodGroups groups = pods.groups();
        groups.collect(pods, column, this, nowMillis);
        out.measured(MetricProposal.UNSET, MetricProposal.UNSET, groups.validUntilMillis);
        if (pods.count() == 0) {
            out.fail(MetricProposal.Status.NO_PODS);
        } else if (groups.readyCount + column.unlistedCount() == 0) {
            out.fail(MetricProposal.Status.NO_READY_METRICS);
        } else if (groups.requestStatus != PROPOSED) {
            out.fail(groups.requestStatus);
        } else if (metric.target() == Target.UTILIZATION && groups.readyRequestMilli == 0) {
            out.fail(MetricProposal.Status.NO_MATCHING_REQUESTS);
        } else {
            fromGroups(in, groups, column, out);
        }
    }

    /*
     * The first ratio looks at ready pods alone. If pods are missing, or unready while the ratio asks for more, a second
     * ratio assumes what speaks against the change: unready pods use nothing; missing pods use nothing when growing and
     * their whole request (or the target) when shrinking. The second ratio decides, unless it turns the direction around.
     */
    private void fromGroups(Observation in, PodGroups groups, PodColumn column, MetricProposal out) {
        int current = in.specReplicas();
        boolean utilization = metric.target() == Target.UTILIZATION;
        int samples = groups.readyCount + column.unlistedCount();
        long measured = utilization
                ? percent(groups.readySumMilli, groups.readyRequestMilli)
                : (groups.sampledSumMilli / samples) << groups.cutBits;
        long beside = utilization ? (groups.readySumMilli / groups.readyCount) << groups.cutBits : MetricProposal.UNSET;
        out.measured(measured, beside, groups.validUntilMillis);
        double ratio = ratio(measured);
        boolean addUnready = groups.unreadyCount > 0 && ratio > 1.0;
        if (!addUnready && groups.missingCount == 0) {
            if (isWithin(ratio)) {
                out.propose(WITHIN_TOLERANCE, current);
            } else {
                out.propose(PROPOSED, (int) Math.ceil(ratio * intended(groups.readyCount, in)));
            }
            return;
        }
        boolean addMissing = groups.missingCount > 0 && ratio != 1.0;
        out.assumed(addMissing ? groups.missingCount : 0, addUnready ? groups.unreadyCount : 0);
        int counted = samples + (addMissing ? groups.missingCount : 0) + (addUnready ? groups.unreadyCount : 0);
        double softened = utilization
                ? softenedUtilization(ratio, addMissing, addUnready, groups)
                : softenedAverage(ratio, addMissing, counted, groups);
        if (Double.isNaN(softened)) {
            out.clear(MetricProposal.Status.NO_MATCHING_REQUESTS);
        } else {
            settle(current, ratio, softened, intended(counted, in), out);
        }
    }

    /** NaN if nothing is requested, which takes sums that wrap around. */
    private double softenedUtilization(double ratio, boolean addMissing, boolean addUnready, PodGroups groups) {
        long used = groups.readySumMilli;
        long requested = groups.readyRequestMilli;
        if (addMissing) {
            used += ratio < 1.0 ? groups.missingAtTargetMilli : 0;
            requested += groups.missingRequestMilli;
        }
        if (addUnready) {
            requested += groups.unreadyRequestMilli;
        }
        return requested == 0 ? Double.NaN : ratio(percent(used, requested));
    }

    private double softenedAverage(double ratio, boolean addMissing, int counted, PodGroups groups) {
        long used = groups.sampledSumMilli + (addMissing && ratio < 1.0 ? groups.missingAtTargetMilli : 0);
        return ratio((used / counted) << groups.cutBits);
    }

    /** A surge of a rolling update is not scaled: the replicas that a ratio is applied to are at most the wanted ones. */
    private int intended(int counted, Observation in) {
        return rolloutHold && in.specReplicas() > 0 ? Math.min(counted, in.specReplicas()) : counted;
    }

    private void settle(int current, double ratio, double softened, int counted, MetricProposal out) {
        if (isWithin(softened)) {
            out.propose(WITHIN_TOLERANCE, current);
            return;
        }
        int replicas = (int) Math.ceil(softened * counted);
        boolean turnsAround = (ratio < 1.0 && softened > 1.0) || (ratio > 1.0 && softened < 1.0);
        boolean movesAgainst = (softened < 1.0 && replicas > current) || (softened > 1.0 && replicas < current);
        if (turnsAround || movesAgainst) {
            out.propose(DIRECTION_UNCERTAIN, current);
        } else {
            out.propose(PROPOSED, replicas);
        }
    }

    /** Kubernetes truncates a utilization to whole percent before it compares. */
    private long percent(long used, long requested) {
        if (kubernetesArithmetic) {
            return (int) (used * 100 / requested);
        }
        long percent = used > Long.MAX_VALUE / 100 ? (long) (used * 100.0 / requested) : used * 100 / requested;
        return Math.min(percent, Integer.MAX_VALUE);
    }

    /** Whether a value proposes the count that is wanted and exists, because its ratio to the target is within the tolerance. */
    boolean keeps(int replicas, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            return false;
        }
        double measured = compared(Milli.ceil(value));
        return form != Form.NONE && isWithin(measured / (form == Form.TOTAL_PER_REPLICA ? target * replicas : target));
    }

    /** Kubernetes cuts a utilization to whole percent. */
    private long compared(long average) {
        return wholePercent ? average / 1000 : average;
    }

    private double ratio(long measured) {
        return (double) measured / target;
    }

    /** Both ends inclusive; NaN is never within. */
    private boolean isWithin(double ratio) {
        return lowestWithin <= ratio && ratio <= highestWithin;
    }

    /** {@return the metric that this calculator is for} */
    public MetricSpec metric() {
        return metric;
    }

    long cpuInitializationMillis() {
        return cpuInitializationMillis;
    }

    long readinessDelayMillis() {
        return readinessDelayMillis;
    }

    long warmUpMillis() {
        return warmUpMillis;
    }

    boolean kubernetesArithmetic() {
        return kubernetesArithmetic;
    }

    /** {@return the metric that this calculator is for} */
    @Override
    public String toString() {
        return "MetricCalculator[" + metric + ']';
    }
}
