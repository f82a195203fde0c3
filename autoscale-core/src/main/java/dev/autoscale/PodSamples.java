package dev.autoscale;

import java.util.Arrays;

/**
 * The pods of one {@link Observation} and their samples, for metrics that are measured pod by pod. Not thread-safe.
 *
 * <p>Each pod is added first and then described by its index. A pod starts as running, not deleted, without a Ready
 * condition, start time, requests or samples. Nothing allocates once {@link Observation#ensureCapacity} has made room;
 * listing more pods than that throws {@link IllegalStateException}, and an index that was not added or a metric that is not
 * per pod throws {@link IndexOutOfBoundsException} or {@link IllegalArgumentException}. Source of the rules: Kubernetes HPA.
 */
public final class PodSamples {
    /** The phase of a pod. */
    public enum Phase {
        /** Accepted, but not all containers run yet. */
        PENDING,
        /** Bound to a node, with all containers created. */
        RUNNING,
        /** All containers ended well. */
        SUCCEEDED,
        /** All containers ended, at least one of them badly. */
        FAILED,
        /** The state could not be obtained. */
        UNKNOWN
    }

    /** The status of a pod's Ready condition. */
    public enum Ready {
        /** The pod has no such condition. */
        NONE,
        /** Ready. */
        TRUE,
        /** Not ready. */
        FALSE,
        /** Not known; Kubernetes takes it for ready when it groups pods. */
        UNKNOWN
    }

    /** Bits of a pod's state: phase, Ready condition, then single flags. */
    static final int PHASE_MASK = 7;

    static final int READY_SHIFT = 3;
    static final int READY_MASK = 3 << READY_SHIFT;
    static final int DELETED = 1 << 5;
    static final int STARTED = 1 << 6;

    private static final byte NEW_POD = (byte) Phase.RUNNING.ordinal();
    static final byte NEW_READY_POD =
            (byte) (Phase.RUNNING.ordinal() | (Ready.TRUE.ordinal() << READY_SHIFT) | STARTED);

    private final Observation observation;
    private final PodColumn[] columns;
    private final PodGroups groups = new PodGroups();
    private byte[] states = {};
    private long[] startMillis = {};
    private long[] readyTransitionMillis = {};
    private int count;
    private boolean listed;

    PodSamples(Observation observation, AutoscalerSpec spec) {
        this.observation = observation;
        this.columns = new PodColumn[spec.metricCount()];
        for (int metric = 0; metric < columns.length; metric++) {
            if (spec.metric(metric).kind().isPerPod()) {
                columns[metric] = new PodColumn(spec.metric(metric), spec.settings.kubernetesArithmetic);
            }
        }
    }

    /**
     * Adds a running pod.
     *
     * @return the pod's index, counted from 0
     * @throws IllegalStateException if there is no room, see {@link Observation#ensureCapacity}
     */
    public int add() {
        return add(NEW_POD);
    }

    private int add(byte state) {
        int pod = count;
        if (pod == states.length) {
            throw new IllegalStateException(
                    "pods must be <= capacity (ensureCapacity makes room): pods=" + (pod + 1) + ", capacity=" + pod);
        }
        count = pod + 1;
        listed = true;
        states[pod] = state;
        return pod;
    }

    /**
     * Adds a running pod that is ready.
     *
     * @param startEpochMillis when the pod started
     * @param readyEpochMillis when it became ready
     * @return the pod's index, counted from 0
     * @throws IllegalStateException if there is no room, see {@link Observation#ensureCapacity}
     */
    public int addReady(long startEpochMillis, long readyEpochMillis) {
        int pod = add(NEW_READY_POD);
        startMillis[pod] = startEpochMillis;
        readyTransitionMillis[pod] = readyEpochMillis;
        return pod;
    }

    /**
     * Sets a pod's phase.
     *
     * @param pod the pod's index
     * @param phase the phase
     * @return the pod's index
     */
    public int phase(int pod, Phase phase) {
        return state(pod, PHASE_MASK, phase.ordinal());
    }

    /**
     * Marks a pod as being deleted.
     *
     * @param pod the pod's index
     * @return the pod's index
     */
    public int deleted(int pod) {
        return state(pod, DELETED, DELETED);
    }

    /**
     * Sets when a pod started.
     *
     * @param pod the pod's index
     * @param startEpochMillis the start time
     * @return the pod's index
     */
    public int started(int pod, long startEpochMillis) {
        state(pod, STARTED, STARTED);
        startMillis[pod] = startEpochMillis;
        return pod;
    }

    /**
     * Sets a pod's Ready condition.
     *
     * @param pod the pod's index
     * @param ready the condition's status
     * @param transitionEpochMillis when the status last changed
     * @return the pod's index
     */
    public int ready(int pod, Ready ready, long transitionEpochMillis) {
        state(pod, READY_MASK, ready.ordinal() << READY_SHIFT);
        readyTransitionMillis[pod] = transitionEpochMillis;
        return pod;
    }

