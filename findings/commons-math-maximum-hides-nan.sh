#!/usr/bin/env bash
# The maximum of commons-math leaves NaN out, its mean does not.
#
# Guess: Statistics over samples with a NaN are NaN, the maximum as well as the mean, as in the JDK; so a check of
# the maximum shows a sensor that failed.
# Instead: In commons-math the mean is NaN and the maximum is that of the other samples, the percentile too; the JDK
# and Guava give NaN for both.
# Seen with: commons-math3 3.6.1, guava 33.5.0-jre. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.apache.commons</groupId><artifactId>commons-math3</artifactId><version>3.6.1</version></dependency>
    <dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>33.5.0-jre</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import com.google.common.math.Stats;
import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

class Probe {
    public static void main(String[] args) {
        double[] samples = {1, Double.NaN, 3};
        var commons = new DescriptiveStatistics(samples);
        System.out.println("commons-math: max " + commons.getMax() + ", p50 " + commons.getPercentile(50)
                + ", mean " + commons.getMean() + ", count " + commons.getN());
        var jdk = Arrays.stream(samples).summaryStatistics();
        System.out.println("JDK: max " + jdk.getMax() + ", mean " + jdk.getAverage());
        var guava = Stats.of(samples);
        System.out.println("Guava: max " + guava.max() + ", mean " + guava.mean());
    }
}
EOF
cat > expected <<'EOF'
commons-math: max 3.0, p50 2.0, mean NaN, count 3
JDK: max NaN, mean NaN
Guava: max NaN, mean NaN
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "commons-math3 3.6.1, guava 33.5.0-jre"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
