package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples in the Javadoc of everything exported compile; each exported package begins with a picture and an example, which runs
 * and prints what its comments say.
 */
class JavadocIT {
    private static final Path ROOT =
            JavaRun.file("consumer.sources").resolve("../../../..").normalize();

    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\n(.*?)\\* }</pre>", Pattern.DOTALL);
    private static final Pattern PRINTED = Pattern.compile("System\\.out\\.println\\(.*\\); // (.*)");

    private static final String LIBRARY = Stream.of(
                    JavaRun.file("packaged.core"),
                    JavaRun.file("packaged.policies"),
                    JavaRun.file("packaged.testkit"),
                    jarOf(org.assertj.core.api.Assertions.class))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));

    /** What an example may take for given, as fields, so that one that declares its own hides them. */
    private static final String GIVEN = """
            static AutoscalerSpec spec = AutoscalerSpec.builder(1, 10)
                    .metric(MetricSpec.external("queue").averageValue(5))
                    .build();
            static Autoscaler autoscaler = spec.newAutoscaler();
            static Observation in = spec.newObservation();
            static Decision out = spec.newDecision();
            static long[] times = new long[100_000];
            static double[] loads = new double[100_000];
            static Map<String, Object> document = Map.of();
            static Map<String, Object> statusBefore = Map.of();
            static HorizontalPodAutoscaler hpa =
                    new HorizontalPodAutoscaler(ObjectReference.deployment("web"), 10);
            static Load load = Loads.silence(ofHours(1));
            static Environment environment = Environment.builder().build();
            static Simulation simulation = Simulation.of(load, environment);
            static AutoscalerSpec today = spec;
            static AutoscalerSpec planned = spec;
            static Map<String, WorkloadMetric> feeds = Map.of("queue", WorkloadMetric.QUEUED);
            static long[] seeds = {1, 2};
            static AutoscalerSpec with(double target) {
                return spec;
            }
            static final String MY_SPEC_IN_WORDS = "one to ten";
            record PeakStaffing(double factor) implements ReplicaSource {
                public String id() {
                    return "peak";
                }
                public int replicas(ReplicaSource.Input in) {
                    return 1;
                }
            }
            """;

    private record Module(String name, Path sources, List<String> exported) {
        static Module of(String name, String jar) {
            ModuleDescriptor descriptor = ModuleFinder.of(JavaRun.file(jar))
                    .findAll()
                    .iterator()
                    .next()
                    .descriptor();
            return new Module(
                    name,
                    ROOT.resolve(name).resolve("src/main/java"),
                    descriptor.exports().stream()
                            .filter(exports -> !exports.isQualified())
                            .map(ModuleDescriptor.Exports::source)
                            .sorted()
                            .toList());
        }
    }

    private static final List<Module> MODULES = List.of(
            Module.of("autoscale-core", "packaged.core"),
            Module.of("autoscale-policies", "packaged.policies"),
            Module.of("autoscale-testkit", "packaged.testkit"));

    @TempDir
    private static Path work;

    private static JavaRun java;
    private static final List<String> COMPILED = new ArrayList<>();

    private static Path jarOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    static List<Path> packages() {
        return MODULES.stream()
                .flatMap(module -> module.exported().stream()
                        .map(name -> module.sources().resolve(name.replace('.', '/') + "/package-info.java")))
                .toList();
    }

    @BeforeAll
    static void compileExamples() throws IOException {
        java = new JavaRun(work);
        List<Path> sources = new ArrayList<>();
        for (Path page : packages()) {
            try (Stream<Path> files = Files.list(page.getParent())) {
                for (Path file : files.filter(name -> name.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    compileExamples(file, sources);
                }
            }
        }
        java.compile(List.of("--class-path", LIBRARY), sources);
    }

    private static void compileExamples(Path file, List<Path> sources) throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(file));
        for (int i = 0; example.find(); i++) {
            String name = className(file, i);
            COMPILED.add(name);
            sources.add(Files.writeString(
                    work.resolve(name + ".java"),
                    imports() + "final class " + name + " {\n" + GIVEN
                            + "public static void main(String[] args) throws Exception {\n"
                            + code(example.group(1)) + "} }\n"));
        }
    }

    /** The package's last name and the type's, so that an error tells where its example is. */
    private static String className(Path file, int number) {
        String type = file.getFileName().toString().replace(".java", "").replace('-', '_');
        return file.getParent().getFileName() + "_" + type + "_" + number;
    }

    private static String code(String lines) {
        return lines.replaceAll("(?m)^ +\\* ?", "");
    }

    private static String imports() {
        String own = MODULES.stream()
                .flatMap(module -> module.exported().stream())
                .map(name -> "import " + name + ".*;\n")
                .collect(Collectors.joining());
        return own + """
                import java.nio.file.Path;
                import java.time.*;
                import java.util.*;
                import static dev.autoscale.MetricSpec.*;
                import static dev.autoscale.policies.kubernetes.HpaBehavior.Rules.rules;
                import static dev.autoscale.policies.source.StepAdjustment.*;
                import static java.time.Duration.*;
                import dev.autoscale.policies.kubernetes.HpaMetric.Target;
                """;
    }

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_begins_with_a_picture_and_an_example_that_prints_what_it_says(Path page) throws Exception {
        String text = Files.readString(page);
        assertThat(text).as("picture").contains(" * <pre>\n");
        Matcher example = EXAMPLE.matcher(text);
        assertThat(example.find()).as("example").isTrue();
        List<String> printed = PRINTED.matcher(example.group(1))
                .results()
                .map(line -> line.group(1))
                .toList();
        String path = LIBRARY + File.pathSeparator + java.classes();
        assertThat(java.run(work, List.of("--class-path", path, className(page, 0))))
                .containsExactlyElementsOf(printed);
    }

    /** Links between the modules rest on these lists. */
    @Test
    void the_lists_that_javadoc_links_by_name_what_is_exported() throws IOException {
        for (Module module : MODULES.subList(0, 2)) {
            List<String> lines =
                    new ArrayList<>(List.of("module:" + module.name().replace("autoscale-", "dev.autoscale.")));
            lines.addAll(module.exported());
            assertThat(ROOT.resolve("config/javadoc").resolve(module.name()).resolve("element-list"))
                    .hasContent(String.join("\n", lines));
        }
    }

    @Test
    void every_central_type_has_an_example() {
        assertThat(COMPILED.stream()
                        .map(name -> name.replaceFirst("_\\d+$", ""))
                        .collect(Collectors.toSet()))
                .containsAll(Set.of(
                        "autoscale_AutoscalerSpec",
                        "autoscale_Autoscaler",
                        "autoscale_MetricSpec",
                        "autoscale_ScalingRules",
                        "autoscale_Observation",
                        "autoscale_Decision",
                        "autoscale_Activation",
                        "autoscale_Schedule",
                        "autoscale_Fallback",
                        "autoscale_Combination",
                        "autoscale_Overrides",
                        "autoscale_ReplicaSource",
                        "autoscale_TargetOwnership",
                        "budget_CapacityBudget",
                        "jfr_DecisionEvent",
                        "keda_ScaledObject",
                        "keda_ScaledJob",
                        "keda_Formula",
                        "knative_KpaSpec",
                        "knative_KpaAutoscaler",
                        "kubernetes_HorizontalPodAutoscaler",
                        "preset_FlyteApp",
                        "preset_ServerlessWorkers",
                        "preset_TargetTracking",
                        "schedule_CronExpression",
                        "schedule_CronWindow",
                        "source_RatioTarget",
                        "source_StepScaling",
                        "source_WatermarkBand",
                        "source_Backlog",
                        "source_QueueDelay",
                        "testkit_ManualClock",
                        "lint_Lint",
                        "scenario_Scenario",
                        "simulation_Simulation",
                        "league_League",
                        "proof_ZeroAllocation",
                        "proof_SnapshotEquivalence"));
    }
}
