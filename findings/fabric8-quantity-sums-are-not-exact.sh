#!/usr/bin/env bash
# Adding 1 byte to 1Gi with fabric8's Quantity gives a little less than one byte more.
#
# Guess: A Quantity is a decimal number with a suffix, so sums and differences are exact: 1Gi + 1 equals 1073741825,
# and taking 1Gi away again leaves 1.
# Instead: The result keeps the suffix of the first operand and is cut to 15 decimals of it: 1.000000000931323Gi,
# which is not 1073741825, and less 1Gi is not 1. The other way round, 1 + 1Gi, is exact, so the sum depends on the
# order.
# Seen with: kubernetes-model-core 8.0.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-model-core</artifactId><version>8.0.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.fabric8.kubernetes.api.model.Quantity;

class Probe {
    public static void main(String[] args) {
        var gibibyte = new Quantity("1Gi");
        var one = new Quantity("1");
        var exact = new Quantity("1073741825");
        System.out.println("1Gi + 1 = " + gibibyte.add(one) + ", exact " + gibibyte.add(one).equals(exact));
        System.out.println("1 + 1Gi = " + one.add(gibibyte) + ", exact " + one.add(gibibyte).equals(exact));
        System.out.println("1Gi + 1 - 1Gi is 1: " + gibibyte.add(one).subtract(gibibyte).equals(one));
    }
}
EOF
cat > expected <<'EOF'
1Gi + 1 = 1.000000000931323Gi, exact false
1 + 1Gi = 1073741825, exact true
1Gi + 1 - 1Gi is 1: false
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "kubernetes-model-core 8.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
