#!/usr/bin/env bash
# cron-utils: the last execution can be a time that is none by its own account.
#
# Guess: lastExecution(t) is one of the times that nextExecution() yields, and isMatch() holds for it; so "is the
# window that began at the last execution still open" can be asked after the fact.
# Instead: In the night in which 02:30 exists twice nextExecution() yields the first, lastExecution() the second, an
# hour later, and isMatch() denies the second.
# Seen with: cron-utils 9.2.1. The output seen is the text in `expected` below.
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

    public static void main(String[] args) {
        var midnight = ZonedDateTime.of(2025, 10, 26, 0, 0, 0, 0, ZoneId.of("Europe/Berlin"));
        var daily = cronUtils(CronType.UNIX, "30 2 * * *");
        var next = daily.nextExecution(midnight).orElseThrow();
        var last = daily.lastExecution(midnight.withHour(5)).orElseThrow();
        System.out.println("next " + next.toOffsetDateTime() + ", matches " + daily.isMatch(next));
        System.out.println("last " + last.toOffsetDateTime() + ", matches " + daily.isMatch(last));
    }
}
EOF
cat > expected <<'EOF'
next 2025-10-26T02:30+02:00, matches true
last 2025-10-26T02:30+01:00, matches false
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "cron-utils 9.2.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
