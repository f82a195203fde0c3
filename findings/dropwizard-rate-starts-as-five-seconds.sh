#!/usr/bin/env bash
# The one-minute and the fifteen-minute rate of a new meter are that of its first five seconds.
#
# Guess: One burst of 300 events gives a one-minute rate of at most 5/s (300 in 60 s) and a fifteen-minute rate of
# at most 0.33/s, at once or growing towards it.
# Instead: Until the first tick after 5 s all rates are 0; then all are 60/s, the burst over those 5 s, and they
# decay from there: after a minute 24/s and 56/s, where the mean is 4.9/s. An autoscaler that reads them sees no
# load at first and then up to 180 times as much as there is.
# Seen with: metrics-core 4.2.37. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.dropwizard.metrics</groupId><artifactId>metrics-core</artifactId><version>4.2.37</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import com.codahale.metrics.*;
import java.util.concurrent.TimeUnit;

class Probe {
    static long seconds;

    public static void main(String[] args) {
        var meter = new Meter(new Clock() {
            @Override
            public long getTick() {
                return TimeUnit.SECONDS.toNanos(seconds);
            }
        });
        meter.mark(300);
        for (long at : new long[] {4, 6, 61}) {
            seconds = at;
            System.out.println(String.format(java.util.Locale.ROOT, "%d s: one-minute %.1f, fifteen-minute %.1f, mean %.1f",
                    at, meter.getOneMinuteRate(), meter.getFifteenMinuteRate(), meter.getMeanRate()));
        }
    }
}
EOF
cat > expected <<'EOF'
4 s: one-minute 0.0, fifteen-minute 0.0, mean 75.0
6 s: one-minute 60.0, fifteen-minute 60.0, mean 50.0
61 s: one-minute 24.0, fifteen-minute 56.4, mean 4.9
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "metrics-core 4.2.37"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
