package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Schedule;
import dev.autoscale.testkit.simulation.Feed;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A policy file that was read and found good, whichever engine follows it. Immutable. */
public interface ReplayPolicy {
    /** The file's name, for titles. */
    String name();

    /** What has no effect in the file or is read otherwise than it looks, a line each. */
    List<String> warnings();

    /** The time between two decisions if the user says none. */
    long everyMillis();

    /** What is measured. */
    List<Feeds.Metric> metrics();

    /** What its engine wants to know beside the metrics. */
    default Set<Feeds.Count> counts() {
        return EnumSet.allOf(Feeds.Count.class);
    }

    int minReplicas();

    /** The most replicas; {@link Integer#MAX_VALUE} without a limit. */
    int maxReplicas();

    /** The fewest replicas that a replay may begin with. */
    int fewestAtStart();

    /** Whether it comes back from zero replicas that others took it to. */
    default boolean leavesZero() {
        return true;
    }

    /** The replicas that a replay begins with if it is not said how many there were. */
    int replicasAtStart();

    Schedule schedule();

    /** Whether what it decides depends on the time of day. */
    default boolean goesByTheClock() {
        return !schedule().windows().isEmpty();
    }

    ReplayRun<?, ?> newRun(ReplayPlan plan);

    /** What feeds each metric that needs values in a simulation, if the user says nothing. */
    List<UsualFeed> usualFeeds();

    /**
     * As it decides in a simulation.
     *
     * @param title what tables call it
     * @param feeds of all metrics that need values
     * @param everyMillis the time between two decisions; 0 as it has it itself
     */
    ScalingPolicy simulated(String title, Map<String, Feed> feeds, long everyMillis);
}
