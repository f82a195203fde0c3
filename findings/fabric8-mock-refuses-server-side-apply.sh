#!/usr/bin/env bash
# Server-side apply on the mock API server fails, in two ways.
#
# Guess: serverSideApply() on the CRUD mock creates the object or merges into it, so a reconciler that only ever
# applies can be tested on it.
# Instead: The mock answers 404 while there is no such object and 415 (unsupported media type) when there is one.
# The 404 reads as if the namespace or the path were wrong.
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

        var maps = client.configMaps().inNamespace("test");
        var map = new ConfigMapBuilder().withNewMetadata().withName("map").endMetadata().addToData("key", "1").build();
        apply("new", maps.resource(map));
        maps.resource(map).create();
        apply("existing", maps.resource(map));
    }

    static void apply(String which, Resource<ConfigMap> map) {
        try {
            System.out.println("apply, " + which + " object: " + map.serverSideApply().getData());
        } catch (KubernetesClientException e) {
            System.out.println("apply, " + which + " object: HTTP " + e.getCode());
        }
    }
}
EOF
cat > expected <<'EOF'
apply, new object: HTTP 404
apply, existing object: HTTP 415
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "kubernetes-client 8.0.0, kubernetes-server-mock 8.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
