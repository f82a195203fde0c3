package dev.autoscale.testkit.cli.policy;

import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.policies.source.RatioTarget.Rounding;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ratio of a policy file. Keys have no order, so the formula has a fixed one: times, divided by, plus, then rounding, then
 * the bounds.
 */
final class PolicyRatio {
    /** What a ratio takes as numbers of its formula. */
    private static final int MOST = 1_000_000_000;

    private static final Map<String, Rounding> ROUNDINGS = roundings();

    private final PolicyEntries entries;
    private final String id;

    private PolicyRatio(PolicyEntries entries, String id) {
        this.entries = entries;
        this.id = id;
    }

    private static Map<String, Rounding> roundings() {
        Map<String, Rounding> roundings = new LinkedHashMap<>();
        roundings.put("ceil", Rounding.CEIL);
        roundings.put("floor", Rounding.FLOOR);
        roundings.put("halfUp", Rounding.HALF_UP);
        return roundings;
    }

    /** The ratio; after a complaint some other one. */
    static RatioTarget read(PolicyEntries entries, String id) {
        return new PolicyRatio(entries, id).ratio();
    }

    private RatioTarget ratio() {
        String workload = entries.text(key("workload"), id);
        if (workload.isBlank()) {
            entries.bad(key("workload"), "must not be blank");
            workload = id;
        }
        RatioTarget.Builder ratio = RatioTarget.of(workload);
        Integer times = number("times", 1, MOST);
        ratio = times == null ? ratio : ratio.times(times);
        Integer parts = number("dividedBy", 1, MOST);
        ratio = parts == null ? ratio : ratio.dividedBy(parts);
        Integer plus = number("plus", -MOST, MOST);
        ratio = plus == null ? ratio : ratio.plus(plus);
        Rounding rounding = entries.choice(key("rounding"), ROUNDINGS);
        ratio = rounding == null ? ratio : ratio.rounding(rounding);
        Integer least = number("atLeast", 0, Integer.MAX_VALUE);
        Integer most = number("atMost", 1, Integer.MAX_VALUE);
        ratio = least == null ? ratio : ratio.atLeast(least);
        if (most != null && least != null && most < least) {
            entries.bad(key("atMost"), "must be >= " + key("atLeast") + '=' + least);
        } else if (most != null) {
            ratio = ratio.atMost(most);
        }
        return ratio.build();
    }

    private String key(String field) {
        return PolicyKeys.METRICS.key(id, field);
    }

    private @Nullable Integer number(String field, int least, int most) {
        return entries.integer(key(field), least, most, "");
    }
}
