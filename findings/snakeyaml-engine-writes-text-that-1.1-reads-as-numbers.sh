#!/usr/bin/env bash
# snakeyaml-engine writes texts plain that a YAML 1.1 reader takes for numbers, booleans and dates.
#
# Guess: A dumper puts a text in quotes wherever a common reader would take it for something else; "12:30" and "1e3"
# are quoted, so "yes" and "0777" are too.
# Instead: Only what its own schema would read otherwise is safe. A label "on", a mode "0777", a version "1_000" or
# a date as text goes out plain, and readers for YAML 1.1, the official Java client for Kubernetes among them, read
# a boolean, 511, 1000 and a date.
# Seen with: snakeyaml-engine 3.2, snakeyaml 2.7. The output seen is the text in `expected` below.
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
    <dependency><groupId>org.snakeyaml</groupId><artifactId>snakeyaml-engine</artifactId><version>3.2</version></dependency>
    <dependency><groupId>org.yaml</groupId><artifactId>snakeyaml</artifactId><version>2.7</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import java.util.*;
import org.snakeyaml.engine.v2.api.*;

class Probe {
    public static void main(String[] args) {
        for (String text : new String[] {"12:30", "1e3", "on", "yes", "0777", "1_000", "0x1F", "2025-01-01", "~"}) {
            String yaml = new Dump(DumpSettings.builder().build()).dumpToString(Map.of("key", text)).strip();
            Map<String, Object> read = new org.yaml.snakeyaml.Yaml().load(yaml);
            Object value = read.get("key");
            System.out.println(yaml + " is read as " + (value == null ? "null" : value.getClass().getSimpleName()));
        }
    }
}
EOF
cat > expected <<'EOF'
{key: '12:30'} is read as String
{key: '1e3'} is read as String
{key: on} is read as Boolean
{key: yes} is read as Boolean
{key: 0777} is read as Integer
{key: 1_000} is read as Integer
{key: 0x1F} is read as Integer
{key: 2025-01-01} is read as Date
{key: ~} is read as null
EOF
java -cp "$(cat classpath)" Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "snakeyaml-engine 3.2, snakeyaml 2.7"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
