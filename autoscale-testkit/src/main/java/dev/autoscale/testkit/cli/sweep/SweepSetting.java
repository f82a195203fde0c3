package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.simulation.Feed;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a sweep. Immutable.
 *
 * @param name what it is called in sentences
 * @param values of the tried keys, in their order; empty where the policy file as given has none
 * @param changes how many of them differ from the file as given
 * @param policy what the file with these values says; null if it does not build
 * @param feeds of the policy's metrics
 * @param error why it does not build, on one line; else empty
 */
record SweepSetting(
        String name,
        List<String> values,
        int changes,
        @Nullable ReplayPolicy policy,
        Map<String, Feed> feeds,
        String error) {}
