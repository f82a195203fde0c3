package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.RecordedSeries;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
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
        double scale = options.number("--scale", 1, 1e-9, 1e9);
        List<Load> loads = new ArrayList<>();
        for (Path trace : traces) {
            loads.add(isOfRequests(trace) ? scaled(Loads.trace(trace), scale, options) : series(trace, scale, options));
        }
        for (String text : options.values("--load")) {
            Load load = parsed(text, options.problems());
            if (load != null) {
                loads.add(scaled(load, scale, options));
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

    private static Load scaled(Load load, double scale, Options options) {
        return options.has("--scale") ? Loads.scale(load, scale) : load;
    }

    private static Load series(Path path, double scale, Options options) {
        RecordedSeries series = Loads.series(path).scale(scale);
        if (options.has("--linear")) {
            series.linear();
        }
        if (options.has("--zeros-are-gaps")) {
            series.zerosAreGaps();
        }
        return series.load(options.times("--service", ""));
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
