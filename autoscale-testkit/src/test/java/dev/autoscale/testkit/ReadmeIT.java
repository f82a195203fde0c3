package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what a reader gets. */
class ReadmeIT {
    private static final Path ROOT =
            JavaRun.file("consumer.sources").resolve("../../../..").normalize();

    private static final Page README = Page.of(ROOT.resolve("README.md"));

    @TempDir
    private Path work;

    private static String block(String language) {
        return README.first(language);
    }

    @Test
    void the_first_code_compiles_runs_and_prints_what_is_shown() throws Exception {
        README.assertCodePrintsWhatIsShown(work);
    }

    @Test
    void the_first_command_draws_the_chart_that_is_shown() throws Exception {
        List<String> command = List.of(
                block("sh").strip().replaceFirst(".* java -jar ", "-jar ").split(" "));
        Path jar = ROOT.resolve(command.get(1));
        assertThat(jar).exists();
        Path chart = work.resolve("replay.svg");
        List<String> args = command.stream()
                .map(arg -> arg.equals("target/replay.svg") ? chart.toString() : arg)
                .toList();
        assertThat(new JavaRun(work).run(ROOT, args)).anyMatch(line -> line.contains("->"));
        assertThat(chart).hasSameTextualContentAs(ROOT.resolve("docs/replay.svg"));
    }

    @Test
    void every_link_leads_somewhere() {
        README.assertLinksLeadSomewhere();
    }

    @Test
    void the_shown_policy_file_is_accepted() throws Exception {
        Path policy = Files.writeString(work.resolve("shown.properties"), block("properties"));
        String jar = JavaRun.file("packaged.commandLine").toString();
        List<String> args = List.of(
                "-jar", jar, "explain", "--policy", policy.toString(), "--current", "3", "asr_active_requests=37");
        assertThat(new JavaRun(work).run(ROOT, args)).first().isEqualTo("3 -> 6 replicas");
    }
}
