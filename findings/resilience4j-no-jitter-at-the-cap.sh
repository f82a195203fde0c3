#!/usr/bin/env bash
# A randomized, capped backoff of resilience4j is not random once it has reached the cap.
#
# Guess: ofExponentialRandomBackoff(100 ms, 2, 0.5, cap 1 s) waits anything from 500 to 1000 ms once the cap is
# reached, so that clients which failed together do not come back together.
# Instead: The cap is applied after the random part: as soon as the interval has grown to twice the cap, every wait
# is exactly the cap, and in a long outage all clients retry in step, which the random part is there to prevent.
# Seen with: resilience4j-core 2.3.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.github.resilience4j</groupId><artifactId>resilience4j-core</artifactId><version>2.3.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.*;

class Probe {
    public static void main(String[] args) {
        var backoff = IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2, 0.5, Duration.ofSeconds(1));
        for (int attempt : new int[] {3, 6, 10}) {
            var waits = new TreeSet<Long>();
            for (int i = 0; i < 100_000; i++) waits.add(backoff.apply(attempt));
            System.out.println("attempt " + attempt + ": " + (waits.size() == 1 ? "always " + waits.first() + " ms" : "random"));
        }
    }
}
EOF
cat > expected <<'EOF'
attempt 3: random
attempt 6: always 1000 ms
attempt 10: always 1000 ms
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "resilience4j-core 2.3.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
