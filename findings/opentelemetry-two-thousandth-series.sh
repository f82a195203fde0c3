#!/usr/bin/env bash
# An OpenTelemetry counter keeps 1999 series; all others become one without attributes.
#
# Guess: Each distinct set of attributes is a series of its own; the number of series is the business of the
# backend, and a limit, if any, is one that was asked for.
# Instead: From the 2000th set on everything is added to one series with the single attribute otel.metric.overflow,
# and the workload it belonged to is lost; only a log line tells. Sums over all series stay right, per-workload
# rules see nothing.
# Seen with: opentelemetry-sdk-metrics 1.56.0, opentelemetry-sdk-testing 1.56.0. The output seen is the text in
# `expected` below.
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
    <dependency><groupId>io.opentelemetry</groupId><artifactId>opentelemetry-sdk-metrics</artifactId><version>1.56.0</version></dependency>
    <dependency><groupId>io.opentelemetry</groupId><artifactId>opentelemetry-sdk-testing</artifactId><version>1.56.0</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.opentelemetry.api.common.*;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;

class Probe {
    public static void main(String[] args) {
        var reader = InMemoryMetricReader.create();
        var counter = SdkMeterProvider.builder().registerMetricReader(reader).build()
                .get("probe").counterBuilder("requests").build();
        for (long workload = 0; workload < 2500; workload++) {
            counter.add(1, Attributes.of(AttributeKey.longKey("workload"), workload));
        }
        var points = reader.collectAllMetrics().iterator().next().getLongSumData().getPoints();
        System.out.println(points.size() + " series");
        points.stream().filter(p -> p.getValue() > 1)
                .forEach(p -> System.out.println(p.getAttributes() + " " + p.getValue()));
    }
}
EOF
cat > expected <<'EOF'
2000 series
{otel.metric.overflow=true} 501
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "opentelemetry-sdk-metrics 1.56.0, opentelemetry-sdk-testing 1.56.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
