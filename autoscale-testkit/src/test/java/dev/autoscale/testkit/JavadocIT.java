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
    private static final Path SOURCES = JavaRun.file("consumer.sources")
            .resolve("../../../../autoscale-policies/src/main/java/dev/autoscale/policies/source")
            .normalize();

    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\n(.*?)\\* }</pre>", Pattern.DOTALL);

    private static final String IMPORTS = """
            import dev.autoscale.*;
            import dev.autoscale.policies.source.*;
            import java.time.Duration;
            import static dev.autoscale.policies.source.StepAdjustment.*;
            """;

    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(strings = {"StepScaling", "WatermarkBand", "Backlog", "QueueDelay"})
    void the_example_builds(String type) throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(SOURCES.resolve(type + ".java")));
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
}
