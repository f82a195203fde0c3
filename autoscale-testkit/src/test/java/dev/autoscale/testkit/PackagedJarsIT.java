package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The packaged jars as a stranger's build sees them: nothing of this build but the jars is on its paths. */
class PackagedJarsIT {
    private static final String NEEDS =
            "ZeroAllocation needs com.sun.management.ThreadMXBean, which is in the module jdk.management"
                    + " (--add-modules jdk.management)";

    private static final String MAIN_CLASS = "example.consumer.Consumer";
    // Legacy, as the manifest has no behavior: at most 4, then the 7 that 130 of 20 per replica ask for.
    private static final String[] DECISIONS = {
        "2 -> 2 metrics ask for the current count", "2 -> 4 ScaleUpLimit", "4 -> 7 metric above target"
    };
    private static final Path CONSUMER = JavaRun.file("consumer.sources");
    private static final String PROOFS = "example.consumer.Proofs";
    private static final String LIBRARY = Stream.of("packaged.core", "packaged.policies", "packaged.testkit")
            .map(JavaRun::file)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    private Path work;

    @Test
    void a_consumer_compiles_and_runs_on_the_module_path() throws Exception {
        JavaRun java = new JavaRun(work);
        Path consumer = CONSUMER.resolve("example/consumer/Consumer.java");
        java.compile(List.of("--module-path", LIBRARY), List.of(CONSUMER.resolve("module-info.java"), consumer));
        String path = LIBRARY + File.pathSeparator + java.classes();
        assertThat(java.run(work, List.of("--module-path", path, "--module", "example.consumer/" + MAIN_CLASS)))
                .startsWith(DECISIONS)
                .endsWith("module=dev.autoscale.core");
    }

    @Test
    void whoever_records_no_events_needs_no_flight_recorder() throws Exception {
        JavaRun java = new JavaRun(work);
        Path consumer = CONSUMER.resolve("example/consumer/Consumer.java");
        java.compile(List.of("--module-path", LIBRARY), List.of(CONSUMER.resolve("module-info.java"), consumer));
        String path = LIBRARY + File.pathSeparator + java.classes();
        List<String> modular = List.of("--module-path", path, "--module", "example.consumer/" + MAIN_CLASS);
        assertThat(java.run(work, with(modular, "--limit-modules", "example.consumer")))
                .startsWith(DECISIONS);
    }

    @Test
    void whoever_records_events_requires_the_flight_recorder() throws Exception {
        JavaRun java = new JavaRun(work);
        Path module = Files.writeString(
                work.resolve("module-info.java"),
                "module example.recorder { requires dev.autoscale.core; requires jdk.jfr; }");
        Path recorder = CONSUMER.resolve("example/recorder/Recorder.java");
        java.compile(List.of("--module-path", LIBRARY), List.of(module, recorder));
        String path = LIBRARY + File.pathSeparator + java.classes();
        String main = "example.recorder.Recorder";
        assertThat(java.run(work, List.of("--module-path", path, "--module", "example.recorder/" + main)))
                .containsExactly("workers 3 -> 6 by queue");
        assertThat(java.run(work, List.of("--class-path", path, main))).containsExactly("workers 3 -> 6 by queue");
    }

    @Test
    void a_consumer_compiles_and_runs_on_the_class_path() throws Exception {
        JavaRun java = new JavaRun(work);
        java.compile(List.of("--class-path", LIBRARY), List.of(CONSUMER.resolve("example/consumer/Consumer.java")));
        String path = LIBRARY + File.pathSeparator + java.classes();
        assertThat(java.run(work, List.of("--class-path", path, MAIN_CLASS)))
                .startsWith(DECISIONS)
                .endsWith("module=null");
    }

