package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jars as a stranger's build sees them: nothing of this build but the jars is on its paths. */
class PackagedJarsIT {
    private static final String MAIN_CLASS = "example.consumer.Consumer";
    // Legacy, as the manifest has no behavior: at most 4, then the 7 that 130 of 20 per replica ask for.
    private static final String[] DECISIONS = {
        "2 -> 2 metrics ask for the current count", "2 -> 4 ScaleUpLimit", "4 -> 7 metric above target"
    };
    private static final Path CONSUMER = file("consumer.sources");
    private static final String LIBRARY = Stream.of("packaged.core", "packaged.policies", "packaged.testkit")
            .map(PackagedJarsIT::file)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    private Path work;

    @Test
    void aConsumerCompilesAndRunsOnTheModulePath() throws Exception {
        compile("--module-path", List.of("module-info.java", "example/consumer/Consumer.java"));

        String path = LIBRARY + File.pathSeparator + classes();
        assertThat(run("--module-path", path, "--module", "example.consumer/" + MAIN_CLASS))
                .startsWith(DECISIONS)
                .endsWith("module=dev.autoscale.core");
    }

    @Test
    void aConsumerCompilesAndRunsOnTheClassPath() throws Exception {
        compile("--class-path", List.of("example/consumer/Consumer.java"));

        String path = LIBRARY + File.pathSeparator + classes();
        assertThat(run("--class-path", path, MAIN_CLASS)).startsWith(DECISIONS).endsWith("module=null");
    }

    @Test
    void theCommandLineJarHoldsNothingForeign() throws IOException {
        try (JarFile jar = new JarFile(file("packaged.commandLine").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("dev.autoscale.testkit.cli.Main");
            assertThat(jar.getEntry("dev/autoscale/testkit/cli/Main.class")).isNotNull();
            assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
                    .allMatch(name -> name.startsWith("dev/autoscale/") || name.startsWith("META-INF/"))
                    .noneMatch(name -> name.endsWith("module-info.class"));
        }
    }

    private void compile(String pathOption, List<String> sources) {
        List<String> args = new ArrayList<>(List.of("--release", "17", "-Xlint:all", "-Werror"));
        args.addAll(List.of(pathOption, LIBRARY, "-d", classes()));
        sources.forEach(source -> args.add(CONSUMER.resolve(source).toString()));

        StringWriter messages = new StringWriter();
        PrintWriter printer = new PrintWriter(messages, true);
        int exit = ToolProvider.findFirst("javac").orElseThrow().run(printer, printer, args.toArray(String[]::new));
        assertThat(exit).as("javac %s%n%s", args, messages).isZero();
    }

    private List<String> run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(args));

        Path output = work.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();

        List<String> lines = Files.readAllLines(output);
        assertThat(ended).as("ended: %s%n%s", command, lines).isTrue();
        assertThat(process.exitValue()).as("exit of %s%n%s", command, lines).isZero();
        return lines;
    }

    private String classes() {
        return work.resolve("classes").toString();
    }

    private static Path file(String property) {
        Path path = Path.of(System.getProperty(property)).toAbsolutePath().normalize();
        assertThat(path).exists();
        return path;
    }
}
