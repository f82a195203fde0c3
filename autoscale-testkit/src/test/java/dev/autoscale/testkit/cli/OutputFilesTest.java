package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command may write over. */
class OutputFilesTest {
    private static final String SAME = "must not be a file that is read or written besides: ";
    private static final String SPECIAL = "must be a regular file or a new one, not a link or a special file: ";

    @TempDir
    Path directory;

    private Path policy;
    private Path metrics;

    @BeforeEach
    void inputs() throws IOException {
        policy = write("policy.properties", """
                minReplicas=1
                maxReplicas=10
                metrics.q.type=External
                metrics.q.averageValue=5
                """);
        metrics = write("metrics.csv", "t_ms,q\n0,5\n15000,50\n");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Run replay(Object... more) {
        Stream<Object> first = Stream.of("replay", "--policy", policy, "--metrics", metrics);
        return Run.of(
                Stream.concat(first, Stream.of(more)).map(Object::toString).toArray(String[]::new));
    }

    private Run simulate(Object... more) {
        Stream<Object> first = Stream.of("simulate", "--policy", policy, "--map", "q=in-system");
        return Run.of(
                Stream.concat(first, Stream.of(more)).map(Object::toString).toArray(String[]::new));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static void assertRefused(Run run, String line) {
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(line + "\n");
    }

    @Test
    void a_draft_takes_no_name_that_a_file_has() throws IOException {
        Path out = directory.resolve("out.csv");
        List<Path> others = List.of(
                write("out.csv.part", "mine"), write(".autoscale-1.part", "mine"), write(".autoscale-2.part", "mine"));

        Run run = replay("--csv", out, "--svg", directory.resolve("out.svg"));

        assertThat(run.status()).as(run.err()).isZero();
        for (Path other : others) {
            assertThat(other).hasContent("mine");
        }
        assertThat(names())
                .containsExactly(
                        ".autoscale-1.part",
                        ".autoscale-2.part",
                        "metrics.csv",
                        "out.csv",
                        "out.csv.part",
                        "out.svg",
                        "policy.properties");
        assertThat(out).content().startsWith("t_ms,");
    }

    @Test
    void an_input_that_is_named_as_a_draft_was_survives() throws IOException {
        metrics = Files.move(metrics, directory.resolve("out.csv.part"));
        assertThat(replay("--csv", directory.resolve("out.csv")).status()).isZero();
        assertThat(metrics).content().startsWith("t_ms,q\n");
    }

    @Test
    void a_regular_file_is_replaced_and_a_failed_run_leaves_it() throws IOException {
        Path out = write("out.csv", "old");
        write("metrics.csv", "t_ms,q\n0,5\n15000,many\n");
        assertThat(replay("--csv", out).status()).isEqualTo(2);
        assertThat(out).hasContent("old");

        write("metrics.csv", "t_ms,q\n0,5\n15000,50\n");
        assertThat(replay("--csv", out).status()).isZero();
        assertThat(out).content().startsWith("t_ms,");
        assertThat(names()).containsExactly("metrics.csv", "out.csv", "policy.properties");
    }

    @Test
    void links_and_special_files_are_refused() throws IOException {
        Path real = write("real.csv", "mine");
        Path link = Files.createSymbolicLink(directory.resolve("link.csv"), real);
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling.csv"), directory.resolve("nowhere"));

        assertRefused(replay("--csv", link), SPECIAL + "--csv=" + link);
        assertRefused(replay("--svg", dangling), SPECIAL + "--svg=" + dangling);
        assertRefused(replay("--csv", "/dev/null"), SPECIAL + "--csv=/dev/null");
        assertThat(real).hasContent("mine");
        assertThat(link).isSymbolicLink();
        assertThat(dangling).isSymbolicLink();
    }

    @Test
    void a_folder_may_be_a_link() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), folder);
        assertThat(replay("--csv", link.resolve("out.csv"), "--svg", link.resolve("new/out.svg"))
                        .status())
                .isZero();
        assertThat(folder.resolve("out.csv")).content().startsWith("t_ms,");
        assertThat(folder.resolve("new/out.svg")).isRegularFile();
    }

    @Test
    void inputs_and_outputs_are_told_apart_by_the_file_and_not_by_the_name() throws IOException {
        Path folder = Files.createSymbolicLink(directory.resolve("link"), directory);
        Path hard = Files.createLink(directory.resolve("hard.csv"), metrics);
        Path fresh = directory.resolve("new.csv");

        assertRefused(replay("--csv", folder.resolve("metrics.csv")), SAME + "--csv=" + folder.resolve("metrics.csv"));
        assertRefused(replay("--csv", hard), SAME + "--csv=" + hard);
        assertRefused(
                replay("--csv", fresh, "--svg", folder.resolve("new.csv")),
                SAME + "--svg=" + folder.resolve("new.csv"));
        assertThat(metrics).content().startsWith("t_ms,q\n");
        assertThat(fresh).doesNotExist();
    }

    @Test
    void recordings_that_a_load_names_are_inputs() throws IOException {
        Path trace = write("trace.csv", "arrival_ms,service_ms\n0,10\n");
        Path series = write("series.csv", "t_ms,value\n0,10\n60000,10\n");
        String load = "trace " + trace + "; then series \"" + series + "\" service 1s";

        assertRefused(simulate("--load", load, "--csv", trace), SAME + "--csv=" + trace);
        assertRefused(simulate("--load", load, "--html", series), SAME + "--html=" + series);
        Run sweep = Run.of(
                "sweep",
                "--policy",
                policy.toString(),
                "--map",
                "q=in-system",
                "--load",
                load,
                "--try",
                "maxReplicas=4,5",
                "--svg",
                series.toString());
        assertRefused(sweep, SAME + "--svg=" + series);
        assertThat(trace).content().startsWith("arrival_ms");
        assertThat(series).content().startsWith("t_ms,value");
    }
}
