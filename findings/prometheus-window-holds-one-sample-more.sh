#!/usr/bin/env bash
# A window of 5 minutes over one sample a minute has six samples.
#
# Guess: sum_over_time(x[5m]) over a series with one sample of 1 per minute is 5, and so a sum over windows that
# follow each other counts each sample once.
# Instead: The window includes both of its ends: evaluated on a sample it holds six, and two windows next to each
# other count the sample between them twice. Half a minute later it holds five, so the answer depends on how the
# evaluations fall.
# Seen with: prometheus 2.42.0+ds-5+deb12u1 (Debian 12, amd64). The output seen is the text in `expected` below.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

version=2.42.0+ds-5+deb12u1
apt-get -q download "prometheus=$version" > log 2>&1 || { cat log >&2; exit 1; }
dpkg-deb -x prometheus_*.deb unpacked

# Each expression is expected to yield nothing, so that promtool prints what it does yield.
cat > tests.yml <<'EOF'
evaluation_interval: 30s
tests:
  - interval: 1m
    input_series:
      - {series: x, values: "1x20"}
    promql_expr_test:
      - {expr: "sum_over_time(x[5m])", eval_time: 10m, exp_samples: []}
      - {expr: "sum_over_time(x[5m])", eval_time: 10m30s, exp_samples: []}
      - {expr: "sum_over_time(x[5m]) + sum_over_time(x[5m] offset 5m)", eval_time: 10m, exp_samples: []}
      - {expr: "sum_over_time(x[10m])", eval_time: 10m, exp_samples: []}
EOF
cat > expected <<'EOF'
sum_over_time(x[5m]) at 10m
  {} 6E+00
sum_over_time(x[5m]) at 10m30s
  {} 5E+00
sum_over_time(x[5m]) + sum_over_time(x[5m] offset 5m) at 10m
  {} 1.2E+01
sum_over_time(x[10m]) at 10m
  {} 1.1E+01
EOF
unpacked/usr/bin/promtool test rules tests.yml > log 2>&1 || true
sed -n 's/^ *expr: "\(.*\)", time: \(.*\),$/\1 at \2/p; s/^ *got: /  /p' log > seen
echo "prometheus $version"
cat seen
diff -u expected seen || { cat log >&2; echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
