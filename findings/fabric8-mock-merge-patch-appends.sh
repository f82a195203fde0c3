#!/usr/bin/env bash
# A JSON merge patch sent to the mock API server appends to lists and keeps keys set to null.
#
# Guess: The CRUD mock applies RFC 7386: a list in the patch replaces the list of the object, a null deletes the
# key. So a test of a finalizer or of a status condition sees what a cluster would show.
# Instead: Lists are concatenated, an empty list changes nothing, and a null leaves the key there with a null value.
# patchStatus() is such a patch: a condition of the same type is listed twice after the second update. A JSON Patch
# (RFC 6902) does behave.
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
        maps.resource(new ConfigMapBuilder()
                .withNewMetadata().withName("map").withFinalizers("example.com/a").endMetadata()
                .addToData("key", "value").build()).create();
        var map = maps.withName("map");
        var merge = PatchContext.of(PatchType.JSON_MERGE);
        System.out.println("list in the patch: "
                + map.patch(merge, "{\"metadata\":{\"finalizers\":[\"example.com/b\"]}}").getMetadata().getFinalizers());
        System.out.println("empty list: "
                + map.patch(merge, "{\"metadata\":{\"finalizers\":[]}}").getMetadata().getFinalizers());
        System.out.println("null: " + map.patch(merge, "{\"data\":{\"key\":null}}").getData());
        System.out.println("JSON Patch: " + map.patch(PatchContext.of(PatchType.JSON),
                "[{\"op\":\"replace\",\"path\":\"/metadata/finalizers\",\"value\":[\"example.com/c\"]}]")
                .getMetadata().getFinalizers());

        var deployments = client.apps().deployments().inNamespace("test");
        deployments.resource(deployment()).create();
        for (String available : List.of("False", "True")) {
            Deployment web = deployments.withName("web").get();
            web.setStatus(new DeploymentStatusBuilder()
                    .addNewCondition().withType("Available").withStatus(available).endCondition().build());
            deployments.resource(web).patchStatus();
        }
        var conditions = deployments.withName("web").get().getStatus().getConditions();
        conditions.forEach(c -> System.out.println("condition " + c.getType() + "=" + c.getStatus()));
    }
}
EOF
cat > expected <<'EOF'
list in the patch: [example.com/a, example.com/b]
empty list: [example.com/a, example.com/b]
null: {key=null}
JSON Patch: [example.com/c]
condition Available=False
condition Available=True
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "kubernetes-client 8.0.0, kubernetes-server-mock 8.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