    /**
     * Sets what a pod requests of the resource of one metric.
     *
     * @param metric the index of a Resource or ContainerResource metric
     * @param pod the pod's index
     * @param milli the request in thousandths of the resource's unit, of the whole pod or of the metric's container; a
     *     negative one counts as missing unless the spec computes as Kubernetes does
     * @return the pod's index
     */
    public int request(int metric, int pod, long milli) {
        column(metric).request(checked(pod), milli);
        return pod;
    }

    /**
     * Sets what a pod requests, for all metrics with a utilization target at once.
     *
     * @param pod the pod's index
     * @param requests the requests of the pod and its containers; only read
     * @return the pod's index
     */
    public int requests(int pod, PodRequests requests) {
        checked(pod);
        for (PodColumn column : columns) {
            if (column != null) {
                column.requests(pod, requests);
            }
        }
        return pod;
    }

    /**
     * Sets a pod's sample, measured at the time of the observation.
     *
     * @param metric the index of a per-pod metric
     * @param pod the pod's index
     * @param value the value; rounded up to thousandths. NaN and infinite values count as a missing sample, negative ones as the
     *     metric's {@link MetricSpec#negative rule} says, by default as a missing one too
     * @return the pod's index
     */
    public int sample(int metric, int pod, double value) {
        if (Double.isFinite(value)) {
            return sampleMilli(metric, pod, Milli.ceil(value), Observation.AT_DECISION, 0);
        }
        column(metric).noSample(checked(pod));
        return pod;
    }

    /**
     * Sets a pod's sample exactly.
     *
     * @param metric the index of a per-pod metric
     * @param pod the pod's index
     * @param valueMilli the value in thousandths; a negative one counts as the metric's {@link MetricSpec#negative rule} says, by
     *     default as a missing sample
     * @param sampleEpochMillis the end of the span that was measured
     * @param windowMillis the length of the span that was measured, at least 0
     * @return the pod's index
     */
    public int sampleMilli(int metric, int pod, long valueMilli, long sampleEpochMillis, long windowMillis) {
        column(metric).sample(checked(pod), valueMilli, sampleEpochMillis, windowMillis);
        return pod;
    }

    /**
     * Adds a sample of a pod that is not listed. Kubernetes counts it in averages and in the number of samples.
     *
     * @param metric the index of a per-pod metric
     * @param valueMilli the value in thousandths
     */
    public void unlistedSampleMilli(int metric, long valueMilli) {
        column(metric).unlistedSample(valueMilli);
        listed = true;
    }

    private PodColumn column(int metric) {
        PodColumn column = columns[metric];
        if (column == null) {
            throw new IllegalArgumentException(
                    "metric must be per pod: metric=" + observation.spec().metric(metric));
        }
        return column;
    }

    private int checked(int pod) {
        if (pod < 0 || pod >= count) {
            throw new IndexOutOfBoundsException("pod must be >= 0 and < " + count + ": pod=" + pod);
        }
        return pod;
    }

    private int state(int pod, int mask, int bits) {
        states[checked(pod)] = (byte) ((states[pod] & ~mask) | bits);
        return pod;
    }

    void ensureCapacity(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("podCapacity must be >= 0: podCapacity=" + capacity);
        }
        if (capacity > states.length) {
            states = Arrays.copyOf(states, capacity);
            startMillis = Arrays.copyOf(startMillis, capacity);
            readyTransitionMillis = Arrays.copyOf(readyTransitionMillis, capacity);
            for (PodColumn column : columns) {
                if (column != null) {
                    column.ensureCapacity(capacity);
                }
            }
        }
    }

    void clear() {
        if (listed) {
            for (PodColumn column : columns) {
                if (column != null) {
                    column.clear(count);
                }
            }
            listed = false;
            count = 0;
        }
    }

    void list() {
        listed = true;
    }

    boolean isListed() {
        return listed;
    }

    int count() {
        return count;
    }

    int state(int pod) {
        return states[pod];
    }

    long startMillis(int pod) {
        return startMillis[pod];
    }

    long readyTransitionMillis(int pod) {
        return readyTransitionMillis[pod];
    }

    PodColumn samplesOf(int metric) {
        return columns[metric];
    }

    /** Scratch for grouping these pods; it keeps nothing from one metric to the next. */
    PodGroups groups() {
        return groups;
    }

    /** Pods that are running and whose Ready condition is true. */
    int runningAndReady() {
        int wanted = Phase.RUNNING.ordinal() | (Ready.TRUE.ordinal() << READY_SHIFT);
        int ready = 0;
        for (int pod = 0; pod < count; pod++) {
            if ((states[pod] & (PHASE_MASK | READY_MASK)) == wanted) {
                ready++;
            }
        }
        return ready;
    }

    /** {@return how many pods are listed} */
    @Override
    public String toString() {
        return "PodSamples[pods=" + count + ']';
    }
}
