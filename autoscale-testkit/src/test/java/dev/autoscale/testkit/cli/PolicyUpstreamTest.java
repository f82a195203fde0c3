package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.policies.ray.RayServe;
import dev.autoscale.policies.wpa.WatermarkPodAutoscaler;
import dev.autoscale.testkit.file.LoadedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the rules of further systems. */
class PolicyUpstreamTest {
    @TempDir
    private Path directory;

    private Path write(String... lines) throws IOException {
        return Files.write(directory.resolve("policy.properties"), List.of(lines));
    }

    @Test
    void a_deployment_of_ray_serve_is_read() throws IOException {
        Path file = write(
                "ray.policy=custom",
                "ray.min_replicas=0",
                "ray.max_replicas=9",
                "ray.initial_replicas=2",
                "ray.target_ongoing_requests=1.5",
                "ray.smoothing_factor=0.5",
                "ray.downscaling_factor=0.3",
                "ray.upscale_delay_s=0.5",
                "ray.downscale_to_zero_delay_s=90");
        assertThat(LoadedPolicy.read(file).upstream())
                .contains(RayServe.builder()
                        .policy(RayServe.Kind.CUSTOM)
                        .minReplicas(0)
                        .maxReplicas(9)
                        .initialReplicas(2)
                        .targetOngoingRequests(1.5)
                        .upscalingFactor(0.5)
                        .downscalingFactor(0.3)
                        .upscaleDelayS(0.5)
                        .downscaleToZeroDelayS(90)
                        .build());
    }

    @Test
    void a_watermark_pod_autoscaler_is_read() throws IOException {
        Path file = write(
                "wpa.maxReplicas=9",
                "wpa.tolerance=50m",
                "wpa.metrics.cpu.highWatermark=500m",
                "wpa.metrics.queue.lowWatermark=5",
                "wpa.metrics.queue.highWatermark=9");
        assertThat(LoadedPolicy.read(file).upstream())
                .contains(WatermarkPodAutoscaler.builder(9)
                        .tolerance(0.05)
                        .metric("cpu", 0.5, 0.5)
                        .metric("queue", 5.0, 9.0)
                        .build());
    }

    @Test
    void broken_rules_are_told_with_line_and_key() throws IOException {
        Path ray = write("ray.max_replicas=0", "ray.downscale_delay_s=-1");
        assertThatThrownBy(() -> LoadedPolicy.read(ray))
                .hasMessageContaining(":1: ")
                .hasMessageContaining("ray.max_replicas=0")
                .hasMessageContaining(":2: ")
                .hasMessageContaining("ray.downscale_delay_s=-1");
        Path band = write("wpa.maxReplicas=9", "wpa.metrics.x.lowWatermark=9", "wpa.metrics.x.highWatermark=5");
        assertThatThrownBy(() -> LoadedPolicy.read(band)).hasMessageContaining(":3: ");
        Path none = write("wpa.minReplicas=2");
        assertThatThrownBy(() -> LoadedPolicy.read(none))
                .hasMessageContaining("must be given: wpa.maxReplicas")
                .hasMessageContaining("must have a metric: wpa.metrics.<id>.highWatermark");
    }
}
