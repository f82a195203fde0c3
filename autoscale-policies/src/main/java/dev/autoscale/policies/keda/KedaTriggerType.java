package dev.autoscale.policies.keda;

import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.GoText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type of KEDA's triggers whose target stands in its {@code metadata}: under which key, as what kind of number, and what holds
 * if it is not given. Immutable and thread-safe.
 *
 * <pre>{@code
 * KedaTriggerType queue = KedaTriggerType.named("azure-servicebus").orElseThrow();
 * queue.targetKey();     // messageCount
 * queue.defaultTarget(); // 5.0
 * }</pre>
 *
 * <p>{@code cpu}, {@code memory} and {@code cron} are none of these, as they have no such target, and neither are {@code external}
 * and {@code external-push}, whose scaler tells its target while it runs.
 *
 * <p>Source of names, kinds and defaults: KEDA, after 2.20.2.
 *
 * @param name KEDA's name of the type, such as {@code prometheus}
 * @param targetKeys the keys that can hold the target, the usual one first
 * @param isWhole whether targets and activation values are whole numbers of 64 bits
 * @param defaultTarget what a target that is not given is, or null if it must be given; 0 and less stand for a target that must be
 *     given unless the trigger feeds a formula
 * @param activationKeys the keys that can hold the value above which, and not at which, the trigger is active; empty if the type has
 *     none, and so is active above 0
 */
