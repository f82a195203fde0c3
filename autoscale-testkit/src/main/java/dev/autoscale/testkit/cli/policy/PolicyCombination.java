package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Combination;
import dev.autoscale.testkit.text.Nearest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a policy file combines its metrics. */
final class PolicyCombination {
    private static final Pattern VOTES = Pattern.compile("votes\\s*\\(\\s*([0-9]+|all)\\s*,\\s*([0-9]+|all)\\s*\\)");
    private static final Map<String, Combination> NAMED = named();

    private PolicyCombination() {}

    private static Map<String, Combination> named() {
        Map<String, Combination> named = new LinkedHashMap<>();
        named.put("max", Combination.MAX);
        named.put("min", Combination.MIN);
        named.put("sum", Combination.SUM);
        named.put("average", Combination.AVERAGE);
        return named;
    }

    /** Null if the file says nothing. */
    static @Nullable Combination read(PolicyEntries entries) {
        String key = PolicyKeys.COMBINATION;
        String text = entries.text(key);
        if (text == null || NAMED.containsKey(text)) {
            return text == null ? null : NAMED.get(text);
        }
        Matcher votes = VOTES.matcher(text);
        if (votes.matches()) {
            try {
                return Combination.votes(number(votes.group(1)), number(votes.group(2)));
            } catch (IllegalArgumentException e) {
                entries.bad(key, "votes must be at least 1 metric to grow and to shrink, or all");
                return null;
            }
        }
        String rule = "must be one of " + String.join(", ", NAMED.keySet())
                + ", or votes(metrics to grow, metrics to shrink) such as votes(1, all)";
        entries.bad(key, key, rule + ": " + key + '=' + text + Nearest.hint(text, NAMED.keySet()));
        return null;
    }

    private static int number(String votes) {
        return votes.equals("all") ? Combination.ALL : Integer.parseInt(votes);
    }
}
