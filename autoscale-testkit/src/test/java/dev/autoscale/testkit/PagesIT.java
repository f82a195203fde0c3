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

/** The pages about embedding, migrating, testing and simulation do what they say. */
class PagesIT {
    private static final Path ROOT =
            JavaRun.file("consumer.sources").resolve("../../../..").normalize();
    private static final Path EMBEDDING = ROOT.resolve("docs/EMBEDDING.md");
    private static final Path MIGRATING = ROOT.resolve("docs/MIGRATING.md");
    private static final Path TESTING = ROOT.resolve("docs/TESTING.md");
    private static final Path SIMULATION = ROOT.resolve("docs/SIMULATION.md");

    @TempDir
    private Path work;

    @Test
    void the_page_about_embedding_prints_what_is_shown() throws Exception {
        Page.of(EMBEDDING).assertCodePrintsWhatIsShown(work);
        Page.of(EMBEDDING).assertLinksLeadSomewhere();
    }

    @Test
    void every_page_with_java_leads_to_the_one_about_embedding() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
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

    @Test
    void the_page_about_migrating_prints_what_is_shown() throws Exception {
        Page.of(MIGRATING).assertCodePrintsWhatIsShown(work);
        Page.of(MIGRATING).assertLinksLeadSomewhere();
    }

    @Test
    void the_page_about_testing_prints_what_is_shown() throws Exception {
        Page.of(TESTING).assertCodePrintsWhatIsShown(work);
        Page.of(TESTING).assertLinksLeadSomewhere();
    }

    @Test
    void the_page_about_simulation_prints_what_is_shown() throws Exception {
        Page.of(SIMULATION).assertCodePrintsWhatIsShown(work);
        Page.of(SIMULATION).assertLinksLeadSomewhere();
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
