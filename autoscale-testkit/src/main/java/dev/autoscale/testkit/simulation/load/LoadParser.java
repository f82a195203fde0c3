package dev.autoscale.testkit.simulation.load;

import dev.autoscale.InvalidSettingsException;
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
    private final List<Path> files = new ArrayList<>();
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

    /** The files that a text names, up to what is wrong with it. */
    static List<Path> files(String text) {
        List<Path> files = List.of();
        try {
            LoadParser parser = new LoadParser(new LoadWords("load", text));
            files = parser.files;
            parser.several();
        } catch (IllegalArgumentException e) {
            // What is wrong is said when the load is parsed.
        }
        return List.copyOf(files);
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
            load = built(this::shape);
        }
        while (words.isNext("faster") || words.isNext("times") || words.isNext("from") || words.isNext("to")) {
            Load before = load;
            load = built(() -> changed(before));
        }
        return load;
    }

    private Load changed(Load load) {
        if (words.takes("faster")) {
            return Loads.faster(load, words.number());
        }
        if (words.takes("times")) {
            return Loads.scale(load, words.number());
        }
        Duration from = words.takes("from") ? words.span() : Duration.ZERO;
        Duration to = words.takes("to") ? words.span() : LONGEST;
        return Loads.clip(load, from, to);
    }

    /** What {@link #one} reads as these times; without an end it is as good as endless. */
    static String clipWords(long fromMicros, long toMicros) {
        boolean isEndless = toMicros >= CsvNumbers.MAX_MILLIS * Micros.PER_MILLI;
        String from = fromMicros > 0 || isEndless ? " from " + Spans.word(fromMicros) : "";
        return isEndless ? from : from + " to " + Spans.word(toMicros);
    }

    private Load shape() {
        return switch (words.choice("must be one of ", SHAPES)) {
            case "poisson" -> Loads.poisson(words.rate(), after("for"), service());
            case "even" -> Loads.even(words.rate(), after("for"), service());
            case "step" -> steps();
            case "ramp" -> {
                double[] rates = words.range();
                yield Loads.ramp(rates[0], rates[1], after("for"), service());
            }
            case "diurnal" -> {
                double[] rates = words.range();
                yield Loads.diurnal(rates[0], rates[1], after("every"), after("for"), service());
            }
            case "burst" -> {
                double[] rates = words.range();
                yield Loads.burst(rates[0], rates[1], after("every"), after("lasting"), after("for"), service());
            }
            case "flash" -> {
                double[] rates = words.range();
                FlashCrowd crowd = Loads.flashCrowd(rates[0], rates[1]);
                crowd = crowd.at(after("at")).rise(after("rise")).decay(after("decay"));
                yield crowd.load(after("for"), service());
            }
            case "onoff" -> {
                double[] rates = words.range();
                yield Loads.onOff(rates[0], rates[1], after("off"), after("on"), after("for"), service());
            }
            case "silence" -> Loads.silence(words.span());
            case "trace" -> Loads.trace(path());
            default -> series();
        };
    }

    private Load steps() {
        List<Double> rates = new ArrayList<>();
        List<Duration> lengths = new ArrayList<>();
        do {
            rates.add(words.rate());
            lengths.add(words.span());
        } while (words.takes(","));
        double[] perSecond = rates.stream().mapToDouble(Double::doubleValue).toArray();
        return Loads.rates(perSecond, lengths.toArray(Duration[]::new), service());
    }

    private Load series() {
        RecordedSeries series = Loads.series(path());
        if (words.isNext("every")) {
            series.bucket(after("every"));
        }
        if (words.takes("scale")) {
            series.scale(words.number());
        }
        if (words.takes("linear")) {
            series.linear();
        }
        if (words.takes("zeros-are-gaps")) {
            series.zerosAreGaps();
        }
        return series.load(service());
    }

    private Path path() {
        int column = words.column();
        String name = words.path();
        try {
            Path file = Path.of(name);
            files.add(file);
            return file;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(words.place(column) + "must be the name of a file: word=" + name, e);
        }
    }

    private Duration after(String word) {
        words.expect(word);
        return words.span();
    }

    private ServiceTimes service() {
        words.expect("service");
        return times();
    }

    private ServiceTimes times() {
        if (words.isSpan()) {
            return ServiceTimes.fixed(words.span());
        }
        return built(this::drawnTimes);
    }

    private ServiceTimes drawnTimes() {
        return switch (words.choice("must be a length of time or one of ", SERVICES)) {
            case "fixed" -> ServiceTimes.fixed(words.span());
            case "exp" -> ServiceTimes.exponential(words.span());
            case "uniform" -> {
                Duration[] spans = words.spans();
                yield ServiceTimes.uniform(spans[0], spans[1]);
            }
            default -> ServiceTimes.logNormal(words.span(), words.number());
        };
    }

    /** The rules of what is built are about the word at its beginning. */
    private <T> T built(Supplier<? extends T> reading) {
        int column = words.column();
        try {
            return reading.get();
        } catch (InvalidSettingsException e) {
            throw new IllegalArgumentException(words.place(column) + e.getMessage(), e);
        }
    }
}
