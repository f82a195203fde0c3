#!/usr/bin/env bash
# A regular double of Jazzer is never near anything that a metric can be.
#
# Guess: consumeRegularDouble() makes finite doubles of all magnitudes out of the input, and 0 when it is used up, as
# consumeDouble() and consumeInt() do.
# Instead: It is spread evenly from the smallest to the largest double: in a hundred thousand random inputs not one is
# below 1E300 in magnitude, and without input it is -1.8E308. A target that scales such a value has only tested
# overflow. consumeDouble() mixes in 0, NaN and the like; consumeRegularDouble(0, 100) does what the name says.
# Seen with: jazzer 0.30.0, jazzer-api 0.30.0. The output seen is the text in `expected` below.
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
    <dependency><groupId>com.code-intelligence</groupId><artifactId>jazzer</artifactId><version>0.30.0</version></dependency>
    <dependency><groupId>com.code-intelligence</groupId><artifactId>jazzer-api</artifactId><version>0.30.0</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

# What Jazzer would put on the boot class path itself.
(IFS=:; for each in $(cat classpath); do case $each in */jazzer-0.30.0.jar) echo "$each" ;; esac; done) > jazzer
jar xf "$(cat jazzer)" com/code_intelligence/jazzer/runtime/jazzer_bootstrap.jar
echo "$(cat classpath):com/code_intelligence/jazzer/runtime/jazzer_bootstrap.jar" > whole
mv whole classpath

cat > Probe.java <<'EOF'
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.driver.FuzzedDataProviderImpl;
import java.util.Random;
import java.util.function.ToDoubleFunction;

class Probe {
    static double of(byte[] input, ToDoubleFunction<FuzzedDataProvider> consume) {
        try (var data = FuzzedDataProviderImpl.withJavaData(input)) {
            return consume.applyAsDouble(data);
        }
    }

    static void show(String name, ToDoubleFunction<FuzzedDataProvider> consume) {
        var random = new Random(1);
        int moderate = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] input = new byte[16];
            random.nextBytes(input);
            moderate += Math.abs(of(input, consume)) < 1e300 ? 1 : 0;
        }
        System.out.println(name + ": without input " + of(new byte[0], consume) + ", below 1E300 in magnitude: "
                + (moderate > 10_000 ? "more than 10000" : moderate) + " of 100000");
    }

    public static void main(String[] args) {
        show("consumeDouble()", FuzzedDataProvider::consumeDouble);
        show("consumeRegularDouble()", FuzzedDataProvider::consumeRegularDouble);
        show("consumeRegularDouble(0, 100)", data -> data.consumeRegularDouble(0, 100));
    }
}
EOF
cat > expected <<'EOF'
consumeDouble(): without input 0.0, below 1E300 in magnitude: 2373 of 100000
consumeRegularDouble(): without input -1.7976931348623157E308, below 1E300 in magnitude: 0 of 100000
consumeRegularDouble(0, 100): without input 0.0, below 1E300 in magnitude: more than 10000 of 100000
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "jazzer 0.30.0, jazzer-api 0.30.0"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
