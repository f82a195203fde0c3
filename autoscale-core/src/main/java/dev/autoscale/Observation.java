package dev.autoscale;

import dev.autoscale.MetricSpec.SampleRule;
import java.util.Arrays;
import java.util.StringJoiner;

/**
 * What was measured for one workload at one instant: a reusable form that the caller fills before each decision. Not
 * thread-safe; one per thread and spec is enough.
 *
 * <pre>{@code
 * in.at(15_000).replicas(3).value(0, 37); // a value
 * in.at(30_000).replicas(3).failed(0); // it could not be read
 * in.at(45_000).replicasUnknown(); // the count could not be read
 * in.at(60_000).replicas(3).value(0, 37).sampledAt(0, 58_000).overrides().freezeScaleDown(90_000);
 * }</pre>
 *
 * <p>{@link #at(long)} begins a new observation and forgets everything before. Then come the replicas and, per metric of the
 * spec, either a value, or several series, or a failure, or samples of single pods through {@link #pods()}. A metric without
 * any of them counts as missing. Setters allocate nothing, and for data they never throw: a bad number is kept as such and
 * becomes the metric's {@link MetricProposal.Status}. A metric index out of range throws {@link IndexOutOfBoundsException}.
 */
public final class Observation implements ScalingObservation<Observation> {
    /** No count was given. */
    static final int UNKNOWN = Integer.MIN_VALUE;

    /** The time of a sample that is as old as the decision, whatever that decides for when the clock has gone back. */
    static final long AT_DECISION = Long.MAX_VALUE;

    private static final int ABSENT = 0;
    private static final int FETCH_FAILED = 1;
    private static final int NOT_FINITE = 2;
    private static final int NEGATIVE = 3;
    private static final int VALUE = 4;
    /** The sum has reached the end of the range; Kubernetes adds no more series then. */
    private static final int SATURATED = 5;

    /** States carry the serial number of their observation in the bits above, so that beginning one clears nothing. */
    private static final int STATE_MASK = 7;

    private final AutoscalerSpec spec;
    private final PodSamples pods;
    private final Overrides overrides = new Overrides(this);
    private final int[] states;
    private final long[] totalsMilli;
    private final long[] sampleMillis;

    private int serial = STATE_MASK + 1;
    private long epochMillis;
    private int specReplicas = UNKNOWN;
    private int statusReplicas = UNKNOWN;
    private int readyReplicas = UNKNOWN;
    private int overrideBits;
    private boolean usable = true;
    private Reason whyNotUsable = Reason.INVALID_SELECTOR;

    Observation(AutoscalerSpec spec) {
        this.spec = spec;
        this.pods = new PodSamples(this, spec);
        this.states = new int[spec.metricCount()];
        this.totalsMilli = new long[spec.metricCount()];
        this.sampleMillis = new long[spec.metricCount()];
    }

    /**
     * Makes room for pods, so that no later call allocates.
     *
     * @param podCapacity the most pods to be listed in one observation, at least 0
     * @return this
     * @throws IllegalArgumentException if the capacity is negative
     */
    public Observation ensureCapacity(int podCapacity) {
        pods.ensureCapacity(podCapacity);
        return this;
    }

    /**
     * Begins a new observation and forgets all replicas, samples and pods before it.
     *
     * @param epochMillis the time of the decision in milliseconds since the epoch; any value. An instant before the
     *     autoscaler's last decision counts as no time passed
     * @return this
     */
    @Override
    public Observation at(long epochMillis) {
        this.epochMillis = epochMillis;
        specReplicas = UNKNOWN;
        statusReplicas = UNKNOWN;
        readyReplicas = UNKNOWN;
        usable = true;
        overrideBits = 0;
        serial += STATE_MASK + 1;
        if (serial == 0) {
            Arrays.fill(states, ABSENT);
            serial = STATE_MASK + 1;
        }
        if (spec.limitsAge) {
            Arrays.fill(sampleMillis, AT_DECISION);
        }
        pods.clear();
        return this;
    }

