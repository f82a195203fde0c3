#!/usr/bin/env bash
# A crontab line with a day of month and a weekday runs far less often in Spring.
#
# Guess: "0 9 13 * 5" in a crontab runs at 09:00 on each 13th and on each Friday; with a leading field for the
# seconds Spring accepts the line, so it means the same there.
# Instead: Spring wants both: Friday the 13th only. cron-utils keeps the meaning of the crontab for its UNIX type.
# Seen with: cron-utils 9.2.1, spring-context 6.2.12. The output seen is the text in `expected` below.
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

    public static void main(String[] args) {
        var unix = cronUtils(CronType.UNIX, "0 9 13 * 5");
        var spring = org.springframework.scheduling.support.CronExpression.parse("0 0 9 13 * 5");
        var from = ZonedDateTime.of(2025, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        int a = 0;
        int b = 0;
        for (var t = unix.nextExecution(from).orElseThrow(); t.getYear() == 2025; t = unix.nextExecution(t).orElseThrow()) a++;
        for (var t = spring.next(from); t.getYear() == 2025; t = spring.next(t)) b++;
        System.out.println("runs in 2025: cron-utils UNIX " + a + ", Spring " + b);
    }
}
EOF
cat > expected <<'EOF'
runs in 2025: cron-utils UNIX 63, Spring 1
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "cron-utils 9.2.1, spring-context 6.2.12"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
