#!/usr/bin/env bash
# cron-utils accepts the Quartz range 22-3 and runs at 22 only.
#
# Guess: The QUARTZ type of cron-utils reads hours 22-3 as Quartz does, over midnight; or it rejects them, as its
# UNIX type does. (Days of week FRI-MON do wrap.)
# Instead: The expression is accepted, and only its first value counts: a nightly window of six hours becomes a
# single run at 22:00. The same with minutes, days of month and months.
# Seen with: cron-utils 9.2.1, quartz 2.5.2. The output seen is the text in `expected` below.
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
    <dependency><groupId>com.cronutils</groupId><artifactId>cron-utils</artifactId><version>9.2.1</version></dependency>
    <dependency><groupId>org.quartz-scheduler</groupId><artifactId>quartz</artifactId><version>2.5.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.*;
import java.util.*;

class Probe {

    static ExecutionTime cronUtils(CronType type, String expression) {
        return ExecutionTime.forCron(
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type)).parse(expression));
    }

    public static void main(String[] args) throws Exception {
        String expression = "0 0 22-3 * * ?";
        var cronUtils = cronUtils(CronType.QUARTZ, expression);
        var quartz = new org.quartz.CronExpression(expression);
        quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
        var a = ZonedDateTime.of(2025, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC);
        var b = Date.from(a.toInstant());
        var left = new ArrayList<String>();
        var right = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            a = cronUtils.nextExecution(a).orElseThrow();
            b = quartz.getNextValidTimeAfter(b);
            left.add(a.toInstant().toString().substring(8, 13));
            right.add(b.toInstant().toString().substring(8, 13));
        }
        System.out.println(expression);
        System.out.println("  cron-utils " + left);
        System.out.println("  Quartz     " + right);
    }
}
EOF
cat > expected <<'EOF'
0 0 22-3 * * ?
  cron-utils [01T22, 02T22, 03T22, 04T22]
  Quartz     [01T22, 01T23, 02T00, 02T01]
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "cron-utils 9.2.1, quartz 2.5.2"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
