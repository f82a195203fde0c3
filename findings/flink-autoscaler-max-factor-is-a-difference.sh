#!/usr/bin/env bash
# scale-up.max-factor 2.0 of the Flink autoscaler allows three times the parallelism.
#
# Guess: A factor of 2.0 allows doubling (the description speaks of 200 % of the current parallelism), and a scale-
# down factor of 0.6 goes down to 60 %.
# Instead: Both are the part that is added or taken away: 2.0 takes 10 to 30, and 0.6 takes it to 4. Beyond that,
# 0.7 takes 10 to 4 also, not to 3: 1 - 0.7 is a little more than 0.3 in binary, and the result is rounded up.
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

        System.out.println("up 2.0, " + scale(10, 1000, ShipStrategy.REBALANCE, "scale-up.max-factor", "2.0"));
        for (String factor : new String[] {"0.6", "0.7"}) {
            System.out.println("down " + factor + ", "
                    + scale(10, 1, ShipStrategy.REBALANCE, "scale-down.max-factor", factor));
        }
    }
}
EOF
cat > expected <<'EOF'
up 2.0, 10 with load for 1000: 30
down 0.6, 10 with load for 1: 4
down 0.7, 10 with load for 1: 4
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "flink-autoscaler 1.10.0, flink-runtime 1.20.1, flink-clients 1.20.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
