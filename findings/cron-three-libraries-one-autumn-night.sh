#!/usr/bin/env bash
# One cron expression, three libraries, three answers when clocks go back.
#
# Guess: A daily job at 02:30 runs once in the night in which 02:30 exists twice, and an hourly job every hour; at
# worst the libraries differ in which of the two 02:30s they take.
# Instead: cron-utils takes the first 02:30, Quartz the second, and Spring both: its daily job runs twice. Hourly,
# Quartz leaves out the first 02:00, so two hours pass without a run; the other two run each hour.
# Seen with: cron-utils 9.2.1, quartz 2.5.2, spring-context 6.2.12. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>6.2.12</version></dependency>
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
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final ZonedDateTime FROM = ZonedDateTime.of(2025, 10, 26, 0, 59, 0, 0, BERLIN);
    static final ZonedDateTime TO = ZonedDateTime.of(2025, 10, 26, 3, 1, 0, 0, BERLIN);

    static ExecutionTime cronUtils(CronType type, String expression) {
        return ExecutionTime.forCron(
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type)).parse(expression));
    }

    static void show(String library, java.util.function.UnaryOperator<ZonedDateTime> next) {
        var runs = new ArrayList<String>();
        for (var run = next.apply(FROM); run.isBefore(TO); run = next.apply(run)) {
            runs.add(run.toLocalTime() + "" + run.getOffset());
        }
        System.out.println("  " + library + " " + runs);
    }

    public static void main(String[] args) throws Exception {
        for (String fields : new String[] {"30 2", "0 *"}) {
            System.out.println(fields + " * * *");
            var unix = cronUtils(CronType.UNIX, fields + " * * *");
            show("cron-utils", t -> unix.nextExecution(t).orElseThrow());
            var quartz = new org.quartz.CronExpression("0 " + fields + " * * ?");
            quartz.setTimeZone(TimeZone.getTimeZone(BERLIN));
            show("Quartz", t -> quartz.getNextValidTimeAfter(Date.from(t.toInstant())).toInstant().atZone(BERLIN));
            var spring = org.springframework.scheduling.support.CronExpression.parse("0 " + fields + " * * *");
            show("Spring", spring::next);
        }
    }
}
EOF
cat > expected <<'EOF'
30 2 * * *
  cron-utils [02:30+02:00]
  Quartz [02:30+01:00]
  Spring [02:30+02:00, 02:30+01:00]
0 * * * *
  cron-utils [01:00+02:00, 02:00+02:00, 02:00+01:00, 03:00+01:00]
  Quartz [01:00+02:00, 02:00+01:00, 03:00+01:00]
  Spring [01:00+02:00, 02:00+02:00, 02:00+01:00, 03:00+01:00]
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "cron-utils 9.2.1, quartz 2.5.2, spring-context 6.2.12"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
