package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.testkit.SeededRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failing run leaves a file from which it can be repeated. */
class SeededPropertyTest {
    @TempDir
    private Path folder;

    /** Fails where a number that is drawn is 3. */
    private static void draw(SeededRun run) {
        SeededRandom random = SeededRandom.of(run.seed());
        run.given("numbers", "below 40\nand above -1");
        for (int step = 0; step < 10; step++) {
            int number = random.nextInt(40);
            run.step("drawn " + number);
            if (number == 3) {
                throw new IllegalStateException("a three\nat last");
            }
        }
    }

    private SeededProperty noThree() {
        return SeededProperty.of("No three, ever!", SeededPropertyTest::draw).directory(folder.resolve("deep/er"));
    }

    private Path only() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    @Test
    void a_failure_names_seed_step_and_file_and_repeats_from_it() throws IOException {
        assertThatThrownBy(() -> noThree().check(0, 1_000))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching(
                        "(?s)No three, ever!: seed \\d+ fails at step \\d; replay .*no-three-ever-seed-\\d+\\.txt\n"
                                + "java.lang.IllegalStateException: a three\nat last")
                .hasCauseInstanceOf(IllegalStateException.class);
        Path file = only();
        String text = Files.readString(file);
        assertThat(text)
                .matches(
                        "(?s)property: No three, ever!\nseed: \\d+\nnumbers: below 40\n  and above -1\nstep 0: drawn \\d+\n.*"
                                + "step \\d: drawn 3\nfails at step \\d\n  java.lang.IllegalStateException: a three\n  at last\n");
        assertThatThrownBy(() -> noThree().replay(file))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching(
                        "(?s)No three, ever!: seed \\d+ fails at step \\d; replayed from .*\\.txt\n.*a three.*");
        Files.delete(file);
        assertThatThrownBy(() -> noThree().check(0, 1_000)).isInstanceOf(AssertionError.class);
        assertThat(only()).hasContent(text);
    }

    @Test
    void a_property_that_holds_leaves_nothing() throws IOException {
        SeededProperty holds =
                SeededProperty.of("holds", run -> run.step("nothing")).directory(folder);
        assertThatCode(() -> holds.check(-5, 10)).doesNotThrowAnyException();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void words_are_made_for_failures_alone() {
        AtomicInteger words = new AtomicInteger();
        Object told = new Object() {
            @Override
            public String toString() {
                words.incrementAndGet();
                return "told";
            }
        };
        SeededProperty counts = SeededProperty.of("counts", run -> {
                    run.given("key", told);
                    run.step(told);
                    assertThat(run.seed()).isLessThan(3);
                })
                .directory(folder);
        counts.check(0, 3);
        assertThat(words).hasValue(0);
        assertThatThrownBy(() -> counts.check(3)).isInstanceOf(AssertionError.class);
        assertThat(words).hasValue(2);
    }

    @Test
    void what_was_repaired_replays_in_peace() throws IOException {
        assertThatThrownBy(() -> noThree().check(0, 1_000)).isInstanceOf(AssertionError.class);
        SeededProperty repaired = SeededProperty.of("No three, ever!", run -> run.step("drawn nothing"));
        assertThatCode(() -> repaired.replay(only())).doesNotThrowAnyException();
    }

    @Test
    void another_run_than_the_file_says_so() throws IOException {
        assertThatThrownBy(() -> noThree().check(0, 1_000)).isInstanceOf(AssertionError.class);
        SeededProperty changed = SeededProperty.of("No three, ever!", run -> {
            run.given("numbers", "below 40\nand above 0");
            throw new AssertionError("worse");
        });
        assertThatThrownBy(() -> changed.replay(only()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("fails before its first step")
                .hasMessageContaining("it is another run than the file's since\n"
                        + "    and above -1\nwhich is now\n    and above 0\n");
    }

    @Test
    void a_property_that_does_not_follow_from_its_seed_is_told_so() throws IOException {
        AtomicInteger runs = new AtomicInteger();
        SeededProperty once = SeededProperty.of("once", run -> {
                    run.step("counted");
                    assertThat(runs.incrementAndGet()).isNotEqualTo(2);
                })
                .directory(folder);
        once.check(1);
        assertThatThrownBy(() -> once.check(2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but not when it was repeated: it depends on more than its seed");
        assertThat(Files.readString(only())).contains("fails at step 0, but not when it was repeated");
    }

    @Test
    void a_life_is_told_step_by_step() throws IOException {
        RandomSpec drawn = RandomSpec.everything(5);
        SeededProperty short_ = SeededProperty.of("short lives", run -> {
                    run.given("spec", drawn);
                    RandomLife life = run.follow(RandomLife.of(drawn, run.seed()));
                    PreviewPurity.check(drawn.spec().newAutoscaler(), life, 3);
                    SnapshotEquivalence.check(
                            drawn.spec()::newAutoscaler, run.follow(new PolicyLife(drawn.spec(), 1, 9)), 2);
                    throw new AssertionError("over");
                })
                .directory(folder);
        assertThatThrownBy(() -> short_.check(8)).hasMessageContaining("short lives: seed 8 fails at step 4; replay ");
        List<String> lines = new ArrayList<>(Files.readAllLines(only()));
        assertThat(lines).filteredOn(line -> line.startsWith("step ")).hasSize(5);
        assertThat(lines.get(2)).startsWith("spec: replicas: ");
        assertThat(lines).anyMatch(line -> line.startsWith("step 0: at 1"));
        assertThat(lines).anyMatch(line -> line.startsWith("step 4: step 1 of a life of loads, at "));
        assertThatThrownBy(() -> short_.replay(only()))
                .hasMessageContaining("over")
                .hasMessageNotContaining("another run");
    }

    @Test
    void foreign_files_are_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("some.txt"), "hello\n");
        assertThatThrownBy(() -> noThree().replay(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("file must be that of a failed run: file=" + file);
        Files.writeString(file, "property: another\nseed: 4\n");
        assertThatThrownBy(() -> noThree().replay(file))
                .hasMessage("file must be of this property: file=" + file + ", property=another");
        Files.writeString(file, "property: No three, ever!\nseed: four\n");
        assertThatThrownBy(() -> noThree().replay(file)).isInstanceOf(IllegalArgumentException.class);
        Files.writeString(file, "");
        assertThatThrownBy(() -> noThree().replay(file)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> noThree().replay(folder.resolve("none"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void a_folder_that_cannot_be_hides_no_failure() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        assertThatThrownBy(() -> noThree().directory(file).check(0, 1_000))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("; no file could be written: ")
                .hasMessageContaining("a three");
    }

    @Test
    void files_go_where_the_build_keeps_its_own() throws IOException {
        assertThat(SeededProperty.defaultDirectory(folder))
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "autoscale-failures"));
        Files.createDirectory(folder.resolve("build"));
        assertThat(SeededProperty.defaultDirectory(folder)).isEqualTo(folder.resolve("build/autoscale-failures"));
        Files.createDirectory(folder.resolve("target"));
        assertThat(SeededProperty.defaultDirectory(folder)).isEqualTo(folder.resolve("target/autoscale-failures"));
    }

    @Test
    void bad_names_and_counts_are_refused() {
        assertThatThrownBy(() -> SeededProperty.of(" ", run -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SeededProperty.of("two\nlines", run -> {}))
                .hasMessage("name must be one line that is not blank: name=two\nlines");
        assertThatThrownBy(() -> noThree().check(0, 0)).hasMessage("count must be >= 1: count=0");
    }
}