public record KedaTriggerType(
        String name,
        List<String> targetKeys,
        boolean isWhole,
        @Nullable Double defaultTarget,
        List<String> activationKeys) {
    static final String TEMPORAL = "temporal";
    static final String PROMETHEUS = "prometheus";
    static final String WORKLOAD = "kubernetes-workload";
    static final String RABBITMQ = "rabbitmq";
    static final String LOKI = "loki";

    /** What the metadata of a stream's consumers is about, and whether they are a group. */
    static final String CONSUMER_GROUP = "consumerGroup";

    static final String PENDING = "pendingEntriesCount";
    static final String STREAM_LENGTH = "streamLength";
    static final String LAG_COUNT = "lagCount";

    private static final Map<String, KedaTriggerType> ALL = all(
            whole("activemq", "targetQueueSize", "activationTargetQueueSize", 10),
            whole("apache-kafka", "lagThreshold", "activationLagThreshold", 10),
            number("arangodb", "queryValue", "activationQueryValue", 0),
            whole("artemis-queue", "queueLength", "activationQueueLength", 10),
            number("aws-cloudwatch", "targetMetricValue", "activationTargetMetricValue"),
            whole("aws-dynamodb", "targetValue", "activationTargetValue", -1),
            whole("aws-dynamodb-streams", "shardCount", "activationShardCount", 2),
            whole("aws-kinesis-stream", "shardCount", "activationShardCount", 2),
            whole("aws-sqs-queue", "queueLength", "activationQueueLength", 5),
            number("azure-app-insights", "targetValue", "activationTargetValue"),
            whole("azure-blob", "blobCount", "activationBlobCount", 5),
            number("azure-data-explorer", "threshold", "activationThreshold"),
            whole("azure-eventhub", "unprocessedEventThreshold", "activationUnprocessedEventThreshold", 64),
            number("azure-log-analytics", "threshold", "activationThreshold"),
            number("azure-monitor", "targetValue", "activationTargetValue"),
            whole("azure-pipelines", "targetPipelinesQueueLength", "activationTargetPipelinesQueueLength", 1),
            whole("azure-queue", "queueLength", "activationQueueLength", 5),
            whole("azure-servicebus", "messageCount", "activationMessageCount", 5),
            number("beanstalkd", "value", "activationValue"),
            whole("cassandra", "targetQueryValue", "activationTargetQueryValue"),
            whole("couchdb", "queryValue", "activationQueryValue"),
            number("dynatrace", "threshold", "activationThreshold"),
            number("elastic-forecast", "targetValue", "activationTargetValue"),
            number("elasticsearch", "targetValue", "activationTargetValue"),
            number("etcd", "value", "activationValue"),
            number("gcp-cloudtasks", "value", "activationValue", 100),
            number("gcp-pubsub", "value", "activationValue", 10),
            number("gcp-stackdriver", "targetValue", "activationTargetValue", 5),
            whole("gcp-storage", "targetObjectCount", "activationTargetObjectCount", 100),
            whole("github-runner", "targetWorkflowQueueLength", "", 1),
            number("graphite", "threshold", "activationThreshold", 100),
            number("huawei-cloudeye", "targetMetricValue", "activationTargetMetricValue"),
            whole("ibmmq", "queueDepth", "activationQueueDepth", 20),
            number("influxdb", "thresholdValue", "activationThresholdValue"),
            whole("kafka", "lagThreshold", "activationLagThreshold", 10),
            number("kubernetes-resource", "targetValue", "activationTargetValue"),
            number(WORKLOAD, "value", "activationValue", 0),
            whole("liiklus", "lagThreshold", "activationLagThreshold", 10),
            number(LOKI, "threshold", "activationThreshold"),
            number("metrics-api", "targetValue", "activationTargetValue"),
            number("mongodb", "queryValue", "activationQueryValue"),
            number("mssql", "targetValue", "activationTargetValue"),
            number("mysql", "queryValue", "activationQueryValue"),
            whole("nats-jetstream", "lagThreshold", "activationLagThreshold", 10),
            number("new-relic", "threshold", "activationThreshold"),
            whole("nsq", "depthThreshold", "activationDepthThreshold", 10),
            number("opensearch", "targetValue", "activationTargetValue"),
            number("openstack-metric", "threshold", "activationThreshold"),
            whole("openstack-swift", "objectCount", "activationObjectCount", 2),
            number("postgresql", "targetQueryValue", "activationTargetQueryValue"),
            number("predictkube", "threshold", "activationThreshold"),
            number(PROMETHEUS, "threshold", "activationThreshold"),
            whole("pulsar", "msgBacklogThreshold", "activationMsgBacklogThreshold", 10),
            whole("redis", "listLength", "activationListLength", 5),
            whole("redis-cluster", "listLength", "activationListLength", 5),
            whole("redis-sentinel", "listLength", "activationListLength", 5),
            number("solarwinds", "targetValue", "activationValue"),
            number("solr", "targetQueryValue", "activationTargetQueryValue"),
            whole("splunk", "targetValue", "activationValue"),
            number("splunk-observability", "targetValue", "activationTargetValue"),
            number("sumologic", "threshold", "activationThreshold"),
            whole(TEMPORAL, "targetQueueSize", "activationTargetQueueSize", 5),
            number(RABBITMQ, List.of("value", "queueLength"), null, List.of("activationValue")),
            number(
                    "datadog",
                    List.of("targetValue", "queryValue"),
                    -1.0,
                    List.of("activationTargetValue", "activationQueryValue")),
            streams("redis-streams"),
            streams("redis-sentinel-streams"),
            streams("redis-cluster-streams"),
            whole("selenium-grid", "nodeMaxSessions", "activationThreshold", 1));

    /**
     * Copies the lists.
     *
     * @param name not null
     * @param targetKeys not null
     * @param isWhole any
     * @param defaultTarget may be null
     * @param activationKeys not null
     */
    public KedaTriggerType {
        targetKeys = List.copyOf(targetKeys);
        activationKeys = List.copyOf(activationKeys);
    }

    private static Map<String, KedaTriggerType> all(KedaTriggerType... types) {
        Map<String, KedaTriggerType> all = new LinkedHashMap<>();
        for (KedaTriggerType type : types) {
            all.put(type.name, type);
        }
        return all;
    }

    private static List<String> keys(String key) {
        return key.isEmpty() ? List.of() : List.of(key);
    }

    private static KedaTriggerType number(
            String name, List<String> targets, @Nullable Double target, List<String> activations) {
        return new KedaTriggerType(name, targets, false, target, activations);
    }

    private static KedaTriggerType number(String name, String target, String activation) {
        return number(name, keys(target), null, keys(activation));
    }

    private static KedaTriggerType number(String name, String target, String activation, double otherwise) {
        return number(name, keys(target), otherwise, keys(activation));
    }

    private static KedaTriggerType whole(String name, String target, String activation) {
        return new KedaTriggerType(name, keys(target), true, null, keys(activation));
    }

    private static KedaTriggerType whole(String name, String target, String activation, long otherwise) {
        return new KedaTriggerType(name, keys(target), true, (double) otherwise, keys(activation));
    }

    private static KedaTriggerType streams(String name) {
        return new KedaTriggerType(
                name, List.of(PENDING, STREAM_LENGTH, LAG_COUNT), true, 5.0, List.of("activationLagCount"));
    }

    /** {@return all types, in alphabetical order but for the last ones} */
    public static List<KedaTriggerType> all() {
        return List.copyOf(ALL.values());
    }

    /**
     * The type of a name.
     *
     * @param name as in a trigger's {@code type}; not null
     * @return the type; empty if there is none, or it is {@code cpu}, {@code memory}, {@code cron} or an external one
     */
    public static Optional<KedaTriggerType> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** {@return the usual key of the target} */
    public String targetKey() {
        return targetKeys.get(0);
    }

    /**
     * The key whose value is the target of a trigger.
     *
     * <p>It is the first of {@link #targetKeys} that is given, or the usual one. A stream of Redis is looked at by its
     * {@code lagCount} or {@code pendingEntriesCount} with a {@code consumerGroup}, and by its {@code streamLength} without.
     *
     * @param metadata of the trigger; an empty text counts as not given; not null
     * @return the key
     */
    public String targetKey(Map<String, String> metadata) {
        if (targetKeys.contains(LAG_COUNT)) {
            boolean isGroup = isGiven(metadata, CONSUMER_GROUP);
            return isGroup ? (isGiven(metadata, LAG_COUNT) ? LAG_COUNT : PENDING) : STREAM_LENGTH;
        }
        return firstGiven(targetKeys, metadata).orElseGet(this::targetKey);
    }

    /**
     * The key whose value is the activation value of a trigger.
     *
     * @param metadata of the trigger; an empty text counts as not given; not null
     * @return the key; empty if a trigger with this metadata has none
     */
    public Optional<String> activationKey(Map<String, String> metadata) {
        if (activationKeys.isEmpty()
                || (targetKeys.contains(LAG_COUNT) && !targetKey(metadata).equals(LAG_COUNT))) {
            return Optional.empty();
        }
        return Optional.of(firstGiven(activationKeys, metadata).orElse(activationKeys.get(0)));
    }

    private static Optional<String> firstGiven(List<String> keys, Map<String, String> metadata) {
        return keys.stream().filter(key -> isGiven(metadata, key)).findFirst();
    }

    static boolean isGiven(Map<String, String> metadata, String key) {
        return !metadata.getOrDefault(key, "").isEmpty();
    }

    /** A target or activation value as the type's kind of number; NaN if it is none. */
    double number(String text) {
        if (!isWhole) {
            return GoFloat.parse(text).orElse(Double.NaN);
        }
        long whole = GoText.int64(text);
        return whole == GoText.NO_INTEGER ? Double.NaN : whole;
    }

    /** What such a value must be, in words. */
    String kind() {
        return isWhole ? "a whole number" : "a number";
    }
}
