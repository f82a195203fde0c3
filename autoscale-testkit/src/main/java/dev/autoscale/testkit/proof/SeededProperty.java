package dev.autoscale.testkit.proof;

import dev.autoscale.CheckReturnValue;
import dev.autoscale.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that must hold for every seed. A run that fails leaves a file behind, from which the very same run can be repeated.
 * Immutable; as thread-safe as what it runs.
 *
 * <pre>{@code
 * SeededProperty survives = SeededProperty.of("my policy survives a restart", run -> {
 *     run.given("spec", MY_SPEC_IN_WORDS);
 *     SnapshotEquivalence.check(spec::newAutoscaler, run.follow(RandomLife.of(spec, run.seed())), 200);
 * });
 * survives.check(0, 500);                                             // all seeds of a build
 * survives.replay(Path.of("target/autoscale-failures/my-policy-survives-a-restart-seed-17.txt"));   // one of them again
 * }</pre>
 *
 * <p>For any test framework; one that draws seeds of its own and shrinks calls {@link #check(long)} with each. The file is plain
 * text in UTF-8: the property, the seed, what was given, each step up to the failing one, and the failure. It says nothing of the
 * time or the machine, so the same failure gives the same file, and a newer one replaces it. It is written by running the property
 * again, so nothing is kept while all goes well; a property that then holds depends on more than its seed, and is told so.
 */
@CheckReturnValue
public final class SeededProperty {
    private static final String FOLDER = "autoscale-failures";
    private static final String NAME_KEY = "property: ";
    private static final String SEED_KEY = "seed: ";

    private final String name;
    private final Body body;
    private final Path directory;

    /** What must hold in each run. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs once. Everything random must follow from the run's seed, and nothing may depend on a clock or on other runs.
         *
         * @param run the seed, and where to say what is done
         * @throws Exception if the property does not hold, as an {@link AssertionError}
         */
        void run(SeededRun run) throws Exception;
    }

    private SeededProperty(String name, Body body, Path directory) {
        this.name = name;
        this.body = body;
        this.directory = directory;
    }

    /**
     * Creates a property. Its files go to {@code target/autoscale-failures} where there is a folder {@code target} (Maven), else to
     * {@code build/autoscale-failures} where there is a folder {@code build} (Gradle), else to that name in the folder for
     * temporary files; folders are seen from the working directory.
     *
     * @param name says what holds, in one line; also names the files
     * @param body what is run
     * @return the property
     * @throws IllegalArgumentException if the name is blank or has several lines
     */
    public static SeededProperty of(String name, Body body) {
        Violation.require(
                !name.isBlank() && name.lines().count() == 1, "name must be one line that is not blank", "name", name);
        return new SeededProperty(name, Objects.requireNonNull(body, "body"), defaultDirectory(Path.of("")));
    }

    /** Where build tools keep what they make, and clean away. */
    static Path defaultDirectory(Path from) {
        for (String tool : new String[] {"target", "build"}) {
            if (Files.isDirectory(from.resolve(tool))) {
                return from.resolve(tool).resolve(FOLDER);
            }
        }
        return Path.of(System.getProperty("java.io.tmpdir"), FOLDER);
    }

    /**
     * Writes files elsewhere.
     *
     * @param newDirectory the folder; is created when it is needed
     * @return the same property with another folder
     */
    public SeededProperty directory(Path newDirectory) {
        return new SeededProperty(name, body, Objects.requireNonNull(newDirectory, "newDirectory"));
    }

    /**
     * Runs for some seeds, until one fails.
     *
     * @param firstSeed the first
     * @param count how many, at least 1; each is by one greater than the one before
     * @throws AssertionError with seed, step, file and what failed, which is also its cause
     * @throws IllegalArgumentException if there is no seed
     */
    public void check(long firstSeed, int count) {
        Violation.require(count >= 1, "count must be >= 1", "count", count);
        for (int i = 0; i < count; i++) {
            check(firstSeed + i);
        }
    }

    /**
     * Runs for one seed.
     *
     * @param seed the seed
     * @throws AssertionError with seed, step, file and what failed, which is also its cause
     */
    public void check(long seed) {
        SeededRun run = new SeededRun(seed, null);
        Throwable failure = failure(run);
        if (failure != null) {
            throw failed(run, write(run, failure), failure);
        }
    }

    /**
     * Repeats a run from its file. Comes back if it holds now.
     *
     * @param file a file that a property of this name wrote
     * @throws AssertionError if the run fails, with seed, step and what failed; says so if the run is another one than that of the
     *     file, because the library or the property has changed since
     * @throws IllegalArgumentException if the file is of another property, or of none
     * @throws UncheckedIOException if the file cannot be read
     */
    public void replay(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String found = value(lines, 0, NAME_KEY, file);
        if (!found.equals(name)) {
            throw new IllegalArgumentException("file must be of this property: file=" + file + ", property=" + found);
        }
        List<String> said = new ArrayList<>();
        SeededRun run = new SeededRun(seed(lines, file), text -> text.lines().forEach(said::add));
        Throwable failure = failure(run);
        if (failure != null) {
            run.end();
            throw failed(run, "replayed from " + file + difference(lines.subList(2, lines.size()), said), failure);
        }
    }

    /** Where a run is another one than its file says; empty if it is not. */
    private static String difference(List<String> written, List<String> said) {
        for (int i = 0; i < said.size(); i++) {
            String line = i < written.size() ? written.get(i) : null;
            if (!said.get(i).equals(line)) {
                return "; it is another run than the file's since\n  " + line + "\nwhich is now\n  " + said.get(i);
            }
        }
        return "";
    }

    private @Nullable Throwable failure(SeededRun run) {
        try {
            body.run(run);
            return null;
        } catch (Exception | AssertionError e) {
            return e;
        }
    }

    private AssertionError failed(SeededRun run, String file, Throwable failure) {
        return new AssertionError(
                name + ": seed " + run.seed() + " fails " + run.where() + "; " + file + '\n' + failure, failure);
    }

    /** Writes the file of a failure by running again; says where it is, or why there is none. */
    private String write(SeededRun first, Throwable failure) {
        Path file = directory.resolve(fileName(first.seed())).toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
            try (Writer text = Files.newBufferedWriter(file)) {
                line(text, NAME_KEY + name);
                line(text, SEED_KEY + first.seed());
                SeededRun again = new SeededRun(first.seed(), said -> line(text, said));
                Throwable repeated = failure(again);
                again.end();
                boolean same = repeated != null && again.where().equals(first.where());
                String verdict = same ? "" : ", but not when it was repeated: it depends on more than its seed";
                line(text, SeededRun.indented("fails " + first.where() + verdict + "\n" + failure));
                return "replay " + file + verdict;
            }
        } catch (IOException | UncheckedIOException e) {
            return "no file could be written: " + e;
        }
    }

    private String fileName(long seed) {
        String words =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return words + "-seed-" + seed + ".txt";
    }

    private static void line(Writer text, String line) {
        try {
            text.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(List<String> lines, int at, String key, Path file) {
        if (lines.size() <= at || !lines.get(at).startsWith(key)) {
            throw new IllegalArgumentException("file must be that of a failed run: file=" + file);
        }
        return lines.get(at).substring(key.length());
    }

    private static long seed(List<String> lines, Path file) {
        String text = value(lines, 1, SEED_KEY, file);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("file must be that of a failed run: file=" + file, e);
        }
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
