#!/usr/bin/env bash
# To AssertJ NaN is greater than 1 and positive, but not greater than or equal to 1.
#
# Guess: Every comparison with NaN is false in Java, so an assertion that a utilization is above a threshold fails
# when the utilization came out as NaN; at least isGreaterThan and isGreaterThanOrEqualTo agree about it.
# Instead: isGreaterThan orders as Double.compare does, where NaN is above infinity, and passes; so do isPositive and
# isNotNegative. isGreaterThanOrEqualTo and isBetween refuse NaN. Negative zero is split the other way: it is less
# than 0.0, and greater than or equal to 0.0, and isNotNegative refuses it. Truth and Hamcrest also pass NaN as
# greater than 1. A test of a ratio needs isFinite or a bound on both sides.
# Seen with: assertj-core 3.27.7, truth 1.4.5, hamcrest 3.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.assertj</groupId><artifactId>assertj-core</artifactId><version>3.27.7</version></dependency>
    <dependency><groupId>com.google.truth</groupId><artifactId>truth</artifactId><version>1.4.5</version></dependency>
    <dependency><groupId>org.hamcrest</groupId><artifactId>hamcrest</artifactId><version>3.0</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.truth.Truth;
import org.hamcrest.MatcherAssert;
import org.hamcrest.Matchers;

class Probe {
    static void show(String assertion, Runnable test) {
        try {
            test.run();
            System.out.println(assertion + ": passes");
        } catch (AssertionError e) {
            System.out.println(assertion + ": fails");
        }
    }

    public static void main(String[] args) {
        double nan = 0.0 / 0.0;
        show("AssertJ, NaN isGreaterThan 1", () -> assertThat(nan).isGreaterThan(1));
        show("AssertJ, NaN isGreaterThanOrEqualTo 1", () -> assertThat(nan).isGreaterThanOrEqualTo(1));
        show("AssertJ, NaN isPositive", () -> assertThat(nan).isPositive());
        show("AssertJ, NaN isNotNegative", () -> assertThat(nan).isNotNegative());
        show("AssertJ, NaN isBetween 0 and infinity", () -> assertThat(nan).isBetween(0.0, Double.POSITIVE_INFINITY));
        show("AssertJ, -0.0 isLessThan 0.0", () -> assertThat(-0.0).isLessThan(0.0));
        show("AssertJ, -0.0 isGreaterThanOrEqualTo 0.0", () -> assertThat(-0.0).isGreaterThanOrEqualTo(0.0));
        show("AssertJ, -0.0 isNotNegative", () -> assertThat(-0.0).isNotNegative());
        show("Truth, NaN isGreaterThan 1", () -> Truth.assertThat(nan).isGreaterThan(1.0));
        show("Hamcrest, NaN greaterThan 1", () -> MatcherAssert.assertThat(nan, Matchers.greaterThan(1.0)));
    }
}
EOF
cat > expected <<'EOF'
AssertJ, NaN isGreaterThan 1: passes
AssertJ, NaN isGreaterThanOrEqualTo 1: fails
AssertJ, NaN isPositive: passes
AssertJ, NaN isNotNegative: passes
AssertJ, NaN isBetween 0 and infinity: fails
AssertJ, -0.0 isLessThan 0.0: passes
AssertJ, -0.0 isGreaterThanOrEqualTo 0.0: passes
AssertJ, -0.0 isNotNegative: fails
Truth, NaN isGreaterThan 1: passes
Hamcrest, NaN greaterThan 1: passes
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "assertj-core 3.27.7, truth 1.4.5, hamcrest 3.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
