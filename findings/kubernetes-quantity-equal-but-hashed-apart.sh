#!/usr/bin/env bash
# Equal quantities of the official Java client have different hash codes.
#
# Guess: Quantity has equals() by value ("0.5" equals "500m"), so the two are one element of a HashSet and one key
# of a HashMap.
# Instead: equals() compares values, hashCode() depends on the number of decimals: the set does not contain the
# equal quantity. The one of fabric8 gets it right.
# Seen with: client-java-api 27.0.0, kubernetes-model-core 8.0.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.kubernetes</groupId><artifactId>client-java-api</artifactId><version>27.0.0</version></dependency>
    <dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-model-core</artifactId><version>8.0.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import java.util.*;

class Probe {
    static void show(String client, Object a, Object b) {
        System.out.println(client + ": equal " + a.equals(b) + ", found in a HashSet " + new HashSet<>(List.of(a)).contains(b));
    }

    public static void main(String[] args) {
        show("official", new io.kubernetes.client.custom.Quantity("0.5"), new io.kubernetes.client.custom.Quantity("500m"));
        show("fabric8", new io.fabric8.kubernetes.api.model.Quantity("0.5"), new io.fabric8.kubernetes.api.model.Quantity("500m"));
    }
}
EOF
cat > expected <<'EOF'
official: equal true, found in a HashSet false
fabric8: equal true, found in a HashSet true
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "client-java-api 27.0.0, kubernetes-model-core 8.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
