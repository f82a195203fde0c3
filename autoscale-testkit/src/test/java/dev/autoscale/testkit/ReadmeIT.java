package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what a reader gets. */
class ReadmeIT {
    private static final Path ROOT =
            JavaRun.file("consumer.sources").resolve("../../../..").normalize();

    @TempDir
    private Path work;

    /** The content of the first fenced block of a language. */
    private static String block(String language) throws IOException {
        Matcher fence = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(fence.find()).as(language).isTrue();
        return fence.group(1);
    }

    private static String lines(String code, boolean imports) {
        return code.lines()
                .filter(line -> line.startsWith("import ") == imports)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void theFirstCodeCompilesRunsAndPrintsWhatIsShown() throws Exception {
        String code = block("java");
        Path source = Files.writeString(
                work.resolve("First.java"),
                lines(code, true) + "final class First { public static void main(String[] args) {\n"
                        + lines(code, false) + "} }\n");
        String library = Stream.of("packaged.core", "packaged.policies")
                .map(JavaRun::file)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        JavaRun java = new JavaRun(work);
        java.compile(List.of("--class-path", library), List.of(source));
        String path = library + File.pathSeparator + java.classes();
        assertThat(java.run(work, List.of("--class-path", path, "First")))
                .containsExactlyElementsOf(block("text").lines().toList());
    }

    @Test
    void theFirstCommandDrawsTheChartThatIsShown() throws Exception {
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
    void everyLinkLeadsSomewhere() throws IOException {
        Matcher link = Pattern.compile("]\\(([^)]+)\\)").matcher(Files.readString(ROOT.resolve("README.md")));
        while (link.find()) {
            assertThat(ROOT.resolve(link.group(1))).exists();
        }
    }

    @Test
    void theShownPolicyFileIsAccepted() throws Exception {
        Path policy = Files.writeString(work.resolve("shown.properties"), block("properties"));
        String jar = JavaRun.file("packaged.commandLine").toString();
        List<String> args = List.of(
                "-jar", jar, "explain", "--policy", policy.toString(), "--current", "3", "asr_active_requests=37");
        assertThat(new JavaRun(work).run(ROOT, args)).first().isEqualTo("3 -> 6 replicas");
    }
}
