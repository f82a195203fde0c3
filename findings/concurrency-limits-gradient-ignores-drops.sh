#!/usr/bin/env bash
# A gradient limit grows to its maximum while every single request is dropped.
#
# Guess: All limits of the library react to dropped requests: with nothing but drops the limit goes down to its
# minimum. VegasLimit does.
# Instead: Gradient2Limit looks at round-trip times only. When the dropped requests come back as fast as the others
# (as rejections do) the limit rises from 20 to its maximum of 200.
# Seen with: concurrency-limits-core 0.5.3. The output seen is the text in `expected` below.
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
    <dependency><groupId>com.netflix.concurrency-limits</groupId><artifactId>concurrency-limits-core</artifactId><version>0.5.3</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.*;

class Probe {
    static void show(String name, Limit limit) {
        int start = limit.getLimit();
        for (int i = 0; i < 1000; i++) limit.onSample(0, 10_000_000, limit.getLimit(), true);
        System.out.println(name + ": " + start + " -> " + limit.getLimit());
    }

    public static void main(String[] args) {
        show("Vegas", VegasLimit.newBuilder().build());
        show("Gradient2", Gradient2Limit.newBuilder().build());
    }
}
EOF
cat > expected <<'EOF'
Vegas: 20 -> 1
Gradient2: 20 -> 200
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "concurrency-limits-core 0.5.3"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
