#!/usr/bin/env bash
# create() of the fabric8 client is sent again after a 5xx, and leaves two objects.
#
# Guess: A POST is not idempotent, so a create that is answered with 504 throws; only the caller can know whether to
# try again.
# Instead: Every request, POST too, is sent again after 429 and 5xx, up to ten times, with growing waits that start at
# 100 ms. When a proxy answers 504 after the API server has created the object, an object with generateName, such as
# an Event, is there twice, and one with a name can fail with 409 although it was created. The caller sees one
# success. withRequestRetryBackoffLimit(0) turns it off.
# Seen with: kubernetes-client 8.0.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import com.sun.net.httpserver.*;
import io.fabric8.kubernetes.api.model.*;
import io.fabric8.kubernetes.client.*;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

class Probe {
    static final AtomicInteger CREATED = new AtomicInteger();

    /** Creates what is posted; the first so many answers are lost by a proxy. */
    static HttpServer server(int lost) throws Exception {
        CREATED.set(0);
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            int number = CREATED.incrementAndGet();
            byte[] answer = ("{\"apiVersion\": \"v1\", \"kind\": \"Event\", \"metadata\": {\"name\": \"rescaled-" + number + "\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(number <= lost ? 504 : 201, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    static void show(String name, int lost, int retries) throws Exception {
        var server = server(lost);
        var config = new io.fabric8.kubernetes.client.ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffInterval(1);
        if (retries >= 0) {
            config = config.withRequestRetryBackoffLimit(retries);
        }
        String result;
        try (var client = new KubernetesClientBuilder().withConfig(config.build()).build()) {
            result = client.v1().events().inNamespace("test")
                    .resource(new EventBuilder().withNewMetadata().withGenerateName("rescaled-").endMetadata().build())
                    .create().getMetadata().getName();
        } catch (KubernetesClientException e) {
            result = "exception with code " + e.getCode();
        }
        server.stop(0);
        System.out.println(name + ": " + result + ", " + CREATED + " created");
    }

    public static void main(String[] args) throws Exception {
        show("one answer lost", 1, -1);
        show("all answers lost", 1_000, -1);
        show("one answer lost, no retries", 1, 0);
        System.exit(0);
    }
}
EOF
cat > expected <<'EOF'
one answer lost: rescaled-2, 2 created
all answers lost: exception with code 504, 11 created
one answer lost, no retries: exception with code 504, 1 created
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "kubernetes-client 8.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
