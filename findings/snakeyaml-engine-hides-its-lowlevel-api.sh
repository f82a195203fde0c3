#!/usr/bin/env bash
# On the module path snakeyaml-engine's event and node API is not there.
#
# Guess: A library that ships a module-info exports its whole api package; code that parses to events compiles on
# the class path and on the module path alike.
# Instead: The module exports org.snakeyaml.engine.v2.api but not org.snakeyaml.engine.v2.api.lowlevel, with the
# public classes Parse, Compose, Present and Serialize. On the class path they can be used; as a module the same
# code does not compile. (The packages of the parser and the composer, on which they rest, are exported.)
# Seen with: snakeyaml-engine 3.2. The output seen is the text in `expected` below.
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
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }
jar=$(cat classpath)

mkdir -p source/probe
cat > source/probe/Probe.java <<'EOF'
package probe;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;

class Probe {
    public static void main(String[] args) {
        int events = 0;
        for (var event : new Parse(LoadSettings.builder().build()).parseString("replicas: 3")) events++;
        System.out.println("class path: " + events + " events");
    }
}
EOF
cat > expected <<'EOF'
class path: 8 events
module path: package org.snakeyaml.engine.v2.api.lowlevel is not visible
EOF
javac -cp "$jar" -d classes source/probe/Probe.java
java -cp "classes:$jar" probe.Probe > seen
echo 'module probe { requires org.snakeyaml.engine; }' > source/module-info.java
if javac -p "$jar" -d modules source/module-info.java source/probe/Probe.java > log 2>&1; then
    echo "module path: compiled" >> seen
else
    sed -n 's/.*error: \(package .*\)/module path: \1/p' log >> seen
fi
echo "snakeyaml-engine 3.2"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
