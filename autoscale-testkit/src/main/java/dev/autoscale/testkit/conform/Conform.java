package dev.autoscale.testkit.conform;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The verb {@code conform}: feeds recorded inputs of upstream code to this library and compares what comes out. A file's kind
 * is its folder's and its own name.
 */
public final class Conform {
    private static final int GOOD = 0;
    private static final int MISMATCH = 1;
    private static final int BAD_INPUT = 2;
    private static final String SUFFIX = ".tsv";

    private static final Map<String, Function<Workload.Home, Suite>> KINDS = Map.ofEntries(
            Map.entry("cf/adjustment", home -> CfVectors::adjustment),
            Map.entry("cf/aggregate", home -> CfVectors::aggregate),
            Map.entry("cf/evaluate", home -> CfVectors::evaluate),
            Map.entry("cf/scale", home -> CfVectors::call),
            Map.entry("cf/sequences", home -> CfSequences.suite()),
            Map.entry("flink/flink-scaling", home -> FlinkVectors.scaling()),
            Map.entry("flink/flink-sequences", home -> FlinkVectors.sequences()),
            Map.entry("hpa/replica-calculation", home -> HpaVectors::calculation),
            Map.entry("hpa/behavior-sequences", HpaVectors::behavior),
            Map.entry("hpa/reconcile-sequences", Reconciliation::suite),
            Map.entry("hpa/validation", home -> HpaVectors::validation),
            Map.entry("hpa/upstream-cases", UpstreamCases::new),
            Map.entry("keda/cron-invalid", home -> new CronVectors.Invalid()),
            Map.entry("keda/cron-next", home -> CronVectors::next),
            Map.entry("keda/cron-windows", home -> CronVectors::window),
            Map.entry("keda/fallback", home -> KedaVectors::fallback),
            Map.entry("keda/formula", home -> FormulaVectors::row),
            Map.entry("keda/metric-value", home -> KedaVectors::metricValue),
            Map.entry("keda/scaledjob", home -> KedaVectors::scaledJob),
            Map.entry("keda/scaledobject-sequences", home -> RequestScaleVectors.suite()),
            Map.entry("keda/workload", home -> KedaVectors::workload),
            Map.entry("knative/kpa-decisions", home -> KpaVectors.decisions()),
            Map.entry("knative/kpa-pipeline", home -> KpaVectors.pipeline()),
            Map.entry("knative/kpa-pow", home -> KpaVectors::pow),
            Map.entry("knative/kpa-smoothing", home -> KpaVectors::smoothing),
            Map.entry("knative/kpa-windows", home -> KpaVectors.windows()),
            Map.entry("knative/kpa-scale-to-zero", home -> KpaRevisionVectors.scaleToZero()),
            Map.entry("knative/kpa-targets", home -> KpaRevisionVectors.targets()),
            Map.entry("nomad/evaluations", home -> NomadVectors::evaluation),
            Map.entry("nomad/schedules", home -> NomadVectors::schedule),
            Map.entry("nomad/sequences", home -> NomadSequences.suite()),
            Map.entry("nomad/strategies", home -> NomadVectors::strategy),
            Map.entry("ray/decisions", home -> RayVectors::decision),
            Map.entry("ray/merge", home -> RayMeasures::merge),
            Map.entry("ray/sequences", home -> RayVectors.sequences()),
            Map.entry("ray/total", home -> RayMeasures::total),
            Map.entry("ray/window", home -> RayMeasures::window),
            Map.entry("wpa/limits", home -> WpaVectors::limits),
            Map.entry("wpa/replica-calculation", home -> WpaVectors::calculation),
            Map.entry("wpa/sequences", home -> WpaVectors.sequences()));

    private record Vectors(Path file, String kind, Suite suite, String title) {}

    private Conform() {}

    /**
     * Runs the verb.
     *
     * @param args files and folders, and {@code --kind KIND} for the file that follows it
     * @param out receives a line per file, mismatches, and the total
     * @param err receives what is wrong with the arguments or files
     * @return 0 if every row agrees and there is one, 1 if not, 2 if something cannot be read
     */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        return run(args, Workload::alone, out, err);
    }

    /** With the autoscalers of the Kubernetes HPA in this home. */
    static int run(List<String> args, Workload.Home home, PrintStream out, PrintStream err) {
        try {
            long passed = 0;
            long failed = 0;
            for (Vectors vectors : collect(args, home)) {
                VectorReport report = run(vectors);
                report.printTo(out, vectors.title());
                passed += report.passed();
                failed += report.failed();
            }
            out.println(passed + " passed, " + failed + " failed");
            return failed == 0 && passed > 0 ? GOOD : MISMATCH;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            err.println("conform: " + e.getMessage());
            return BAD_INPUT;
        }
    }

    private static List<Vectors> collect(List<String> args, Workload.Home home) throws IOException {
        List<Vectors> all = new ArrayList<>();
        String kind = null;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--kind")) {
                if (++i == args.size()) {
                    throw new IllegalArgumentException("--kind must be followed by a kind and a file");
                }
                kind = args.get(i);
            } else if (arg.startsWith("--")) {
                throw new IllegalArgumentException("option must be --kind: option=" + arg);
            } else {
                addAll(Path.of(arg), kind, home, all);
                kind = null;
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one " + SUFFIX + " file: arguments=" + args);
        }
        return all;
    }

    private static void addAll(Path path, @Nullable String kind, Workload.Home home, List<Vectors> all)
            throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files = walk.filter(file -> Files.isRegularFile(file)
                            && (file.equals(path) || file.toString().endsWith(SUFFIX)))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException e) {
            throw new IOException("file must be readable: file=" + path, e);
        }
        for (Path file : files) {
            String of = kind == null ? kindOf(file) : kind;
            Function<Workload.Home, Suite> suite = KINDS.get(of);
            if (suite == null) {
                throw new IllegalArgumentException("kind must be one of "
                        + KINDS.keySet().stream().sorted().toList() + ": kind=" + of + ", file=" + file);
            }
            all.add(new Vectors(file, of, suite.apply(home), kind == null ? of + SUFFIX : file.toString()));
        }
    }

    private static String kindOf(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        Path folderName = folder == null ? null : folder.getFileName();
        String name = String.valueOf(absolute.getFileName());
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return folderName + "/" + stem;
    }

    private static VectorReport run(Vectors vectors) throws IOException {
        VectorReport report = new VectorReport();
        Suite suite = vectors.suite();
        List<String> lines;
        try {
            lines = Files.readAllLines(vectors.file());
        } catch (IOException e) {
            throw new IOException("file must be readable as UTF-8: file=" + vectors.file(), e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || suite.isComment(line)) {
                continue;
            }
            try {
                suite.row(new Row(line.split("\t", -1)), report);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "row must be of kind " + vectors.kind() + ": " + vectors.file() + ":" + (i + 1) + ": " + e, e);
            }
        }
        return report;
    }
}
