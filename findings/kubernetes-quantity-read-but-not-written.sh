#!/usr/bin/env bash
# The official Java client reads quantities that it cannot write.
#
# Guess: What Quantity.fromString() accepts toSuffixedString() prints, if need be rounded up to 1n, the smallest
# unit there is.
# Instead: Below a billionth it throws: 0.5n and 1.5n are read exactly and refused when written. With an exponent,
# 1e-10, it writes what no suffix could say: 100e-12.
# Seen with: client-java-api 27.0.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.kubernetes.client.custom.Quantity;

class Probe {
    public static void main(String[] args) {
        for (String text : new String[] {"1n", "0.5n", "1.5n", "0.0000000001", "1e-10"}) {
            var quantity = Quantity.fromString(text);
            String written;
            try {
                written = quantity.toSuffixedString();
            } catch (IllegalArgumentException e) {
                written = "IllegalArgumentException";
            }
            System.out.println(text + " is read as " + quantity.getNumber() + ", written as " + written);
        }
    }
}
EOF
cat > expected <<'EOF'
1n is read as 1E-9, written as 1n
0.5n is read as 5E-10, written as IllegalArgumentException
1.5n is read as 1.5E-9, written as IllegalArgumentException
0.0000000001 is read as 1E-10, written as IllegalArgumentException
1e-10 is read as 1E-10, written as 100e-12
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "client-java-api 27.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
