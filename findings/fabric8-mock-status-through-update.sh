#!/usr/bin/env bash
# On the mock API server an update of the spec also writes the status.
#
# Guess: The status of a Deployment has a subresource of its own: create() and update() leave it alone, as on a
# cluster, so a controller that writes its status through update() fails its test.
# Instead: The mock keeps the other half of the rule only: patchStatus() and updateStatus() leave the spec alone,
# but create() and update() take the status that they are given, and the test passes.
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
        var web = new DeploymentBuilder(deployment()).withNewStatus().withReplicas(2).endStatus().build();
        web = show("create", deployments.resource(web).create());
        web = show("updateStatus", deployments.resource(with(web, 3)).updateStatus());
        web = show("update", deployments.resource(with(web, 4)).update());
    }

    static Deployment with(Deployment deployment, int replicas) {
        return new DeploymentBuilder(deployment)
                .editSpec().withReplicas(replicas).endSpec()
                .editStatus().withReplicas(replicas).endStatus().build();
    }

    static Deployment show(String call, Deployment deployment) {
        System.out.println(call + ": spec " + deployment.getSpec().getReplicas() + ", status "
                + deployment.getStatus().getReplicas());
        return deployment;
    }
}
EOF
cat > expected <<'EOF'
create: spec 2, status 2
updateStatus: spec 2, status 3
update: spec 4, status 4
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "kubernetes-client 8.0.0, kubernetes-server-mock 8.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
