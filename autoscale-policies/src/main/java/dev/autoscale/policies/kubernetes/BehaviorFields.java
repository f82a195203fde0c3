package dev.autoscale.policies.kubernetes;

import dev.autoscale.policies.internal.Fields;
import dev.autoscale.policies.kubernetes.HpaBehavior.Policy;
import dev.autoscale.policies.kubernetes.HpaBehavior.Rules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the behavior of an HPA, which stands in the manifests of several kinds. Stateless. */
final class BehaviorFields {
    private BehaviorFields() {}

    static HpaBehavior read(Fields behavior) {
        return new HpaBehavior(rules(behavior, "scaleUp"), rules(behavior, "scaleDown"));
    }

    private static @Nullable Rules rules(Fields behavior, String direction) {
        Fields rules = behavior.object(direction);
        if (rules == null) {
            return null;
        }
        List<Fields> policies = rules.objects("policies");
        return new Rules(
                rules.int32("stabilizationWindowSeconds"),
                rules.text("selectPolicy"),
                policies == null
                        ? null
                        : policies.stream().map(BehaviorFields::policy).toList(),
                quantity(rules, "tolerance"));
    }

    private static Policy policy(Fields policy) {
        return new Policy(policy.name("type"), policy.int32("value", 0), policy.int32("periodSeconds", 0));
    }

    /** A quantity, in text or as a number; null if it is not given. */
    static @Nullable Quantity quantity(Fields fields, String name) {
        return fields.scalar(name, "a quantity such as 500m, 2 or 1.5Gi", text -> {
            try {
                return Optional.of(Quantity.parse(text));
            } catch (IllegalArgumentException none) {
                return Optional.empty();
            }
        });
    }

    /** What is not given is not in it; an empty list of policies, which is against the rules, is. */
    static Map<String, Object> write(HpaBehavior behavior) {
        Map<String, Object> map = new LinkedHashMap<>();
        Fields.put(map, "scaleUp", rules(behavior.scaleUp()));
        Fields.put(map, "scaleDown", rules(behavior.scaleDown()));
        return map;
    }

    private static @Nullable Map<String, Object> rules(@Nullable Rules rules) {
        if (rules == null) {
            return null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        Fields.put(map, "stabilizationWindowSeconds", rules.stabilizationWindowSeconds());
        Fields.put(map, "selectPolicy", rules.selectPolicy());
        List<Policy> policies = rules.policies();
        if (policies != null) {
            map.put("policies", policies.stream().map(BehaviorFields::policy).toList());
        }
        Quantity tolerance = rules.tolerance();
        Fields.put(map, "tolerance", tolerance == null ? null : tolerance.toString());
        return map;
    }

    private static Map<String, Object> policy(Policy policy) {
        Map<String, Object> map = new LinkedHashMap<>();
        Fields.put(map, "type", policy.type().isEmpty() ? null : policy.type());
        map.put("value", policy.value());
        map.put("periodSeconds", policy.periodSeconds());
        return map;
    }
}
