#!/usr/bin/env bash
# Minus half a second is -1 seconds by Duration.toSeconds() and 0 by TimeUnit.
#
# Guess: All of the JDK's ways from a Duration to whole units drop the fraction, the same way for all units.
# Instead: toSeconds() rounds down and toMillis() towards zero: -500 ms are -1 s, and -1 ns are 0 ms. For seconds,
# TimeUnit.convert(Duration), dividedBy(Duration) and truncatedTo round towards zero. The age of a sample from a clock
# half a second ahead is -1 or 0, and "not older than 0 s" holds for one of them only. toMinutes() divides what was
# rounded down: -59.5 s are -1 min, and by TimeUnit 0.
# Seen with: OpenJDK 17.0.15. The output seen is the text in `expected` below.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > Probe.java <<'EOF'
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

class Probe {
    static void show(Duration age) {
        System.out.println(age + ": toSeconds " + age.toSeconds() + ", TimeUnit " + TimeUnit.SECONDS.convert(age)
                + ", dividedBy " + age.dividedBy(Duration.ofSeconds(1))
                + ", truncatedTo " + age.truncatedTo(ChronoUnit.SECONDS));
    }

    public static void main(String[] args) {
        show(Duration.ofMillis(-500));
        show(Duration.ofMillis(-1_500));
        System.out.println("-1 ns: toMillis " + Duration.ofNanos(-1).toMillis()
                + ", toSeconds " + Duration.ofNanos(-1).toSeconds());
        Duration almost = Duration.ofMillis(-59_500);
        System.out.println(almost + ": toMinutes " + almost.toMinutes() + ", TimeUnit " + TimeUnit.MINUTES.convert(almost));
    }
}
EOF
cat > expected <<'EOF'
PT-0.5S: toSeconds -1, TimeUnit 0, dividedBy 0, truncatedTo PT0S
PT-1.5S: toSeconds -2, TimeUnit -1, dividedBy -1, truncatedTo PT-1S
-1 ns: toMillis 0, toSeconds -1
PT-59.5S: toMinutes -1, TimeUnit 0
EOF
java Probe.java > seen 2> log || { cat seen log >&2; exit 1; }
echo "OpenJDK 17.0.15"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
