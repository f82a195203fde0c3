#!/usr/bin/env bash
# Whether a counter takes a negative increment depends on the registry.
#
# Guess: Counter.increment(-3) is refused, or ignored, everywhere: a counter only grows. A test on the simple
# registry shows what the production registry does.
# Instead: The simple registry subtracts; the Prometheus registry ignores the call silently. A single NaN also makes
# the simple counter NaN for good, while the Prometheus one goes on counting.
# Seen with: micrometer-registry-prometheus 1.16.1. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-registry-prometheus</artifactId><version>1.16.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.micrometer.core.instrument.*;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.*;

class Probe {
    public static void main(String[] args) {
        var registries = new MeterRegistry[] {
            new SimpleMeterRegistry(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)
        };
        for (MeterRegistry registry : registries) {
            Counter negative = registry.counter("negative");
            negative.increment(10);
            negative.increment(-3);
            Counter nan = registry.counter("nan");
            nan.increment(10);
            nan.increment(Double.NaN);
            nan.increment(1);
            System.out.println(registry.getClass().getSimpleName() + ": 10 - 3 is " + negative.count()
                    + ", 10 + NaN + 1 is " + nan.count());
        }
    }
}
EOF
cat > expected <<'EOF'
SimpleMeterRegistry: 10 - 3 is 7.0, 10 + NaN + 1 is NaN
PrometheusMeterRegistry: 10 - 3 is 10.0, 10 + NaN + 1 is 11.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-registry-prometheus 1.16.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
