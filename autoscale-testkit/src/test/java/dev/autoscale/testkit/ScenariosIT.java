package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about scenarios does what it says, without AssertJ but for the part about it. */
class ScenariosIT {
    private static final Page PAGE = Page.of(JavaRun.file("consumer.sources")
            .resolve("../../../../docs/SCENARIOS.md")
            .normalize());

    @TempDir
    private Path work;

    @Test
    void the_code_prints_what_is_shown() throws Exception {
        PAGE.assertCodePrintsWhatIsShown(work);
        PAGE.assertLinksLeadSomewhere();
    }

    @Test
    void the_assertions_compile_beside_assert_j() throws Exception {
        List<String> shown = PAGE.all("java").stream()
                .filter(code -> code.contains("testkit.assertj"))
                .toList();
        assertThat(shown).hasSize(1);
        String[] parts = shown.get(0).split("\n\n", 2);
        Path source = Files.writeString(
                work.resolve("Shown.java"),
                "import dev.autoscale.*;\nimport dev.autoscale.testkit.simulation.score.*;\n" + parts[0]
                        + "\nfinal class Shown { void all(AutoscalerSpec spec, Decision decision, Report report) {\n"
                        + parts[1] + "} }\n");
        String assertj = Path.of(Assertions.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        String path = Stream.concat(
                        Stream.of("packaged.core", "packaged.policies", "packaged.testkit")
                                .map(JavaRun::file)
                                .map(Path::toString),
                        Stream.of(assertj))
                .collect(Collectors.joining(File.pathSeparator));
        new JavaRun(work).compile(List.of("--class-path", path), List.of(source));
    }
}
