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
    private static final Path COOKBOOK = JavaRun.file("consumer.sources")
            .resolve("../../../../docs/cookbook")
            .normalize();

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
    void theCodePrintsWhatIsShown(String page) throws Exception {
        Page.of(COOKBOOK.resolve(page)).assertCodePrintsWhatIsShown(work);
        Page.of(COOKBOOK.resolve(page)).assertLinksLeadSomewhere();
    }

    @Test
    void theListNamesEveryPage() throws IOException {
        String list = Files.readString(COOKBOOK.resolve("README.md"));
        assertThat(pages()).isNotEmpty().allSatisfy(page -> assertThat(list).contains("(" + page + ")"));
        Page.of(COOKBOOK.resolve("README.md")).assertLinksLeadSomewhere();
    }
}
