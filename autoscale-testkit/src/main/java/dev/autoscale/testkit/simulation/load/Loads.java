package dev.autoscale.testkit.simulation.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The usual loads. Thread-safe; has no memory.
 *
 * <p>What is drawn at random follows from the seed alone. Loads that are read from files are read again, row by row, each time they
 * are opened; memory does not grow with their length. An argument that is null is refused with a {@link NullPointerException}.
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
        LoadRules rules = new LoadRules("poisson").rate(perSecond);
        long micros = rules.micros(" for ", "duration", duration);
        return rules.random(service, random -> StepRates.of(new double[] {perSecond}, micros));
    }

    /**
     * Arrivals at equal distances, the first at once: k / {@code perSecond} for k = 0, 1, 2, ...
     *
     * @param perSecond the rate, above 0
     * @param duration for how long
     * @param service how long each keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if the rate is not above 0 or the duration is negative
     */
    public static Load even(double perSecond, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules("even").rate(perSecond);
        long micros = rules.micros(" for ", "duration", duration);
        return rules.served(
                service,
                random -> StepRates.of(new double[] {perSecond}, micros),
                (random, rates) -> new EvenArrivals(perSecond, micros, service, random));
    }

    /**
     * Rates that hold for a while each, one after another; while one holds, arrivals are those of {@link #poisson}.
     *
     * @param perSecond the rates, each at least 0
     * @param lengths for how long each holds; as many as rates, at least one
     * @param service how long each arrival keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if a rate or length is negative, or there are not as many of each
     */
    public static Load rates(double[] perSecond, Duration[] lengths, ServiceTimes service) {
        double[] rates = perSecond.clone();
        long[] micros = new long[lengths.length];
        LoadRules rules = new LoadRules("step")
                .require(rates.length > 0, "must have rates", "perSecond.length", rates.length)
                .require(
                        rates.length == micros.length,
                        "lengths must be as many as rates",
                        "perSecond.length",
                        rates.length + ", lengths.length=" + micros.length);
        for (int i = 0; i < Math.min(rates.length, micros.length); i++) {
            rules.number("perSecond[" + i + ']', rates[i]);
            micros[i] = rules.micros(
                    (i == 0 ? " " : ", ") + RateText.rate(rates[i]) + ' ', "lengths[" + i + ']', lengths[i]);
        }
        return rules.random(service, random -> StepRates.of(rates, micros));
    }

    /**
     * A rate that grows or falls in a straight line: r(t) = from + (to - from) · t / duration.
     *
     * @param from the rate per second at the beginning, at least 0
     * @param to the rate per second at the end, at least 0
     * @param duration for how long
     * @param service how long each arrival keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if a rate or the duration is negative
     */
    public static Load ramp(double from, double to, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules("ramp").rates("from", from, "to", to);
        long micros = rules.micros(" for ", "duration", duration);
        RateCurve curve = new RateCurve.Ramp(from, to, micros);
        return rules.random(service, random -> new CurveRates(curve, micros));
    }

    /**
     * Day and night: r(t) = low + (high - low) · (1 - cos(2πt / period)) / 2, which begins at its lowest.
     *
     * @param low the lowest rate per second, at least 0
     * @param high the highest rate per second, at least {@code low}
     * @param period from one lowest rate to the next, above 0
     * @param duration for how long
     * @param service how long each arrival keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if a rule of these is broken
     */
    public static Load diurnal(double low, double high, Duration period, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules("diurnal").range("low", low, "high", high);
        long periodMicros = rules.microsAbove0(" every ", "period", period);
        long micros = rules.micros(" for ", "duration", duration);
        RateCurve curve = new RateCurve.Diurnal(low, high, periodMicros);
        return rules.random(service, random -> new CurveRates(curve, micros));
    }

    /**
     * Bursts at regular times: the base rate, and at the end of each period the peak.
     *
     * @param base the rate per second between bursts, at least 0
     * @param peak the rate per second in a burst, at least {@code base}
     * @param every from the end of one burst to the end of the next, above 0
     * @param lasting how long a burst lasts, at most {@code every}
     * @param duration for how long
     * @param service how long each arrival keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if a rule of these is broken
     */
    public static Load burst(
            double base, double peak, Duration every, Duration lasting, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules("burst").range("base", base, "peak", peak);
        long periodMicros = rules.microsAbove0(" every ", "every", every);
        long burstMicros = rules.micros(" lasting ", "lasting", lasting);
        long micros = rules.micros(" for ", "duration", duration);
        rules.require(burstMicros <= periodMicros, "lasting must be <= every", "lasting", lasting + ", every=" + every);
        return rules.random(service, random -> StepRates.bursts(base, peak, periodMicros, burstMicros, micros));
    }

    /**
     * Begins a crowd that comes at once and loses interest: the base rate until {@code at}, then a straight line up to the peak
     * within {@code rise}, then r(t) = base + (peak - base) · e^(-(t - at - rise) / decay).
     *
     * @param base the rate per second before, at least 0
     * @param peak the highest rate per second, at least {@code base}
     * @return the crowd, whose times are to be set
     */
    public static FlashCrowd flashCrowd(double base, double peak) {
        return new FlashCrowd(base, peak);
    }

    /**
     * Bursts at random times (a Poisson process that a Markov chain of two states modulates): two rates by turns, each for an
     * exponentially distributed time. It begins in either as if it had gone on for ever, so that the mean rate is (off · meanOff
     * + on · meanOn) / (meanOff + meanOn) at all times.
     *
     * @param off one rate per second, at least 0
     * @param on the other, at least {@code off}
     * @param meanOff how long the first holds in the mean, above 0
     * @param meanOn how long the other holds in the mean, above 0
     * @param duration for how long altogether
     * @param service how long each arrival keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if a rule of these is broken
     */
    public static Load onOff(
            double off, double on, Duration meanOff, Duration meanOn, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules("onoff").range("off", off, "on", on);
        long offMicros = rules.microsAbove0(" off ", "meanOff", meanOff);
        long onMicros = rules.microsAbove0(" on ", "meanOn", meanOn);
        long micros = rules.micros(" for ", "duration", duration);
        return rules.random(
                service, random -> StepRates.onOff(off, on, offMicros, onMicros, micros, random.split("states")));
    }

    /**
     * Nothing arrives.
     *
     * @param duration for how long
     * @return the load
     * @throws IllegalArgumentException if the duration is negative
     */
    public static Load silence(Duration duration) {
        LoadRules rules = new LoadRules("silence");
        ServiceTimes none = ServiceTimes.fixed(Duration.ZERO);
        long micros = rules.micros(" ", "duration", duration);
        return rules.load(
                none,
                random -> StepRates.of(new double[1], micros),
                (random, rates) -> new RateArrivals(rates, none, random));
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
        return NamedLoad.counted("trace " + RateText.path(path), random -> new TraceArrivals(path));
    }

    /**
     * A recorded series of counts, such as requests per five minutes, as random arrivals in steps; the bucket, which is what a value
     * is counted over, is the distance between its first two rows.
     *
     * @param path the file, as in {@link #series(Path)}
     * @param scale what each value is multiplied with, at least 0; part of the load's name
     * @param service how long each arrival keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if the scale is negative
     */
    public static Load series(Path path, double scale, ServiceTimes service) {
        return series(path).scale(scale).load(service);
    }

    /**
     * Begins a recorded series of counts, such as requests per five minutes, as random arrivals: a CSV file with the columns
     * {@code t_ms} (milliseconds since the beginning of the recording, at least 0, after the row above) and {@code value} (at least
     * 0). Comments, quotes and errors as in {@link #trace}. A value that is written as NaN or infinite is a sample that failed.
     *
     * <p>A value v holds until the next row, the last one for a bucket, unless it is {@linkplain RecordedSeries#linear linear}. While
     * it holds, arrivals come independently of each other (Poisson) at v / bucket in seconds · scale per second. While samples fail
     * the value before holds. Nothing arrives before the first row.
     *
     * @param path the file; it is not looked at before the load is opened
     * @return the series, as it is unless more is set
     */
    public static RecordedSeries series(Path path) {
        return new RecordedSeries(path);
    }

    /**
     * Loads one after another: each begins when the one before is over, which is after its duration, or with the last arrival of a
     * recording or of a load of one's own.
     *
     * @param loads at least one
     * @return the load
     * @throws IllegalArgumentException if there is none
     */
    public static Load concat(Load... loads) {
        LoadParts parts = LoadParts.of(loads);
        return new NamedLoad(
                parts.names("then"),
                random -> new JoinedArrivals(parts, random),
                random -> new JoinedExpected(parts, random));
    }

    /**
     * Loads at the same time. Each draws numbers of its own, by its position.
     *
     * @param loads at least one
     * @return the load, which is over when all of them are
     * @throws IllegalArgumentException if there is none
     */
    public static Load merge(Load... loads) {
        LoadParts parts = LoadParts.of(loads);
        return new NamedLoad(
                parts.names("and"),
                random -> new MergedArrivals(parts, random),
                random -> new MergedExpected(parts, random));
    }

    /**
     * The same arrivals in less time, or in more; each keeps its place as long as it did.
     *
     * @param load a load
     * @param factor by which times are divided, above 0
     * @return the load
     * @throws IllegalArgumentException if the factor is not above 0
     */
    public static Load faster(Load load, double factor) {
        new LoadRules("").above0("factor", factor).check();
        return NamedLoad.derived(
                LoadParts.name(load) + " faster " + RateText.number(factor),
                load,
                random -> new DerivedArrivals.Faster(load.open(random), factor),
                expected -> DerivedExpected.faster(expected, factor));
    }

    /**
     * A part of a load, which starts over at 0. To come to it, what is before is read too, 100 million arrivals at most: whoever reads more gets an
     * {@link IllegalArgumentException}. A load that is to be scaled is better cut before.
     *
     * @param load a load
     * @param from where the part begins, inclusive
     * @param to where it ends, exclusive; at least {@code from}
     * @return the load
     * @throws IllegalArgumentException if a time is negative or {@code to} is before {@code from}
     */
    public static Load clip(Load load, Duration from, Duration to) {
        LoadRules rules = new LoadRules("");
        long fromMicros = rules.micros(" from ", "from", from);
        long toMicros = rules.micros(" to ", "to", to);
        rules.require(fromMicros <= toMicros, "to must be >= from", "to", to + ", from=" + from);
        rules.check();
        return NamedLoad.derived(
                LoadParts.name(load) + LoadParser.clipWords(fromMicros, toMicros),
                load,
                random -> new DerivedArrivals.Clipped(load.open(random), fromMicros, toMicros),
                expected -> DerivedExpected.clipped(expected, fromMicros, toMicros));
    }

    /**
     * More or fewer of the same arrivals. Each comes as often as the whole part of the factor says, at the same time and as long,
     * and with the probability of the rest once more: with 0.25 every fourth is kept at random, with 2 all come in pairs.
     *
     * @param load a load
     * @param factor at least 0
     * @return the load
     * @throws IllegalArgumentException if the factor is negative
     */
    public static Load scale(Load load, double factor) {
        new LoadRules("").number("factor", factor).check();
        // The name keeps apart what is drawn for the scale of a scaled load.
        String name = LoadParts.name(load) + " times " + RateText.number(factor);
        return NamedLoad.derived(
                name,
                load,
                random -> new DerivedArrivals.Scaled(load.open(random), factor, random.split(name)),
                expected -> DerivedExpected.scaled(expected, factor));
    }

    /**
     * Reads a load from text, as people write it: {@code poisson 20/s for 10m service exp 800ms; then silence 5m}. The names of
     * all loads here can be read again and give the same load, unless service times of one's own are part of it.
     *
     * <table>
     * <caption>Loads as text</caption>
     * <tr><th>text</th><th>load</th></tr>
     * <tr><td>{@code poisson RATE for SPAN service S}</td><td>{@link #poisson}</td></tr>
     * <tr><td>{@code even RATE for SPAN service S}</td><td>{@link #even}</td></tr>
     * <tr><td>{@code step RATE SPAN, RATE SPAN service S}</td><td>{@link #rates}, one or more</td></tr>
     * <tr><td>{@code ramp RATES for SPAN service S}</td><td>{@link #ramp}</td></tr>
     * <tr><td>{@code diurnal RATES every SPAN for SPAN service S}</td><td>{@link #diurnal}</td></tr>
     * <tr><td>{@code burst RATES every SPAN lasting SPAN for SPAN service S}</td><td>{@link #burst}</td></tr>
     * <tr><td>{@code flash RATES at SPAN rise SPAN decay SPAN for SPAN service S}</td><td>{@link #flashCrowd}</td></tr>
     * <tr><td>{@code onoff RATES off SPAN on SPAN for SPAN service S}</td><td>{@link #onOff}</td></tr>
     * <tr><td>{@code silence SPAN}</td><td>{@link #silence}</td></tr>
     * <tr><td>{@code trace FILE}</td><td>{@link #trace}</td></tr>
     * <tr><td>{@code series FILE [every SPAN] [scale NUMBER] [linear] [zeros-are-gaps] service S}</td>
     *     <td>{@link #series(Path)}</td></tr>
     * <tr><td>{@code LOAD faster NUMBER}</td><td>{@link #faster}</td></tr>
     * <tr><td>{@code LOAD times NUMBER}</td><td>{@link #scale}</td></tr>
     * <tr><td>{@code LOAD [from SPAN] [to SPAN]}</td><td>{@link #clip}</td></tr>
     * <tr><td>{@code LOAD; then LOAD}</td><td>{@link #concat}, two or more</td></tr>
     * <tr><td>{@code LOAD; and LOAD}</td><td>{@link #merge}, two or more</td></tr>
     * <tr><td>{@code (LOAD)}</td><td>what {@code then}, {@code and} or a change is about</td></tr>
     * </table>
     *
     * <p>RATE is {@code 20/s}, {@code 90/min} or {@code 5/h}; RATES two of them, {@code 2..40/s}. SPAN is {@code 500ms}, {@code 90s},
     * {@code 1h30m} or {@code 2d}. S is a SPAN that is always the same, {@code exp SPAN} (mean), {@code uniform SPAN..SPAN} or
     * {@code lognormal SPAN NUMBER} (median and sigma), as in {@link ServiceTimes}. FILE may stand in double quotes.
     *
     * @param text the load
     * @return the load; files are not looked at before it is opened
     * @throws IllegalArgumentException at the first word that cannot be used: {@code load:column: rule: word=...}, counted from 1
     */
    public static Load parse(String text) {
        return LoadParser.parse(text);
    }

    /**
     * The files that a text would have read, as {@link #parse} reads it, in their order; nothing is looked at. Of a text that is
     * malformed, those before the first word that cannot be used.
     *
     * @param text the load
     * @return the files after {@code trace} and {@code series}, as they are written; unmodifiable
     */
    public static List<Path> files(String text) {
        return LoadParser.files(Objects.requireNonNull(text, "text"));
    }
}
