package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of documentation whose code is compiled and run. */
final class Page {
    private static final Pattern FENCE = Pattern.compile("```([a-z]+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");

    private record Block(String language, String content) {}

    private final Path file;
    private final String text;
    private final List<Block> blocks = new ArrayList<>();

    private Page(Path file, String text) {
        this.file = file;
        this.text = text;
        Matcher fence = FENCE.matcher(text);
        while (fence.find()) {
            blocks.add(new Block(fence.group(1), fence.group(2)));
        }
    }

    static Page of(Path file) {
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    /** The content of the first fenced block of a language. */
    String first(String language) {
        return blocks.stream()
                .filter(block -> block.language.equals(language))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no block of " + language))
                .content;
    }

    /** The contents of all fenced blocks of a language. */
    List<String> all(String language) {
        return blocks.stream()
                .filter(block -> block.language.equals(language))
                .map(Block::content)
                .toList();
    }

    /** Each block of Java that has text right behind it prints that text; there is at least one. */
    void assertCodePrintsWhatIsShown(Path work) throws IOException, InterruptedException {
        String library = Stream.of("packaged.core", "packaged.policies", "packaged.testkit")
                .map(JavaRun::file)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        JavaRun java = new JavaRun(work);
        int run = 0;
        for (int i = 0; i + 1 < blocks.size(); i++) {
            if (!blocks.get(i).language.equals("java")
                    || !blocks.get(i + 1).language.equals("text")) {
                continue;
            }
            String name = "Shown" + run++;
            String code = blocks.get(i).content;
            Path source = Files.writeString(
                    work.resolve(name + ".java"),
                    lines(code, true) + "final class " + name
                            + " { public static void main(String[] args) throws Exception {\n" + lines(code, false)
                            + "} }\n");
            java.compile(List.of("--class-path", library), List.of(source));
            String path = library + File.pathSeparator + java.classes();
            assertThat(java.run(work, List.of("--class-path", path, name)))
                    .as("%s: what block %d prints", file, i)
                    .containsExactlyElementsOf(blocks.get(i + 1).content.lines().toList());
        }
        assertThat(run).as("blocks of Java with text behind them in %s", file).isPositive();
    }

    private static String lines(String code, boolean imports) {
        return code.lines()
                .filter(line -> line.startsWith("import ") == imports)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The commands that draw the page's charts, as lists of arguments of {@code java}; none if it has no charts. */
    List<List<String>> chartCommands() {
        return blocks.stream()
                .filter(block -> block.language.equals("sh") && block.content.contains(" --svg "))
                .map(block ->
                        List.of(block.content.strip().replaceFirst("^java ", "").split(" ")))
                .toList();
    }

    /** Links to files, and to headings of other pages. */
    void assertLinksLeadSomewhere() {
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            String[] parts = link.group(1).split("#", 2);
            Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]);
            assertThat(target).exists();
            if (parts.length > 1) {
                assertThat(of(target).anchors())
                        .as("%s: headings of %s", file, target)
                        .contains(parts[1]);
            }
        }
    }

    /** The headings as GitHub links to them. */
    private List<String> anchors() {
        return FENCE.matcher(text)
                .replaceAll("")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
