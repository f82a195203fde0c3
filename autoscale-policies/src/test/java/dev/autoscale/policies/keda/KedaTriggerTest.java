package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.MetricSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KedaTriggerTest {
    private static final String METADATA = "spec.triggers[0].metadata.";

    private static ScaledObject of(String type, Map<String, String> metadata) {
        return of(KedaTrigger.of(type, "a", metadata, null));
    }

    private static ScaledObject of(KedaTrigger trigger) {
        return ScaledObject.builder().minReplicaCount(1).trigger(trigger).build();
    }

    private static MetricSpec metric(ScaledObject object) {
        return object.toSpec().metric(0);
    }

    private static MetricSpec external(double target, double activation) {
        return MetricSpec.external("a")
                .averageValue(target)
                .activation(activation)
                .negative(MetricSpec.SampleRule.ZERO);
    }

    private static List<String> broken(ScaledObject object) {
        return object.violations().stream()
                .map(each -> each.rule() + ": " + each.path())
                .toList();
    }

    static List<KedaTriggerType> types() {
        return KedaTriggerType.all();
    }

    @Test
    void the_table_knows_the_types() {
        assertThat(types()).hasSizeGreaterThan(65).doesNotHaveDuplicates();
        assertThat(KedaTriggerType.named("azure-servicebus"))
                .hasValueSatisfying(type -> assertThat(type.targetKey()).isEqualTo("messageCount"));
        assertThat(List.of("cpu", "memory", "cron", "external", "external-push", "stan"))
                .noneMatch(name -> KedaTriggerType.named(name).isPresent());
    }

    @ParameterizedTest
    @MethodSource("types")
    void each_type_reads_its_own_keys(KedaTriggerType type) {
        for (String key : type.targetKeys()) {
            Map<String, String> metadata = metadata(type, key);
            ScaledObject object = of(type.name(), metadata);
            assertThat(object.violations()).isEmpty();
            assertThat(object.warnings().stream().filter(each -> !each.contains("activation")))
                    .isEmpty();
            boolean hasActivation = type.activationKey(metadata).isPresent();
            assertThat(metric(object).notFinite(MetricSpec.SampleRule.FAIL))
                    .isEqualTo(external(7, hasActivation ? 3 : 0).notFinite(MetricSpec.SampleRule.FAIL));
        }
    }

    private static Map<String, String> metadata(KedaTriggerType type, String key) {
        Map<String, String> metadata = new java.util.TreeMap<>(Map.of(key, "7"));
        if (key.equals("pendingEntriesCount") || key.equals("lagCount")) {
            metadata.put("consumerGroup", "group");
        }
        if (type.name().equals("rabbitmq") && key.equals("value")) {
            metadata.put("mode", "QueueLength");
        }
        type.activationKey(metadata).ifPresent(activation -> metadata.put(activation, "3"));
        return metadata;
    }

    @ParameterizedTest
    @MethodSource("types")
    void each_type_is_told_the_right_key_for_its_neighbours(KedaTriggerType type) {
        for (KedaTriggerType other : types()) {
            for (String wrong : other.targetKeys()) {
                if (!type.targetKeys().contains(wrong)) {
                    ScaledObject object = of(type.name(), Map.of(wrong, "7"));
                    String right = type.targetKey(Map.of());
                    assertThat(object.warnings())
                            .singleElement()
                            .asString()
                            .startsWith(type.name() + " reads " + right + " instead")
                            .endsWith(": " + METADATA + wrong + "=7");
                    boolean hasDefault = type.defaultTarget() != null && type.defaultTarget() > 0;
                    assertThat(broken(object))
                            .hasSize(hasDefault ? 0 : 1)
                            .allMatch(each -> each.endsWith(METADATA + right));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_number_is_read_as_its_type_reads_it(KedaTriggerType type) {
        String key = type.targetKeys().get(0);
        Map<String, String> metadata = metadata(type, key);
        for (String text : List.of("7.5", "1e1")) {
            metadata.put(key, text);
            assertThat(of(type.name(), metadata).violations()).hasSize(type.isWhole() ? 1 : 0);
        }
        for (String text : List.of("x", "7 ", "0", "-1", "${TARGET}", "9".repeat(400))) {
            metadata.put(key, text);
            assertThat(broken(of(type.name(), metadata)))
                    .singleElement()
                    .asString()
                    .endsWith(": " + METADATA + key);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "azure-pipelines, targetPendingBuilds, azure-pipelines reads targetPipelinesQueueLength instead",
        "kafka, activationThreshold, kafka reads activationLagThreshold instead",
        "kafka, activationLagTreshold, kafka reads activationLagThreshold instead",
        "aws-sqs-queue, queuelength, aws-sqs-queue reads queueLength instead",
        "github-runner, activationValue, github-runner has no activation value and is active above 0",
        "gcp-pubsub, subscriptionSize, 'gcp-pubsub reads value instead, which is not given and so 10'",
        "redis-streams, pendingEntriesCount, redis-streams reads streamLength instead without a consumerGroup",
        "prometheus, metricType, metricType belongs beside metadata",
        "cpu, type, KEDA no longer reads it",
    })
    void what_a_type_does_not_read_is_named(String type, String key, String warning) {
        assertThat(of(type, Map.of(key, "7")).warnings())
                .singleElement()
                .asString()
                .startsWith(warning)
                .endsWith(": " + METADATA + key + "=7");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka, topic",
        "kafka, consumerGroup",
        "aws-sqs-queue, queueURL",
        "prometheus, query",
        "redis, listName",
        "azure-blob, blobContainerName",
        "kubernetes-workload, podSelector",
        "rabbitmq, queueName",
        "external, threshold"
    })
    void what_a_type_may_have_is_not(String type, String key) {
        assertThat(of(type, Map.of(key, "7")).warnings()).isEmpty();
    }

    @Test
    void the_target_of_an_external_trigger_comes_from_outside() {
        KedaTrigger trigger = KedaTrigger.of("external", "a", Map.of("scalerAddress", "x:80"), null);
        assertThat(broken(of(trigger)))
                .containsExactly("needs a target > 0 from outside, as its scaler tells it only while it runs: "
                        + "spec.triggers[0].type");
        assertThat(metric(of(trigger.withTarget(2.5)))).isEqualTo(external(2.5, 0));
        assertThat(trigger.withTarget(2.5).withMetricType("Value").metadata()).isEqualTo(trigger.metadata());
        assertThat(broken(of(trigger.withTarget(0)))).hasSize(1);
        assertThat(broken(of("promethoeus", Map.of())))
                .singleElement()
                .asString()
                .contains("; did you mean prometheus?");
    }

    @Test
    void another_target_is_written_where_it_stands() {
        assertThat(KedaTrigger.queue("a").withTarget(7)).isEqualTo(KedaTrigger.queue("a", 7, 0));
        assertThat(KedaTrigger.of("redis-streams", "a", Map.of("consumerGroup", "x"), null)
                        .withTarget(7)
                        .metadata())
                .containsEntry("pendingEntriesCount", "7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KedaTrigger.cpu(50).withTarget(7));
    }

    @Test
    void triggers_of_the_factories_are_those_of_a_manifest() {
        assertThat(KedaTrigger.of("cpu", "", Map.of("value", "60"), "Utilization"))
                .isEqualTo(KedaTrigger.cpu(60));
        assertThat(KedaTrigger.of(
                        "prometheus",
                        "a",
                        Map.of("threshold", "0.25", "activationThreshold", "-3", "ignoreNullValues", "false"),
                        null))
                .isEqualTo(KedaTrigger.prometheus("a", 0.25, -3));
        assertThat(KedaTrigger.of(
                        "cron",
                        "a",
                        Map.of("timezone", "", "start", "0 8 * * *", "end", "0 9 * * *", "desiredReplicas", "3"),
                        null))
                .isEqualTo(KedaTrigger.cron("a", "", "0 8 * * *", "0 9 * * *", 3));
    }

    @Test
    void what_is_not_given_is_required() {
        assertThat(broken(of("cron", Map.of())))
                .containsExactly(
                        "must be given, a time zone such as Etc/UTC: " + METADATA + "timezone",
                        "must be given, five fields of a cron expression: " + METADATA + "start",
                        "must be given, five fields of a cron expression: " + METADATA + "end",
                        "must be given, a whole number: " + METADATA + "desiredReplicas");
        assertThat(broken(of("memory", Map.of("metricType", "Utilization"))))
                .containsExactly(
                        "must be given beside metadata, not within: spec.triggers[0].metricType",
                        "must be given, a quantity such as 70, 500m or 1Gi: " + METADATA + "value");
        assertThat(broken(of("rabbitmq", Map.of("value", "5"))))
                .containsExactly("must be given beside value: " + METADATA + "mode");
        assertThat(broken(of("rabbitmq", Map.of("queueLength", "5", "mode", "QueueLength"))))
                .singleElement()
                .asString()
                .endsWith(METADATA + "queueLength");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2147483648", "7.0", "50%", "{{ .Values.cpu }}"})
    void a_share_of_the_requests_is_whole_percent(String value) {
        assertThat(broken(of(KedaTrigger.of("cpu", "", Map.of("value", value), "Utilization"))))
                .singleElement()
                .asString()
                .endsWith(METADATA + "value");
    }

    @Test
    void a_formula_needs_no_target_of_some_types() {
        for (String type : List.of("arangodb", "aws-dynamodb", "kubernetes-workload", "datadog", "external")) {
            ScaledObject object = ScaledObject.builder()
                    .trigger(KedaTrigger.of(type, "a", Map.of(), null))
                    .trigger(KedaTrigger.of("cpu", "c", Map.of("value", "50"), "Utilization"))
                    .scalingModifiers("a", "5")
                    .build();
            assertThat(object.violations()).isEmpty();
        }
    }

    @Test
    void the_name_of_a_cpu_trigger_is_no_value_of_a_formula() {
        ScaledObject object = ScaledObject.builder()
                .trigger(KedaTrigger.queue("a"))
                .trigger(KedaTrigger.of("cpu", "c", Map.of("value", "50"), "Utilization"))
                .scalingModifiers("a + c", "5")
                .build();
        assertThat(object.violations()).hasSize(1);
    }

    @Test
    void results_that_are_no_numbers_count_as_keda_counts_them() {
        assertThat(metric(of("prometheus", Map.of("threshold", "1"))).notFinite())
                .isEqualTo(MetricSpec.SampleRule.ZERO);
        assertThat(metric(of("prometheus", Map.of("threshold", "1", "ignoreNullValues", "false")))
                        .notFinite())
                .isEqualTo(MetricSpec.SampleRule.FAIL);
        assertThat(metric(of("kafka", Map.of())).notFinite()).isEqualTo(MetricSpec.SampleRule.FAIL);
    }
}
