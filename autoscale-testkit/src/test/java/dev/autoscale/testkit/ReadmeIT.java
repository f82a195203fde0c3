package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README and the page about commands show is what a reader gets. */
class ReadmeIT {
    private static final Path ROOT =
            JavaRun.file("consumer.sources").resolve("../../../..").normalize();

    private static final Page README = Page.of(ROOT.resolve("README.md"));

    private static final Page FEATURES = Page.of(ROOT.resolve("docs/FEATURES.md"));
    private static final Page COMMANDS = Page.of(ROOT.resolve("docs/COMMANDS.md"));
    private static final Page CONFORMANCE = Page.of(ROOT.resolve("docs/CONFORMANCE.md"));
    private static final Page BENCHMARKS = Page.of(ROOT.resolve("docs/BENCHMARKS.md"));

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
        String oneLine = block("sh").strip().replaceAll("\\s*\\\\\n\\s*", " ");
        List<String> command =
                List.of(oneLine.replaceFirst(".* java -jar ", "-jar ").split(" "));
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
        FEATURES.assertLinksLeadSomewhere();
        COMMANDS.assertLinksLeadSomewhere();
    }

    @Test
    void the_dependency_is_this_version() {
        String jar = JavaRun.file("packaged.core").getFileName().toString();
        assertThat(block("xml")).contains(jar.replaceFirst("autoscale-core-(.*)\\.jar", "<version>$1</version>"));
    }

    /** The decisions that the README counts are the rows of the full set on the page about conformance, without those left out. */
    @Test
    void the_figures_are_those_of_the_pages_that_they_come_from() {
        String readme = README.text().replaceAll("\\s+", " ");
        String conformance = CONFORMANCE.text();
        int leftOut = Pattern.compile("formulas of keda/formula[^|]*\\| (\\d+) \\|")
                .matcher(conformance)
                .results()
                .mapToInt(row -> Integer.parseInt(row.group(1)))
                .sum();
        int all = 0;
        for (String upstream : List.of("hpa", "keda", "knative", "ray", "wpa", "nomad", "cf", "flink")) {
            int rows = Pattern.compile("(?m)^\\| " + upstream + "/\\S+ \\| ([0-9,]+) \\|")
                    .matcher(conformance)
                    .results()
                    .mapToInt(row -> Integer.parseInt(row.group(1).replace(",", "")))
                    .sum();
            rows -= upstream.equals("keda") ? leftOut : 0;
            assertThat(readme).contains(String.format(Locale.ROOT, "%,d of ", rows));
            all += rows;
        }
        assertThat(readme).contains(String.format(Locale.ROOT, "all %,d recorded decisions", all));
        assertThat(BENCHMARKS.text()).contains("external                     39.3");
        assertThat(readme).contains("39 ns");
    }

    @Test
    void the_shown_policy_file_is_accepted() throws Exception {
        Path policy = Files.writeString(work.resolve("shown.properties"), COMMANDS.first("properties"));
        String jar = JavaRun.file("packaged.commandLine").toString();
        List<String> args = List.of(
                "-jar", jar, "explain", "--policy", policy.toString(), "--current", "3", "asr_active_requests=37");
        assertThat(new JavaRun(work).run(ROOT, args)).first().isEqualTo("3 -> 6 replicas");
    }
}
