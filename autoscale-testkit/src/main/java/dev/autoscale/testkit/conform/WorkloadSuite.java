package dev.autoscale.testkit.conform;

import dev.autoscale.policies.keda.KubernetesWorkloadTrigger;
import java.util.HashSet;
import java.util.Set;

/** KEDA's trigger on the number of another workload's pods. Counting them is the caller's part, here the runner's. */
final class WorkloadSuite implements Suite {
    private static final String ERROR = "error";

    @Override
    public void row(Row row, Report report) {
        String made = "ok";
        String metric = "-";
        String active = "-";
        String target = "-";
        try {
            KubernetesWorkloadTrigger trigger = new KubernetesWorkloadTrigger(number(row.text(0)), number(row.text(1)));
            long count = count(row.text(3), row.text(2).equals("true"));
            metric = Long.toString(count);
            active = trigger.isActive(count) ? "1" : "0";
            target = Long.toString(trigger.targetMilli());
        } catch (IllegalArgumentException e) {
            made = ERROR;
        }
        boolean refused = row.text(5).equals(ERROR);
        report.compare(row.text(0) + ' ' + row.text(1) + ' ' + row.text(2) + ' ' + row.text(3))
                .column("newScaler", row.text(5), made)
                .column("metric", refused ? "-" : row.text(6), metric)
                .column("active", refused ? "-" : row.text(7), active)
                .column("hpaTargetMilli", refused ? "-" : row.text(8), target)
                .end();
    }

    /** Both settings are 0 if they are not set. */
    private static double number(String text) {
        return switch (text) {
            case "-", "<absent>", "<empty>" -> 0;
            default -> Double.parseDouble(text);
        };
    }

    /** Pods that have not ended, or the distinct nodes that are known of them. */
    private static long count(String pods, boolean byNode) {
        long count = 0;
        Set<String> nodes = new HashSet<>();
        for (String pod : pods.equals("-") ? new String[0] : pods.split(",")) {
            if (pod.startsWith("S@") || pod.startsWith("F@")) {
                continue;
            }
            count++;
            String node = pod.substring(pod.indexOf('@') + 1);
            if (!node.isEmpty()) {
                nodes.add(node);
            }
        }
        return byNode ? nodes.size() : count;
    }
}
