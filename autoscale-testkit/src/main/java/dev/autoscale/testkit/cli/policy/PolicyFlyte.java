package dev.autoscale.testkit.cli.policy;

import dev.autoscale.policies.preset.FlyteApp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Flyte app in a policy file. */
final class PolicyFlyte {
    static final String PREFIX = "flyte.";

    static final List<String> FIELDS = List.of("replicas", "concurrency", "requestRate", "scaledownAfter");

    private static final Pattern COUNTS = Pattern.compile("(-?[0-9]{1,9})(?:\\s*,\\s*(-?[0-9]{1,9}))?");

    private final KeySection keys;
    private final int min;
    private final int max;

    private PolicyFlyte(PolicyEntries entries) {
        keys = new KeySection(entries, PREFIX);
        keys.require("replicas");
        Matcher counts = COUNTS.matcher(entries.text(keys.key("replicas"), ""));
        if (counts.matches()) {
            min = Integer.parseInt(counts.group(1));
            max = counts.group(2) == null ? min : Integer.parseInt(counts.group(2));
        } else {
            min = 1;
            max = Integer.MAX_VALUE;
            entries.bad(keys.key("replicas"), "must be a count such as 2, or a range such as 0, 5");
        }
        if (keys.has("concurrency") || (counts.matches() && min != max)) {
            keys.requireOne("concurrency", "requestRate");
        }
    }

    static PolicyManifest read(PolicyEntries entries) {
        return new PolicyShape(entries, new PolicyFlyte(entries).settings());
    }

    private PolicyShape.Settings settings() {
        Duration after = keys.duration("scaledownAfter", FlyteApp.DEFAULT_SCALEDOWN_AFTER);
        double concurrency = keys.number("concurrency", 1);
        double rate = keys.number("requestRate", 1);
        boolean hasRate = keys.has("requestRate") && !keys.has("concurrency");
        boolean isFixed = min == max && !keys.has("concurrency") && !hasRate;
        return new PolicyShape.Settings(
                PolicyKind.FLYTE,
                List.of(isFixed ? "replicas" : hasRate ? "request_rate" : "concurrency"),
                Map.of(keys.key("replicas"), max),
                max,
                Set.of(),
                after.toMillis(),
                keys.key("scaledownAfter"),
                () -> {
                    FlyteApp app = FlyteApp.replicas(min, max).scaledownAfter(after);
                    if (!isFixed) {
                        app = hasRate ? app.requestRate(rate) : app.concurrency(concurrency);
                    }
                    return app.toBuilder();
                },
                name -> keys.key(field(name, hasRate)));
    }

    private static String field(String name, boolean hasRate) {
        return switch (name) {
            case "min", "max" -> "replicas";
            case "target" -> hasRate ? "requestRate" : "concurrency";
            default -> name;
        };
    }
}
