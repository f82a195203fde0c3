package dev.autoscale.testkit.cli.policy;

import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.HpaBehavior.Policy;
import dev.autoscale.policies.kubernetes.HpaBehavior.Rules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The behavior of a policy file as Kubernetes would be given it. */
final class PolicyBehavior {
    private static final String LIST = "must be a list of type, amount and seconds such as Percent 100 15, Pods 4 15";

    private PolicyBehavior() {}

    /** Null if the file has no behavior at all, which is not the same as an empty one. */
    static @Nullable HpaBehavior read(PolicyEntries entries) {
        if (!entries.hasAny(PolicyKeys.BEHAVIOR)) {
            return null;
        }
        return new HpaBehavior(rules(entries, "scaleUp"), rules(entries, "scaleDown"));
    }

    private static @Nullable Rules rules(PolicyEntries entries, String direction) {
        String prefix = PolicyKeys.BEHAVIOR + direction + '.';
        if (!entries.hasAny(prefix)) {
            return null;
        }
        return new Rules(
                entries.integer(prefix + "stabilizationWindowSeconds"),
                entries.text(prefix + "selectPolicy"),
                policies(entries, prefix + "policies"),
                entries.quantity(prefix + "tolerance"));
    }

    private static @Nullable List<Policy> policies(PolicyEntries entries, String key) {
        String text = entries.text(key);
        if (text == null) {
            return null;
        }
        List<Policy> policies = new ArrayList<>();
        for (String item : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] parts = item.strip().split("\\s+", -1);
            try {
                if (parts.length != 3) {
                    throw new NumberFormatException();
                }
                policies.add(new Policy(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
            } catch (NumberFormatException e) {
                entries.bad(key, LIST);
                return null;
            }
        }
        return policies;
    }
}
