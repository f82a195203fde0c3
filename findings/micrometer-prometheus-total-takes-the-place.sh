#!/usr/bin/env bash
# The gauges jobs and jobs.total share one name in the scrape, and the later one wins.
#
# Guess: A gauge jobs.total is scraped as jobs_total and is another metric than jobs.
# Instead: The endings .total, .created and .bucket are cut off the names of gauges: jobs.total is scraped as jobs.
# Where there is a gauge jobs with the same tags as well, the one that was registered last takes the place of the
# other, without an exception, and onMeterRegistrationFailed is not called. The counters rescales and rescales.total
# take each other's place in the same way.
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
import io.micrometer.prometheusmetrics.*;

class Probe {
    public static void main(String[] args) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().onMeterRegistrationFailed((id, why) -> System.out.println("failed: " + id + ", " + why));
        for (String ending : new String[] {"total", "created", "bucket"}) {
            Gauge.builder("my" + ending + "." + ending, () -> 1).register(registry);
        }
        Gauge.builder("jobs", () -> 3).register(registry);
        Gauge.builder("jobs.total", () -> 100).register(registry);
        Gauge.builder("pods.total", () -> 100).register(registry);
        Gauge.builder("pods", () -> 3).register(registry);
        Counter.builder("rescales").register(registry).increment(3);
        Counter.builder("rescales.total").register(registry).increment(100);
        System.out.println(registry.getMeters().size() + " meters");
        registry.scrape().lines().filter(line -> !line.startsWith("#")).forEach(System.out::println);
    }
}
EOF
cat > expected <<'EOF'
9 meters
jobs 100.0
mybucket 1.0
mycreated 1.0
mytotal 1.0
pods 3.0
rescales_total 100.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-registry-prometheus 1.16.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
