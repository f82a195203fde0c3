#!/usr/bin/env bash
# A published percentile can lie outside all samples.
#
# Guess: After one sample of 100 ms every percentile is 100 ms, give or take rounding; a rule "p99 at or above 100
# ms" holds.
# Instead: The histogram behind publishPercentiles keeps one significant digit unless told otherwise
# (percentilePrecision), and each value is replaced by one that stands for its bucket: 96.468992 ms for the sample
# of 100 ms, so the rule never holds. max() is exact. More digits bring it closer, not to it.
# Seen with: micrometer-core 1.16.1. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-core</artifactId><version>1.16.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.micrometer.core.instrument.*;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;

class Probe {
    static void show(String name, Timer timer) {
        timer.record(100, TimeUnit.MILLISECONDS);
        var snapshot = timer.takeSnapshot();
        System.out.println(name + ": p99 " + snapshot.percentileValues()[0].value(TimeUnit.MILLISECONDS)
                + " ms, max " + snapshot.max(TimeUnit.MILLISECONDS) + " ms");
    }

    public static void main(String[] args) {
        var registry = new SimpleMeterRegistry();
        show("default", Timer.builder("a").publishPercentiles(0.99).register(registry));
        show("two digits", Timer.builder("b").publishPercentiles(0.99).percentilePrecision(2).register(registry));
    }
}
EOF
cat > expected <<'EOF'
default: p99 96.468992 ms, max 100.0 ms
two digits: p99 99.61472 ms, max 100.0 ms
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-core 1.16.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
