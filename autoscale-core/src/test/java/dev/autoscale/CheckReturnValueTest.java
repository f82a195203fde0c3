package dev.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles a source as the build of a user does who runs Error Prone as it comes. */
class CheckReturnValueTest {
    private static final long MAX_SECONDS = 60;

    /** What Error Prone needs of the JDK's compiler, written down once for Maven. */
    private static final Path JVM_CONFIG = Path.of("../.mvn/jvm.config");

    @TempDir
    private Path work;

    private record Compiled(int exit, String messages) {}

    @Test
    void a_discarded_result_of_an_immutable_setter_does_not_compile() throws Exception {
        Compiled compiled =
                compile("ScalingRules rules = ScalingRules.rules();", "rules.cooldown(Duration.ofMinutes(5));");
        assertThat(compiled.messages())
                .contains("error: [CheckReturnValue]")
                .contains("cooldown(...)")
                .containsOnlyOnce("error: ");
        assertThat(compiled.exit()).isEqualTo(1);
    }

    @Test
    void a_result_that_is_used_compiles() throws Exception {
        Compiled compiled =
                compile("ScalingRules rules = ScalingRules.rules();", "rules = rules.cooldown(Duration.ofMinutes(5));");
        assertThat(compiled.messages()).doesNotContain("error: ");
        assertThat(compiled.exit()).isZero();
    }

    private Compiled compile(String... statements) throws Exception {
        Path source = Files.writeString(work.resolve("User.java"), """
                import dev.autoscale.ScalingRules;
                import java.time.Duration;

                class User {
                    void use() {
                        %s
                    }
                }
                """.formatted(String.join("\n", statements)));
        Path output = work.resolve("output.txt");
        Process process = new ProcessBuilder(javac(source))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String messages = Files.readString(output);
        assertThat(ended).as("ended: %s", messages).isTrue();
        return new Compiled(process.exitValue(), messages);
    }

    private List<String> javac(Path source) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "@" + JVM_CONFIG,
                "--add-modules=ALL-SYSTEM",
                "-Duser.language=en",
                "--module",
                "jdk.compiler/com.sun.tools.javac.Main",
                "-XDcompilePolicy=simple",
                "--should-stop=ifError=FLOW",
                "-Xplugin:ErrorProne",
                "-processorpath",
                System.getProperty("java.class.path"),
                "-classpath",
                "target/classes",
                "-d",
                work.toString(),
                source.toString());
    }
}
