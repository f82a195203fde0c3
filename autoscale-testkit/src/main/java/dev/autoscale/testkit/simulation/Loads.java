package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.text.Spans;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The usual loads. Thread-safe; has no memory.
 *
 * <p>What is drawn at random follows from the seed alone. Loads that are read from files are read anew, row by row, each time they
 * are opened; memory does not grow with their length.
 */
public final class Loads {
    private Loads() {}

    /**
     * Arrivals that come independently of each other at an even rate (Poisson): gaps between them are exponentially distributed.
     *
     * @param perSecond the mean rate, above 0
     * @param duration for how long
     * @param service how long each keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if the rate is not above 0 or the duration is negative
     */
    public static Load poisson(double perSecond, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules().above0("perSecond", perSecond);
        long micros = rules.micros("duration", duration);
        rules.check();
        String shape = "poisson " + RateText.rate(perSecond) + " for " + Spans.word(micros);
        return random(shape, service, () -> new StepRates(new double[] {perSecond}, new long[] {micros}));
    }

    /**
     * Recorded requests, each as it was: a CSV file with the columns {@code arrival_ms} (milliseconds since the beginning of the
     * recording, at least 0, never before the row above) and {@code service_ms} (at least 0), both to the microsecond; what is
     * below is cut off. Lines that begin with {@code #} are comments, the first other line is the header, cells may stand in
     * double quotes, further columns are not looked at. It is over with its last arrival.
     *
     * <p>Opening the load throws {@link java.io.UncheckedIOException} if the file cannot be read; opening and reading it throw
     * {@link IllegalArgumentException} with {@code file:line:column: rule: name=value} if it is malformed. The column is counted
     * in characters, from 1. No line may have 65,536 bytes or more.
     *
     * @param path the file; it is not looked at before the load is opened
     * @return the load
     */
    public static Load trace(Path path) {
        Objects.requireNonNull(path, "path");
        return new NamedLoad("trace " + RateText.path(path), random -> new TraceArrivals(path));
    }

    /**
     * A recorded series of counts, such as requests per five minutes, as random arrivals; the bucket, which is what a value is
     * counted over, is the distance between its first two rows.
     *
     * @param path the file, as in {@link #series(Path, Duration, double, ServiceTimes)}
     * @param scale what each value is multiplied with, at least 0; part of the load's name
     * @param service how long each arrival keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if the scale is negative
     */
    public static Load series(Path path, double scale, ServiceTimes service) {
        Objects.requireNonNull(path, "path");
        new LoadRules().rate("scale", scale).check();
        return random(
                "series " + RateText.path(path) + " scale " + RateText.number(scale),
                service,
                () -> new SeriesRates(path, 0, scale));
    }

    /**
     * A recorded series of counts, such as requests per five minutes, as random arrivals: a CSV file with the columns {@code t_ms}
     * (milliseconds since the beginning of the recording, at least 0, after the row above) and {@code value} (at least 0).
     * Comments, quotes and errors as in {@link #trace}.
     *
     * <p>A value v holds until the next row, the last one for a bucket. While it holds, arrivals come independently of each other
     * (Poisson) at v / bucket in seconds · scale per second. Nothing arrives before the first row.
     *
     * @param path the file; it is not looked at before the load is opened
     * @param bucket what a value is counted over, above 0
     * @param scale what each value is multiplied with, at least 0; part of the load's name
     * @param service how long each arrival keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if the bucket is not above 0 or the scale is negative
     */
    public static Load series(Path path, Duration bucket, double scale, ServiceTimes service) {
        Objects.requireNonNull(path, "path");
        LoadRules rules = new LoadRules();
        long micros = rules.microsAbove0("bucket", bucket);
        rules.rate("scale", scale).check();
        return random(
                "series " + RateText.path(path) + " every " + Spans.word(micros) + " scale " + RateText.number(scale),
                service,
                () -> new SeriesRates(path, micros, scale));
    }

    private static Load random(String shape, ServiceTimes service, Supplier<Rates> rates) {
        Objects.requireNonNull(service, "service");
        return new NamedLoad(
                shape + " service " + NamedTimes.of(service), random -> new RateArrivals(rates.get(), service, random));
    }
}
