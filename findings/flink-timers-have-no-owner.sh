#!/usr/bin/env bash
# Deleting one's own Flink timer deletes the one that another part of the function set.
#
# Guess: A timer that is registered twice fires twice, or is counted: after two registrations and one deletion it
# still fires.
# Instead: A key has one timer per timestamp. Two parts of one function (a cooldown and a window that both end at
# 100, say) share it, and when one of them cancels its own, onTimer is called for neither.
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

    static class TwoParts extends KeyedProcessFunction<Long, Long, String> {
        final boolean cancels;

        TwoParts(boolean cancels) {
            this.cancels = cancels;
        }

        @Override
        public void processElement(Long event, Context context, Collector<String> out) {
            context.timerService().registerEventTimeTimer(100); // the end of the cooldown
            context.timerService().registerEventTimeTimer(100); // the end of the window
            if (cancels) context.timerService().deleteEventTimeTimer(100); // no cooldown any more
            out.collect("registered twice, deleted " + (cancels ? "once" : "never"));
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
            out.collect("fired");
        }
    }

    public static void main(String[] args) throws Exception {
        run("both kept", new TwoParts(false));
        run("one cancelled", new TwoParts(true));
    }
}
EOF
cat > expected <<'EOF'
both kept
  registered twice, deleted never
  fired
one cancelled
  registered twice, deleted once
EOF
javac -cp "$(cat classpath)" -d . Probe.java 2> log || { cat log >&2; exit 1; }
java -cp ".:$(cat classpath)" Probe > seen 2> log || { cat seen log >&2; exit 1; }
echo "flink-streaming-java 2.3.0, flink-clients 2.3.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
