#!/usr/bin/env bash
# One pod with a memory request of 1.5Gi makes topPods() of the JavaScript client throw.
#
# Guess: topPods() adds up the requests and the usage of every pod; 1.5Gi is 1610612736 bytes, as 1536Mi is.
# Instead: A quantity with a suffix from k upwards is read by BigInt, which takes no fraction, and the SyntaxError ends
# the call for the whole namespace. Without such a suffix (2e9, 0.5, 1500m) it is a number and not a BigInt, so that
# the type of a total depends on how manifests are written: the utilization, usage by request, is cut to 0 where both
# are BigInts, and throws where one of them is not.
# Seen with: @kubernetes/client-node 1.4.0 (npm). The output seen is the text in `expected` below.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo '{"private": true}' > package.json
npm install --no-audit --no-fund --ignore-scripts --omit=optional @kubernetes/client-node@1.4.0 > log 2>&1 || { cat log >&2; exit 1; }

# The API is played by two functions: a pod "web" with the request given, another one with 512Mi, and their usage.
cat > probe.mjs <<'EOF'
import { topPods } from '@kubernetes/client-node';

const pod = (name, memory) => ({
  metadata: { name, namespace: 'shop' },
  spec: { containers: [{ name, resources: { requests: { memory } } }] },
});
const usage = name => ({ metadata: { name, namespace: 'shop' }, containers: [{ name, usage: { cpu: '250m', memory: '400Mi' } }] });
const attempt = what => {
  try {
    return String(what());
  } catch (e) {
    return e.constructor.name;
  }
};

for (const memory of ['1536Mi', '1.5Gi', '1610612736']) {
  const api = { listNamespacedPod: async () => ({ items: [pod('web', memory), pod('other', '512Mi')] }) };
  const metrics = { getPodMetrics: async () => ({ items: [usage('web'), usage('other')] }) };
  try {
    const [{ Memory }] = await topPods(api, metrics, 'shop');
    console.log(`${memory}: ${typeof Memory.RequestTotal} ${Memory.RequestTotal}, usage by request: `
        + attempt(() => Memory.CurrentUsage / Memory.RequestTotal));
  } catch (e) {
    console.log(`${memory}: ${e.constructor.name}, no pod is shown`);
  }
}
EOF
cat > expected <<'EOF'
1536Mi: bigint 1610612736, usage by request: 0
1.5Gi: SyntaxError, no pod is shown
1610612736: number 1610612736, usage by request: TypeError
EOF
node probe.mjs > seen 2> log || { cat seen log >&2; exit 1; }
echo "@kubernetes/client-node 1.4.0 (npm)"
cat seen
diff -u expected seen || { echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