    /**
     * Sets the current replicas, wanted and existing alike.
     *
     * @param replicas at least 0; a negative number makes the decision stay put with {@link Reason#INVALID_REPLICAS}
     * @return this
     */
    @Override
    public Observation replicas(int replicas) {
        return replicas(replicas, replicas);
    }

    /**
     * Sets the current replicas where the wanted and the existing number differ, as during a rollout.
     *
     * @param specReplicas the number that the scale asks for ({@code scale.spec.replicas}), at least 0
     * @param statusReplicas the number that exists ({@code scale.status.replicas}), at least 0
     * @return this
     */
    public Observation replicas(int specReplicas, int statusReplicas) {
        this.specReplicas = specReplicas;
        this.statusReplicas = statusReplicas;
        return this;
    }

    /**
     * Sets how many replicas are ready, for callers that list no pods. Without it every existing replica counts as ready.
     *
     * @param readyReplicas at least 0; a negative number counts as not given
     * @return this
     */
    public Observation readyReplicas(int readyReplicas) {
        this.readyReplicas = readyReplicas;
        return this;
    }

    /**
     * Reports that the current number of replicas could not be read. The decision then changes nothing.
     *
     * @return this
     */
    public Observation replicasUnknown() {
        return replicas(UNKNOWN);
    }

    /**
     * Reports that no metric can be asked for a reason that concerns all of them.
     *
     * @param reason a reason of {@link Condition#SCALING_ACTIVE} with status false, for instance
     *     {@link Reason#INVALID_SELECTOR}, but not {@link Reason#SCALING_DISABLED}
     * @return this
     * @throws IllegalArgumentException if the reason is another one
     */
    public Observation noUsableInput(Reason reason) {
        if (reason.condition() != Condition.SCALING_ACTIVE || reason.status() || reason == Reason.SCALING_DISABLED) {
            throw new IllegalArgumentException("reason must say why no metric can be asked: reason=" + reason);
        }
        usable = false;
        whyNotUsable = reason;
        return this;
    }

    /**
     * Sets a metric's value, replacing what was set before.
     *
     * @param metric the metric's index in the spec
     * @param value the total for Object and External metrics. For per-pod metrics the average over the existing replicas: in
     *     percent for a utilization target, otherwise in the metric's unit. Rounded up to thousandths
     * @return this
     */
    public Observation value(int metric, double value) {
        if (!Double.isFinite(value)) {
            return notFinite(metric) ? valueMilli(metric, 0) : state(metric, NOT_FINITE);
        }
        valueMilli(metric, Milli.ceil(value));
        return negativeBeforeRounding(metric, value);
    }

    /**
     * Sets the value of the metric of this id; otherwise as {@link #value(int, double)}. For those who rather name a metric than remember its
     * index: the id is looked for each time ({@link AutoscalerSpec#metricIndex}).
     *
     * @param metricId the metric's id
     * @param value as there
     * @return this
     * @throws IllegalArgumentException that names the metrics there are, if there is none of this id
     */
    public Observation value(String metricId, double value) {
        return value(spec.metricIndex(metricId), value);
    }

    /**
     * Sets a metric's value exactly; otherwise as {@link #value(int, double)}.
     *
     * @param metric the metric's index in the spec
     * @param valueMilli the value in thousandths
     * @return this
     */
    public Observation valueMilli(int metric, long valueMilli) {
        if (valueMilli >= 0) {
            totalsMilli[metric] = valueMilli;
            return state(metric, VALUE);
        }
        totalsMilli[metric] = 0;
        return negative(metric) == SampleRule.ZERO ? valueMilli(metric, 0) : add(metric, valueMilli);
    }

