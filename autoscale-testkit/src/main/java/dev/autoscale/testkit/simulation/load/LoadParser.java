package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.simulation.time.Micros;
import dev.autoscale.testkit.text.Spans;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads the text form of loads by recursive descent, a method per rule of the grammar. */
final class LoadParser {
    private static final int DEEPEST = 50;

    /** As far as a load can go on: what {@code to} is when only {@code from} is given. */
    private static final Duration LONGEST = Duration.ofMillis(CsvNumbers.MAX_MILLIS);

    private static final List<String> SHAPES = List.of(
            "poisson", "even", "step", "ramp", "diurnal", "burst", "flash", "onoff", "silence", "trace", "series");
    private static final List<String> SERVICES = List.of("fixed", "exp", "uniform", "lognormal");

    private final LoadWords words;
    private int depth;

    private LoadParser(LoadWords words) {
        this.words = words;
    }

    static Load parse(String text) {
        LoadParser parser = new LoadParser(new LoadWords("load", text));
        Load load = parser.several();
        parser.words.expectEnd(
                "must be the end, '; then', '; and', from, to, faster or times",
                List.of("from", "to", "faster", "times"));
        return load;
    }

    static ServiceTimes parseTimes(String text) {
        LoadParser parser = new LoadParser(new LoadWords("times", text));
        ServiceTimes times = parser.times();
        parser.words.expectEnd("must be the end", List.of());
        return times;
    }

    /** {@code one {; then one}} or {@code one {; and one}}. */
    private Load several() {
        List<Load> loads = new ArrayList<>(List.of(one()));
        String joiner = "";
        while (words.takes(";")) {
            joiner = joiner.isEmpty()
                    ? words.choice("must be one of ", List.of("then", "and"))
                    : words.choice("must be the same all along, or in parentheses: ", List.of(joiner));
            loads.add(one());
        }
        if (joiner.isEmpty()) {
            return loads.get(0);
        }
        Load[] parts = loads.toArray(Load[]::new);
        return joiner.equals("then") ? Loads.concat(parts) : Loads.merge(parts);
    }

    /** A shape, or several in parentheses, and what is done to it. */
    private Load one() {
        Load load;
        if (words.isNext("(")) {
            if (depth == DEEPEST) {
                throw words.bad("parentheses must be at most " + DEEPEST + " deep", List.of());
            }
            words.expect("(");
            depth++;
            load = several();
            words.expect(")");
            depth--;
        } else {
            load = shape();
        }
        while (true) {
            int column = words.column();
            Load before = load;
            if (words.takes("faster")) {
                double factor = words.number();
                load = built(column, () -> Loads.faster(before, factor));
            } else if (words.takes("times")) {
                double factor = words.number();
                load = built(column, () -> Loads.scale(before, factor));
            } else if (words.isNext("from") || words.isNext("to")) {
                Duration from = words.takes("from") ? words.span() : Duration.ZERO;
                Duration to = words.takes("to") ? words.span() : LONGEST;
                load = built(column, () -> Loads.clip(before, from, to));
            } else {
                return load;
            }
        }
    }

    /** What {@link #one} reads as these times; without an end it is as good as endless. */
    static String clipWords(long fromMicros, long toMicros) {
        boolean isEndless = toMicros >= CsvNumbers.MAX_MILLIS * Micros.PER_MILLI;
        String from = fromMicros > 0 || isEndless ? " from " + Spans.word(fromMicros) : "";
        return isEndless ? from : from + " to " + Spans.word(toMicros);
    }

    private Load shape() {
        int column = words.column();
        return switch (words.choice("must be one of ", SHAPES)) {
            case "poisson" -> {
                double rate = words.rate();
                yield timed(column, (duration, service) -> Loads.poisson(rate, duration, service));
            }
            case "even" -> {
                double rate = words.rate();
                yield timed(column, (duration, service) -> Loads.even(rate, duration, service));
            }
            case "step" -> steps(column);
            case "ramp" -> {
                double[] rates = words.range();
                yield timed(column, (duration, service) -> Loads.ramp(rates[0], rates[1], duration, service));
            }
            case "diurnal" -> {
                double[] rates = words.range();
                Duration period = after("every");
                yield timed(
                        column, (duration, service) -> Loads.diurnal(rates[0], rates[1], period, duration, service));
            }
            case "burst" -> burst(column);
            case "flash" -> flash(column);
            case "onoff" -> onOff(column);
            case "silence" -> Loads.silence(words.span());
            case "trace" -> Loads.trace(path());
            default -> series(column);
        };
    }

    private Load steps(int column) {
        List<Double> rates = new ArrayList<>();
        List<Duration> lengths = new ArrayList<>();
        do {
            rates.add(words.rate());
            lengths.add(words.span());
        } while (words.takes(","));
        double[] perSecond = rates.stream().mapToDouble(Double::doubleValue).toArray();
        ServiceTimes service = service();
        return built(column, () -> Loads.rates(perSecond, lengths.toArray(Duration[]::new), service));
    }

    private Load burst(int column) {
        double[] rates = words.range();
        Duration every = after("every");
        Duration lasting = after("lasting");
        return timed(column, (duration, service) -> Loads.burst(rates[0], rates[1], every, lasting, duration, service));
    }

    private Load flash(int column) {
        double[] rates = words.range();
        Duration at = after("at");
        Duration rise = after("rise");
        Duration decay = after("decay");
        return timed(
                column,
                (duration, service) -> Loads.flashCrowd(rates[0], rates[1])
                        .at(at)
                        .rise(rise)
                        .decay(decay)
                        .load(duration, service));
    }

    private Load onOff(int column) {
        double[] rates = words.range();
        Duration off = after("off");
        Duration on = after("on");
        return timed(column, (duration, service) -> Loads.onOff(rates[0], rates[1], off, on, duration, service));
    }

    private Load series(int column) {
        Path path = path();
        boolean isBucketGiven = words.isNext("every");
        Duration bucket = isBucketGiven ? after("every") : Duration.ZERO;
        double scale = words.takes("scale") ? words.number() : 1;
        ServiceTimes service = service();
        return built(
                column,
                () -> isBucketGiven ? Loads.series(path, bucket, scale, service) : Loads.series(path, scale, service));
    }

    private Path path() {
        int column = words.column();
        String name = words.path();
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(words.place(column) + "must be the name of a file: word=" + name, e);
        }
    }

    private Duration after(String word) {
        words.expect(word);
        return words.span();
    }

    private interface Timed {
        Load load(Duration duration, ServiceTimes service);
    }

    /** What most shapes end with: for how long, and service times. */
    private Load timed(int column, Timed shape) {
        Duration duration = after("for");
        ServiceTimes service = service();
        return built(column, () -> shape.load(duration, service));
    }

    private ServiceTimes service() {
        words.expect("service");
        return times();
    }

    private ServiceTimes times() {
        if (words.isSpan()) {
            return ServiceTimes.fixed(words.span());
        }
        int column = words.column();
        return switch (words.choice("must be a length of time or one of ", SERVICES)) {
            case "fixed" -> ServiceTimes.fixed(words.span());
            case "exp" -> ServiceTimes.exponential(words.span());
            case "uniform" -> {
                Duration[] spans = words.spans();
                yield built(column, () -> ServiceTimes.uniform(spans[0], spans[1]));
            }
            default -> ServiceTimes.logNormal(words.span(), words.number());
        };
    }

    /** The rules of what is built are about the word at its beginning. */
    private <T> T built(int column, Supplier<? extends T> thing) {
        try {
            return thing.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(words.place(column) + e.getMessage(), e);
        }
    }
}
