#!/usr/bin/env bash
# Spring's exponential backoff with a maximum of 10 s waits for more than 16 s, and from 1 ms it never grows.
#
# Guess: The waits of one ExponentialBackOff add up to at most maxElapsedTime, and with a multiplier of 1.5 each is
# longer than the one before until the maximum interval.
# Instead: The maximum is looked at before a wait, not for what the wait adds: 2 + 3 + 4.5 + 6.75 s are waited for
# with a maximum of 10 s. Intervals are whole milliseconds, cut after each multiplication, so that 1 ms stays 1 ms for
# ever: a tight loop against the API server.
# Seen with: spring-core 6.2.12. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.springframework</groupId><artifactId>spring-core</artifactId><version>6.2.12</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import java.util.stream.*;
import org.springframework.util.backoff.*;

class Probe {
    static void show(String name, ExponentialBackOff backOff) {
        BackOffExecution execution = backOff.start();
        long[] waits = LongStream.generate(execution::nextBackOff).limit(12)
                .takeWhile(wait -> wait != BackOffExecution.STOP).toArray();
        System.out.println(name + ": " + LongStream.of(waits).mapToObj(String::valueOf).collect(Collectors.joining(" "))
                + ", together " + LongStream.of(waits).sum() + " ms");
    }

    public static void main(String[] args) {
        var tenSeconds = new ExponentialBackOff(2_000, 1.5);
        tenSeconds.setMaxElapsedTime(10_000);
        show("at most 10000 ms", tenSeconds);
        show("from 1 ms, 12 waits", new ExponentialBackOff(1, 1.5));
        show("from 2 ms, 12 waits", new ExponentialBackOff(2, 1.5));
    }
}
EOF
cat > expected <<'EOF'
at most 10000 ms: 2000 3000 4500 6750, together 16250 ms
from 1 ms, 12 waits: 1 1 1 1 1 1 1 1 1 1 1 1, together 12 ms
from 2 ms, 12 waits: 2 3 4 6 9 13 19 28 42 63 94 141, together 424 ms
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "spring-core 6.2.12"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
