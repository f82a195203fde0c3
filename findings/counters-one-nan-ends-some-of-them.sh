#!/usr/bin/env bash
# One NaN ends a counter of the Prometheus client for good; Micrometer's counter on top of it passes it over.
#
# Guess: A counter refuses an increment that is not a number, as it refuses a negative one, or leaves it out.
# Instead: The Prometheus client and Micrometer's simple registry add it, and the counter is NaN from then on, as are
# all rates of it; Micrometer's Prometheus registry and OpenTelemetry leave it out. A histogram of the Prometheus
# client leaves NaN out too, so that one measurement of 0/0 seconds, given to both, only ends the counter.
# Seen with: prometheus-metrics-core 1.4.3, micrometer-registry-prometheus 1.16.1, opentelemetry-sdk-metrics 1.56.0,
# opentelemetry-sdk-testing 1.56.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.prometheus</groupId><artifactId>prometheus-metrics-core</artifactId><version>1.4.3</version></dependency>
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-registry-prometheus</artifactId><version>1.16.1</version></dependency>
    <dependency><groupId>io.opentelemetry</groupId><artifactId>opentelemetry-sdk-metrics</artifactId><version>1.56.0</version></dependency>
    <dependency><groupId>io.opentelemetry</groupId><artifactId>opentelemetry-sdk-testing</artifactId><version>1.56.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.*;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.prometheus.metrics.core.metrics.*;
import java.util.function.DoubleConsumer;

class Probe {
    static void feed(DoubleConsumer counter) {
        for (double seconds : new double[] {1, 0.0 / 0.0, 2}) {
            counter.accept(seconds);
        }
    }

    public static void main(String[] args) {
        Counter client = Counter.builder().name("work_seconds").build();
        feed(client::inc);
        System.out.println("Prometheus client, counter: " + client.get());
        Histogram histogram = Histogram.builder().name("work").classicOnly().build();
        feed(histogram::observe);
        System.out.println("Prometheus client, sum of a histogram: "
                + histogram.collect().getDataPoints().get(0).getSum());
        for (MeterRegistry registry : new MeterRegistry[] {
            new SimpleMeterRegistry(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)
        }) {
            var counter = registry.counter("work.seconds");
            feed(counter::increment);
            System.out.println("Micrometer, " + registry.getClass().getSimpleName() + ": " + counter.count());
        }
        var reader = InMemoryMetricReader.create();
        var meter = SdkMeterProvider.builder().registerMetricReader(reader).build().get("probe");
        feed(meter.counterBuilder("work").ofDoubles().build()::add);
        System.out.println("OpenTelemetry: " + reader.collectAllMetrics().iterator().next().getDoubleSumData()
                .getPoints().iterator().next().getValue());
    }
}
EOF
cat > expected <<'EOF'
Prometheus client, counter: NaN
Prometheus client, sum of a histogram: 3.0
Micrometer, SimpleMeterRegistry: NaN
Micrometer, PrometheusMeterRegistry: 3.0
OpenTelemetry: 3.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "prometheus-metrics-core 1.4.3, micrometer-registry-prometheus 1.16.1, opentelemetry-sdk-metrics 1.56.0, opentelemetry-sdk-testing 1.56.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
