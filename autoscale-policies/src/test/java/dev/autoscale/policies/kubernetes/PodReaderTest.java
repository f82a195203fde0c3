package dev.autoscale.policies.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal.Status;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.PodSamples.Phase;
import dev.autoscale.PodSamples.Ready;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods as the API server gives them decide what they would decide if they were listed by hand. */
class PodReaderTest {
    private static final long HOUR = 3_600_000;

    private static final Map<String, Object> RUNNING = pod(
            Map.of(
                    "phase",
                    "Running",
                    "startTime",
                    "1970-01-01T00:00:00Z",
                    "conditions",
                    List.of(
                            Map.of("type", "Initialized", "status", "False"),
                            Map.of("type", "Ready", "status", "True", "lastTransitionTime", "1970-01-01T00:00:05Z"))),
            container("main", "500m"));

    @Test
    void a_ready_pod_counts_with_its_request() {
        Decision out = decide(spec(), RUNNING, RUNNING);

        assertThat(out.metric(0).utilizationPercent()).isEqualTo(100);
        assertThat(out.replicas()).isEqualTo(4);
    }

    @Test
    void sidecars_are_requested_too_and_init_containers_are_not() {
        Map<String, Object> sidecar = new HashMap<>(container("proxy", "500m"));
        sidecar.put("restartPolicy", "Always");
        Map<String, Object> pod = new HashMap<>(RUNNING);
        pod.put(
                "spec",
                Map.of(
                        "containers",
                        List.of(container("main", "500m")),
                        "initContainers",
                        List.of(sidecar, container("migrate", "4"))));

        assertThat(decide(spec(), pod).metric(0).utilizationPercent()).isEqualTo(50);
    }

    @Test
    void requests_of_the_whole_pod_stand_for_those_of_its_containers_and_its_overhead_comes_on_top() {
        Map<String, Object> pod = new HashMap<>(RUNNING);
        pod.put(
                "spec",
                Map.of(
                        "containers",
                        List.of(container("main", "500m")),
                        "resources",
                        Map.of("requests", Map.of("cpu", 2)),
                        "overhead",
                        Map.of("cpu", "500m")));

        assertThat(decide(spec(), pod).metric(0).utilizationPercent()).isEqualTo(20);
    }

    @Test
    void a_pod_that_waits_or_is_deleted_or_has_ended_does_not_count() {
        Map<String, Object> pending = pod(Map.of("phase", "Pending"), container("main", "500m"));
        Map<String, Object> failed = pod(Map.of("phase", "Failed"), container("main", "500m"));
        Map<String, Object> deleted = new HashMap<>(RUNNING);
        deleted.put("metadata", Map.of("name", "web", "deletionTimestamp", "1970-01-01T00:00:00Z"));

        assertThat(decide(spec(), RUNNING, pending).metric(0).unreadyPods()).isEqualTo(1);
        assertThat(decide(spec(), RUNNING, failed).replicas()).isEqualTo(2);
        assertThat(decide(spec(), RUNNING, deleted).replicas()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_read_counts_as_not_given() {
        List<Map<String, Object>> odd = List.of(
                Map.of(),
                Map.of("metadata", "web", "spec", List.of(), "status", 7),
                pod(Map.of("phase", 3, "startTime", "yesterday", "conditions", "none"), Map.of()),
                pod(
                        Map.of("conditions", Arrays.asList(null, "Ready", Map.of("type", "Ready"))),
                        container("x", "much")));

        for (Map<String, Object> each : odd) {
            Decision out = decide(spec(), each);
            assertThat(out.replicas()).isEqualTo(1);
            assertThat(out.metric(0).status()).isNotEqualTo(Status.PROPOSED);
        }
    }

    @Test
    void words_of_the_api() {
        assertThat(PodReader.phase("Succeeded")).isEqualTo(Phase.SUCCEEDED);
        assertThat(PodReader.phase("running")).isEqualTo(Phase.UNKNOWN);
        assertThat(PodReader.phase(null)).isEqualTo(Phase.UNKNOWN);
        assertThat(PodReader.ready("False")).isEqualTo(Ready.FALSE);
        assertThat(PodReader.ready("Unknown")).isEqualTo(Ready.UNKNOWN);
        assertThat(PodReader.ready(null)).isEqualTo(Ready.UNKNOWN);
    }

    @Test
    void needs_room() {
        Observation in = spec().newObservation().at(0);
        assertThatThrownBy(() -> PodReader.add(in.pods(), RUNNING)).isInstanceOf(IllegalStateException.class);
    }

    private static AutoscalerSpec spec() {
        return AutoscalerSpec.builder(1, 10)
                .metric(MetricSpec.resource("cpu").averageUtilization(50))
                .build();
    }

    private static Map<String, Object> container(String name, String cpu) {
        return Map.of("name", name, "resources", Map.of("requests", Map.of("cpu", cpu)));
    }

    private static Map<String, Object> pod(Map<String, Object> status, Map<String, Object> container) {
        return Map.of(
                "metadata", Map.of("name", "web"), "spec", Map.of("containers", List.of(container)), "status", status);
    }

    /** Each pod uses half a core. */
    @SafeVarargs
    private static Decision decide(AutoscalerSpec spec, Map<String, Object>... pods) {
        Observation in = spec.newObservation().ensureCapacity(pods.length).at(HOUR);
        in.replicas(pods.length);
        for (Map<String, Object> pod : pods) {
            in.pods().sample(0, PodReader.add(in.pods(), pod), 0.5);
        }
        Decision out = spec.newDecision();
        spec.newAutoscaler().decide(in, out);
        return out;
    }
}
