#!/usr/bin/env bash
# Micrometer publishes no queue for a single-thread executor, and a queue of 1 for an idle scheduled one.
#
# Guess: ExecutorServiceMetrics gives every executor of the JDK gauges such as executor.queued, which is 0 while it is
# idle, and executor.pool.max.
# Instead: On Java 17 the wrapper around newSingleThreadExecutor() cannot be looked into: there are no gauges at all,
# and a log line at info level is all that tells. A scheduled pool has its periodic tasks in the queue between two
# runs, so that an idle one has as many queued as there are such tasks, and its executor.pool.max is 2147483647 with
# one thread: executor.active as a share of it is always 0.
# Seen with: micrometer-core 1.16.1, OpenJDK 17.0.15. The output seen is the text in `expected` below.
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
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.*;

class Probe {
    static void show(String name, ExecutorService executor) {
        var registry = new SimpleMeterRegistry();
        new ExecutorServiceMetrics(executor, "probe", List.of()).bindTo(registry);
        System.out.print(name + ":");
        for (String each : new String[] {"executor.queued", "executor.pool.max"}) {
            Gauge gauge = registry.find(each).gauge();
            System.out.print(' ' + each + ' ' + (gauge == null ? "missing" : String.valueOf((long) gauge.value())));
        }
        System.out.println();
        executor.shutdownNow();
    }

    public static void main(String[] args) {
        show("newFixedThreadPool(1)", Executors.newFixedThreadPool(1));
        show("newSingleThreadExecutor()", Executors.newSingleThreadExecutor());
        var scheduled = Executors.newScheduledThreadPool(1);
        scheduled.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
        show("newScheduledThreadPool(1)", scheduled);
    }
}
EOF
cat > expected <<'EOF'
newFixedThreadPool(1): executor.queued 0 executor.pool.max 1
newSingleThreadExecutor(): executor.queued missing executor.pool.max missing
newScheduledThreadPool(1): executor.queued 1 executor.pool.max 2147483647
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-core 1.16.1, OpenJDK 17.0.15"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
