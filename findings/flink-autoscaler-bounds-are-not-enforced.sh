#!/usr/bin/env bash
# The Flink autoscaler leaves a vertex outside its minimum or maximum parallelism.
#
# Guess: vertex.min-parallelism and vertex.max-parallelism are bounds as those of an HPA: a vertex found outside
# them is moved to the nearer bound, whatever the load.
# Instead: They only limit changes. With a minimum of 4 a vertex with 2 subtasks stays at 2, and goes to 3 when it
# needs 3; with a maximum of 10 one with 20 stays at 20 under more load, and goes to 18 when it needs 18.
# Seen with: flink-autoscaler 1.10.0, flink-runtime 1.20.1, flink-clients 1.20.1. The output seen is the text in
# `expected` below.
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
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-autoscaler</artifactId><version>1.10.0</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-runtime</artifactId><version>1.20.1</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-clients</artifactId><version>1.20.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import java.time.Duration;
import java.util.*;
import org.apache.flink.api.common.*;
import org.apache.flink.autoscaler.*;
import org.apache.flink.autoscaler.event.LoggingEventHandler;
import org.apache.flink.autoscaler.metrics.*;
import org.apache.flink.autoscaler.topology.ShipStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobVertexID;

class Probe {
    /** Each subtask takes 100 records/s; the input is as much as so many subtasks would take. */
    static String scale(int parallelism, int needed, ShipStrategy input, String... settings) {
        var configuration = new Configuration();
        configuration.setString("job.autoscaler.target.utilization", "1.0");
        configuration.setString("job.autoscaler.catch-up.duration", "0 s");
        configuration.setString("job.autoscaler.scale-down.interval", "0 s");
        configuration.setString("job.autoscaler.scale-down.max-factor", "1.0");
        for (int i = 0; i < settings.length; i += 2) {
            configuration.setString("job.autoscaler." + settings[i], settings[i + 1]);
        }
        var metrics = new EnumMap<ScalingMetric, EvaluatedScalingMetric>(ScalingMetric.class);
        metrics.put(ScalingMetric.PARALLELISM, EvaluatedScalingMetric.of(parallelism));
        metrics.put(ScalingMetric.MAX_PARALLELISM, EvaluatedScalingMetric.of(128));
        metrics.put(ScalingMetric.NUM_SOURCE_PARTITIONS, EvaluatedScalingMetric.of(0));
        metrics.put(ScalingMetric.TRUE_PROCESSING_RATE, EvaluatedScalingMetric.avg(parallelism * 100));
        metrics.put(ScalingMetric.TARGET_DATA_RATE, EvaluatedScalingMetric.avg(needed * 100));
        metrics.put(ScalingMetric.CATCH_UP_DATA_RATE, EvaluatedScalingMetric.of(0));
        metrics.put(ScalingMetric.SCALE_UP_RATE_THRESHOLD, EvaluatedScalingMetric.of(needed * 100));
        metrics.put(ScalingMetric.SCALE_DOWN_RATE_THRESHOLD, EvaluatedScalingMetric.of(needed * 100));
        var context = new JobAutoScalerContext<>(new JobID(), new JobID(), JobStatus.RUNNING, configuration, null, null);
        var change = new JobVertexScaler<>(new LoggingEventHandler<JobID, JobAutoScalerContext<JobID>>())
                .computeScaleTargetParallelism(context, new JobVertexID(), List.of(input), metrics, new TreeMap<>(),
                        Duration.ZERO, new DelayedScaleDown());
        return parallelism + " with load for " + needed + ": "
                + (change.equals(JobVertexScaler.ParallelismChange.noChange()) ? "unchanged" : change.getNewParallelism());
    }

    public static void main(String[] args) {

        for (int needed : new int[] {1, 2, 3}) {
            System.out.println("minimum 4, " + scale(2, needed, ShipStrategy.REBALANCE, "vertex.min-parallelism", "4"));
        }
        for (int needed : new int[] {18, 25}) {
            System.out.println("maximum 10, " + scale(20, needed, ShipStrategy.REBALANCE, "vertex.max-parallelism", "10"));
        }
    }
}
EOF
cat > expected <<'EOF'
minimum 4, 2 with load for 1: unchanged
minimum 4, 2 with load for 2: unchanged
minimum 4, 2 with load for 3: 3
maximum 10, 20 with load for 18: 18
maximum 10, 20 with load for 25: unchanged
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "flink-autoscaler 1.10.0, flink-runtime 1.20.1, flink-clients 1.20.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
