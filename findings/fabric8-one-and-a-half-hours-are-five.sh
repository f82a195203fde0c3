#!/usr/bin/env bash
# fabric8 reads the duration 1.5h as five hours.
#
# Guess: The model's Duration reads what Kubernetes writes and reads there: 1.5h is 90 minutes, -5m is negative, 0 is
# zero, and what does not fit the form is refused.
# Instead: It picks the numbers and units out of the text and passes over the rest: 1.5h is 5 hours, 0.5s are 5
# seconds, -5m is 5 minutes, and 1m30 is one minute. 0 is refused. A stabilization window or an interval from a custom
# resource, where such durations are valid, is wrong without an error.
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
import io.fabric8.kubernetes.api.model.Duration;
import java.text.ParseException;

class Probe {
    public static void main(String[] args) {
        for (String text : new String[] {"1h30m", "1.5h", "0.5s", "-5m", "1m30", "0"}) {
            try {
                System.out.println(text + ": " + Duration.parse(text).getDuration());
            } catch (ParseException e) {
                System.out.println(text + ": refused");
            }
        }
    }
}
EOF
cat > expected <<'EOF'
1h30m: PT1H30M
1.5h: PT5H
0.5s: PT5S
-5m: PT5M
1m30: PT1M
0: refused
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "kubernetes-model-core 8.0.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
