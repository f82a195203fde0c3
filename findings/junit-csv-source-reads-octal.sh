#!/usr/bin/env bash
# In a CsvSource of JUnit 010 is 8 for an int parameter and 10 for a double.
#
# Guess: Numbers in the rows of a parameterized test are decimal, with leading zeros too: 010 is 10 and 08 is 8, for all
# types of parameters.
# Instead: Whole numbers are read as Java's literals: 010 is 8, #10 is 16, 1_000 is 1000, and 08 is refused; doubles are
# always decimal. Columns that were lined up with zeros test other values than the ones one reads.
# Seen with: junit-jupiter 5.14.4. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.14.4</version></dependency>
    <dependency><groupId>org.junit.platform</groupId><artifactId>junit-platform-console</artifactId><version>1.14.4</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > ProbeTest.java <<'EOF'
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
    @ParameterizedTest
    @CsvSource({"010, 010", "-010, -010", "#10, #10", "1_000, 1_000", "08, '8, not 08'"})
    void whole(int number, String text) {
        System.out.println("int " + text + ": " + number);
    }

    @ParameterizedTest
    @CsvSource({"010, 010", "08, 08"})
    void decimal(double number, String text) {
        System.out.println("double " + text + ": " + number);
    }
}
EOF
cat > expected <<'EOF'
double 010: 10.0
double 08: 8.0
int #10: 16
int -010: -8
int 010: 8
int 1_000: 1000
not converted: "08" to type int
EOF
javac -cp "$(cat classpath)" -d classes ProbeTest.java 2> log || { cat log >&2; exit 1; }
java -cp "classes:$(cat classpath)" org.junit.platform.console.ConsoleLauncher execute -c ProbeTest --disable-banner > log 2>&1 || true
{
    grep -E '^(int|double) ' log
    sed -n 's/.*Caused by: .*ConversionException: Failed to convert String \("[^"]*" to type int\).*/not converted: \1/p' log
} | LC_ALL=C sort -u > seen
echo "junit-jupiter 5.14.4"
cat seen
diff -u expected seen || { cat log >&2; echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
