#!/usr/bin/env bash
# minimumNumberOfCalls above the window size counts for one kind of window only.
#
# Guess: A circuit breaker with a window of 10 and a minimum of 100 calls is either rejected when it is built, or
# does not open before 100 calls, whatever the kind of window (10 calls or 10 seconds).
# Instead: With a window counted in calls the minimum is silently lowered to the size of the window: it opens after
# 10 failures. With one counted in seconds the minimum holds. Until it is reached the failure rate is -1, not 0 and
# not 100.
# Seen with: resilience4j-circuitbreaker 2.3.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.github.resilience4j</groupId><artifactId>resilience4j-circuitbreaker</artifactId><version>2.3.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.github.resilience4j.circuitbreaker.*;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.util.concurrent.TimeUnit;

class Probe {
    public static void main(String[] args) {
        for (var type : SlidingWindowType.values()) {
            var breaker = CircuitBreaker.of("probe", CircuitBreakerConfig.custom()
                    .slidingWindowType(type).slidingWindowSize(10).minimumNumberOfCalls(100).build());
            for (int call = 1; call <= 10; call++) {
                breaker.onError(1, TimeUnit.MILLISECONDS, new RuntimeException());
                if (call >= 9) {
                    System.out.println(type + " after " + call + " failures: " + breaker.getState() + ", rate "
                            + breaker.getMetrics().getFailureRate());
                }
            }
        }
    }
}
EOF
cat > expected <<'EOF'
TIME_BASED after 9 failures: CLOSED, rate -1.0
TIME_BASED after 10 failures: CLOSED, rate -1.0
COUNT_BASED after 9 failures: CLOSED, rate -1.0
COUNT_BASED after 10 failures: OPEN, rate 100.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "resilience4j-circuitbreaker 2.3.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
