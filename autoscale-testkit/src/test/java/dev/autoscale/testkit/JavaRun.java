package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/** Compiles with warnings as errors, and runs in a JVM of its own, so that only the given paths count. */
public final class JavaRun {
    /** A guard against what hangs. */
    private static final long MAX_SECONDS = 600;

    private final Path work;

    public JavaRun(Path work) {
        this.work = work;
    }

    public void compile(List<String> options, List<Path> sources) {
        List<String> args = new ArrayList<>(List.of("--release", "17", "-Xlint:all", "-Werror", "-d", classes()));
        args.addAll(options);
        sources.forEach(source -> args.add(source.toString()));
        StringWriter messages = new StringWriter();
        PrintWriter printer = new PrintWriter(messages, true);
        int exit = ToolProvider.findFirst("javac").orElseThrow().run(printer, printer, args.toArray(String[]::new));
        assertThat(exit).as("javac %s%n%s", args, messages).isZero();
    }

    /** Runs {@code java} in a folder and returns what it prints. */
    public List<String> run(Path folder, List<String> args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Programs this short end sooner without the second compiler.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(args);
        Path output = work.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        List<String> lines = Files.readAllLines(output);
        assertThat(ended).as("ended: %s%n%s", command, lines).isTrue();
        assertThat(process.exitValue()).as("exit of %s%n%s", command, lines).isZero();
        return lines;
    }

    public String classes() {
        return work.resolve("classes").toString();
    }

    public static Path file(String property) {
        Path path = Path.of(System.getProperty(property)).toAbsolutePath().normalize();
        assertThat(path).exists();
        return path;
    }
}