    @Test
    void the_proofs_need_the_counter_for_allocation_alone() throws Exception {
        JavaRun java = new JavaRun(work);
        Path proofs = CONSUMER.resolve("example/consumer/Proofs.java");
        java.compile(List.of("--module-path", LIBRARY), List.of(CONSUMER.resolve("module-info.java"), proofs));
        String path = LIBRARY + File.pathSeparator + java.classes();
        List<String> modular = List.of("--module-path", path, "--module", "example.consumer/" + PROOFS);
        // A JDK resolves the counter's module by itself, a runtime image without it does not.
        assertThat(java.run(work, with(modular, "--limit-modules", "example.consumer")))
                .containsExactly("proven", NEEDS);
        String observable = "example.consumer,jdk.management";
        assertThat(java.run(work, with(modular, "--limit-modules", observable, "--add-modules", "jdk.management")))
                .containsExactly("proven", "counted");
        assertThat(java.run(work, modular)).containsExactly("proven", "counted");
        assertThat(java.run(work, List.of("--class-path", path, PROOFS))).containsExactly("proven", "counted");
    }

    @Test
    void manifests_need_a_parser_and_say_so_properties_need_none() throws Exception {
        JavaRun java = new JavaRun(work);
        Path policies = CONSUMER.resolve("example/consumer/Policies.java");
        java.compile(List.of("--module-path", LIBRARY), List.of(CONSUMER.resolve("module-info.java"), policies));
        String path = LIBRARY + File.pathSeparator + java.classes();
        String main = "example.consumer.Policies";
        String refused =
                "web.yaml: reading YAML needs org.snakeyaml:snakeyaml-engine, which is optional; autoscale.jar has it";
        assertThat(java.run(work, List.of("--module-path", path, "--module", "example.consumer/" + main)))
                .containsExactly("4", refused, refused);
        assertThat(java.run(work, List.of("--class-path", path, main))).containsExactly("4", refused, refused);
    }

    private static List<String> with(List<String> args, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(args);
        return all;
    }

    /** What is compiled against is no reason to bring it along. */
    @ParameterizedTest
    @ValueSource(strings = {"packaged.core", "packaged.policies", "packaged.testkit"})
    void a_library_jar_brings_nobody_anything_foreign(String jar) throws Exception {
        Path module = JavaRun.file(jar).getParent().getParent();
        for (Path pom : List.of(module.resolve("pom.xml"), module.resolveSibling("pom.xml"))) {
            NodeList dependencies = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getElementsByTagName("dependency");
            for (int i = 0; i < dependencies.getLength(); i++) {
                Element dependency = (Element) dependencies.item(i);
                boolean isManaged =
                        dependency.getParentNode().getParentNode().getNodeName().equals("dependencyManagement");
                boolean isOwn = text(dependency, "groupId").equals("dev.autoscale");
                boolean isPlugins =
                        dependency.getParentNode().getParentNode().getNodeName().equals("plugin");
                if (!isManaged && !isOwn && !isPlugins) {
                    assertThat(List.of(text(dependency, "scope"), text(dependency, "optional")))
                            .as("scope and optional of %s in %s", text(dependency, "artifactId"), pom)
                            .containsAnyOf("test", "provided", "true");
                }
            }
        }
    }

    private static String text(Element dependency, String name) {
        NodeList found = dependency.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }

    @Test
    void the_command_line_jar_holds_nothing_foreign_but_a_parser_of_yaml() throws IOException {
        try (JarFile jar = new JarFile(JavaRun.file("packaged.commandLine").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("dev.autoscale.testkit.cli.Main");
            assertThat(jar.getEntry("dev/autoscale/testkit/cli/Main.class")).isNotNull();
            assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
                    .allMatch(name -> name.startsWith("dev/autoscale/")
                            || name.startsWith("org/snakeyaml/engine/")
                            || name.startsWith("META-INF/"))
                    .contains("META-INF/NOTICE")
                    .noneMatch(name -> name.endsWith("module-info.class"))
                    .noneMatch(name -> name.startsWith("dev/autoscale/testkit/assertj/"));
        }
    }
}
