package dev.autoscale;

/**
 * What holds one direction back between its stabilization window and its rate policies. Immutable and thread-safe.
 *
 * @param sustained for how long, or how often, the direction must be asked for
 * @param cooldown how long a change keeps the next one waiting
 * @param gain the share of the way to the combined proposal that is recommended
 */
record DampingRules(SustainedBreach.Rule sustained, Cooldowns.Rule cooldown, double gain) {
    static final DampingRules NONE = new DampingRules(SustainedBreach.Rule.NONE, Cooldowns.Rule.NONE, 1.0);

    private static final double HIGHEST_GAIN = 100.0;

    DampingRules with(SustainedBreach.Rule newSustained) {
        return new DampingRules(newSustained, cooldown, gain);
    }

    DampingRules with(Cooldowns.Rule newCooldown) {
        return new DampingRules(sustained, newCooldown, gain);
    }

    DampingRules gain(double share) {
        return new DampingRules(sustained, cooldown, share);
    }

    /** Whether it holds anything between window and rate policies. */
    boolean holds() {
        return sustained.holds() || cooldown.holds();
    }

    void check(Violation.Collector broken, String name) {
        sustained.check(broken, name);
        cooldown.check(broken, name);
        broken.require(gain > 0 && gain <= HIGHEST_GAIN, "gain must be > 0 and <= 100", name + "gain", gain);
    }

    static void requireTime(Violation.Collector broken, String part, String name, long millis) {
        broken.require(
                millis >= 0 && millis <= DirectionRules.LONGEST_WINDOW.toMillis(),
                part + " must be >= 0 and <= 7 days",
                name + part,
                millis + " ms");
    }

    void addTo(Checksum sum) {
        sum.add(sustained.forMillis()).add(sustained.breaches()).add(sustained.decisions());
        sum.add(cooldown.sameMillis()).add(cooldown.anyMillis()).add(Double.doubleToLongBits(gain));
    }
}
