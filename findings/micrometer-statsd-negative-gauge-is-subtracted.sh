#!/usr/bin/env bash
# A gauge that Micrometer sends to statsd as -5 is taken off the value before.
#
# Guess: A gauge is a state, so that statsd shows what Micrometer has read, also below zero: 7, then -5, then -6.
# Instead: In statsd's protocol a gauge with a sign is a change, and a negative value has to be sent as 0 first.
# Micrometer's ETSY flavor sends -5|g alone: statsd goes from 7 to 2 and from there to -4. Spare capacity, an error or
# a trend that is negative half of the time is wrong from then on, until the next value that is not negative.
# Seen with: micrometer-registry-statsd 1.16.1, statsd 0.9.0 (npm). The output seen is the text in `expected` below.
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
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-registry-statsd</artifactId><version>1.16.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > log 2>&1 || { cat log >&2; exit 1; }
echo '{"private": true}' > package.json
npm install --no-audit --no-fund --ignore-scripts --omit=optional statsd@0.9.0 > log 2>&1 || { cat log >&2; exit 1; }

# Micrometer's lines, as it would send them after each change of the gauge.
cat > Probe.java <<'EOF'
import io.micrometer.core.instrument.*;
import io.micrometer.statsd.*;
import java.util.concurrent.atomic.AtomicInteger;

class Probe {
    public static void main(String[] args) throws Exception {
        StatsdConfig etsy = new StatsdConfig() {
            @Override
            public String get(String key) {
                return null;
            }

            @Override
            public StatsdFlavor flavor() {
                return StatsdFlavor.ETSY;
            }
        };
        var registry = StatsdMeterRegistry.builder(etsy).lineSink(System.out::println).build();
        var spare = new AtomicInteger();
        Gauge.builder("spare", spare, AtomicInteger::get).register(registry);
        var poll = StatsdMeterRegistry.class.getDeclaredMethod("poll");
        poll.setAccessible(true);
        for (int value : new int[] {7, -5, -6, 3}) {
            spare.set(value);
            poll.invoke(registry);
        }
    }
}
EOF
# Starts statsd on this machine, sends it one line after the other, and asks for its gauges after each.
cat > feed.js <<'EOF'
const fs = require('fs'), net = require('net'), { spawn } = require('child_process');

const freePort = () => new Promise(done => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
const exchange = (port, text, isWhole) => new Promise((done, failed) => {
  let answer = '';
  const socket = net.connect(port, '127.0.0.1', () => isWhole ? socket.write(text) : socket.end(text));
  socket.on('data', data => {
    answer += data;
    if (isWhole && isWhole(answer)) socket.end();
  });
  socket.on('close', () => done(answer)).on('error', failed);
});

(async () => {
  const port = await freePort(), adminPort = await freePort();
  fs.writeFileSync('config.js', `{port: ${port}, mgmt_port: ${adminPort}, address: '127.0.0.1', mgmt_address: '127.0.0.1',
      server: './servers/tcp', backends: [], flushInterval: 3600000}`);
  const statsd = spawn(process.execPath, ['node_modules/statsd/stats.js', 'config.js'], { stdio: 'ignore' });
  const ask = async word => {
    for (let attempt = 0; attempt < 100; attempt++) {
      try {
        return await exchange(adminPort, word + '\n', answer => answer.includes('END'));
      } catch (e) {
        await new Promise(done => setTimeout(done, 100));
      }
    }
    throw new Error('statsd did not start');
  };
  try {
    await ask('gauges');
    let sent = 0;
    for (const line of fs.readFileSync('lines', 'utf8').trim().split('\n')) {
      await exchange(port, line + '\n');
      sent++;
      let counters;
      do counters = await ask('counters');
      while (!counters.includes(`'statsd.metrics_received': ${sent}`));
      const gauges = await ask('gauges');
      console.log(line + ' -> statsd shows ' + /'spare\.statistic\.value': (-?\d+)/.exec(gauges)[1]);
    }
  } finally {
    statsd.kill();
  }
})();
EOF
cat > expected <<'EOF'
spare.statistic.value:7|g -> statsd shows 7
spare.statistic.value:-5|g -> statsd shows 2
spare.statistic.value:-6|g -> statsd shows -4
spare.statistic.value:3|g -> statsd shows 3
EOF
java -cp "$(cat classpath)" Probe.java > lines 2> log || { cat log >&2; exit 1; }
timeout 60 node feed.js > seen 2> log || { cat seen log >&2; exit 1; }
echo "micrometer-registry-statsd 1.16.1, statsd 0.9.0 (npm)"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
