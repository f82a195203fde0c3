package dev.autoscale.policies.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.Reason;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The status and events of decisions, in Kubernetes' words. */
class HpaStatusTest {
    private static final HorizontalPodAutoscaler HPA = new HorizontalPodAutoscaler(
                    ObjectReference.deployment("web"), 10)
            .withMetrics(
                    HpaMetric.resource("cpu", Target.averageUtilization(50)),
                    HpaMetric.external(
                            new HpaMetric.Identifier("queue", LabelSelector.of("topic", "orders")),
                            Target.averageValue(Quantity.parse("10"))),
                    HpaMetric.object(
                            new ObjectReference("v1", "Service", "web"),
                            "requests",
                            Target.value(Quantity.parse("2k"))))
            .withBehavior(new HpaBehavior(null, null));

    private final Autoscaler autoscaler = HPA.toSpec().newAutoscaler();
    private final Observation in = autoscaler.newObservation();
    private final Decision out = autoscaler.newDecision();

    @Test
    void tells_of_a_change() {
        decide(0, 80, 15, 1000);
        autoscaler.scaled(out);

        HpaStatus status = HpaStatus.of(HPA, autoscaler, out);
        assertThat(status.rescaleMessage())
                .isEqualTo("New size: 4; reason: cpu resource utilization (percentage of request) above target");
        Map<String, Object> map = status.toMap(Map.of());
        assertThat(map)
                .containsEntry("currentReplicas", 2)
                .containsEntry("desiredReplicas", 4)
                .containsEntry("lastScaleTime", "1970-01-01T00:00:00Z");
        assertThat(condition(map, "AbleToScale"))
                .containsEntry("status", "True")
                .containsEntry("reason", "SucceededRescale")
                .containsEntry("message", "the HPA controller was able to update the target scale to 4")
                .containsEntry("lastTransitionTime", "1970-01-01T00:00:00Z");
        assertThat(condition(map, "ScalingActive"))
                .containsEntry(
                        "message",
                        "the HPA was able to successfully calculate a replica count from cpu resource utilization"
                                + " (percentage of request)");
    }

    @Test
    void shows_what_was_measured_in_the_place_of_the_targets() {
        decide(0, 80, 15, 1000);

        assertThat(HpaStatus.of(HPA, autoscaler, out).toMap(Map.of()).get("currentMetrics"))
                .isEqualTo(List.of(
                        Map.of(
                                "type",
                                "Resource",
                                "resource",
                                Map.of("name", "cpu", "current", Map.of("averageUtilization", 80))),
                        Map.of(
                                "type",
                                "External",
                                "external",
                                Map.of(
                                        "metric",
                                        Map.of(
                                                "name",
                                                "queue",
                                                "selector",
                                                Map.of("matchLabels", Map.of("topic", "orders"))),
                                        "current",
                                        Map.of("averageValue", "7500m"))),
                        Map.of(
                                "type",
                                "Object",
                                "object",
                                Map.of(
                                        "metric",
                                        Map.of("name", "requests"),
                                        "describedObject",
                                        Map.of("apiVersion", "v1", "kind", "Service", "name", "web"),
                                        "current",
                                        Map.of("value", "1k")))));
    }

    @Test
    void a_metric_that_fails_has_no_value_and_a_condition_that_says_which() {
        in.at(0).replicas(2).value(0, 20).failed(1).value(2, 1);
        autoscaler.decide(in, out);

        Map<String, Object> map = HpaStatus.of(HPA, autoscaler, out).toMap(Map.of());
        assertThat((List<?>) map.get("currentMetrics")).hasSize(2);
        assertThat(condition(map, "ScalingActive"))
                .containsEntry("status", "False")
                .containsEntry("reason", "FailedGetExternalMetric")
                .containsEntry(
                        "message",
                        "the HPA was unable to compute the replica count: queue: the metric could not be fetched");
    }

    @Test
    void a_condition_keeps_its_time_until_its_status_changes_and_the_last_scale_its_own() {
        decide(0, 80, 15, 1000);
        autoscaler.scaled(out);
        Map<String, Object> first = HpaStatus.of(HPA, autoscaler, out).toMap(Map.of());
        in.at(61_000).replicas(4).value(0, 50).value(1, 40).value(2, 2000);
        autoscaler.decide(in, out);

        Map<String, Object> second = HpaStatus.of(HPA, autoscaler, out).toMap(first);
        assertThat(second).containsEntry("lastScaleTime", "1970-01-01T00:00:00Z");
        assertThat(condition(second, "AbleToScale"))
                .containsEntry("reason", "ReadyForNewScale")
                .containsEntry("lastTransitionTime", "1970-01-01T00:00:00Z");

        autoscaler.scaleFailed(61_000);
        Map<String, Object> third = HpaStatus.of(HPA, autoscaler, out).toMap(second);
        assertThat(condition(third, "AbleToScale"))
                .containsEntry("status", "False")
                .containsEntry("lastTransitionTime", "1970-01-01T00:01:01Z");
    }

    @Test
    void says_why_no_metric_can_be_asked_and_who_took_it_to_zero() {
        Autoscaler withZero = HPA.withMinReplicas(0).toSpec(true).newAutoscaler();
        in.at(0).replicas(2).noUsableInput(Reason.AMBIGUOUS_SELECTOR);
        autoscaler.decide(in, out);
        assertThat(condition(HpaStatus.of(HPA, autoscaler, out).toMap(Map.of()), "ScalingActive"))
                .containsEntry("message", "another autoscaler owns the target or its pods");

        Decision zero = withZero.newDecision();
        withZero.decide(withZero.newObservation().at(0).replicas(1), zero);
        withZero.scaled(0, 1, 0);
        assertThat(condition(HpaStatus.of(HPA, withZero, zero).toMap(Map.of()), "ScaledToZero"))
                .containsEntry("message", "this autoscaler took the target to zero, and brings it back");
    }

    @Test
    void an_unknown_count_is_left_out() {
        in.at(0).replicasUnknown();
        autoscaler.decide(in, out);

        Map<String, Object> map =
                HpaStatus.of(HPA, autoscaler, out).toMap(Map.of("conditions", "odd", "lastScaleTime", "x"));
        assertThat(map).doesNotContainKey("currentReplicas").containsEntry("lastScaleTime", "x");
        assertThat(condition(map, "AbleToScale")).containsEntry("reason", "FailedGetScale");
    }

    @Test
    void without_an_hpa_metrics_are_called_by_their_ids() {
        decide(0, 80, 15, 1000);
        autoscaler.scaled(out);

        HpaStatus status = HpaStatus.of(autoscaler, out);
        assertThat(status.rescaleMessage()).isEqualTo("New size: 4; reason: cpu above target");
        assertThat(status.toMap(Map.of())).doesNotContainKey("currentMetrics").containsKey("conditions");
    }

    private void decide(long epochMillis, double cpu, double queue, double requests) {
        in.at(epochMillis).replicas(2).value(0, cpu).value(1, queue).value(2, requests);
        autoscaler.decide(in, out);
    }

    @SuppressWarnings("unchecked") // a document has texts as names
    private static Map<String, Object> condition(Map<String, Object> status, String type) {
        for (Object each : (List<?>) status.get("conditions")) {
            if (each instanceof Map<?, ?> map && type.equals(map.get("type"))) {
                return (Map<String, Object>) map;
            }
        }
        throw new AssertionError("no condition " + type + " in " + status);
    }
}
