#!/usr/bin/env bash
# Between 0 and 1 jqwik tries 101 doubles, all of them hundredths.
#
# Guess: Arbitraries.doubles() (and @ForAll double) draws from all doubles of the range: a hundred thousand draws
# between 0 and 1 are nearly as many values, with tiny ones, 1/3 and 0.1 + 0.2 among them.
# Instead: Without ofScale(n) (or @Scale) values have at most two decimals: 101 of them between 0 and 1, the smallest
# above 0 being 0.01, however many tries a property has. Of the whole range of double none is as small as a
# thousandth. A range such as 0.001 to 0.002 is refused.
# Seen with: jqwik 1.9.3. The output seen is the text in `expected` below.
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
    <dependency><groupId>net.jqwik</groupId><artifactId>jqwik</artifactId><version>1.9.3</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import java.util.*;
import net.jqwik.api.*;
import net.jqwik.api.arbitraries.DoubleArbitrary;

class Probe {
    static void show(String range, DoubleArbitrary doubles) {
        var random = new Random(1);
        var generator = doubles.generator(1_000);
        var seen = new TreeSet<Double>();
        for (int draw = 0; draw < 100_000; draw++) {
            seen.add(generator.next(random).value());
        }
        System.out.println(range + ": " + (seen.size() < 1_000 ? seen.size() : "1000 or more")
                + " different values, the smallest above 0 is " + seen.higher(0.0));
    }

    public static void main(String[] args) {
        show("0 to 1", Arbitraries.doubles().between(0, 1));
        show("all", Arbitraries.doubles());
        show("0 to 1, ofScale(9)", Arbitraries.doubles().between(0, 1).ofScale(9));
        try {
            show("0.001 to 0.002", Arbitraries.doubles().between(0.001, 0.002));
        } catch (JqwikException e) {
            System.out.println("0.001 to 0.002: refused");
        }
    }
}
EOF
cat > expected <<'EOF'
0 to 1: 101 different values, the smallest above 0 is 0.01
all: 1000 or more different values, the smallest above 0 is 0.01
0 to 1, ofScale(9): 1000 or more different values, the smallest above 0 is 1.0E-9
0.001 to 0.002: refused
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "jqwik 1.9.3"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
