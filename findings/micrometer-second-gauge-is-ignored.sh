#!/usr/bin/env bash
# Registering a gauge again under the same id keeps reading the first object.
#
# Guess: A component that is stopped and built anew registers its gauges again; the registry then reads the new
# object (or refuses with an exception).
# Instead: The registry hands back the gauge of the first registration, which goes on reading the old object. Only a
# log line tells, as a warning the first time and at debug level afterwards. The old gauge has to be removed first.
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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

class Probe {
    static Gauge register(MeterRegistry registry, AtomicInteger replicas) {
        return Gauge.builder("replicas", replicas, AtomicInteger::get).tag("workload", "web").register(registry);
    }

    public static void main(String[] args) {
        var registry = new SimpleMeterRegistry();
        var stopped = new AtomicInteger(1);
        var running = new AtomicInteger(8);
        Gauge first = register(registry, stopped);
        Gauge second = register(registry, running);
        System.out.println("same gauge: " + (first == second) + ", it reads " + second.value());
        registry.remove(first);
        System.out.println("after removal: " + register(registry, running).value());
    }
}
EOF
cat > expected <<'EOF'
same gauge: true, it reads 1.0
after removal: 8.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-core 1.16.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
