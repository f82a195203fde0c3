#!/usr/bin/env bash
# prom-client adds up the quantiles of a cluster's workers.
#
# Guess: The AggregatorRegistry adds counters, sums and counts; a quantile cannot be combined, so it is left out or
# averaged, and a summary without a sample has NaN for it.
# Instead: Quantiles are added as well: the median of two workers with 100 and 120 ms is scraped as 220 ms, so that a
# rule on the latency depends on the number of workers. Before the first sample a quantile is 0. A gauge is added too,
# such as a utilization of 0.75 in each of two workers, unless its aggregator says otherwise.
# Seen with: prom-client 15.1.3 (npm). The output seen is the text in `expected` below.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo '{"private": true}' > package.json
npm install --no-audit --no-fund --ignore-scripts --omit=optional prom-client@15.1.3 > log 2>&1 || { cat log >&2; exit 1; }

cat > probe.js <<'EOF'
const { AggregatorRegistry, Gauge, Registry, Summary } = require('prom-client');

// What a worker of a cluster sends to the primary process.
const worker = (...latencies) => {
  const registry = new Registry();
  const summary = new Summary({ name: 'latency_ms', help: 'latency', percentiles: [0.5], registers: [registry] });
  latencies.forEach(each => summary.observe(each));
  new Gauge({ name: 'utilization', help: 'utilization', registers: [registry] }).set(0.75);
  return registry.getMetricsAsJSON();
};
const show = async (name, ...workers) => {
  const text = await AggregatorRegistry.aggregate(await Promise.all(workers)).metrics();
  console.log(name + '\n' + text.split('\n').filter(line => line && !line.startsWith('#')).map(line => '  ' + line).join('\n'));
};

(async () => {
  await show('one worker without a sample', worker());
  await show('one worker', worker(100, 100, 100));
  await show('two workers', worker(100, 100, 100), worker(120, 120));
})();
EOF
cat > expected <<'EOF'
one worker without a sample
  latency_ms{quantile="0.5"} 0
  latency_ms_sum 0
  latency_ms_count 0
  utilization 0.75
one worker
  latency_ms{quantile="0.5"} 100
  latency_ms_sum 300
  latency_ms_count 3
  utilization 0.75
two workers
  latency_ms{quantile="0.5"} 220
  latency_ms_sum 540
  latency_ms_count 5
  utilization 1.5
EOF
node probe.js > seen 2> log || { cat seen log >&2; exit 1; }
echo "prom-client 15.1.3 (npm)"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
