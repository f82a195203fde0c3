package dev.autoscale.testkit.simulation.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects how a recorded series of counts becomes arrivals, see {@link Loads#series(Path)}. Not thread-safe. Nothing is checked
 * before {@link #load}.
 *
 * <pre>{@code
 * Load load = Loads.series(Path.of("requests-per-5-minutes.csv")).scale(0.1).linear().load(ServiceTimes.parse("exp 2s"));
 * }</pre>
 */
public final class RecordedSeries {
    private final Path path;
    private @Nullable Duration bucket;
    private double scale = 1;
    private boolean isLinear;
    private boolean areZerosGaps;

    RecordedSeries(Path path) {
        this.path = Objects.requireNonNull(path, "path");
    }

    /**
     * Sets what a value is counted over.
     *
     * @param time above 0; the distance of the first two rows unless it is set
     * @return this
     */
    public RecordedSeries bucket(Duration time) {
        bucket = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets what each value is multiplied with; part of the load's name.
     *
     * @param factor at least 0; 1 unless it is set
     * @return this
     */
    public RecordedSeries scale(double factor) {
        scale = factor;
        return this;
    }

    /**
     * Lets the rate go in straight lines from the middle of each row to that of the next, and not in steps: steps are made by
     * counting, and a policy that sees one a row too late pays for what never happened. Before the first middle and after the last
     * the rate is level. If the rows are equally long, as many arrive in the mean as without.
     *
     * <p>The middle of a row is half of its length after its time, where it is as long as to the next row, but at most as long as the
     * first row is: the line goes across rows that are missing, and so it does across samples that failed. Before the first value
     * and after the last it is level; without any nothing arrives.
     *
     * @return this
     */
    public RecordedSeries linear() {
        isLinear = true;
        return this;
    }

    /**
     * Takes values of 0 for samples that failed, as in recordings that have no other word for what was not recorded.
     *
     * @return this
     */
    public RecordedSeries zerosAreGaps() {
        areZerosGaps = true;
        return this;
    }

    /**
     * Builds the load.
     *
     * @param service how long each arrival keeps a place busy
     * @return the load; the file is not looked at before it is opened
     * @throws dev.autoscale.InvalidSettingsException if the bucket is not above 0 or the scale is negative; it names all of it
     */
    public Load load(ServiceTimes service) {
        LoadRules rules = new LoadRules("series " + RateText.path(path));
        long bucketMicros = bucket == null ? 0 : rules.microsAbove0(" every ", "bucket", bucket);
        rules.number("scale", scale).say(" scale " + RateText.number(scale));
        rules.say(isLinear ? " linear" : "").say(areZerosGaps ? " zeros-are-gaps" : "");
        SeriesRates.Reading reading = new SeriesRates.Reading(bucketMicros, scale, areZerosGaps, isLinear);
        return rules.random(service, random -> reading.open(path));
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "RecordedSeries[path=" + path + ", bucket=" + bucket + ", scale=" + scale + ", linear=" + isLinear
                + ", zerosAreGaps=" + areZerosGaps + ']';
    }
}
