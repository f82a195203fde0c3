#!/usr/bin/env bash
# A meter whose tag keys differ from those of the first one of its name is missing in the scrape.
#
# Guess: Two counters of one name with different tag keys are two series, or the second registration throws; a
# Prometheus server accepts both in one exposition.
# Instead: The second counter works, counts and is returned, is found in the registry as in the simple one, but the
# scrape does not contain it; a warning is logged once. Sums over that metric are too small.
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
        var prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var simple = new SimpleMeterRegistry();
        for (MeterRegistry registry : new MeterRegistry[] {prometheus, simple}) {
            registry.counter("jobs", "queue", "a").increment(1);
            Counter second = registry.counter("jobs", "queue", "b", "region", "eu");
            second.increment(5);
            System.out.println(registry.getClass().getSimpleName() + ": second counter " + second.count()
                    + ", sum of those found " + registry.find("jobs").counters().stream().mapToDouble(Counter::count).sum());
        }
        prometheus.scrape().lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(System.out::println);
    }
}
EOF
cat > expected <<'EOF'
PrometheusMeterRegistry: second counter 5.0, sum of those found 6.0
SimpleMeterRegistry: second counter 5.0, sum of those found 6.0
jobs_total{queue="a"} 1.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-registry-prometheus 1.16.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
