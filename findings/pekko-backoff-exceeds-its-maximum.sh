#!/usr/bin/env bash
# Pekko's backoff waits longer than its maximum, and in the end without any jitter.
#
# Guess: The delay grows from the minimum to the maximum, is never above it, and is random in a band as wide as the
# random factor says, however often there was a restart.
# Instead: The random part is put on after the cap: with a maximum of 30 s and a factor of 0.2 delays are up to 36 s.
# From some restart on, here the 32nd, the doubled minimum no longer fits a duration, and the delay is 30 s exactly:
# what has failed for long then comes back all at once.
# Seen with: pekko-actor_2.13 1.4.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.apache.pekko</groupId><artifactId>pekko-actor_2.13</artifactId><version>1.4.0</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import java.util.concurrent.TimeUnit;
import org.apache.pekko.pattern.RetrySupport;
import scala.concurrent.duration.FiniteDuration;

class Probe {
    public static void main(String[] args) {
        var min = new FiniteDuration(3, TimeUnit.SECONDS);
        var max = new FiniteDuration(30, TimeUnit.SECONDS);
        for (int restarts : new int[] {0, 3, 4, 10, 31, 32, 100}) {
            var delays = java.util.stream.IntStream.range(0, 10_000)
                    .mapToLong(draw -> RetrySupport.calculateDelay(restarts, min, max, 0.2).toMillis())
                    .summaryStatistics();
            System.out.println("after " + restarts + " restarts: " + delays.getMin() / 1_000 + " s"
                    + (delays.getMax() == delays.getMin() ? " always" : " to more than " + (delays.getMax() - 1) / 1_000 + " s"));
        }
    }
}
EOF
cat > expected <<'EOF'
after 0 restarts: 3 s to more than 3 s
after 3 restarts: 24 s to more than 28 s
after 4 restarts: 30 s to more than 35 s
after 10 restarts: 30 s to more than 35 s
after 31 restarts: 30 s to more than 35 s
after 32 restarts: 30 s always
after 100 restarts: 30 s always
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "pekko-actor_2.13 1.4.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
