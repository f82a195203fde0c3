#!/usr/bin/env bash
# Four libraries, three opinions on the percentiles of a handful of samples.
#
# Guess: Sketches are approximate for many samples and exact for a few: the median of 1 and 100 and the 90th
# percentile of 1, 1, 1, 1, 100 are the same everywhere, give or take interpolation between neighbours.
# Instead: The median of 1 and 100 is 100 for t-digest, 1 for the KLL sketch and 50.5 for commons-math and Guava;
# the 90th percentile of the other five is 100 for all but Guava, which says 60.4. A threshold on a percentile over
# few samples is one on the library as well.
# Seen with: t-digest 3.3, datasketches-java 6.1.1, commons-math3 3.6.1, guava 33.5.0-jre. The output seen is the
# text in `expected` below.
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
    <dependency><groupId>com.tdunning</groupId><artifactId>t-digest</artifactId><version>3.3</version></dependency>
    <dependency><groupId>org.apache.datasketches</groupId><artifactId>datasketches-java</artifactId><version>6.1.1</version></dependency>
    <dependency><groupId>org.apache.commons</groupId><artifactId>commons-math3</artifactId><version>3.6.1</version></dependency>
    <dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>33.5.0-jre</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import com.google.common.math.Quantiles;
import com.tdunning.math.stats.TDigest;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.datasketches.kll.KllDoublesSketch;

class Probe {
    static void show(int percentile, double... samples) {
        var digest = TDigest.createMergingDigest(100);
        var sketch = KllDoublesSketch.newHeapInstance();
        for (double sample : samples) {
            digest.add(sample);
            sketch.update(sample);
        }
        System.out.println("p" + percentile + " of " + java.util.Arrays.toString(samples)
                + ": t-digest " + digest.quantile(percentile / 100.0)
                + ", KLL " + sketch.getQuantile(percentile / 100.0)
                + ", commons-math " + new Percentile().evaluate(samples, percentile)
                + ", Guava " + Quantiles.percentiles().index(percentile).compute(samples));
    }

    public static void main(String[] args) {
        show(50, 1, 100);
        show(90, 1, 1, 1, 1, 100);
    }
}
EOF
cat > expected <<'EOF'
p50 of [1.0, 100.0]: t-digest 100.0, KLL 1.0, commons-math 50.5, Guava 50.5
p90 of [1.0, 1.0, 1.0, 1.0, 100.0]: t-digest 100.0, KLL 100.0, commons-math 100.0, Guava 60.4
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "t-digest 3.3, datasketches-java 6.1.1, commons-math3 3.6.1, guava 33.5.0-jre"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
