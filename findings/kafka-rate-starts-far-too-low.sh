#!/usr/bin/env bash
# A rate metric of a Kafka client starts at a thirtieth of the rate and jumps to it after half a minute.
#
# Guess: A rate such as records-consumed-rate is the count over the time that has passed, at most over its window:
# with 100 records each second it is about 100 from the first second on, and 0 soon after the last record.
# Instead: The time is at least that of one sample, 30 seconds, so that a new client shows 3.2 after one second, 40
# after twenty, and 100 from one moment to the next after thirty. Afterwards an idle client does not show 0 for a
# whole minute. A rule on the rate of new consumers sees next to none.
# Seen with: kafka-clients 4.1.1. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-clients</artifactId><version>4.1.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import java.lang.reflect.*;
import java.util.ArrayList;
import org.apache.kafka.common.metrics.*;
import org.apache.kafka.common.metrics.stats.Rate;
import org.apache.kafka.common.utils.Time;

class Probe {
    static long nowMillis = 1_000_000_000_000L;

    static Object call(Object proxy, Method method, Object[] args) throws Throwable {
        return switch (method.getName()) {
            case "milliseconds" -> nowMillis;
            case "nanoseconds" -> nowMillis * 1_000_000;
            default -> InvocationHandler.invokeDefault(proxy, method, args);
        };
    }

    public static void main(String[] args) {
        var time = (Time) Proxy.newProxyInstance(Time.class.getClassLoader(), new Class<?>[] {Time.class}, Probe::call);
        var metrics = new Metrics(new MetricConfig(), new ArrayList<>(), time);
        var name = metrics.metricName("records-consumed-rate", "probe");
        Sensor sensor = metrics.sensor("records");
        sensor.add(name, new Rate());
        for (int second = 1; second <= 180; second++) {
            if (second <= 120) {
                sensor.record(100);
            }
            nowMillis += 1_000;
            if (second == 1 || second == 10 || second == 20 || second == 29 || second == 30 || second >= 150 && second % 10 == 0) {
                System.out.printf("%s second %d: %.1f%n", second <= 120 ? "busy" : "idle",
                        second <= 120 ? second : second - 120, (double) metrics.metric(name).metricValue());
            }
        }
    }
}
EOF
cat > expected <<'EOF'
busy second 1: 3.2
busy second 10: 25.0
busy second 20: 40.0
busy second 29: 49.2
busy second 30: 100.0
idle second 30: 50.0
idle second 40: 42.9
idle second 50: 37.5
idle second 60: 0.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "kafka-clients 4.1.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
