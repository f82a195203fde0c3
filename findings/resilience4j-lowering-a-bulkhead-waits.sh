#!/usr/bin/env bash
# Lowering the limit of a resilience4j bulkhead blocks until enough calls have ended.
#
# Guess: changeConfig() with a lower maxConcurrentCalls returns at once; calls in flight go on, and new ones are
# refused until there are fewer than the new limit.
# Instead: It waits, uninterruptibly, until so many calls have ended: with 5 in use and the limit lowered from 10 to 3
# for two of them. Meanwhile no call is let in, and the limit that the metrics report is still 10. A control loop that
# adapts the limit stands still while calls are slow, which is when it lowers the limit.
# Seen with: resilience4j-bulkhead 2.3.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.github.resilience4j</groupId><artifactId>resilience4j-bulkhead</artifactId><version>2.3.0</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.github.resilience4j.bulkhead.*;

class Probe {
    public static void main(String[] args) throws Exception {
        Bulkhead bulkhead = Bulkhead.of("probe", limit(10));
        for (int call = 0; call < 5; call++) {
            bulkhead.acquirePermission();
        }
        var lowering = new Thread(() -> bulkhead.changeConfig(limit(3)));
        lowering.start();
        while (lowering.getState() != Thread.State.WAITING && lowering.isAlive()) {
            Thread.sleep(10);
        }
        System.out.println("5 of 10 in use, lowered to 3: " + (lowering.isAlive() ? "waits" : "done"));
        lowering.interrupt();
        show("interrupted", bulkhead, lowering);
        System.out.println("a sixth call is let in: " + bulkhead.tryAcquirePermission());
        bulkhead.releasePermission();
        show("4 in use", bulkhead, lowering);
        bulkhead.releasePermission();
        lowering.join(10_000);
        show("3 in use", bulkhead, lowering);
    }

    static BulkheadConfig limit(int calls) {
        return BulkheadConfig.custom().maxConcurrentCalls(calls).build();
    }

    static void show(String when, Bulkhead bulkhead, Thread lowering) throws Exception {
        lowering.join(500);
        System.out.println(when + ": " + (lowering.isAlive() ? "still waits" : "done")
                + ", limit " + bulkhead.getMetrics().getMaxAllowedConcurrentCalls());
    }
}
EOF
cat > expected <<'EOF'
5 of 10 in use, lowered to 3: waits
interrupted: still waits, limit 10
a sixth call is let in: false
4 in use: still waits, limit 10
3 in use: done, limit 3
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "resilience4j-bulkhead 2.3.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
