package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The packages of all modules' main sources: none is too large to know, and none depends on itself through others. Javadoc may
 * look up to those who use a package, as long as it imports nothing for it.
 */
class PackagesTest {
    private static final int MAX_TYPES = 45;

    /** Core is one package because package-private is its best fence; the slabs of a fleet need that fence, too. */
    private static final Map<String, Integer> MAX_TYPES_BY_NAME = Map.of("dev.autoscale", 69);

    private static final Pattern TEXT_BLOCK = Pattern.compile("\"\"\".*?\"\"\"", Pattern.DOTALL);
    private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*\"");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("\\b(dev\\.autoscale(?:\\.[a-z]\\w*)*)\\.([A-Z]\\w*)");

    /** The top-level types of each package. */
    private static final Map<String, Set<String>> TYPES = new TreeMap<>();

    /** Of each package those that it uses, each with an example. */
    private static final Map<String, Map<String, String>> USES = new TreeMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.toList()) {
                Path sources = module.resolve("src/main/java");
                if (Files.isDirectory(sources)) {
                    readSources(sources);
                }
            }
        }
    }

    private static void readSources(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (!name.endsWith("-info")) {
                    read(name, code(Files.readString(file)));
                }
            }
        }
    }

    private static String code(String source) {
        String withoutBlocks = TEXT_BLOCK.matcher(source).replaceAll("\"\"");
        String withoutStrings = STRING.matcher(withoutBlocks).replaceAll("\"\"");
        return COMMENT.matcher(withoutStrings).replaceAll("");
    }

    private static void read(String name, String code) {
        Matcher declaration = PACKAGE.matcher(code);
        assertThat(declaration.find()).as("%s has a package", name).isTrue();
        String own = declaration.group(1);
        TYPES.computeIfAbsent(own, key -> new TreeSet<>()).add(name);
        Map<String, String> uses = USES.computeIfAbsent(own, key -> new TreeMap<>());
        Matcher used = TYPE.matcher(code);
        while (used.find()) {
            if (!used.group(1).equals(own)) {
                uses.putIfAbsent(used.group(1), name + " uses " + used.group(2));
            }
        }
    }

    @Test
    void no_package_is_too_large_to_know() {
        List<String> tooLarge = new ArrayList<>();
        TYPES.forEach((name, types) -> {
            int most = MAX_TYPES_BY_NAME.getOrDefault(name, MAX_TYPES);
            if (types.size() > most) {
                tooLarge.add(name + ": " + types.size() + " types, at most " + most);
            }
        });
        assertThat(TYPES).hasSizeGreaterThan(20);
        assertThat(tooLarge).as("packages with too many top-level types").isEmpty();
    }

    @Test
    void no_package_depends_on_itself_through_others() {
        List<String> circular = new ArrayList<>();
        USES.forEach((from, uses) -> uses.forEach((to, example) -> {
            if (reachable(to).contains(from)) {
                circular.add(from + " -> " + to + " (" + example + ")");
            }
        }));
        assertThat(USES.get("dev.autoscale.testkit.scenario")).containsKey("dev.autoscale.testkit.simulation");
        assertThat(circular).as("edges of a circle of packages").isEmpty();
    }

    private static Set<String> reachable(String from) {
        Set<String> reached = new TreeSet<>(Set.of(from));
        List<String> next = new ArrayList<>(reached);
        for (int i = 0; i < next.size(); i++) {
            for (String to : USES.getOrDefault(next.get(i), Map.of()).keySet()) {
                if (reached.add(to)) {
                    next.add(to);
                }
            }
        }
        return reached;
    }
}
