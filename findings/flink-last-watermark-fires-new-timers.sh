#!/usr/bin/env bash
# At the end of a bounded Flink job timers for the far future fire at once, one after the other.
#
# Guess: When the input ends the timers that are pending fire once. A timer that onTimer registers then, for a day
# later, comes too late and is dropped.
# Instead: The last watermark is the largest long, so each new timer is due as soon as it is registered, and fires
# within the same advance. A control loop that renews its timer ends only where it stops by itself: here after five
# rounds, which are days of event time for one event.
# Seen with: flink-streaming-java 2.3.0, flink-clients 2.3.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-streaming-java</artifactId><version>2.3.0</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-clients</artifactId><version>2.3.0</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import java.util.*;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

public class Probe {
    static void run(String name, KeyedProcessFunction<Long, Long, String> function) throws Exception {
        var environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        var stream = environment.fromData(1L)
                .assignTimestampsAndWatermarks(WatermarkStrategy.<Long>forMonotonousTimestamps()
                        .withTimestampAssigner((event, ignored) -> event))
                .keyBy(event -> event, Types.LONG)
                .process(function, Types.STRING);
        try (var results = stream.executeAndCollect()) {
            System.out.println(name);
            results.forEachRemaining(result -> System.out.println("  " + result));
        }
    }

    static class Daily extends KeyedProcessFunction<Long, Long, String> {
        static final long DAY_MILLIS = 86_400_000;
        int rounds;

        @Override
        public void processElement(Long event, Context context, Collector<String> out) {
            context.timerService().registerEventTimeTimer(DAY_MILLIS);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
            out.collect("day " + timestamp / DAY_MILLIS + ", at the last watermark "
                    + (context.timerService().currentWatermark() == Long.MAX_VALUE));
            if (++rounds < 5) context.timerService().registerEventTimeTimer(timestamp + DAY_MILLIS);
        }
    }

    public static void main(String[] args) throws Exception {
        run("one event at 1 ms", new Daily());
    }
}
EOF
cat > expected <<'EOF'
one event at 1 ms
  day 1, at the last watermark true
  day 2, at the last watermark true
  day 3, at the last watermark true
  day 4, at the last watermark true
  day 5, at the last watermark true
EOF
javac -cp "$(cat classpath)" -d . Probe.java 2> log || { cat log >&2; exit 1; }
java -cp ".:$(cat classpath)" Probe > seen 2> log || { cat seen log >&2; exit 1; }
echo "flink-streaming-java 2.3.0, flink-clients 2.3.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
