#!/usr/bin/env bash
# A dropped request can raise an AIMD limit fourfold, or never lower it.
#
# Guess: AIMDLimit with initialLimit(5) starts at 5 and goes down by a tenth with each drop; with the defaults it
# starts at 20 and also goes down.
# Instead: minLimit is 20 by default and is not checked against initialLimit: the first drop takes the limit from 5
# up to 20, and the default limiter, which starts at 20, stays there however many requests are dropped.
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
import com.netflix.concurrency.limits.limit.AIMDLimit;

class Probe {
    public static void main(String[] args) {
        var small = AIMDLimit.newBuilder().initialLimit(5).build();
        System.out.println("start " + small.getLimit());
        small.onSample(0, 1_000_000, 5, true);
        System.out.println("after one drop " + small.getLimit());
        var standard = AIMDLimit.newBuilder().build();
        for (int i = 0; i < 1000; i++) standard.onSample(0, 1_000_000, standard.getLimit(), true);
        System.out.println("default after 1000 drops " + standard.getLimit());
    }
}
EOF
cat > expected <<'EOF'
start 5
after one drop 20
default after 1000 drops 20
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "concurrency-limits-core 0.5.3"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
