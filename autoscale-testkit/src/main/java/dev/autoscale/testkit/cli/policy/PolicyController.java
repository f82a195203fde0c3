package dev.autoscale.testkit.cli.policy;

import dev.autoscale.AutoscalerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What belongs to Kubernetes' controller, not to a manifest; checked here so that a complaint names the line. */
final class PolicyController {
    static final List<String> PARAMETERS = List.of(
            "tolerance",
            "downscaleStabilization",
            "cpuInitializationPeriod",
            "initialReadinessDelay",
            "legacyScaleUpFactor");

    private static final long LONGEST_API_WINDOW_MILLIS = 3_600_000;
    private static final long LONGEST_WINDOW_MILLIS = Duration.ofDays(7).toMillis();

    private final PolicyEntries entries;
    private final List<Consumer<AutoscalerSpec.Builder>> settings = new ArrayList<>();
    private long longestMemoryMillis = LONGEST_API_WINDOW_MILLIS;

    PolicyController(PolicyEntries entries) {
        this.entries = entries;
        Double tolerance = entries.number(PolicyKeys.CONTROLLER + "tolerance");
        if (tolerance != null && check("tolerance", tolerance >= 0 && Double.isFinite(tolerance), "must be >= 0")) {
            settings.add(builder -> builder.tolerance(tolerance));
        }
        Double factor = entries.number(PolicyKeys.CONTROLLER + "legacyScaleUpFactor");
        if (factor != null && check("legacyScaleUpFactor", factor >= 1 && Double.isFinite(factor), "must be >= 1")) {
            settings.add(builder -> builder.legacyScaleUpFactor(factor));
        }
        Long window = entries.span(PolicyKeys.CONTROLLER + "downscaleStabilization");
        if (window != null
                && check("downscaleStabilization", window <= LONGEST_WINDOW_MILLIS, "must be at most 7 days")) {
            longestMemoryMillis = Math.max(longestMemoryMillis, window);
            settings.add(builder -> builder.downscaleStabilization(Duration.ofMillis(window)));
        }
        Duration initialization = duration("cpuInitializationPeriod");
        if (initialization != null) {
            settings.add(builder -> builder.cpuInitializationPeriod(initialization));
        }
        Duration delay = duration("initialReadinessDelay");
        if (delay != null) {
            settings.add(builder -> builder.initialReadinessDelay(delay));
        }
    }

    private @Nullable Duration duration(String parameter) {
        return entries.duration(PolicyKeys.CONTROLLER + parameter);
    }

    private boolean check(String parameter, boolean holds, String rule) {
        if (!holds) {
            entries.bad(PolicyKeys.CONTROLLER + parameter, rule);
        }
        return holds;
    }

    void applyTo(AutoscalerSpec.Builder builder) {
        settings.forEach(setting -> setting.accept(builder));
    }

    /** No window or period looks back farther. */
    long longestMemoryMillis() {
        return longestMemoryMillis;
    }
}
