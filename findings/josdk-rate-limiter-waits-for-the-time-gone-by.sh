#!/usr/bin/env bash
# The rate limiter of the Java Operator SDK tells how long ago the period began, not how long it still lasts.
#
# Guess: With two reconciliations an hour, the third asks to be tried again when the hour is over: 60 minutes later if
# it comes at once, one minute later if it comes after 59 minutes.
# Instead: The duration that isLimited() returns is the time since the period began, and the SDK schedules the next
# try by it. At once it is next to nothing, so the resource is looked at again and again in ever longer steps; after
# 59 minutes it is 59 minutes, so that a change is acted on nearly an hour after the limit has ended.
# Seen with: operator-framework-core 5.3.2. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.javaoperatorsdk</groupId><artifactId>operator-framework-core</artifactId><version>5.3.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter.RateLimitState;
import java.time.*;

class Probe {
    public static void main(String[] args) throws Exception {
        for (int minutes : new int[] {0, 30, 59}) {
            var limiter = new LinearRateLimiter(Duration.ofHours(1), 2);
            RateLimitState state = limiter.initState();
            var began = state.getClass().getDeclaredField("lastRefreshTime");
            began.setAccessible(true);
            began.set(state, LocalDateTime.now().minusMinutes(minutes));
            boolean limited = limiter.isLimited(state).isPresent() || limiter.isLimited(state).isPresent();
            System.out.println(minutes + " minutes into the hour: the first two limited: " + limited + ", the third waits for "
                    + limiter.isLimited(state).orElseThrow().toMinutes() + " minutes");
        }
    }
}
EOF
cat > expected <<'EOF'
0 minutes into the hour: the first two limited: false, the third waits for 0 minutes
30 minutes into the hour: the first two limited: false, the third waits for 30 minutes
59 minutes into the hour: the first two limited: false, the third waits for 59 minutes
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "operator-framework-core 5.3.2"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
