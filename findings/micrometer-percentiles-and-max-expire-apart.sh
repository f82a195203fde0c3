#!/usr/bin/env bash
# The p99 of an idle timer becomes 0 while its maximum still stands.
#
# Guess: Percentiles and maximum of a timer are those of one window: while max() tells of a slow request p99 does
# too, and once there is no request left p99 is NaN.
# Instead: With the defaults of the simple registry the p99 is 0 from the second minute on, while max() keeps the
# request of 500 ms until the third is over. "No requests" cannot be told from "answered at once", so a latency
# target scales an idle service as a fast one.
# Seen with: micrometer-core 1.16.1. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-core</artifactId><version>1.16.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.micrometer.core.instrument.*;
import io.micrometer.core.instrument.simple.*;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

class Probe {
    public static void main(String[] args) {
        var clock = new MockClock();
        var registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        var timer = Timer.builder("requests").publishPercentiles(0.99).register(registry);
        timer.record(Duration.ofMillis(500));
        for (int seconds = 0; seconds <= 180; seconds += 30) {
            System.out.println(seconds + " s: p99 "
                    + timer.takeSnapshot().percentileValues()[0].value(TimeUnit.MILLISECONDS) + ", max "
                    + timer.max(TimeUnit.MILLISECONDS));
            clock.add(Duration.ofSeconds(30));
        }
    }
}
EOF
cat > expected <<'EOF'
0 s: p99 486.539264, max 500.0
30 s: p99 486.539264, max 500.0
60 s: p99 0.0, max 500.0
90 s: p99 0.0, max 500.0
120 s: p99 0.0, max 500.0
150 s: p99 0.0, max 500.0
180 s: p99 0.0, max 0.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-core 1.16.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
