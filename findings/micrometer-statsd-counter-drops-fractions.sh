#!/usr/bin/env bash
# A statsd counter of Micrometer that is incremented by 0.5 sends 0 each time.
#
# Guess: Counters take fractions, such as seconds of work or a price; where the line has room for whole numbers only,
# the rest is kept for the next line, so that ten times 0.5 arrive as 5.
# Instead: Each increment is cut to a whole number of its own: ten times 0.5 are ten lines with 0, and 2.9 is sent as
# 2, in all flavors. The counter itself says 7.9.
# Seen with: micrometer-registry-statsd 1.16.1. The output seen is the text in `expected` below.
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
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-registry-statsd</artifactId><version>1.16.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import io.micrometer.core.instrument.Counter;
import io.micrometer.statsd.*;
import java.util.*;
import java.util.regex.*;

class Probe {
    public static void main(String[] args) {
        for (StatsdFlavor flavor : StatsdFlavor.values()) {
            var lines = new ArrayList<String>();
            var config = new StatsdConfig() {
                @Override
                public String get(String key) {
                    return null;
                }

                @Override
                public StatsdFlavor flavor() {
                    return flavor;
                }
            };
            Counter work = StatsdMeterRegistry.builder(config).lineSink(lines::add).build().counter("work");
            for (int i = 0; i < 10; i++) {
                work.increment(0.5);
            }
            work.increment(2.9);
            double sent = 0;
            for (String line : lines) {
                Matcher value = Pattern.compile(":([^:|]*)\\|c").matcher(line);
                value.find();
                sent += Double.parseDouble(value.group(1));
            }
            System.out.println(flavor + ": " + lines.size() + " lines, " + sent + " sent, " + work.count() + " counted");
        }
    }
}
EOF
cat > expected <<'EOF'
ETSY: 11 lines, 2.0 sent, 7.9 counted
DATADOG: 11 lines, 2.0 sent, 7.9 counted
TELEGRAF: 11 lines, 2.0 sent, 7.9 counted
SYSDIG: 11 lines, 2.0 sent, 7.9 counted
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-registry-statsd 1.16.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
