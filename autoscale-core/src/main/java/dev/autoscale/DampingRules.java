package dev.autoscale;

/**
 * What holds one direction back between its stabilization window and its rate policies. Immutable and thread-safe.
 *
 * @param sustainedMillis how long the direction must have been asked for without a break
 * @param breaches in how many of the last {@code decisions} decisions it must have been asked for
 * @param decisions how many decisions are looked at
 * @param cooldownMillis the wait after a change in this direction
 * @param cooldownAfterAnyMillis the wait after a change in any direction
 * @param gain the share of the way to the combined proposal that is recommended
 */
record DampingRules(
        long sustainedMillis,
        int breaches,
        int decisions,
        long cooldownMillis,
        long cooldownAfterAnyMillis,
        double gain) {
    static final DampingRules NONE = new DampingRules(0, 1, 1, 0, 0, 1.0);

    /** Decisions that were breaches are kept as bits of a long. */
    static final int MOST_DECISIONS = 64;

    static final double HIGHEST_GAIN = 100.0;

    DampingRules sustainedFor(long millis) {
        return new DampingRules(millis, breaches, decisions, cooldownMillis, cooldownAfterAnyMillis, gain);
    }

    DampingRules sustainedIn(int newBreaches, int newDecisions) {
        return new DampingRules(
                sustainedMillis, newBreaches, newDecisions, cooldownMillis, cooldownAfterAnyMillis, gain);
    }

    DampingRules cooldown(long millis) {
        return new DampingRules(sustainedMillis, breaches, decisions, millis, cooldownAfterAnyMillis, gain);
    }

    DampingRules cooldownAfterAny(long millis) {
        return new DampingRules(sustainedMillis, breaches, decisions, cooldownMillis, millis, gain);
    }

    DampingRules gain(double share) {
        return new DampingRules(sustainedMillis, breaches, decisions, cooldownMillis, cooldownAfterAnyMillis, share);
    }

    /** Whether only breaches that last count. */
    boolean isSustained() {
        return sustainedMillis > 0 || countsDecisions();
    }

    /** Whether it holds anything between window and rate policies. */
    boolean holds() {
        return isSustained() || cooldownMillis > 0 || cooldownAfterAnyMillis > 0;
    }

    boolean countsDecisions() {
        return decisions > 1;
    }

    void check(Violation.Collector broken, String name) {
        requireTime(broken, "sustainedFor", name, sustainedMillis);
        requireTime(broken, "cooldown", name, cooldownMillis);
        requireTime(broken, "cooldownAfterAny", name, cooldownAfterAnyMillis);
        broken.require(
                breaches >= 1 && breaches <= decisions && decisions <= MOST_DECISIONS,
                "sustainedIn must have 1 <= breaches <= decisions <= " + MOST_DECISIONS,
                name + "sustainedIn",
                breaches + " of " + decisions);
        broken.require(gain > 0 && gain <= HIGHEST_GAIN, "gain must be > 0 and <= 100", name + "gain", gain);
    }

    private static void requireTime(Violation.Collector broken, String part, String name, long millis) {
        broken.require(
                millis >= 0 && millis <= DirectionRules.LONGEST_WINDOW.toMillis(),
                part + " must be >= 0 and <= 7 days",
                name + part,
                millis + " ms");
    }

    void addTo(Checksum sum) {
        sum.add(sustainedMillis).add(breaches).add(decisions);
        sum.add(cooldownMillis).add(cooldownAfterAnyMillis).add(Double.doubleToLongBits(gain));
    }
}
