package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples in the Javadoc of the sources compile, and their specs build. */
class JavadocIT {
    private static final Path POLICIES = JavaRun.file("consumer.sources")
            .resolve("../../../../autoscale-policies/src/main/java/dev/autoscale/policies")
            .normalize();

    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\n(.*?)\\* }</pre>", Pattern.DOTALL);

    private static final String IMPORTS = """
            import dev.autoscale.*;
            import dev.autoscale.policies.source.*;
            import java.time.Duration;
            import static dev.autoscale.policies.source.StepAdjustment.*;
            """;

    private static final String MANIFEST_IMPORTS = """
            import dev.autoscale.*;
            import dev.autoscale.policies.knative.*;
            import dev.autoscale.policies.kubernetes.*;
            import dev.autoscale.policies.kubernetes.HpaMetric.Target;
            import java.util.Map;
            import static dev.autoscale.policies.kubernetes.HpaBehavior.Rules.rules;
            """;

    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(strings = {"StepScaling", "WatermarkBand", "Backlog", "QueueDelay"})
    void the_example_builds(String type) throws Exception {
        Matcher example =
                EXAMPLE.matcher(Files.readString(POLICIES.resolve("source").resolve(type + ".java")));
        assertThat(example.find()).isTrue();
        String code = example.group(1).replaceAll("(?m)^ \\* ?", "");
        Path source = Files.writeString(
                work.resolve("Example.java"),
                IMPORTS + "final class Example { public static void main(String[] args) {\n" + code
                        + "System.out.println(spec.metric(0).id());\n} }\n");
        String library = JavaRun.file("packaged.core") + File.pathSeparator + JavaRun.file("packaged.policies");
        JavaRun java = new JavaRun(work);
        java.compile(List.of("--class-path", library), List.of(source));
        String path = library + File.pathSeparator + java.classes();
        assertThat(java.run(work, List.of("--class-path", path, "Example"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubernetes/HorizontalPodAutoscaler",
                "kubernetes/Manifest",
                "kubernetes/HpaStatus",
                "knative/KnativeRevision",
                "knative/KpaConfig"
            })
    void the_examples_about_manifests_compile(String type) throws Exception {
        StringBuilder code = new StringBuilder();
        Matcher example = EXAMPLE.matcher(Files.readString(POLICIES.resolve(type + ".java")));
        for (int i = 0; example.find(); i++) {
            code.append("void example").append(i).append("() {\n");
            code.append(example.group(1).replaceAll("(?m)^ *\\* ?", "")).append("}\n");
        }
        assertThat(code).isNotEmpty();
        Path source = Files.writeString(
                work.resolve("Example.java"),
                MANIFEST_IMPORTS + "abstract class Example {\nMap<String, Object> document;\n" + code + "}\n");
        String library = JavaRun.file("packaged.core") + File.pathSeparator + JavaRun.file("packaged.policies");
        new JavaRun(work).compile(List.of("--class-path", library), List.of(source));
    }
}
