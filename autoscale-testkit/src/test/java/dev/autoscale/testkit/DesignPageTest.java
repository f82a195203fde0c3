package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the design sends readers to rooms that exist. */
class DesignPageTest {
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z]\\w+)(?:\\.\\w+)?`");

    @Test
    void every_room_for_a_change_exists() throws IOException {
        assertThat(types("### Room for each")).hasSizeGreaterThan(10).isSubsetOf(sources());
    }

    @Test
    void every_place_of_a_policy_exists() throws IOException {
        assertThat(types("## How a policy is added")).hasSizeGreaterThan(20).isSubsetOf(sources());
    }

    @Test
    void every_word_of_the_glossary_that_is_a_type_exists() throws IOException {
        assertThat(types("## Glossary")).hasSizeGreaterThan(3).isSubsetOf(sources());
    }

    /** The types named in a section, up to the next heading. */
    private static Set<String> types(String heading) throws IOException {
        String page = Files.readString(Path.of("../docs/DESIGN.md"));
        int begin = page.indexOf('\n' + heading + '\n');
        assertThat(begin).as(heading).isPositive();
        int next = page.indexOf("\n#", begin + heading.length());
        int end = next < 0 ? page.length() : next;
        Set<String> types = new TreeSet<>();
        Matcher type = TYPE.matcher(page.substring(begin, end));
        while (type.find()) {
            types.add(type.group(1));
        }
        return types;
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