    /**
     * Adds one of several series of an External metric; the series are summed in the order of the calls.
     *
     * @param metric the metric's index in the spec
     * @param value the series' value
     * @return this
     */
    public Observation addSeries(int metric, double value) {
        if (!Double.isFinite(value)) {
            return notFinite(metric) ? addSeriesMilli(metric, 0) : state(metric, NOT_FINITE);
        }
        addSeriesMilli(metric, Milli.ceil(value));
        return negativeBeforeRounding(metric, value);
    }

    /** Rounding up to thousandths makes a zero of a small negative value. */
    private Observation negativeBeforeRounding(int metric, double value) {
        return value < 0 && state(metric) == VALUE && negative(metric) != SampleRule.ZERO
                ? state(metric, NEGATIVE)
                : this;
    }

    /**
     * Adds one of several series exactly; otherwise as {@link #addSeries(int, double)}.
     *
     * @param metric the metric's index in the spec
     * @param valueMilli the series' value in thousandths
     * @return this
     */
    public Observation addSeriesMilli(int metric, long valueMilli) {
        return switch (state(metric)) {
            case ABSENT -> valueMilli(metric, valueMilli);
            case VALUE, NEGATIVE ->
                valueMilli < 0 && negative(metric) == SampleRule.ZERO ? this : add(metric, valueMilli);
            default -> this;
        };
    }

    /**
     * Reports that the source answered without any series, which Kubernetes takes for a total of zero.
     *
     * @param metric the metric's index in the spec
     * @return this
     */
    public Observation noSeries(int metric) {
        return valueMilli(metric, 0);
    }

    /**
     * Reports that the metric's source answered with an error.
     *
     * @param metric the metric's index in the spec
     * @return this
     */
    public Observation failed(int metric) {
        return state(metric, FETCH_FAILED);
    }

    /**
     * Reports that the source of the metric of this id answered with an error.
     *
     * @param metricId the metric's id
     * @return this
     * @throws IllegalArgumentException that names the metrics there are, if there is none of this id
     */
    public Observation failed(String metricId) {
        return failed(spec.metricIndex(metricId));
    }

    /**
     * Sets when a metric's value was measured; without it the value is as old as the observation. Only metrics with a
     * {@code maxAge} look at it.
     *
     * @param metric the metric's index in the spec
     * @param epochMillis the sample's time
     * @return this
     */
    public Observation sampledAt(int metric, long epochMillis) {
        sampleMillis[metric] = epochMillis;
        return this;
    }

    /**
     * {@return the operator overrides of this decision: pause, freeze, forced activation, shadow} The overrides of this
     * observation, none at first.
     */
    public Overrides overrides() {
        return overrides;
    }

    /**
     * Lists the workload's pods. After this call per-pod metrics without a value are computed from the pods, and readiness
     * is counted from them; an empty list then means that there are no pods.
     *
     * @return the pods of this observation, none at first
     */
    public PodSamples pods() {
        pods.list();
        return pods;
    }

    /*
     * Kubernetes' two rules for a sum of series: with a target value it stops at the end of the range; with a target average
     * it takes any negative running sum for an overflow. Without negative samples both only saturate.
     */
    private Observation add(int metric, long valueMilli) {
        boolean negative = valueMilli < 0 || state(metric) == NEGATIVE;
        long sum = totalsMilli[metric];
        long total = sum + valueMilli;
        boolean overflows = spec.metric(metric).negativeSumOverflows()
                ? total < 0
                : valueMilli > 0 && sum > Long.MAX_VALUE - valueMilli;
        totalsMilli[metric] = overflows ? Long.MAX_VALUE : total;
        boolean stops = overflows && (!negative || countsNegative(metric));
        return state(metric, stops ? SATURATED : negative ? NEGATIVE : VALUE);
    }

    private SampleRule negative(int metric) {
        return spec.metric(metric).negative();
    }

    /** Whether a sample that is no number counts as 0. */
    private boolean notFinite(int metric) {
        return spec.metric(metric).notFinite() == SampleRule.ZERO;
    }

    private boolean countsNegative(int metric) {
        return negative(metric) == SampleRule.KUBERNETES || spec.settings.kubernetesArithmetic;
    }

