package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.manifest.YamlDocuments;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests as policies: the command line takes what a cluster takes. */
class ManifestTest {
    private static final String WEB = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata:
              name: web
              creationTimestamp: null
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 2
              maxReplicas: 10
              metrics:
              - type: Resource
                resource:
                  name: cpu
                  target: {type: Utilization, averageUtilization: 60}
              - type: External
                external:
                  metric: {name: queue, selector: {matchLabels: {queue: in}}}
                  target: {type: AverageValue, averageValue: 500m}
              behavior:
                scaleUp:
                  policies:
                  - {type: Pods, value: 4, periodSeconds: 60}
                  - {type: Percent, value: 50, periodSeconds: 60}
                scaleDown: {stabilizationWindowSeconds: 120, selectPolicy: Min, tolerance: 50m}
            """;

    @TempDir
    private Path directory;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Policy policy(String name, String text, String... selected) throws IOException {
        return (Policy) PolicyFile.read(PolicyFile.one(write(name, text), new Selection(List.of(selected), Map.of())));
    }

    /** What is printed for a file; FILE stands for it. */
    private static Run run(Path file, String... words) {
        Run run = Run.of(Stream.concat(
                        Stream.of(words[0], "--policy", file.toString()),
                        Stream.of(words).skip(1))
                .toArray(String[]::new));
        return new Run(
                run.status(),
                run.out().replace(file.toString(), "FILE"),
                run.err().replace(file.toString(), "FILE"));
    }

    @Test
    void a_manifest_and_its_properties_are_one_policy() throws IOException {
        Run converted = run(write("web.yaml", WEB), "convert", "--to", "properties");
        assertThat(converted.err()).isEmpty();
        assertThat(converted.out()).isEqualTo("""
                minReplicas=2
                maxReplicas=10
                scaleTargetRef=Deployment/web
                metrics.cpu.type=Resource
                metrics.cpu.averageUtilization=60
                metrics.queue.type=External
                metrics.queue.selector=queue=in
                metrics.queue.averageValue=500m
                behavior.scaleUp.policies=Pods 4 60, Percent 50 60
                behavior.scaleDown.stabilizationWindowSeconds=120
                behavior.scaleDown.selectPolicy=Min
                behavior.scaleDown.tolerance=50m
                """);
        assertThat(policy("web.yaml", WEB).spec())
                .isEqualTo(policy("web.properties", converted.out()).spec());
    }

    @Test
    void a_manifest_is_explained_under_its_own_name() throws IOException {
        Run explained = run(write("web.yaml", WEB), "explain", "--current", "4", "cpu=90", "queue=3");
        assertThat(explained.err()).isEmpty();
        assertThat(explained.status()).isZero();
        assertThat(explained.out()).startsWith("4 -> 6 replicas");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxReplicas: 10 | maxReplicas: 1 | 'FILE:9: must be >= minReplicas: spec.maxReplicas=1, spec.minReplicas=2'",
                "maxReplicas: 10 | maxReplicas: \"10\" | FILE:9: must be a whole number",
                "maxReplicas: 10 | maxReplicas: yes | spec.maxReplicas=true; yes is true to a cluster",
                "maxReplicas: 10 | maxReplicas: ${MAX} | FILE:9: is a placeholder",
                "name: cpu | nme: cpu | FILE:12: must be given: spec.metrics[0].resource.name",
                "periodSeconds: 60} | periodSeconds: 6000} | FILE:22: must be",
                "autoscaling/v2 | autoscaling/v3 | FILE:1: must be one of autoscaling/v2",
            })
    void what_a_cluster_refuses_is_refused_with_path_and_line(String from, String to, String message)
            throws IOException {
        Run refused = run(write("web.yaml", WEB.replace(from, to)), "explain", "--current", "4", "cpu=90");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains(message);
    }

    @Test
    void what_the_library_refuses_is_called_by_its_path() throws IOException {
        String twice = WEB.replace("name: queue, ", "name: \"\", ");
        assertThat(run(write("web.yaml", twice), "explain", "--current", "4").err())
                .contains("FILE:")
                .doesNotContain("metrics.queue");
    }

    @Test
    void one_of_several_policies_is_selected() throws IOException {
        String two = WEB + "---\nkind: Service\napiVersion: v1\n---\n" + WEB.replace("name: web", "name: api");
        Path file = write("two.yaml", two);
        assertThat(run(file, "explain", "--current", "4").err())
                .isEqualTo("FILE: holds several policies, of which --select kind/name takes one: "
                        + "HorizontalPodAutoscaler/web, HorizontalPodAutoscaler/api\n");
        Run one =
                run(file, "explain", "--select", "HorizontalPodAutoscaler/api", "--current", "4", "cpu=90", "queue=3");
        assertThat(one.out()).startsWith("4 -> 6");
        assertThat(run(file, "explain", "--select", "HorizontalPodAutoscaler/ap", "--current", "4")
                        .err())
                .contains("none is selected", "did you mean HorizontalPodAutoscaler/api?");
        assertThat(run(file, "lint").out())
                .contains("FILE HorizontalPodAutoscaler/web", "FILE HorizontalPodAutoscaler/api");
    }

    @Test
    void a_list_is_its_items_and_json_is_read() throws IOException {
        String list = "{\"kind\":\"List\",\"apiVersion\":\"v1\",\n\t\"items\":[{\"apiVersion\":\"autoscaling/v1\","
                + "\"kind\":\"HorizontalPodAutoscaler\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"maxReplicas\":3,"
                + "\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"a\"},"
                + "\"targetCPUUtilizationPercentage\":50}}]}";
        assertThat(policy("list.json", list).spec())
                .isEqualTo(policy("p.properties", "maxReplicas=3\nmetrics.cpu.averageUtilization=50\n")
                        .spec());
    }

    @Test
    void a_file_without_policies_says_what_it_holds() throws IOException {
        assertThat(run(write("d.yaml", "kind: Deployment\napiVersion: apps/v1\n"), "lint")
                        .err())
                .startsWith("FILE: must hold a HorizontalPodAutoscaler")
                .contains("it holds Deployment");
    }

    @Test
    void lint_speaks_of_paths() throws IOException {
        String wide = WEB.replace("stabilizationWindowSeconds: 120", "stabilizationWindowSeconds: 0");
        assertThat(run(write("web.yaml", wide), "lint").out())
                .contains("spec.behavior.scaleDown.stabilizationWindowSeconds=0");
    }

    @Test
    void a_sweep_tries_paths() throws IOException {
        Path file = write("web.yaml", WEB.replace("minReplicas: 2", "minReplicas: 1"));
        Run swept = run(
                file,
                "sweep",
                "--try",
                "spec.maxReplicas=3,5",
                "--load",
                "even 1/s for 5m service 500ms",
                "--map",
                "cpu=60",
                "--map",
                "queue=in-system");
        assertThat(swept.err()).doesNotContain("unknown");
        assertThat(swept.out()).containsPattern("frontier +5");
    }

    @Test
    void a_manifest_of_an_older_version_becomes_one_of_the_newest() throws IOException {
        String old = """
                apiVersion: autoscaling/v2beta1
                kind: HorizontalPodAutoscaler
                metadata: {name: a}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}
                  maxReplicas: 3
                  metrics:
                  - type: Resource
                    resource: {name: memory, targetAverageValue: 1Gi}
                """;
        Run converted = run(write("a.yaml", old), "convert", "--to", "hpa");
        assertThat(converted.err()).contains("FILE:1: no cluster since Kubernetes 1.25 serves this version");
        assertThat(converted.out()).contains("apiVersion: autoscaling/v2\n", "averageValue: 1Gi");
        assertThat(policy("new.yaml", converted.out()).spec())
                .isEqualTo(policy("old.yaml", old).spec());
    }

    @Test
    void what_a_manifest_cannot_say_is_told() throws IOException {
        Path file = write("p.properties", """
                maxReplicas=3
                metrics.cpu.averageUtilization=50
                behavior.scaleDown.cooldown=5m
                schedule.day.start=0 8 * * *
                schedule.day.end=0 18 * * *
                schedule.day.type=floor
                schedule.day.replicas=2
                """);
        assertThat(run(file, "convert", "--to", "hpa").out())
                .startsWith("# cannot be said here: behavior.scaleDown.cooldown=5m\n"
                        + "# cannot be said here: schedule.day.start=0 8 * * *\n")
                .contains("maxReplicas: 3\n");
    }

    private static final String ORDERS = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata:
              name: orders
            spec:
              scaleTargetRef:
                name: orders
              cooldownPeriod: 60
              maxReplicaCount: 20
              advanced:
                horizontalPodAutoscalerConfig:
                  behavior:
                    scaleDown:
                      stabilizationWindowSeconds: 90
              triggers:
              - type: rabbitmq
                name: jobs
                metadata:
                  queueName: orders
                  mode: QueueLength
                  value: "20"
                  activationValue: "5"
              - type: prometheus
                metadata:
                  serverAddress: http://prometheus:9090
                  query: sum(rate(requests[1m]))
                  threshold: "2.5"
              - type: cron
                metadata: {timezone: Europe/Berlin, start: 0 8 * * 1-5, end: 0 18 * * 1-5, desiredReplicas: "3"}
            """;

    @Test
    void a_scaled_object_is_what_KEDA_makes_of_it() throws IOException {
        AutoscalerSpec expected =
                ScaledObject.of(YamlDocuments.read("o", ORDERS).get(0).object()).toSpec();
        assertThat(policy("orders.yaml", ORDERS).spec()).isEqualTo(expected);
        Run converted = run(directory.resolve("orders.yaml"), "convert", "--to", "properties");
        assertThat(converted.out())
                .contains("triggers.jobs.type=rabbitmq\n", "triggers.jobs.value=20\n", "keda.cooldownPeriod=60\n")
                .contains("triggers.s1-prometheus.ignoreNullValues=true\n")
                .doesNotContain("queueName");
        assertThat(policy("orders.properties", converted.out()).spec()).isEqualTo(expected);
    }

    @Test
    void what_KEDA_ignores_lint_names_with_the_key_that_it_reads() throws IOException {
        String wrong = ORDERS.replace("type: rabbitmq", "type: azure-servicebus")
                .replace("value: \"20\"", "queueLength: \"20\"");
        assertThat(run(write("orders.yaml", wrong), "lint").out()).contains("queueLength", "messageCount");
    }

    @Test
    void an_external_trigger_needs_a_target() throws IOException {
        Path file = write("e.yaml", """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: e}
                spec:
                  scaleTargetRef: {name: e}
                  triggers:
                  - {type: external, metadata: {scalerAddress: "scaler:6000"}}
                """);
        assertThat(run(file, "explain", "--current", "2", "s0-external=30").err())
                .contains("FILE:7: needs a target > 0 from outside", "--target trigger=value tells a target");
        assertThat(run(file, "explain", "--target", "s0-external=5", "--current", "2", "s0-external=30")
                        .out())
                .startsWith("2 -> 4 replicas");
        assertThat(run(file, "explain", "--target", "s0-external=x", "--current", "2")
                        .err())
                .contains("must be a trigger and what each replica is for");
    }

    @Test
    void a_scaled_job_is_explained() throws IOException {
        Path file = write("j.yaml", """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledJob
                metadata: {name: j}
                spec:
                  jobTargetRef: {template: {spec: {containers: [{name: c, image: i}]}}}
                  maxReplicaCount: 10
                  scalingStrategy: {strategy: accurate}
                  triggers:
                  - {type: aws-sqs-queue, metadata: {queueLength: "5", queueURL: u}}
                """);
        Run explained = run(file, "explain", "--unfinished", "2", "--pending", "1", "s0-aws-sqs-queue=31");
        assertThat(explained.err()).isEmpty();
        assertThat(explained.out()).startsWith("create 6 jobs, 2 unfinished");
    }

    @Test
    void a_revision_is_read_in_both_spellings_with_the_cluster_beside_it() throws IOException {
        Path file = write("k.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: config-autoscaler, namespace: knative-serving}
                data: {stable-window: 30s, _example: "..."}
                ---
                apiVersion: serving.knative.dev/v1
                kind: Service
                metadata: {name: hello}
                spec:
                  template:
                    metadata:
                      annotations:
                        autoscaling.knative.dev/minScale: "1"
                        autoscaling.knative.dev/max-scale: "5"
                        autoscaling.knative.dev/target: "10"
                    spec:
                      containerConcurrency: 50
                      containers: [{image: i}]
                """);
        Run converted = run(file, "convert", "--to", "properties");
        assertThat(converted.err()).isEmpty();
        assertThat(converted.out())
                .contains("knative.containerConcurrency=50\n", "knative.min-scale=1\n", "knative.max-scale=5\n")
                .contains("knative.config.stable-window=30s\n");
        assertThat(run(file, "explain", "--current", "1", "concurrency=35").out())
                .startsWith("1 -> ");
    }

    @Test
    void what_Knatives_webhook_refuses_is_refused_where_it_stands() throws IOException {
        Path file = write("k.yaml", """
                apiVersion: serving.knative.dev/v1
                kind: Service
                metadata: {name: hello}
                spec:
                  template:
                    metadata:
                      annotations:
                        autoscaling.knative.dev/window: 2s
                    spec: {containers: [{image: i}]}
                """);
        assertThat(run(file, "explain", "--current", "1", "concurrency=35").err())
                .contains("FILE:8: must be >= 6s", "autoscaling.knative.dev/window=2s");
    }

    @Test
    void what_is_read_otherwise_than_YAML_of_today_reads_it_is_told() throws IOException {
        assertThat(run(
                                write("web.yaml", WEB.replace("maxReplicas: 10", "maxReplicas: 010")),
                                "explain",
                                "--current",
                                "4")
                        .err())
                .contains("FILE:9: is 8 to a cluster, which reads YAML 1.1: spec.maxReplicas=010");
    }

    @Test
    void the_newest_version_keeps_what_stands_beside_the_policy() throws IOException {
        Run converted = run(
                write(
                        "web.yaml",
                        WEB.replace("name: web\n  creation", "name: web\n  labels: {app: \"on\"}\n  creation")),
                "convert",
                "--to",
                "hpa");
        assertThat(converted.out()).contains("app: 'on'", "averageValue: 500m");
        assertThat(policy("again.yaml", converted.out()).spec())
                .isEqualTo(policy("web.yaml", WEB).spec());
    }

    @Test
    void a_scaled_object_becomes_the_HPA_that_KEDA_would_create() throws IOException {
        Run converted = run(write("orders.yaml", ORDERS), "convert", "--to", "hpa");
        assertThat(converted.out())
                .contains("# cannot be said here: s2-cron, which KEDA works out itself\n")
                .contains("# cannot be said here: spec.cooldownPeriod=60\n")
                .contains("# cannot be said here: spec.triggers[0].metadata.activationValue=5\n")
                .contains("# cannot be said here: spec.triggers[1].metadata.ignoreNullValues=true\n")
                .contains("name: jobs\n", "averageValue: '20'\n", "minReplicas: 1\n", "maxReplicas: 20\n")
                .doesNotContain(
                        "cannot be said here: spec.maxReplicaCount", "cannot be said here: spec.triggers[0].type");
        assertThat(policy("hpa.yaml", converted.out()).spec().metric(0).targetAmount())
                .isEqualTo(20_000);
    }

    @Test
    void an_HPA_becomes_a_scaled_object_as_far_as_its_metrics_are_of_the_pods() throws IOException {
        Run converted = run(write("web.yaml", WEB), "convert", "--to", "scaledobject");
        assertThat(converted.out())
                .contains("# cannot be said here: a metric of type External")
                .contains("type: cpu\n", "metricType: Utilization\n", "value: '60'\n", "minReplicaCount: 2\n");
        assertThat(policy("so.yaml", converted.out()).spec().metric(0))
                .isEqualTo(policy("web.yaml", WEB).spec().metric(0));
    }

    @Test
    void properties_of_KEDA_become_a_scaled_object() throws IOException {
        Path file = write("k.properties", """
                scaleTargetRef=Deployment/orders
                keda.maxReplicaCount=9
                triggers.jobs.type=kafka
                triggers.jobs.lagThreshold=7
                flapBudget.per=10m
                flapBudget.reversals=2
                """);
        Run converted = run(file, "convert", "--to", "scaledobject");
        assertThat(converted.out())
                .startsWith("# cannot be said here: flapBudget.per=10m\n")
                .contains("name: orders\n", "type: kafka\n", "lagThreshold: '7'\n");
    }

    @Test
    void a_long_list_is_taken_apart_and_its_names_are_told_as_far_as_they_can_be_read() throws IOException {
        StringBuilder list = new StringBuilder("kind: List\napiVersion: v1\nitems:\n");
        for (int i = 0; i < 500; i++) {
            list.append("- ")
                    .append(WEB.replace("name: web\n", "name: web" + i + "\n")
                            .replace("\n", "\n  ")
                            .strip())
                    .append('\n');
        }
        Path file = write("list.yaml", list.toString());
        assertThat(run(file, "explain", "--current", "4").err())
                .endsWith("HorizontalPodAutoscaler/web19 and 480 more\n");
        assertThat(run(
                                file,
                                "explain",
                                "--select",
                                "HorizontalPodAutoscaler/web499",
                                "--current",
                                "4",
                                "cpu=90",
                                "queue=1")
                        .out())
                .startsWith("4 -> 6");
        String broken = list.toString().replace("name: web499\n", "name: web499\n    labels: {a: 1}\n");
        assertThat(run(
                                write("list.yaml", broken),
                                "explain",
                                "--select",
                                "HorizontalPodAutoscaler/web499",
                                "--current",
                                "4")
                        .err())
                .startsWith("FILE:" + (4 + 499 * 24 + 4) + ": must be a text");
    }

    @Test
    void the_polling_interval_matters_to_metrics_that_are_cached() throws IOException {
        String polled = ORDERS.replace("cooldownPeriod: 60", "minReplicaCount: 1\n  pollingInterval: 10");
        String named = "spec.pollingInterval=10";
        assertThat(run(write("o.yaml", polled), "lint").out()).contains(named);
        String cached = polled.replace("name: jobs\n", "name: jobs\n    useCachedMetrics: true\n");
        assertThat(run(write("o.yaml", cached), "lint").out()).doesNotContain(named);
    }

    /** Most services say nothing about scaling and follow their cluster. */
    @ParameterizedTest
    @CsvSource({
        "serving.knative.dev/v1, Service, spec.template.spec.containerConcurrency",
        "serving.knative.dev/v1, Configuration, spec.template.spec.containerConcurrency",
        "serving.knative.dev/v1, Revision, spec.containerConcurrency",
    })
    void a_revision_without_annotations_has_the_defaults(String version, String kind, String path) throws IOException {
        String pod = "containers:\n      - image: x\n";
        String service = "apiVersion: " + version + "\nkind: " + kind + "\nmetadata: {name: a}\nspec:\n  "
                + (kind.equals("Revision") ? pod : "template:\n    spec:\n      " + pod);
        Run converted = run(write("a.yaml", service), "convert", "--to", "properties");
        assertThat(converted.err()).isEmpty();
        assertThat(converted.out()).isEqualTo("knative.containerConcurrency=0\n");
        Run explained = run(write("a.yaml", service), "explain", "--current", "1", "concurrency=700");
        assertThat(explained.err()).isEmpty();
        assertThat(run(write("a.yaml", service), "lint", "--json").out()).doesNotContain("containerConcurrency=0");
        assertThat(PolicyFile.one(write("a.yaml", service), new Selection(List.of(), Map.of()))
                        .called("knative.containerConcurrency"))
                .isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | true",
                ", ignoreNullValues: \"true\" | true",
                ", ignoreNullValues: \"false\" | false",
            })
    void a_loki_trigger_takes_values_that_are_none_as_told(String given, boolean isIgnoring) throws IOException {
        String loki = """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: a}
                spec:
                  scaleTargetRef: {name: a}
                  triggers:
                  - type: loki
                    metadata: {serverAddress: a, query: b, threshold: "7\"""" + given + "}\n";
        Run converted = run(write("a.yaml", loki), "convert", "--to", "properties");
        assertThat(converted.err()).isEmpty();
        assertThat(converted.out())
                .contains("triggers.s0-loki.threshold=7\ntriggers.s0-loki.ignoreNullValues=" + isIgnoring);
        AutoscalerSpec spec = ScaledObject.of(
                        YamlDocuments.read("a.yaml", loki).get(0).object())
                .toBuilder()
                .build();
        assertThat(policy("a.yaml", loki).spec()).isEqualTo(spec);
        assertThat(policy("a.properties", converted.out()).spec()).isEqualTo(spec);
    }

    @Test
    void the_old_name_of_a_value_is_a_note_as_it_has_its_effect() throws IOException {
        Path file = write("a.yaml", """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: a}
                spec:
                  scaleTargetRef: {name: a}
                  triggers:
                  - type: rabbitmq
                    metadata: {queueName: a, queueLength: "7"}
                """);
        assertThat(run(file, "lint").out()).doesNotContain("setting-without-effect");
        assertThat(run(file, "convert", "--to", "properties").err())
                .isEqualTo("note: FILE:8: is the old name of value with mode QueueLength:"
                        + " spec.triggers[0].metadata.queueLength=7\n");
    }

    @Test
    void each_complaint_is_one_line_whatever_it_quotes() throws IOException {
        String lines = WEB.replace("minReplicas: 2", "minReplicas: \"a\\nb\\e[31m\"\n  other: \"c\\n\\nd\"");
        assertThat(run(write("web.yaml", lines), "explain", "--current", "4").err())
                .contains("FILE:8: must be a whole number of 32 bits, not in quotes: spec.minReplicas=\"a?b?[31m\"\n")
                .hasLineCount(1);
        String unknown = WEB.replace("minReplicas: 2", "other: \"c\\n\\nd\"");
        assertThat(run(write("web.yaml", unknown), "convert", "--to", "properties")
                        .err())
                .endsWith(": spec.other=c??d\n")
                .hasLineCount(1);
        String hidden = WEB.replace("minReplicas: 2", "minReplicas: \u00a02");
        assertThat(run(write("web.yaml", hidden), "explain", "--current", "4").err())
                .contains("it holds a non-breaking space");
    }

    @Test
    void the_settings_of_a_cluster_alone_are_no_policy() throws IOException {
        Path file = write("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config-autoscaler}\ndata: {}\n");
        assertThat(run(file, "lint").err()).contains("it holds config-autoscaler, which is about services beside it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v2beta1 | metrics: [{type: Resource, resource: {name: memory, targetAverageUtilization: 80}}] "
                        + "| spec.metrics[0].resource.targetAverageUtilization=80",
                "v2beta2 | metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}}] "
                        + "| spec.metrics[0].resource.target.averageUtilization=80",
            })
    void what_is_found_is_called_as_its_version_calls_it(String version, String metrics, String path)
            throws IOException {
        String hpa = "apiVersion: autoscaling/" + version
                + "\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n"
                + "  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n  maxReplicas: 9\n  " + metrics
                + '\n';
        assertThat(run(write("a.yaml", hpa), "lint").out()).contains("memory-may-not-be-freed  " + path + '\n');
    }

    @Test
    void too_many_metrics_are_refused() throws IOException {
        String item = "  - {type: External, external: {metric: {name: m}, target: {type: Value, value: 3}}}\n";
        String start = WEB.substring(0, WEB.indexOf("  - type: Resource"));
        assertThat(run(write("web.yaml", start + item.repeat(8_000)), "lint").err())
                .isEqualTo("FILE:10: must hold <= 64 items: spec.metrics=8000\n");
    }

    @Test
    void a_policy_stays_where_it_is_in_another_form() throws IOException {
        String there = ORDERS.replace("  name: orders\nspec", "  name: orders-scaler\n  namespace: shop\nspec");
        assertThat(run(write("o.yaml", there), "convert", "--to", "hpa").out())
                .contains("metadata:\n  name: orders-scaler\n  namespace: shop\n");
    }

    @Test
    void what_conversions_lose_on_the_way_to_zero_and_of_selectors_is_told() throws IOException {
        assertThat(run(write("orders.yaml", ORDERS), "convert", "--to", "hpa").out())
                .contains("# cannot be said here: keda.minReplicaCount=0, as KEDA itself scales to zero\n");
        String zero = WEB.replace("minReplicas: 2", "minReplicas: 0")
                .replace("{queue: in}}", "{queue: in}, matchExpressions: [{key: zone, operator: In, values: [a, b]}]}");
        Path file = write("web.yaml", zero);
        Run converted = run(file, "convert", "--to", "scaledobject");
        assertThat(converted.out()).contains("# cannot be said here: spec.minReplicas=0, which needs such a trigger\n");
        assertThat(run(write("keda.yaml", converted.out()), "lint").err()).isEmpty();
        assertThat(run(file, "convert", "--to", "properties").out())
                .startsWith("# cannot be said here: matchExpressions of the selector of spec.metrics[1]: ");
    }

    @Test
    void lint_speaks_of_annotations_and_on_Cloud_Run_not_of_what_only_Knative_has() throws IOException {
        String service = """
                apiVersion: serving.knative.dev/v1
                kind: Service
                metadata: {name: hello}
                spec:
                  template:
                    metadata:
                      annotations: {autoscaling.knative.dev/maxScale: "2"}
                    spec: {containerConcurrency: 10, containers: [{image: i}]}
                """;
        assertThat(run(write("k.yaml", service), "lint").out())
                .contains("spec.template.metadata.annotations.autoscaling.knative.dev/maxScale=2")
                .contains("fix: autoscaling.knative.dev/target-burst-capacity=")
                .doesNotContain("knative.max-scale");
        String cloudRun =
                service.replace("{name: hello}", "{name: hello, annotations: {run.googleapis.com/ingress: all}}");
        assertThat(run(write("c.yaml", cloudRun), "lint").out()).contains("nothing found");
    }

    @Test
    void what_is_wrong_with_the_cluster_is_told_where_it_stands() throws IOException {
        Path file = write("k.yaml", """
                apiVersion: serving.knative.dev/v1
                kind: Service
                metadata: {name: hello}
                spec:
                  template:
                    spec: {containers: [{image: i}]}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: config-autoscaler}
                data:
                  stable-window: 2s
                """);
        assertThat(run(file, "explain", "--current", "1", "concurrency=35").err())
                .startsWith("FILE:12: ");
    }
}
