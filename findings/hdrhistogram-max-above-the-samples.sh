#!/usr/bin/env bash
# The maximum of an HdrHistogram is a value that was never recorded.
#
# Guess: Percentiles are rounded to the significant digits asked for, but the maximum is kept exactly; getMaxValue()
# never exceeds the largest sample.
# Instead: Both are rounded up to the end of their bucket: with two digits 100003 becomes 100351, while the minimum
# is rounded down. A limit "never above 100100" is broken by a sample that kept it.
# Seen with: HdrHistogram 2.2.2. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.hdrhistogram</groupId><artifactId>HdrHistogram</artifactId><version>2.2.2</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import org.HdrHistogram.Histogram;

class Probe {
    public static void main(String[] args) {
        var histogram = new Histogram(3_600_000, 2);
        histogram.recordValue(100_003);
        System.out.println("min " + histogram.getMinValue() + ", max " + histogram.getMaxValue()
                + ", p50 " + histogram.getValueAtPercentile(50));
    }
}
EOF
cat > expected <<'EOF'
min 99840, max 100351, p50 100351
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "HdrHistogram 2.2.2"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
