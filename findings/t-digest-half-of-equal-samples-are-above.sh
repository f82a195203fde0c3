#!/usr/bin/env bash
# Of ten samples that are all 5, t-digest says that half are at most 5.
#
# Guess: cdf(x) is the share of the samples that are at most x, exact while there are few: 1 when all are x, and 1 for
# the largest sample. So cdf(limit) is the share of requests that kept a limit.
# Instead: Samples equal to x count half, as if they lay around it: 0.5 when all are 5, 0.95 for the largest of ten.
# With nine of ten samples at the limit of 1 and one above it, 0.45 is within the limit, not 0.9. The KLL sketch
# counts them in, or out, as asked.
# Seen with: t-digest 3.3, datasketches-java 6.1.1. The output seen is the text in `expected` below.
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
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import com.tdunning.math.stats.TDigest;
import org.apache.datasketches.kll.KllDoublesSketch;

class Probe {
    static void show(double limit, double... samples) {
        var merging = TDigest.createMergingDigest(100);
        var tree = TDigest.createAvlTreeDigest(100);
        var sketch = KllDoublesSketch.newHeapInstance();
        for (double sample : samples) {
            merging.add(sample);
            tree.add(sample);
            sketch.update(sample);
        }
        System.out.println("at most " + limit + " of " + java.util.Arrays.toString(samples) + ": merging digest "
                + merging.cdf(limit) + ", tree digest " + tree.cdf(limit) + ", KLL " + sketch.getRank(limit));
    }

    public static void main(String[] args) {
        show(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5);
        show(100, 1, 1, 1, 1, 1, 1, 1, 1, 1, 100);
        show(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 100);
    }
}
EOF
cat > expected <<'EOF'
at most 5.0 of [5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0]: merging digest 0.5, tree digest 0.5, KLL 1.0
at most 100.0 of [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 100.0]: merging digest 0.95, tree digest 0.95, KLL 1.0
at most 1.0 of [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 100.0]: merging digest 0.45, tree digest 0.45, KLL 0.9
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "t-digest 3.3, datasketches-java 6.1.1"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
