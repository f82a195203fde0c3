package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about embedding, migrating, testing and simulation do what they say. */
class PagesIT {
    private static final Path ROOT =
            JavaRun.file("consumer.sources").resolve("../../../..").normalize();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Path EMBEDDING = DOCS.resolve("EMBEDDING.md");
    private static final Path MIGRATING = DOCS.resolve("MIGRATING.md");

    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(strings = {"EMBEDDING.md", "MIGRATING.md", "TESTING.md", "SIMULATION.md"})
    void the_code_prints_what_is_shown(String name) throws Exception {
        Page page = Page.of(DOCS.resolve(name));
        page.assertCodePrintsWhatIsShown(work);
        page.assertLinksLeadSomewhere();
    }

    @Test
    void every_page_with_java_leads_to_the_one_about_embedding() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".md"))
                    .filter(name -> !name.equals(EMBEDDING))
                    .toList()) {
                String page = Files.readString(file);
                if (page.contains("```java")) {
                    String link = file.getParent().relativize(EMBEDDING).toString();
                    assertThat(page).as(file.toString()).contains("](" + link);
                }
            }
        }
    }

    /** The first line of a policy file is the command, the second one the answer. */
    @Test
    void the_policies_of_the_page_about_migrating_are_explained_as_shown() throws Exception {
        List<String> policies = Page.of(MIGRATING).all("properties");
        assertThat(policies).isNotEmpty();
        for (String policy : policies) {
            Path file = Files.writeString(work.resolve("shown.properties"), policy);
            List<String> lines = policy.lines().toList();
            List<String> args = new ArrayList<>(List.of("explain", "--policy", file.toString()));
            args.addAll(List.of(lines.get(0).replaceFirst("^# explain ", "").split(" ")));
            Run run = Run.of(args.toArray(String[]::new));
            assertThat(run.out().lines())
                    .as("%s%n%s", policy, run.err())
                    .first()
                    .isEqualTo(lines.get(1).replaceFirst("^# ", ""));
        }
    }
}
