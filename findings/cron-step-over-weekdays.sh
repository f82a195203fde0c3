#!/usr/bin/env bash
# Every second weekday, */2, is other days in Spring than in cron-utils' description of Spring.
#
# Guess: In Spring, as in Unix cron, weekday 0 and 7 are Sunday, and */2 starts at the lowest: Sunday, Tuesday,
# Thursday, Saturday. The SPRING53 type of cron-utils agrees with Spring.
# Instead: cron-utils says so, but Spring itself runs on Monday, Wednesday, Friday and Sunday: its range starts at
# Monday. Only one of the four days is the same, and a schedule checked with the one runs otherwise in the other.
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
        var monday = ZonedDateTime.of(2025, 6, 2, 0, 0, 0, 0, ZoneOffset.UTC);
        String expression = "0 0 9 * * */2";
        var described = cronUtils(CronType.SPRING53, expression);
        var spring = org.springframework.scheduling.support.CronExpression.parse(expression);
        var a = new ArrayList<DayOfWeek>();
        var b = new ArrayList<DayOfWeek>();
        for (int day = 0; day < 7; day++) {
            var nine = monday.plusDays(day).withHour(9);
            if (described.isMatch(nine)) a.add(nine.getDayOfWeek());
            if (spring.next(nine.minusSeconds(1)).equals(nine)) b.add(nine.getDayOfWeek());
        }
        System.out.println("cron-utils SPRING53 " + a);
        System.out.println("Spring              " + b);
    }
}
EOF
cat > expected <<'EOF'
cron-utils SPRING53 [TUESDAY, THURSDAY, SATURDAY, SUNDAY]
Spring              [MONDAY, WEDNESDAY, FRIDAY, SUNDAY]
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "cron-utils 9.2.1, spring-context 6.2.12"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
