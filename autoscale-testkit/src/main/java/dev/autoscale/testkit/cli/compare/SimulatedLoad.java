package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.simulation.load.ExpectedArrivals;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.RecordedSeries;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What arrives in a simulation, as {@code --load} or {@code --trace} says. Thread-safe. */
public final class SimulatedLoad {
    /** Beside {@code trace} and {@code load}. */
    public static final String OPTIONS = "scale service linear! zeros-are-gaps!";

    private static final String REQUESTS = "arrival_ms";
    private static final long DAY_MICROS = 86_400_000_000L;

    /** A scale is part of a load's name. */
    private static final MathContext DIGITS = new MathContext(6);

    private SimulatedLoad() {}

    /** The files that arrivals are read from, whether or not the options are right otherwise. */
    public static List<Path> files(Options options) {
        List<Path> files = new ArrayList<>();
        options.values("--trace").stream().map(Path::of).forEach(files::add);
        options.values("--load").stream().map(Loads::files).forEach(files::addAll);
        return files;
    }

    /** Complains unless exactly one of the two ways to say what arrives is given. */
    public static void requireOne(Options options) {
        if (options.has("--load") == options.has("--trace")) {
            options.problems().add("one of the two must be given: --trace FILE, --load SPEC");
        }
    }

    /** Complains unless something is said to arrive, in either way. */
    public static void requireSome(Options options) {
        if (!options.has("--load") && !options.has("--trace")) {
            options.problems().add("one of the two must be given: --trace FILE, --load SPEC");
        }
    }

    /** The one load; null after a complaint. */
    public static @Nullable Load read(Options options) {
        requireOne(options);
        List<Load> loads = options.has("--load") == options.has("--trace") ? List.of() : readAll(options);
        return loads.isEmpty() ? null : loads.get(0);
    }

    /** All loads, traces first; some may be missing after a complaint. */
    static List<Load> readAll(Options options) {
        List<Path> traces = options.values("--trace").stream().map(Path::of).toList();
        boolean hasSeries = traces.stream().anyMatch(trace -> !isOfRequests(trace));
        if (!hasSeries) {
            options.refuse("is for a trace of t_ms,value, where nothing says how long service takes", "--service");
            options.refuse("is for a trace of t_ms,value; --load has it as a word", "--linear", "--zeros-are-gaps");
        }
        if (hasSeries && !options.has("--service")) {
            options.problems().add("option must be given with a trace of t_ms,value: --service");
            return List.of();
        }
        options.refuse("is worked out of --busy", options.has("--busy") ? new String[] {"--scale"} : new String[0]);
        List<Load> loads = new ArrayList<>();
        for (Path trace : traces) {
            loads.add(isOfRequests(trace) ? scaled(Loads.trace(trace), options) : series(trace, options));
        }
        for (String text : options.values("--load")) {
            Load load = parsed(text, options.problems());
            if (load != null) {
                loads.add(scaled(load, options));
            }
        }
        Set<String> names = new HashSet<>();
        for (Load load : loads) {
            if (!names.add(load.name())) {
                options.problems().add("load must be given once: " + load.name());
            }
        }
        return loads;
    }

    private static Load scaled(Load load, Options options) {
        return options.has("--scale") || options.has("--busy") ? Loads.scale(load, scale(load, options)) : load;
    }

    /** What the arrivals of a load are to be multiplied with. */
    private static double scale(Load load, Options options) {
        double busy = options.number("--busy", 1, 1e-9, 1e9);
        if (!options.has("--busy")) {
            return options.number("--scale", 1, 1e-9, 1e9);
        }
        Duration from = options.span("--score-from", Duration.ZERO, 0);
        Duration to = options.span("--duration", Duration.ofMillis(Long.MAX_VALUE / 1_000), 1);
        SeededRandom random = SeededRandom.of(options.anyNumber("--seed", 1));
        double mean = Compare.simulated(() -> {
            try (ExpectedArrivals expected = load.expect(random.split("arrivals"))) {
                return meanBusy(expected, from.toMillis() * 1_000, to.toMillis() * 1_000);
            }
        });
        if (!(mean > 0)) {
            options.bad("must be with something that arrives while scores count: " + load.name(), "--busy");
            return 1;
        }
        return new BigDecimal(busy / mean).round(DIGITS).doubleValue();
    }

    /** How many places are expected to be busy on average in a part of a load, or in as much of it as there is. */
    private static double meanBusy(ExpectedArrivals expected, long fromMicros, long toMicros) {
        expected.passUntil(fromMicros);
        double before = expected.serviceMicros();
        long micros = fromMicros;
        while (micros < toMicros && expected.endMicros() > micros) {
            micros = Math.min(toMicros, micros + DAY_MICROS);
            expected.passUntil(micros);
        }
        return (expected.serviceMicros() - before) / (Math.min(micros, expected.endMicros()) - fromMicros);
    }

    private static Load series(Path path, Options options) {
        RecordedSeries series = Loads.series(path);
        if (options.has("--linear")) {
            series.linear();
        }
        if (options.has("--zeros-are-gaps")) {
            series.zerosAreGaps();
        }
        ServiceTimes service = options.times("--service", "");
        return series.scale(scale(series.load(service), options)).load(service);
    }

    private static @Nullable Load parsed(String text, Problems problems) {
        try {
            return Loads.parse(text);
        } catch (IllegalArgumentException e) {
            problems.add("--load " + e.getMessage());
            return null;
        }
    }

    /** Whether there is a row per request; else there is one per count of requests. */
    private static boolean isOfRequests(Path path) {
        try (BufferedReader reader = TextFiles.open(path)) {
            String line = reader.readLine();
            while (line != null
                    && (line.isBlank() || TextFiles.withoutMark(line).startsWith("#"))) {
                line = reader.readLine();
            }
            return line == null || line.contains(REQUESTS);
        } catch (IOException e) {
            throw TextFiles.unreadable(path, e);
        }
    }
}
