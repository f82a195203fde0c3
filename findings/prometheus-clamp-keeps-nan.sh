#!/usr/bin/env bash
# clamp_min() lets NaN through, and max() hides it.
#
# Guess: clamp_min(errors / requests, 0) is a number also without requests, and an aggregation over a NaN is NaN,
# so that a broken series shows.
# Instead: NaN passes clamp_min() and clamp_max(). sum() and avg() become NaN, but max(), min() and topk() skip
# it, so max() over pods looks healthy while one pod divides by zero. A comparison drops the series: neither x > 0
# nor x <= 0 yields it.
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
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - {series: "errors{pod=\"a\"}", values: "0x10"}
      - {series: "errors{pod=\"b\"}", values: "1x10"}
      - {series: "requests{pod=\"a\"}", values: "0x10"}
      - {series: "requests{pod=\"b\"}", values: "4x10"}
    promql_expr_test:
      - {expr: "clamp_min(errors / requests, 0)", eval_time: 10m, exp_samples: []}
      - {expr: "clamp_max(errors / requests, 1)", eval_time: 10m, exp_samples: []}
      - {expr: "sum(errors / requests)", eval_time: 10m, exp_samples: []}
      - {expr: "avg(errors / requests)", eval_time: 10m, exp_samples: []}
      - {expr: "max(errors / requests)", eval_time: 10m, exp_samples: []}
      - {expr: "min(errors / requests)", eval_time: 10m, exp_samples: []}
      - {expr: "topk(1, errors / requests)", eval_time: 10m, exp_samples: []}
      - {expr: "(errors / requests > 0) or (errors / requests <= 0)", eval_time: 10m, exp_samples: []}
EOF
cat > expected <<'EOF'
clamp_min(errors / requests, 0) at 10m
  {pod="a"} NaN, {pod="b"} 2.5E-01
clamp_max(errors / requests, 1) at 10m
  {pod="a"} NaN, {pod="b"} 2.5E-01
sum(errors / requests) at 10m
  {} NaN
avg(errors / requests) at 10m
  {} NaN
max(errors / requests) at 10m
  {} 2.5E-01
min(errors / requests) at 10m
  {} 2.5E-01
topk(1, errors / requests) at 10m
  {pod="b"} 2.5E-01
(errors / requests > 0) or (errors / requests <= 0) at 10m
  {pod="b"} 2.5E-01
EOF
unpacked/usr/bin/promtool test rules tests.yml > log 2>&1 || true
sed -n 's/^ *expr: "\(.*\)", time: \(.*\),$/\1 at \2/p; s/^ *got: /  /p' log > seen
echo "prometheus $version"
cat seen
diff -u expected seen || { cat log >&2; echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
