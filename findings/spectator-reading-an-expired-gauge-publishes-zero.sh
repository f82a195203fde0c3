#!/usr/bin/env bash
# Reading a Spectator gauge that was not set for a while makes it publish 0.
#
# Guess: A gauge keeps the value that was set last; if an idle one expires, it is gone, and reading it does no harm.
# Instead: A gauge that was set once is published for 16 minutes and then no more. But reading the gauge object after
# that creates it anew with the value 0, and this 0 is published: a health page that reads 7 replicas off a gauge
# makes the monitoring system see 0 replicas.
# Seen with: spectator-reg-atlas 1.9.1. The output seen is the text in `expected` below.
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
    <dependency><groupId>com.netflix.spectator</groupId><artifactId>spectator-reg-atlas</artifactId><version>1.9.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import com.netflix.spectator.api.Gauge;
import com.netflix.spectator.api.ManualClock;
import com.netflix.spectator.atlas.AtlasRegistry;
import java.util.stream.Collectors;

class Probe {
    static String published(AtlasRegistry registry) {
        return registry.measurements().filter(each -> each.id().name().equals("replicas"))
                .map(each -> String.valueOf(each.value())).collect(Collectors.joining(", ", "[", "]"));
    }

    public static void main(String[] args) {
        var clock = new ManualClock(1_000_000_020_000L, 0);
        var registry = new AtlasRegistry(clock, key -> null);
        Gauge gauge = registry.gauge("replicas");
        gauge.set(7);
        for (int minute = 0; minute <= 18; minute++) {
            String seen = published(registry);
            if (minute == 0 || minute >= 16) {
                System.out.println("minute " + minute + ": published " + seen);
            }
            if (minute == 17) {
                System.out.println("read: " + gauge.value() + ", published " + published(registry));
            }
            clock.setWallTime(clock.wallTime() + 60_000);
        }
    }
}
EOF
cat > expected <<'EOF'
minute 0: published [7.0]
minute 16: published [7.0]
minute 17: published []
read: 0.0, published []
minute 18: published [0.0]
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "spectator-reg-atlas 1.9.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
