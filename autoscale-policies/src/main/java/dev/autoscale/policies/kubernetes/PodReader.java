package dev.autoscale.policies.kubernetes;

import dev.autoscale.PodRequests;
import dev.autoscale.PodRequests.ContainerKind;
import dev.autoscale.PodSamples;
import dev.autoscale.PodSamples.Phase;
import dev.autoscale.PodSamples.Ready;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists pods as the API server gives them ({@code v1} Pod) in an observation. Stateless and thread-safe.
 *
 * <p>A pod is a parsed document: maps with texts as names, lists, texts, numbers, booleans and null, as any parser or client makes
 * them. What cannot be read counts as not given, so a pod of a newer or odd server is at worst a pod that is not ready and requests
 * nothing, which never lets a workload shrink.
 */
public final class PodReader {
    /** The time that the API takes for one that is not given: the first second of year 1. */
    private static final long NO_TIME_MILLIS = -62_135_596_800_000L;

    private PodReader() {}

    /**
     * Adds a pod with its phase, readiness, start, deletion and requests; samples are the caller's. Allocates.
     *
     * @param pods where the pod is listed, with room for it; not null
     * @param pod the document of the pod; not null. Only {@code metadata.deletionTimestamp}, {@code spec} and {@code status} are read
     * @return the pod's index in {@code pods}, for its samples
     * @throws IllegalStateException if there is no room, see {@link dev.autoscale.Observation#ensureCapacity}
     */
    public static int add(PodSamples pods, Map<String, ?> pod) {
        int index = pods.add();
        Map<?, ?> status = object(pod, "status");
        pods.phase(index, phase(status.get("phase")));
        if (object(pod, "metadata").get("deletionTimestamp") != null) {
            pods.deleted(index);
        }
        if (status.get("startTime") != null) {
            pods.started(index, epochMillis(status.get("startTime")));
        }
        for (Object condition : list(status, "conditions")) {
            if (condition instanceof Map<?, ?> map && "Ready".equals(map.get("type"))) {
                pods.ready(index, ready(map.get("status")), epochMillis(map.get("lastTransitionTime")));
            }
        }
        return pods.requests(index, requests(object(pod, "spec")));
    }

    /**
     * The phase of a pod by the API's word for it.
     *
     * @param phase {@code status.phase}; may be null
     * @return the phase; {@link Phase#UNKNOWN} for null and for any other text
     */
    public static Phase phase(@Nullable Object phase) {
        return switch (String.valueOf(phase)) {
            case "Pending" -> Phase.PENDING;
            case "Running" -> Phase.RUNNING;
            case "Succeeded" -> Phase.SUCCEEDED;
            case "Failed" -> Phase.FAILED;
            default -> Phase.UNKNOWN;
        };
    }

    /**
     * The status of a condition by the API's word for it.
     *
     * @param status the {@code status} of the condition {@code Ready}; may be null
     * @return the status; {@link Ready#UNKNOWN} for null and for any other text
     */
    public static Ready ready(@Nullable Object status) {
        return switch (String.valueOf(status)) {
            case "True" -> Ready.TRUE;
            case "False" -> Ready.FALSE;
            default -> Ready.UNKNOWN;
        };
    }

    private static PodRequests requests(Map<?, ?> spec) {
        PodRequests requests = new PodRequests();
        for (Object container : list(spec, "containers")) {
            add(requests, ContainerKind.APP, container);
        }
        for (Object container : list(spec, "initContainers")) {
            boolean keepsRunning = container instanceof Map<?, ?> map && "Always".equals(map.get("restartPolicy"));
            add(requests, keepsRunning ? ContainerKind.SIDECAR : ContainerKind.INIT, container);
        }
        object(object(spec, "resources"), "requests").forEach((resource, amount) -> {
            Long milli = milli(amount);
            if (milli != null) {
                requests.podLevel(String.valueOf(resource), milli);
            }
        });
        object(spec, "overhead").forEach((resource, amount) -> {
            Long milli = milli(amount);
            if (milli != null) {
                requests.overhead(String.valueOf(resource), milli);
            }
        });
        return requests;
    }

    private static void add(PodRequests requests, ContainerKind kind, @Nullable Object container) {
        if (container instanceof Map<?, ?> map) {
            requests.container(kind, String.valueOf(map.get("name")));
            object(object(map, "resources"), "requests").forEach((resource, amount) -> {
                Long milli = milli(amount);
                if (milli != null) {
                    requests.request(String.valueOf(resource), milli);
                }
            });
        }
    }

    private static @Nullable Long milli(@Nullable Object quantity) {
        try {
            return Quantity.parse(String.valueOf(quantity)).milliValue();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static long epochMillis(@Nullable Object time) {
        try {
            return time == null
                    ? NO_TIME_MILLIS
                    : Instant.parse(String.valueOf(time)).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return NO_TIME_MILLIS;
        }
    }

    private static Map<?, ?> object(Map<?, ?> map, String name) {
        return map.get(name) instanceof Map<?, ?> object ? object : Map.of();
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return map.get(name) instanceof List<?> list ? list : List.of();
    }
}
