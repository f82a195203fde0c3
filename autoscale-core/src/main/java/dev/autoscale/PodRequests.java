package dev.autoscale;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the containers of a pod request of each resource, and Kubernetes' rule for adding it up. Not thread-safe.
 *
 * <p>Usually all pods of a workload come from one template, so one object, filled once, serves them all. A utilization
 * target needs the sum over app containers and sidecars; init containers that end are not counted. A pod with pod-level
 * requests uses those instead. Source of the rules: Kubernetes HPA. Reading costs a scan of the containers and allocates
 * nothing.
 */
public final class PodRequests {
    /** The part that a container plays in its pod. */
    public enum ContainerKind {
        /** An ordinary container. */
        APP,
        /** An init container that keeps running ({@code restartPolicy: Always}). */
        SIDECAR,
        /** An init container that ends before the app containers start. */
        INIT
    }

    /** Owners of a request that are not containers. */
    private static final int POD = -1;

    private static final int OVERHEAD = -2;

    private String[] names = new String[4];
    private ContainerKind[] kinds = new ContainerKind[4];
    private int containers;

    private int[] owners = new int[8];
    private String[] resources = new String[8];
    private long[] amountsMilli = new long[8];
    private int requests;

    /** Begins with a pod that has no containers. */
    public PodRequests() {}

    /**
     * Forgets all containers and requests.
     *
     * @return this
     */
    public PodRequests clear() {
        containers = 0;
        requests = 0;
        return this;
    }

    /**
     * Adds a container; the requests that follow are its own.
     *
     * @param kind the part it plays
     * @param name its name
     * @return this
     */
    public PodRequests container(ContainerKind kind, String name) {
        if (containers == names.length) {
            names = Arrays.copyOf(names, 2 * containers);
            kinds = Arrays.copyOf(kinds, 2 * containers);
        }
        names[containers] = Objects.requireNonNull(name, "name");
        kinds[containers] = Objects.requireNonNull(kind, "kind");
        containers++;
        return this;
    }

    /**
     * Sets what the container added last requests.
     *
     * @param resource the resource's name, such as {@code cpu}
     * @param milli the request in thousandths of the resource's unit
     * @return this
     * @throws IllegalStateException if no container was added
     */
    public PodRequests request(String resource, long milli) {
        if (containers == 0) {
            throw new IllegalStateException("request needs a container before it: resource=" + resource);
        }
        return add(containers - 1, resource, milli);
    }

    /**
     * Sets what the pod as a whole requests.
     *
     * @param resource the resource's name, such as {@code cpu}
     * @param milli the request in thousandths of the resource's unit
     * @return this
     */
    public PodRequests podLevel(String resource, long milli) {
        return add(POD, resource, milli);
    }

    /**
     * Sets what running the pod costs besides its containers. Kubernetes adds it to pod-level requests only.
     *
     * @param resource the resource's name, such as {@code cpu}
     * @param milli the overhead in thousandths of the resource's unit
     * @return this
     */
    public PodRequests overhead(String resource, long milli) {
        return add(OVERHEAD, resource, milli);
    }

    private PodRequests add(int owner, String resource, long milli) {
        if (requests == owners.length) {
            owners = Arrays.copyOf(owners, 2 * requests);
            resources = Arrays.copyOf(resources, 2 * requests);
            amountsMilli = Arrays.copyOf(amountsMilli, 2 * requests);
        }
        owners[requests] = owner;
        resources[requests] = Objects.requireNonNull(resource, "resource");
        amountsMilli[requests] = milli;
        requests++;
        return this;
    }

    /**
     * Whether the request that counts for a utilization target is known.
     *
     * @param resource the resource's name
     * @param container the container that the metric names, or null for the whole pod
     * @return {@link MetricProposal.Status#PROPOSED} if it is, otherwise what is missing
     */
    public MetricProposal.Status status(String resource, @Nullable String container) {
        if (container == null && hasPodLevel()) {
            boolean known = find(POD, resource) >= 0 || isRequestedByAnyContainer(resource);
            return known ? MetricProposal.Status.PROPOSED : MetricProposal.Status.MISSING_POD_LEVEL_REQUEST;
        }
        boolean found = container == null;
        for (int i = 0; i < containers; i++) {
            if (counts(i, container)) {
                found = true;
                if (find(i, resource) < 0) {
                    return MetricProposal.Status.MISSING_REQUEST;
                }
            }
        }
        return found ? MetricProposal.Status.PROPOSED : MetricProposal.Status.CONTAINER_NOT_FOUND;
    }

    /**
     * The request that counts for a utilization target.
     *
     * @param resource the resource's name
     * @param container the container that the metric names, or null for the whole pod
     * @return thousandths of the resource's unit; not defined unless {@link #status} is {@link MetricProposal.Status#PROPOSED}
     */
    public long milli(String resource, @Nullable String container) {
        if (container == null && hasPodLevel()) {
            int podLevel = find(POD, resource);
            return (podLevel >= 0 ? amountsMilli[podLevel] : scheduled(resource)) + amount(OVERHEAD, resource);
        }
        long sum = 0;
        for (int i = 0; i < containers; i++) {
            if (counts(i, container)) {
                sum += amount(i, resource);
            }
        }
        return sum;
    }

    private boolean counts(int i, @Nullable String container) {
        return kinds[i] != ContainerKind.INIT && (container == null || names[i].equals(container));
    }

    /*
     * What the scheduler reserves: the running containers together, or more if one init container, in addition to the sidecars
     * started before it, needs more.
     */
    private long scheduled(String resource) {
        long running = 0;
        long sidecarsSoFar = 0;
        long initPeak = 0;
        for (int i = 0; i < containers; i++) {
            long amount = amount(i, resource);
            switch (kinds[i]) {
                case APP -> running += amount;
                case SIDECAR -> {
                    running += amount;
                    sidecarsSoFar += amount;
                    initPeak = Math.max(initPeak, sidecarsSoFar);
                }
                case INIT -> initPeak = Math.max(initPeak, sidecarsSoFar + amount);
            }
        }
        return Math.max(running, initPeak);
    }

    private boolean hasPodLevel() {
        for (int i = 0; i < requests; i++) {
            if (owners[i] == POD) {
                return true;
            }
        }
        return false;
    }

    private boolean isRequestedByAnyContainer(String resource) {
        for (int i = 0; i < requests; i++) {
            if (owners[i] >= 0 && resources[i].equals(resource)) {
                return true;
            }
        }
        return false;
    }

    private long amount(int owner, String resource) {
        int i = find(owner, resource);
        return i < 0 ? 0 : amountsMilli[i];
    }

    private int find(int owner, String resource) {
        for (int i = 0; i < requests; i++) {
            if (owners[i] == owner && resources[i].equals(resource)) {
                return i;
            }
        }
        return -1;
    }

    /** {@return how much is described} */
    @Override
    public String toString() {
        return "PodRequests[containers=" + containers + ", requests=" + requests + ']';
    }
}
