#!/usr/bin/env bash
# NullAway reports Map.get() without a check, but not Deque.poll(), TreeMap.firstEntry() or System.getProperty().
#
# Guess: With NullAway as an error, what the JDK documents to return null (an empty queue's poll and peek, a missing
# entry, a property that is not set) cannot be dereferenced without a check, since Map.get() cannot.
# Instead: Only some methods are known: Map.get and remove, getOrDefault(key, null), AtomicReference.get and
# orElse(null) are reported. What the others return is taken for not null, in code marked @NullMarked as in any: an
# empty queue of pending decisions or a schedule without an earlier window is a NullPointerException that the build
# lets through.
# Seen with: nullaway 0.14.3, error_prone_core 2.42.0 (without JSpecify mode), OpenJDK 17.0.15. The output seen is the
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
    <dependency><groupId>com.uber.nullaway</groupId><artifactId>nullaway</artifactId><version>0.14.3</version></dependency>
    <dependency><groupId>com.google.errorprone</groupId><artifactId>error_prone_core</artifactId><version>2.42.0</version></dependency>
    <dependency><groupId>org.jspecify</groupId><artifactId>jspecify</artifactId><version>1.0.0</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }

cat > Probe.java <<'EOF'
import java.util.*;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;

@NullMarked
class Probe {
    int mapGet(Map<String, String> map) { return map.get("web").length(); }
    int getOrDefault(Map<String, String> map) { return map.getOrDefault("web", null).length(); }
    int reference(AtomicReference<String> last) { return last.get().length(); }
    int orElseNull(Optional<String> last) { return last.orElse(null).length(); }
    int mapRemove(Map<String, String> map) { return map.remove("web").length(); }
    int mapPut(Map<String, String> map) { return map.put("web", "x").length(); }
    int poll(Deque<String> pending) { return pending.poll().length(); }
    int peek(Queue<String> queue) { return queue.peek().length(); }
    int firstEntry(TreeMap<Long, String> windows) { return windows.firstEntry().getValue().length(); }
    int floorEntry(TreeMap<Long, String> windows) { return windows.floorEntry(3L).getValue().length(); }
    int property() { return System.getProperty("interval").length(); }
    int variable() { return System.getenv("INTERVAL").length(); }
}
EOF
cat > expected <<'EOF'
map.get("web"): reported
map.getOrDefault("web", null): reported
last.get(): reported
last.orElse(null): reported
map.remove("web"): reported
map.put("web", "x"): not reported
pending.poll(): not reported
queue.peek(): not reported
windows.firstEntry().getValue(): not reported
windows.floorEntry(3L).getValue(): not reported
System.getProperty("interval"): not reported
System.getenv("INTERVAL"): not reported
EOF
compiler=
for package in api file main model parser processing tree util code comp; do
    compiler="$compiler -J--add-opens=jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED"
done
# shellcheck disable=SC2086
javac $compiler -d out -cp "$(cat classpath)" -processorpath "$(cat classpath)" -XDcompilePolicy=simple --should-stop=ifError=FLOW \
    "-Xplugin:ErrorProne -XepDisableAllChecks -Xep:NullAway:WARN -XepOpt:NullAway:OnlyNullMarked=true" Probe.java 2> log \
    || { cat log >&2; exit 1; }
grep -n '^    int ' Probe.java | while IFS=: read -r line text; do
    verdict="not reported"
    ! grep -q "Probe.java:$line: warning: \[NullAway\]" log || verdict=reported
    echo "$text" | sed "s/.*return \(.*\).length(); }/\1: $verdict/"
done > seen
echo "nullaway 0.14.3, error_prone_core 2.42.0, $(java --version | sed -n 1p)"
cat seen
diff -u expected seen || { cat log >&2; echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
