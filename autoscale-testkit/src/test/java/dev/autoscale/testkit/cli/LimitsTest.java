package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.testkit.cli.engine.StepCsv;
import dev.autoscale.testkit.cli.replay.SeriesReader;
import dev.autoscale.testkit.cli.text.PlainOutput;
import dev.autoscale.testkit.text.Shown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too much, too small or too long is refused with a line each, and nothing commands the terminal. */
class LimitsTest {
    private static final String POLICY = """
            minReplicas=1
            maxReplicas=10
            metrics.q.type=External
            metrics.q.averageValue=5
            """;

    @TempDir
    Path directory;

    private Run simulate(String policy, String... more) throws IOException {
        String file = new Workbench(directory).write(policy).toString();
        String[] first = {"simulate", "--policy", file, "--map", "q=in-system", "--load", "even 1/s for 1m service 2s"};
        return Run.of(Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new));
    }

    private Run replay(String cell) throws IOException {
        return new Workbench(directory).replay(POLICY, "t_ms,q\n0,5\n15000," + cell + '\n');
    }

    private static void assertOneLine(Run run, String line) {
        assertThat(run.err()).isEqualTo(line + '\n');
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--slo-share, 4.9e-324, must be a number from 0.001 to 100",
        "--slo-share, 100.1, must be a number from 0.001 to 100",
        "--slo-share, NaN, must be a number from 0.001 to 100",
        "--scale, 1e300, must be a number from 0.000000001 to 1000000000",
        "--scale, Infinity, must be a number from 0.000000001 to 1000000000",
        "--scale, 0, must be a number from 0.000000001 to 1000000000",
        "--initial, 100001, must be a whole number >= 1 and <= 100000",
        "--memory, '1e308,1e308', 'must be two numbers >= 0 such as 30,5: percent, and percent per arrival'",
        "--slowdown, '1:1, 1:2', 'must be requests in service and factors of the service time such as 1:1, 8:1.4, 32:3'",
        "--memory, 'Infinity,1', 'must be two numbers >= 0 such as 30,5: percent, and percent per arrival'",
    })
    void numbers_have_bounds(String option, String value, String rule) throws IOException {
        assertOneLine(simulate(POLICY, option, value), rule + ": " + option + ' ' + value);
    }

    @Test
    void only_so_many_warnings_are_told() throws IOException {
        StringBuilder text = new StringBuilder("knative.target=5\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("knative.a").append(i).append("=1\n");
        }
        Run run = Run.of(
                "lint",
                "--policy",
                new Workbench(directory).write(text.toString()).toString());
        assertThat(run.out().lines().count() + run.err().lines().count()).isBetween(100L, 150L);
    }

    @Test
    void a_simulation_has_no_more_arrivals_and_replicas_than_it_can_bear() throws IOException {
        assertOneLine(simulate(POLICY, "--scale", "1e9"), "arrivals of a slot must be <= 10000000: slot=0");
        assertOneLine(
                simulate(POLICY.replace(
                        "minReplicas=1\nmaxReplicas=10", "minReplicas=2000000000\nmaxReplicas=2000000000")),
                "a simulation must have <= 100000 replicas at a time: wanted=2000000000");
        assertOneLine(
                simulate(
                        "maxReplicas=2000000000\nmetrics.q.type=External\nmetrics.q.averageValue=1\n"
                                + "behavior.scaleUp.policies=Pods 2000000000 15\n"
                                + "metrics.r.type=External\nmetrics.r.averageValue=1m\n",
                        "--map",
                        "r=2000000"),
                "a simulation must have <= 100000 replicas at a time: wanted=2000000000");
    }

    @Test
    void keys_with_many_dots_are_suggested_for() throws IOException {
        String dots = ".a".repeat(230);
        String policy = POLICY
                + IntStream.range(0, 110)
                        .mapToObj(i -> "metrics" + dots + i + ".averageValu=1\n")
                        .collect(Collectors.joining());
        Path file = new Workbench(directory).write(policy);
        Run run = Run.of("explain", "--policy", file.toString(), "--current", "1");
        assertThat(run.err().lines().toList()).hasSize(101).last().isEqualTo("... and 10 more");
        assertThat(run.err().lines().findFirst().orElseThrow()).contains("did you mean metrics.a.a");
    }

    @Test
    void a_name_with_dots_still_brings_the_nearest_key() throws IOException {
        new Workbench(directory)
                .assertComplaints(
                        POLICY + "metrics.a.b.c.d.e.fallback.failurs=3",
                        "FILE:5: unknown key: metrics.a.b.c.d.e.fallback.failurs"
                                + " (did you mean metrics.a.b.c.d.e.fallback.failures?)");
    }

    @Test
    void what_is_long_is_cut() throws IOException {
        String cell = "x".repeat(60_000);
        String start = "x".repeat(200);
        String file = directory.resolve("metrics.csv").toString();
        assertOneLine(
                replay(cell),
                file + ":3: must be a number, or empty for a failed sample: q=" + start + "... (60000 characters)");
        Run tooLong = replay("x".repeat(1_000_000));
        assertThat(tooLong.err())
                .hasSizeLessThan(1_000)
                .contains(":3: line must have < 65536 characters: line=15000,xxx");
        Run option = Run.of("simulate", "--" + "y".repeat(100_000));
        assertThat(option.err()).hasSizeLessThan(2_000).startsWith("unknown option: --yyy");
        Run sample = Run.of(
                "explain",
                "--policy",
                new Workbench(directory).write(POLICY).toString(),
                "--current",
                "1",
                "q=" + cell);
        assertThat(sample.err()).hasSizeLessThan(400).startsWith("must be a number, none or NaN: q=xxx");
    }

    @Test
    void policy_files_keys_and_values_have_lengths() throws IOException {
        new Workbench(directory).assertComplaints("#" + "x".repeat(1_000_000), "FILE: must have <= 1,000,000 bytes");
        String start = "9".repeat(200) + "... (10001 characters)";
        new Workbench(directory)
                .assertComplaints(
                        "maxReplicas=" + "9".repeat(10_001),
                        "FILE:1: value must have <= 10000 characters: maxReplicas=" + start);
        new Workbench(directory)
                .assertComplaints(
                        POLICY + "metrics.q.maxAge=" + "1s".repeat(4_000),
                        "FILE:5: must be a length of time such as 15s, 5m, 1h30m or plain seconds: metrics.q.maxAge="
                                + "1s".repeat(100) + "... (8000 characters)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"5", "\"5\"x", "\"5\"\"", "\"5\" 6"})
    void quotes_surround_a_whole_cell(String cell) throws IOException {
        assertOneLine(
                replay(cell), directory.resolve("metrics.csv") + ":3: quotes must surround a whole cell: cell=" + cell);
    }

    @Test
    void quoted_cells_are_read() {
        assertThat(SeriesReader.cells("\"a,b\" , \"\",\"c\"\"\",d\"e, ")).containsExactly("a,b", "", "c\"", "d\"e", "");
        assertThat(SeriesReader.cells("")).containsExactly("");
        assertThatThrownBy(() -> SeriesReader.cells("\"")).hasMessage("quotes must surround a whole cell: cell=\"");
    }

    @Test
    void control_characters_do_not_reach_the_terminal() throws IOException {
        Run bad = replay("\u001b[31mred");
        assertThat(bad.err()).endsWith(": q=?[31mred\n");
        String named = POLICY.replace("metrics.q", "metrics.q\\u001b]0;x\\u0007\\u202e");
        Run good = Run.of(
                "explain", "--policy", new Workbench(directory).write(named).toString(), "--current", "1");
        assertThat(good.status()).isZero();
        assertThat(good.out()).contains("q?]0;x??").doesNotContain("\u001b", "\u0007", "\u202e");
        assertThat(Run.of("\u001b[2J").err()).startsWith("unknown verb: ?[2J");
    }

    @Test
    void lines_and_tabs_stay() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PlainOutput(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        out.print("a\tb\nc\r\nd\re\u009bf\u00e4");
        out.printf("%s", "\u0000");
        out.print((Object) "\u007f");
        out.print('g');
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("a\tb\nc\r\nd?e?f\u00e4??g");
        assertThat(Shown.value("a\nb\tc")).isEqualTo("a?b?c");
    }

    @ParameterizedTest
    @CsvSource({
        "=1+2, '''=1+2'",
        "+cmd, '''+cmd'",
        "@sum, '''@sum'",
        "-x, '''-x'",
        "'=a,b', '\"''=a,b\"'",
        "-1.5, -1.5",
        "+3, +3",
        "-1e-9, -1e-9",
        "plain, plain",
        "a=b, a=b",
    })
    void no_cell_is_a_formula(String cell, String written) {
        assertThat(StepCsv.quoted(cell)).isEqualTo(written);
    }

    @Test
    void lines_within_a_cell_are_quoted() {
        assertThat(StepCsv.quoted("a\nb")).isEqualTo("\"a\nb\"");
        assertThat(StepCsv.quoted("\rb")).isEqualTo("\"'\rb\"");
        assertThat(StepCsv.quoted("")).isEmpty();
    }

    @Test
    void a_recording_may_not_be_an_endless_line() throws IOException {
        Path trace = Files.writeString(directory.resolve("trace.csv"), "arrival_ms,service_ms\n" + "1".repeat(70_000));
        Run run = Run.of(
                "simulate",
                "--policy",
                new Workbench(directory).write(POLICY).toString(),
                "--trace",
                trace.toString(),
                "--map",
                "q=in-system");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).hasSizeLessThan(500).contains("line must have < 65536 bytes");
    }
}
