#!/usr/bin/env bash
# A function counter of a step registry is negative after its source was reset.
#
# Guess: A counter that reads a running total takes a smaller total for a restart, as Prometheus does: the step
# counts what the new total says, or nothing.
# Instead: The step is the plain difference: 1000 requests, then a restart and 100 more, are -900 in that step, and
# a rate made of it is negative.
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
import java.util.concurrent.atomic.AtomicLong;

class Probe {
    public static void main(String[] args) {
        var clock = new MockClock();
        var registry = new SimpleMeterRegistry(new SimpleConfig() {
            @Override
            public String get(String key) {
                return null;
            }

            @Override
            public CountingMode mode() {
                return CountingMode.STEP;
            }
        }, clock);
        var total = new AtomicLong();
        var counter = FunctionCounter.builder("requests", total, AtomicLong::get).register(registry);
        for (long next : new long[] {1000, 100, 150}) {
            total.set(next);
            counter.count(); // reads the total
            clock.add(Duration.ofMinutes(1));
            System.out.println("total " + next + ": step " + counter.count());
        }
    }
}
EOF
cat > expected <<'EOF'
total 1000: step 1000.0
total 100: step -900.0
total 150: step 50.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-core 1.16.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
