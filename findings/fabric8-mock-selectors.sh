#!/usr/bin/env bash
# Some selectors of the mock API server find everything, others nothing.
#
# Guess: The CRUD mock selects as a cluster does, or refuses the selectors that it does not know: of three pods with
# the label app=web, one of which runs, status.phase=Running finds one, and neither "app notin (web)" nor "app in
# (other)" finds any.
# Instead: Each call is answered. A field selector on the status finds none; "in" and "notin" find every pod,
# whatever the values; a limit of one per page is ignored. Labels that must be equal and the field metadata.name
# work.
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

        var pods = client.pods().inNamespace("test");
        for (String name : List.of("a", "b", "c")) {
            pods.resource(new PodBuilder()
                    .withNewMetadata().withName(name).addToLabels("app", "web").endMetadata()
                    .withNewStatus().withPhase(name.equals("a") ? "Running" : "Pending").endStatus().build()).create();
        }
        show("app=web", pods.withLabel("app", "web").list());
        show("app=other", pods.withLabel("app", "other").list());
        show("app in (web)", pods.withLabelIn("app", "web").list());
        show("app in (other)", pods.withLabelIn("app", "other").list());
        show("app notin (web)", pods.withLabelNotIn("app", "web").list());
        show("metadata.name=a", pods.withField("metadata.name", "a").list());
        show("status.phase=Running", pods.withField("status.phase", "Running").list());
        show("limit 1", pods.list(new ListOptionsBuilder().withLimit(1L).build()));
    }

    static void show(String selector, PodList list) {
        System.out.println(selector + ": " + list.getItems().size());
    }
}
EOF
cat > expected <<'EOF'
app=web: 3
app=other: 0
app in (web): 3
app in (other): 3
app notin (web): 3
metadata.name=a: 1
status.phase=Running: 0
limit 1: 3
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "kubernetes-client 8.0.0, kubernetes-server-mock 8.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
