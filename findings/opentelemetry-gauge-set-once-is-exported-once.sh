#!/usr/bin/env bash
# With delta temporality an OpenTelemetry gauge that was set once is exported once.
#
# Guess: Temporality is about sums and histograms. A gauge has none and is its last value in every export, so that a
# replica count that is set whenever it changes stays visible.
# Instead: A reader with delta temporality, as some vendors' exporters ask for, gets a gauge that is set only in the
# export after set(); in the next one it is missing, while a cumulative reader gets it for ever. A gauge with a
# callback is in each export of both. What is set on change only has to be a callback, or be set again before each
# export.
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
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.TreeSet;

class Probe {
    static String exported(InMemoryMetricReader reader) {
        var seen = new TreeSet<String>();
        reader.collectAllMetrics().forEach(metric -> metric.getDoubleGaugeData().getPoints()
                .forEach(point -> seen.add(metric.getName() + " " + point.getValue())));
        return seen.toString();
    }

    public static void main(String[] args) {
        var delta = InMemoryMetricReader.createDelta();
        var cumulative = InMemoryMetricReader.create();
        var meter = SdkMeterProvider.builder().registerMetricReader(delta).registerMetricReader(cumulative).build().get("probe");
        meter.gaugeBuilder("called").buildWithCallback(gauge -> gauge.record(5));
        meter.gaugeBuilder("set").build().set(5);
        for (int export = 1; export <= 3; export++) {
            System.out.println("export " + export + ": delta " + exported(delta) + ", cumulative " + exported(cumulative));
        }
    }
}
EOF
cat > expected <<'EOF'
export 1: delta [called 5.0, set 5.0], cumulative [called 5.0, set 5.0]
export 2: delta [called 5.0], cumulative [called 5.0, set 5.0]
export 3: delta [called 5.0], cumulative [called 5.0, set 5.0]
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "opentelemetry-sdk-metrics 1.56.0, opentelemetry-sdk-testing 1.56.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
