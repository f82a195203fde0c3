#!/usr/bin/env bash
# The maximum of a DoubleHistogram that has seen only zeros is 5.2E238.
#
# Guess: The maximum is 0, as all its percentiles are, and an empty one has 0 or NaN.
# Instead: getMaxValue() is 5.2E238 for zeros only and for no value at all, also after reset(); the first value that
# is not 0 puts it right. An idle queue, whose delay is 0, so breaks every limit on the maximum. The 100th percentile
# is 0.
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
import org.HdrHistogram.DoubleHistogram;

class Probe {
    static void show(String name, DoubleHistogram histogram) {
        System.out.println(name + ": maximum " + histogram.getMaxValue() + ", p99 " + histogram.getValueAtPercentile(99)
                + ", p100 " + histogram.getValueAtPercentile(100) + ", mean " + histogram.getMean());
    }

    public static void main(String[] args) {
        var histogram = new DoubleHistogram(2);
        show("empty", histogram);
        histogram.recordValueWithCount(0, 10);
        show("ten zeros", histogram);
        histogram.recordValue(5);
        show("and a 5", histogram);
        histogram.reset();
        histogram.recordValue(0);
        show("reset, a zero", histogram);
    }
}
EOF
cat > expected <<'EOF'
empty: maximum 5.2093862756873856E238, p99 0.0, p100 0.0, mean 0.0
ten zeros: maximum 5.2093862756873856E238, p99 0.0, p100 0.0, mean 0.0
and a 5: maximum 5.031249999999999, p99 5.0, p100 5.0, mean 0.45454545454545453
reset, a zero: maximum 5.2093862756873856E238, p99 0.0, p100 0.0, mean 0.0
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "HdrHistogram 2.2.2"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
