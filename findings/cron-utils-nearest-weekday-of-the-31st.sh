#!/usr/bin/env bash
# cron-utils runs 31W in January and throws in February.
#
# Guess: The weekday nearest to the 31st, 31W, is skipped in months without a 31st, as in Quartz and Spring; a
# schedule that could be parsed and has run can be asked for its next run.
# Instead: nextExecution() throws DateTimeException as soon as the search comes to February.
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

    static ExecutionTime cronUtils(CronType type, String expression) {
        return ExecutionTime.forCron(
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type)).parse(expression));
    }

    public static void main(String[] args) throws Exception {
        String expression = "0 0 9 31W * ?";
        var from = ZonedDateTime.of(2025, 1, 30, 12, 0, 0, 0, ZoneOffset.UTC);
        var quartz = new org.quartz.CronExpression(expression);
        quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
        var cronUtils = cronUtils(CronType.QUARTZ, expression);
        var spring = org.springframework.scheduling.support.CronExpression.parse(expression);
        show("Quartz", from, t -> quartz.getNextValidTimeAfter(Date.from(t.toInstant())).toInstant().atZone(ZoneOffset.UTC));
        show("Spring", from, spring::next);
        show("cron-utils", from, t -> cronUtils.nextExecution(t).orElseThrow());
    }

    static void show(String library, ZonedDateTime from, java.util.function.UnaryOperator<ZonedDateTime> next) {
        var runs = new ArrayList<String>();
        try {
            for (var run = next.apply(from); runs.size() < 3; run = next.apply(run)) runs.add(run.toLocalDate().toString());
        } catch (DateTimeException e) {
            runs.add(e.getClass().getSimpleName());
        }
        System.out.println(library + " " + runs);
    }
}
EOF
cat > expected <<'EOF'
Quartz [2025-01-31, 2025-03-31, 2025-05-30]
Spring [2025-01-31, 2025-03-31, 2025-05-30]
cron-utils [2025-01-31, DateTimeException]
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "cron-utils 9.2.1, quartz 2.5.2, spring-context 6.2.12"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
