#!/usr/bin/env bash
# The number of running tasks of a LongTaskTimer is scraped as the _count of a summary.
#
# Guess: The running tasks are a gauge whose name says so, such as jobs_seconds_active_count; _count and _sum only
# grow, here with the tasks that have ended.
# Instead: jobs_seconds is declared a summary, and its _count is the number of tasks that run now: it falls when one
# ends, which rate() and increase() take for a restart, and the sum falls with it. Once buckets are asked for the
# names are others: jobs_seconds_gcount and jobs_seconds_gsum, each a gauge, beside a histogram without _count and
# _sum.
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
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

class Probe {
    static void scrape(String when, PrometheusMeterRegistry registry) {
        System.out.println(when);
        registry.scrape().lines().filter(line -> !line.startsWith("# HELP")).forEach(line -> System.out.println("  " + line));
    }

    public static void main(String[] args) {
        for (boolean buckets : new boolean[] {false, true}) {
            var clock = new MockClock();
            var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
            var builder = LongTaskTimer.builder("jobs");
            if (buckets) {
                builder.serviceLevelObjectives(Duration.ofMinutes(5));
            }
            LongTaskTimer timer = builder.register(registry);
            LongTaskTimer.Sample first = timer.start();
            timer.start();
            clock.add(Duration.ofSeconds(60));
            scrape((buckets ? "with a bucket" : "plain") + ", two running for 60 s:", registry);
            first.stop();
            if (!buckets) {
                scrape("plain, one of them has ended:", registry);
            }
        }
    }
}
EOF
cat > expected <<'EOF'
plain, two running for 60 s:
  # TYPE jobs_seconds summary
  jobs_seconds_count 2
  jobs_seconds_sum 120.0
  # TYPE jobs_seconds_max gauge
  jobs_seconds_max 60.0
plain, one of them has ended:
  # TYPE jobs_seconds summary
  jobs_seconds_count 1
  jobs_seconds_sum 60.0
  # TYPE jobs_seconds_max gauge
  jobs_seconds_max 60.0
with a bucket, two running for 60 s:
  # TYPE jobs_seconds histogram
  jobs_seconds_bucket{le="300.0"} 2
  jobs_seconds_bucket{le="+Inf"} 2
  # TYPE jobs_seconds_gcount gauge
  jobs_seconds_gcount 2
  # TYPE jobs_seconds_gsum gauge
  jobs_seconds_gsum 120.0
  # TYPE jobs_seconds_max gauge
  jobs_seconds_max 60.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-registry-prometheus 1.16.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
