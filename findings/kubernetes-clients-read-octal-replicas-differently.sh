#!/usr/bin/env bash
# The two Java clients for Kubernetes read different replica counts from one manifest.
#
# Guess: Both clients read "replicas: 010" alike: as 8, as YAML 1.1 has it, or as 10; and both know the same
# spellings.
# Instead: The official client reads 8, fabric8 reads 10. 1_0 and 0x1F are numbers for the official client only;
# fabric8 refuses them.
# Seen with: client-java 27.0.0, kubernetes-client 8.0.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.kubernetes</groupId><artifactId>client-java</artifactId><version>27.0.0</version></dependency>
    <dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-client</artifactId><version>8.0.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.util.Yaml;
import java.util.concurrent.Callable;

class Probe {
    static String read(Callable<Integer> reader) {
        try {
            return reader.call().toString();
        } catch (Exception e) {
            return "refused";
        }
    }

    public static void main(String[] args) {
        for (String replicas : new String[] {"10", "010", "1_0", "0x1F"}) {
            String manifest = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: " + replicas + "}\n";
            System.out.println(replicas
                    + ": official " + read(() -> ((V1Deployment) Yaml.load(manifest)).getSpec().getReplicas())
                    + ", fabric8 " + read(() -> Serialization.unmarshal(manifest, Deployment.class).getSpec().getReplicas()));
        }
    }
}
EOF
cat > expected <<'EOF'
10: official 10, fabric8 10
010: official 8, fabric8 10
1_0: official 10, fabric8 refused
0x1F: official 31, fabric8 refused
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "client-java 27.0.0, kubernetes-client 8.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
