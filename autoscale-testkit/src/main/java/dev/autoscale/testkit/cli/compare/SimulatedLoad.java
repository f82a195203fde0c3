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
import java.util.List;
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

    /** The load; null after a complaint. */
    public static @Nullable Load read(Options options) {
        Problems problems = options.problems();
        String text = options.value("--load");
        String file = options.value("--trace");
        requireOne(options);
        if ((text == null) == (file == null)) {
            return null;
        }
        boolean isSeries = file != null && !isOfRequests(Path.of(file));
        if (!isSeries) {
            options.refuse("is for a trace of t_ms,value, where nothing says how long service takes", "--service");
            options.refuse("is for a trace of t_ms,value; --load has it as a word", "--linear", "--zeros-are-gaps");
        }
        if (isSeries && !options.has("--service")) {
            problems.add("option must be given with a trace of t_ms,value: --service");
            return null;
        }
        double scale = options.number("--scale", 1, 1e-9, 1e9);
        if (isSeries) {
            return series(Path.of(file), scale, options);
        }
        Load load = text == null ? Loads.trace(Path.of(String.valueOf(file))) : parsed(text, problems);
        return load == null || !options.has("--scale") ? load : Loads.scale(load, scale);
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