    private Observation state(int metric, int state) {
        states[metric] = serial | state;
        return this;
    }

    private int state(int metric) {
        int state = states[metric];
        return (state & ~STATE_MASK) == serial ? state & STATE_MASK : ABSENT;
    }

    /** Whether a value can be used whatever the rules about negative and old ones say. */
    boolean hasPlainValue(int metric) {
        return states[metric] == (serial | VALUE) && !spec.limitsAge;
    }

    /** What keeps the value of a metric from being used; {@link MetricProposal.Status#PROPOSED} if nothing. */
    MetricProposal.Status valueStatus(int metric, long nowMillis) {
        return switch (state(metric)) {
            case ABSENT -> MetricProposal.Status.MISSING;
            case FETCH_FAILED -> MetricProposal.Status.FETCH_FAILED;
            case NOT_FINITE -> MetricProposal.Status.NOT_FINITE;
            case NEGATIVE -> countsNegative(metric) ? freshness(metric, nowMillis) : MetricProposal.Status.NEGATIVE;
            default -> freshness(metric, nowMillis);
        };
    }

    private MetricProposal.Status freshness(int metric, long nowMillis) {
        return spec.limitsAge && nowMillis > staleAfterMillis(metric, nowMillis)
                ? MetricProposal.Status.STALE
                : MetricProposal.Status.PROPOSED;
    }

    /** A sample from the future is as good as one of now. */
    long staleAfterMillis(int metric, long nowMillis) {
        long maxAgeMillis = spec.metric(metric).maxAgeMillis();
        return maxAgeMillis == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Times.plus(Math.min(sampleMillis[metric], nowMillis), maxAgeMillis);
    }

    /** The first instant at which the sample is too old; never if its age does not matter. */
    long staleAtMillis(int metric, long nowMillis) {
        long staleAfter = spec.limitsAge ? staleAfterMillis(metric, nowMillis) : Long.MAX_VALUE;
        return Times.plus(staleAfter, 1);
    }

    void override(int bit) {
        overrideBits |= bit;
    }

    /** The bits of {@link Overrides}; 0 without any. */
    int overrideBits() {
        return overrideBits;
    }

    AutoscalerSpec spec() {
        return spec;
    }

    long epochMillis() {
        return epochMillis;
    }

    int specReplicas() {
        return specReplicas;
    }

    int statusReplicas() {
        return statusReplicas;
    }

    /** Whether more replicas exist than are wanted, as during a rolling update. */
    boolean surges() {
        return specReplicas > 0 && statusReplicas > specReplicas;
    }

    /** Ready replicas: those of the listed pods, if pods are listed. */
    int countReady() {
        return pods.isListed() ? pods.runningAndReady() : readyReplicas();
    }

    /** Ready replicas for metrics that are not computed from listed pods. */
    int readyReplicas() {
        return readyReplicas < 0 ? statusReplicas : readyReplicas;
    }

    boolean isUsable() {
        return usable;
    }

    Reason whyNotUsable() {
        return whyNotUsable;
    }

    boolean hasPods() {
        return pods.isListed();
    }

    PodSamples podSamples() {
        return pods;
    }

    long totalMilli(int metric) {
        return totalsMilli[metric];
    }

    /** {@return what was told, in one line: the time, the replicas, and the metrics that are given} */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "Observation[", "]");
        text.add("epochMillis=" + epochMillis);
        text.add("replicas=" + (specReplicas == UNKNOWN ? "unknown" : specReplicas));
        for (int metric = 0; metric < states.length; metric++) {
            int state = state(metric);
            if (state == VALUE || state == SATURATED) {
                text.add(spec.metric(metric).id() + '=' + Milli.text(totalsMilli[metric]));
            } else if (state != ABSENT) {
                text.add(spec.metric(metric).id() + " unusable");
            }
        }
        return text + (pods.isListed() ? " with " + pods : "");
    }
}
