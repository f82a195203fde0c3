package dev.autoscale.testkit.simulation.score;

/**
 * A count that was ordered.
 *
 * @param atMillis when, in milliseconds since the simulation's beginning
 * @param from the replicas that were ordered before
 * @param to the replicas that are ordered now
 * @param reason why, in a word or two
 * @param explanation the decision step by step; the lines end with line feeds
 */
public record Change(long atMillis, int from, int to, String reason, String explanation) {}
