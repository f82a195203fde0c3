#!/usr/bin/env bash
# Updating the scale subresource on the mock API server makes the Deployment disappear.
#
# Guess: scale(Scale) on the CRUD mock sets spec.replicas of the Deployment and leaves the rest alone, as a cluster
# does.
# Instead: The mock has no scale subresource: a GET of it answers with the whole Deployment (kind "Deployment"), and
# a PUT stores the Scale in the place of the Deployment, which is then neither got nor listed. scale(int) works only
# because it sends back the whole Deployment that it was given.
# Seen with: kubernetes-client 8.0.0, kubernetes-server-mock 8.0.0. The output seen is the text in `expected` below.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId>
  <artifactId>probe</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-client</artifactId><version>8.0.0</version></dependency>
    <dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-server-mock</artifactId><version>8.0.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.fabric8.kubernetes.api.model.*;
import io.fabric8.kubernetes.api.model.apps.*;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.*;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.*;
import io.fabric8.kubernetes.client.server.mock.*;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.*;

class Probe {
    public static void main(String[] args) throws Exception {
        var server = new KubernetesMockServer(
                new io.fabric8.mockwebserver.Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init();
        try (var client = server.createClient()) {
            probe(server, client);
        } finally {
            server.destroy();
        }
        System.exit(0);
    }

    static Deployment deployment() {
        return new DeploymentBuilder()
                .withNewMetadata().withNamespace("test").withName("web").endMetadata()
                .withNewSpec().withReplicas(2)
                .withNewSelector().addToMatchLabels("app", "web").endSelector()
                .withNewTemplate()
                .withNewMetadata().addToLabels("app", "web").endMetadata()
                .withNewSpec().addNewContainer().withName("web").withImage("web").endContainer().endSpec()
                .endTemplate().endSpec().build();
    }

    static void probe(KubernetesMockServer server, KubernetesClient client) throws Exception {

        var deployments = client.apps().deployments().inNamespace("test");
        var web = deployments.withName("web");
        deployments.resource(deployment()).create();
        System.out.println("kind of GET scale: " + web.scale().getKind());
        System.out.println("after scale(4): replicas " + web.scale(4).getSpec().getReplicas()
                + ", containers " + web.get().getSpec().getTemplate().getSpec().getContainers().size());
        web.scale(new ScaleBuilder()
                .withNewMetadata().withNamespace("test").withName("web").endMetadata()
                .withNewSpec().withReplicas(7).endSpec().build());
        System.out.println("after scale(Scale): get " + web.get() + ", listed " + deployments.list().getItems().size());
    }
}
EOF
cat > expected <<'EOF'
kind of GET scale: Deployment
after scale(4): replicas 4, containers 1
after scale(Scale): get null, listed 0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "kubernetes-client 8.0.0, kubernetes-server-mock 8.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
