package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the classes of the libraries name of the JDK, by their bytecode. A library that decides needs no reflection, no object streams, no
 * class loading, no network, no files and no processes; whoever embeds it need not look for them.
 */
class BytecodeIT {
    /** Powers that a library which decides must not have: how the names of classes begin, with a blank behind a whole name. */
    private static final List<String> POWERS = List.of(
            "java.io.File",
            "java.io.Object",
            "java.io.RandomAccessFile",
            "java.lang.ClassLoader",
            "java.lang.ModuleLayer",
            "java.lang.Process",
            "java.lang.Runtime ",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.lang.foreign.",
            "java.lang.instrument.",
            "java.lang.invoke.VarHandle",
            "java.lang.reflect.",
            "java.net.",
            "java.nio.channels.FileChannel",
            "java.nio.channels.Sockets",
            "java.nio.file.",
            "java.rmi.",
            "java.security.",
            "java.sql.",
            "java.util.ServiceLoader",
            "java.util.Timer",
            "java.util.concurrent.Exec",
            "java.util.logging.",
            "javax.",
            "jdk.internal.",
            "sun.");

    private static final String LIBRARY = Stream.of("packaged.core", "packaged.policies", "packaged.testkit")
            .map(JavaRun::file)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));

    private static final Pattern NAMED = Pattern.compile("-> ([\\w.$]+) ");

    private static TreeSet<String> namedBy(String jar) {
        StringWriter text = new StringWriter();
        PrintWriter printer = new PrintWriter(text, true);
        String path = JavaRun.file(jar).toString();
        int exit = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        printer,
                        printer,
                        "-v",
                        "-filter:none",
                        "--multi-release",
                        "base",
                        "--ignore-missing-deps",
                        "--module-path",
                        LIBRARY,
                        path);
        assertThat(exit).as(text.toString()).isZero();
        TreeSet<String> named = new TreeSet<>();
        NAMED.matcher(text.toString()).results().forEach(found -> named.add(found.group(1) + ' '));
        return named;
    }

    @ParameterizedTest
    @ValueSource(strings = {"packaged.core", "packaged.policies"})
    void a_library_names_no_class_with_powers_that_it_does_not_need(String jar) {
        assertThat(namedBy(jar))
                .contains("java.lang.Object ", "java.nio.ByteBuffer ")
                .noneMatch(name -> POWERS.stream().anyMatch(name::startsWith));
    }

    /** The command line reads files, so that a list which finds nothing there would find nothing anywhere. */
    @Test
    void the_list_finds_what_it_is_to_find() {
        assertThat(namedBy("packaged.testkit"))
                .anyMatch(name -> name.startsWith("java.nio.file."))
                .anyMatch(name -> POWERS.stream().anyMatch(name::startsWith));
    }
}
