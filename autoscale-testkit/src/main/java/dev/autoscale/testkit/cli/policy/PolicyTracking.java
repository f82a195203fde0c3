package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Decision;
import dev.autoscale.policies.preset.TargetTracking;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** A target tracking policy of AWS in a policy file. */
final class PolicyTracking {
    static final String PREFIX = "targetTracking.";

    static final List<String> FIELDS = List.of(
            "metric",
            "target",
            "minCapacity",
            "maxCapacity",
            "scaleOutCooldown",
            "scaleInCooldown",
            "disableScaleIn",
            "alarmsAfter.out",
            "alarmsAfter.in",
            "instanceWarmup");

    private PolicyTracking() {}

    static PolicyManifest read(PolicyEntries entries) {
        KeySection keys = new KeySection(entries, PREFIX);
        keys.require("metric", "target", "maxCapacity");
        String metric = entries.text(keys.key("metric"), "metric");
        double target = keys.number("target", 1);
        int min = keys.integer("minCapacity", 1);
        int max = keys.integer("maxCapacity", Integer.MAX_VALUE);
        Duration outCooldown = keys.duration("scaleOutCooldown", TargetTracking.DEFAULT_COOLDOWN);
        Duration inCooldown = keys.duration("scaleInCooldown", TargetTracking.DEFAULT_COOLDOWN);
        Duration outAfter = keys.duration("alarmsAfter.out", TargetTracking.DEFAULT_OUT_AFTER);
        Duration inAfter = keys.duration("alarmsAfter.in", TargetTracking.DEFAULT_IN_AFTER);
        Duration warmup = keys.duration("instanceWarmup", Duration.ZERO);
        boolean scalesIn = !keys.flag("disableScaleIn");
        PolicyShape.Settings settings = new PolicyShape.Settings(
                PolicyKind.TARGET_TRACKING,
                List.of(metric),
                Map.of(keys.key("minCapacity"), min, keys.key("maxCapacity"), max),
                max,
                EnumSet.of(Decision.Step.SUSTAINED, Decision.Step.COOLED),
                0,
                null,
                () -> {
                    TargetTracking policy = TargetTracking.averagePerInstance(metric, target)
                            .capacity(min, max)
                            .scaleOutCooldown(outCooldown)
                            .scaleInCooldown(inCooldown)
                            .alarmsAfter(outAfter, inAfter)
                            .instanceWarmup(warmup);
                    return (scalesIn ? policy : policy.disableScaleIn()).toBuilder();
                },
                name -> keys.key(name.replace(' ', '.')));
        return new PolicyShape(entries, settings);
    }
}
