package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe of the cookbook does what it says. */
class CookbookIT {
    private static final Path ROOT =
            JavaRun.file("consumer.sources").resolve("../../../..").normalize();
    private static final Path COOKBOOK = ROOT.resolve("docs/cookbook");
    private static final long MAX_CHART_BYTES = 60_000;

    @TempDir
    private Path work;

    static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(COOKBOOK)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void the_code_prints_what_is_shown(String page) throws Exception {
        Page.of(COOKBOOK.resolve(page)).assertCodePrintsWhatIsShown(work);
        Page.of(COOKBOOK.resolve(page)).assertLinksLeadSomewhere();
    }

    @Test
    void the_list_names_every_page() throws IOException {
        String list = Files.readString(COOKBOOK.resolve("README.md"));
        assertThat(pages()).isNotEmpty().allSatisfy(page -> assertThat(list).contains("(" + page + ")"));
        Page.of(COOKBOOK.resolve("README.md")).assertLinksLeadSomewhere();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void the_command_draws_the_chart_that_is_shown(String page) throws Exception {
        for (List<String> command : Page.of(COOKBOOK.resolve(page)).chartCommands()) {
            Path shown = ROOT.resolve(command.get(command.indexOf("--svg") + 1));
            assertThat(Files.readString(COOKBOOK.resolve(page))).contains("](" + shown.getFileName() + ")");
            Path drawn = work.resolve("drawn.svg");
            List<String> args = command.stream()
                    .map(arg -> ROOT.resolve(arg).equals(shown) ? drawn.toString() : arg)
                    .toList();
            assertThat(new JavaRun(work).run(ROOT, args)).isNotEmpty();
            assertThat(drawn).hasSameTextualContentAs(shown);
            assertThat(Files.size(shown)).isLessThan(MAX_CHART_BYTES);
        }
    }

    @Test
    void every_chart_is_drawn_by_a_page() throws IOException {
        List<String> drawn = pages().stream()
                .flatMap(page -> Page.of(COOKBOOK.resolve(page)).chartCommands().stream())
                .map(command -> command.get(command.indexOf("--svg") + 1))
                .toList();
        try (Stream<Path> files = Files.list(COOKBOOK)) {
            assertThat(files.filter(file -> file.toString().endsWith(".svg"))
                            .map(file -> "docs/cookbook/" + file.getFileName()))
                    .hasSameElementsAs(drawn);
        }
    }
}
