package dev.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.PodRequests.ContainerKind;
import org.junit.jupiter.api.Test;

class PodRequestsTest {
    private static PodRequests pod() {
        return new PodRequests()
                .container(ContainerKind.INIT, "setup")
                .request("cpu", 900)
                .container(ContainerKind.SIDECAR, "proxy")
                .request("cpu", 50)
                .container(ContainerKind.APP, "main")
                .request("cpu", 500);
    }

    @Test
    void adds_up_app_containers_and_sidecars() {
        assertThat(pod().status("cpu", null)).isEqualTo(MetricProposal.Status.PROPOSED);
        assertThat(pod().milli("cpu", null)).isEqualTo(550);
        assertThat(pod().milli("cpu", "proxy")).isEqualTo(50);
    }

    @Test
    void names_what_is_missing() {
        assertThat(pod().status("memory", null)).isEqualTo(MetricProposal.Status.MISSING_REQUEST);
        assertThat(pod().status("cpu", "other")).isEqualTo(MetricProposal.Status.CONTAINER_NOT_FOUND);
        assertThat(pod().status("cpu", "setup")).isEqualTo(MetricProposal.Status.CONTAINER_NOT_FOUND);
    }

    @Test
    void pod_level_requests_come_first_with_overhead() {
        PodRequests pod = pod().podLevel("cpu", 700).overhead("cpu", 20);
        assertThat(pod.milli("cpu", null)).isEqualTo(720);
        assertThat(pod.milli("cpu", "main")).isEqualTo(500);
    }

    @Test
    void a_resource_without_pod_level_request_takes_what_the_scheduler_reserves() {
        PodRequests pod = pod().podLevel("memory", 700);
        // The init container needs more alone than the others together.
        assertThat(pod.milli("cpu", null)).isEqualTo(900);
        assertThat(pod.container(ContainerKind.INIT, "late").request("cpu", 900).milli("cpu", null))
                .isEqualTo(950);
        assertThat(pod.status("hugepages-2Mi", null)).isEqualTo(MetricProposal.Status.MISSING_POD_LEVEL_REQUEST);
    }

    @Test
    void can_be_used_again() {
        PodRequests pod = pod().clear().container(ContainerKind.APP, "only").request("cpu", 1);
        assertThat(pod.milli("cpu", null)).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            pod.container(ContainerKind.APP, "more" + i).request("cpu", 1);
        }
        assertThat(pod.milli("cpu", null)).isEqualTo(21);
        assertThatThrownBy(() -> new PodRequests().request("cpu", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("request needs a container before it: resource=cpu");
    }
}
