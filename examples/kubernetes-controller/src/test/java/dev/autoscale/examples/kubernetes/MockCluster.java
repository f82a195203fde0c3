package dev.autoscale.examples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** A cluster of fabric8's mock API server, with just enough of Kubernetes behind it: pods start at once, and say so. */
final class MockCluster implements AutoCloseable {
    static final String NAMESPACE = "shop";

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    final MockApi api = new MockApi();
    final FixedMetrics metrics = new FixedMetrics();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final KubernetesMockServer server =
            new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), api, false);
    private final KubernetesClient client;
    private final Metrics source;
    private Controller controller;

    /** With metrics that a test sets. */
    MockCluster() {
        this(null);
    }

    /** With metrics from elsewhere. */
    MockCluster(Metrics given) {
        source = given == null ? metrics : given;
        Logger.getLogger("io.fabric8.mockwebserver").setLevel(Level.WARNING); // It tells of every request.
        server.expectCustomResource(new CustomResourceDefinitionContext.Builder()
                .withGroup("keda.sh")
                .withVersion("v1alpha1")
                .withKind("ScaledObject")
                .withPlural("scaledobjects")
                .withScope("Namespaced")
                .build());
        server.init();
        client = new KubernetesClientBuilder()
                .withConfig(Main.impatient(server.createClient().getConfiguration()))
                .build();
    }

    KubernetesClient client() {
        return client;
    }

    /** Creates or replaces what a manifest says. */
    void apply(String manifest) {
        client.resource(manifest).createOr(operation -> operation.update());
    }

    void deployment(String name, int replicas) {
        apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: shop}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                """.formatted(name, replicas));
        startPods(name);
    }

    /** What the controllers of Kubernetes do about a Deployment. */
    void startPods(String name) {
        int wanted = replicas(name);
        for (int i = 0; i < wanted; i++) {
            Pod pod = pod(name, i);
            if (client.resource(pod).get() == null) {
                client.resource(pod).create();
            }
        }
        for (Pod pod : client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("app", name)
                .list()
                .getItems()) {
            if (index(pod) >= wanted) {
                client.resource(pod).delete();
            }
        }
        deployment(name, wanted, client);
    }

    private static void deployment(String name, int existing, KubernetesClient client) {
        client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(name)
                .editStatus(each -> each.edit()
                        .withNewStatus()
                        .withReplicas(existing)
                        .endStatus()
                        .build());
    }

    private static int index(Pod pod) {
        String name = pod.getMetadata().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    private static Pod pod(String app, int index) {
        String longAgo = Instant.EPOCH.toString();
        return new PodBuilder()
                .withNewMetadata()
                .withName(app + '-' + index)
                .withNamespace(NAMESPACE)
                .addToLabels("app", app)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withNewResources()
                .addToRequests("cpu", new Quantity("500m"))
                .endResources()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withStartTime(longAgo)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime(longAgo)
                .endCondition()
                .endStatus()
                .build();
    }

    int replicas(String deployment) {
        Deployment found = client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(deployment)
                .get();
        return found.getSpec().getReplicas();
    }

    void scaleByHand(String deployment, int replicas) {
        client.apps().deployments().inNamespace(NAMESPACE).withName(deployment).scale(replicas);
        startPods(deployment);
    }

    /** The controller, started if it is not running. */
    Controller controller() {
        if (controller == null) {
            controller = new Controller(client, source, registry);
        }
        return controller;
    }

    /** Kills the controller, with all that it has in memory: it gets no chance to save anything. */
    void killController() {
        controller = null;
        registry.clear();
    }

    /** Lets the controller decide at one instant until it comes out as expected: watches are late by some milliseconds. */
    void reconcileUntil(long epochMillis, BooleanSupplier expected) {
        try {
            await(() -> {
                controller().reconcile(epochMillis);
                return expected.getAsBoolean();
            });
        } catch (AssertionError e) {
            throw new AssertionError(seen(), e);
        }
    }

    private String seen() {
        String meters = registry.getMeters().stream()
                .map(each -> each.getId() + "=" + each.measure())
                .collect(Collectors.joining("\n"));
        return client.genericKubernetesResources("autoscaling/v2", "HorizontalPodAutoscaler")
                        .inAnyNamespace()
                        .list()
                        .getItems()
                + "\n" + meters;
    }

    void reconcileUntilReplicas(long epochMillis, String deployment, int expected) {
        reconcileUntil(epochMillis, () -> replicas(deployment) == expected);
        startPods(deployment);
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for %s", DEADLINE).isLessThan(deadline);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    GenericKubernetesResource hpa(String name) {
        return client.genericKubernetesResources("autoscaling/v2", "HorizontalPodAutoscaler")
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }

    /** A condition of an HPA as one line: its reason, and its message. */
    String condition(String hpa, String type) {
        List<Map<String, Object>> conditions = hpa(hpa).get("status", "conditions");
        for (Map<String, Object> each : conditions == null ? List.<Map<String, Object>>of() : conditions) {
            if (type.equals(each.get("type"))) {
                return each.get("reason") + ": " + each.get("message");
            }
        }
        return "";
    }

    /** The events about an object, each as its reason and message. */
    List<String> events(String name) {
        return client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(each -> each.getInvolvedObject().getName().equals(name))
                .map(MockCluster::text)
                .toList();
    }

    private static String text(Event event) {
        return event.getReason() + ": " + event.getMessage();
    }

    /** Not waited for: a mock server that is to send an event to a watch while that closes waits for itself, for a minute. */
    @Override
    public void close() {
        Thread end = new Thread(() -> {
            client.close();
            server.destroy();
        });
        end.setDaemon(true);
        end.start();
    }
}
