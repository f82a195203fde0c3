package dev.autoscale.testkit.simulation.load;

import java.time.Duration;

/**
 * Collects the times of a crowd that comes at once and loses interest, see {@link Loads#flashCrowd}. Not thread-safe. Nothing is
 * checked before {@link #load}.
 */
public final class FlashCrowd {
    private final double base;
    private final double peak;
    private Duration at = Duration.ZERO;
    private Duration rise = Duration.ZERO;
    private Duration decay = Duration.ZERO;

    FlashCrowd(double base, double peak) {
        this.base = base;
        this.peak = peak;
    }

    /**
     * Sets when the crowd comes.
     *
     * @param time at least 0; 0 unless it is set
     * @return this
     */
    public FlashCrowd at(Duration time) {
        at = time;
        return this;
    }

    /**
     * Sets how long the rate grows.
     *
     * @param time at least 0; 0 unless it is set
     * @return this
     */
    public FlashCrowd rise(Duration time) {
        rise = time;
        return this;
    }

    /**
     * Sets after which time about a third (1/e) of the crowd is left.
     *
     * @param time above 0; must be set
     * @return this
     */
    public FlashCrowd decay(Duration time) {
        decay = time;
        return this;
    }

    /**
     * Builds the load.
     *
     * @param duration for how long altogether, at least 0
     * @param service how long each arrival keeps a place busy
     * @return the load
     * @throws dev.autoscale.InvalidSettingsException if a rule of these is broken; it names all of them
     */
    public Load load(Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules("flash").range("base", base, "peak", peak);
        long atMicros = rules.micros(" at ", "at", at);
        long riseMicros = rules.micros(" rise ", "rise", rise);
        long decayMicros = rules.microsAbove0(" decay ", "decay", decay);
        long micros = rules.micros(" for ", "duration", duration);
        RateCurve curve = new RateCurve.FlashCrowd(base, peak, atMicros, riseMicros, decayMicros);
        return rules.random(service, random -> new CurveRates(curve, micros));
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "FlashCrowd[base=" + base + ", peak=" + peak + ", at=" + at + ", rise=" + rise + ", decay=" + decay
                + ']';
    }
}
