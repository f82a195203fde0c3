package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.testkit.file.LoadedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviseTest {
    private static final String LOAD = "diurnal 1..6/s every 20m for 80m service exp 2s";

    @TempDir
    private Path directory;

    private static Run advise(String... more) {
        return advise("2s", more);
    }

    private static Run advise(String slo, String[] more) {
        Stream<String> first =
                Stream.of("advise", "--slo", slo, "--slo-on-wait", "--concurrency", "2", "--startup", "20s");
        return Run.of(Stream.concat(first, Stream.of(more)).toArray(String[]::new));
    }

    private String advised(String family, String... more) throws IOException {
        Path file = directory.resolve(family + ".properties");
        Stream<String> words = Stream.of("--load", LOAD, "--family", family, "--out", file.toString());
        String slo = family.equals("keda-waiting") ? "2m" : "2s";
        Run run = advise(slo, Stream.concat(words, Stream.of(more)).toArray(String[]::new));
        assertThat(run.err()).startsWith("note: up to ").hasLineCount(1);
        assertThat(run.status()).isZero();
        String text = Files.readString(file);
        assertThat(run.out()).endsWith("\n  written    " + file + "\n");
        text.lines()
                .filter(line -> !line.isEmpty())
                .forEach(line -> assertThat(run.out()).contains("  " + line + '\n'));
        assertThat(LoadedPolicy.read(file).warnings()).isEmpty();
        return text;
    }

    /** Every value has a comment right above it. */
    private static List<String> values(String text) {
        List<String> lines = text.lines().toList();
        List<String> values = lines.stream()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .toList();
        values.forEach(value -> assertThat(lines.get(lines.indexOf(value) - 1)).startsWith("# "));
        return values;
    }

    @Test
    void an_hpa_is_written_and_read_back() throws IOException {
        String text = advised("hpa", "--max", "30", "--min", "2");
        assertThat(text)
                .startsWith("# Advised for 99 % wait no longer than 2 s: an HPA.\n")
                .contains("tuned on what is before 1 h, judged on what follows until 1 h 20 min.\n")
                .contains("# as --min says\nminReplicas=2\n", "# as --max says\nmaxReplicas=30\n");
        assertThat(values(text)).hasSize(4);
        AutoscalerSpec spec =
                LoadedPolicy.read(directory.resolve("hpa.properties")).spec().orElseThrow();
        assertThat(spec.minReplicas()).isEqualTo(2);
        assertThat(spec.maxReplicas()).isEqualTo(30);
        assertThat(spec.metric(0).id()).isEqualTo("in_progress");
    }

    @Test
    void a_promise_is_written_and_does_what_was_judged() throws IOException {
        String text = advised("slo");
        assertThat(text).contains("\nslo.wait=2s\n", "\nslo.startup=20s\n", "\nslo.concurrency=2\n");
        assertThat(values(text)).hasSize(6);
        Run again = Run.of(
                "simulate",
                "--policy",
                directory.resolve("slo.properties").toString(),
                "--load",
                LOAD,
                "--score-from",
                "1h",
                "--slo",
                "2s",
                "--slo-on-wait",
                "--concurrency",
                "2",
                "--startup",
                "20s");
        String hours = text.replaceFirst("(?s).*misses and ([0-9.]+) replica-hours on what follows.*", "$1");
        assertThat(again.out()).containsPattern("replica-hours +h +" + hours + " ");
    }

    @Test
    void keda_goes_to_zero_or_counts_what_waits() throws IOException {
        String zero = advised("keda", "--min", "0");
        assertThat(values(zero)).startsWith("keda.minReplicaCount=0").hasSize(5);
        assertThat(zero).contains("\ntriggers.in_progress.type=prometheus\n", "Feed it with in_progress: ");
        String waiting = advised("keda-waiting", "--slo-share", "90");
        assertThat(waiting).contains("\ntriggers.waiting.threshold=", "Advised for 90 % wait no longer than 2 min");
    }

    @Test
    void what_makes_no_sense_is_not_tried() {
        Run run = advise("--load", LOAD, "--family", "keda-waiting");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "no family is left to try: keda-waiting: it sees only what waits already, and a replica that is"
                                + " ordered then is ready after more than 2 s\n");
    }

    @Test
    void the_whole_text_is_the_same_with_any_number_of_threads() {
        String other = "diurnal 2..9/s every 20m for 80m service exp 2s";
        String[] words = {"--load", LOAD, "--load", other, "--seeds", "2", "--family", "hpa", "--threads"};
        Run one = advise(Stream.concat(Stream.of(words), Stream.of("1")).toArray(String[]::new));
        Run two = advise(Stream.concat(Stream.of(words), Stream.of("2")).toArray(String[]::new));
        assertThat(one.status()).isZero();
        assertThat(two.out()).isEqualTo(one.out());
        assertThat(one.out())
                .contains(
                        "  load 1    diurnal 1..6/s",
                        "  load 2    diurnal 2..9/s",
                        "what is before, of all",
                        "the others")
                .contains("untuned trace: misses %", "fixed at peak", "advised: hpa");
    }

    @Test
    void json_has_the_file() {
        Run run = advise("--load", LOAD, "--family", "hpa", "--json");
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("{\"keepsPromise\":")
                .contains("\"advised\":\"hpa\",\"file\":\"# Advised for 99 % wait")
                .contains(
                        "\"heldOutFromMillis\":3600000",
                        "\"elsewhere\":[]",
                        "\"yardsticks\":[{\"name\":\"clairvoyant\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --slo 2s                                                | one of the two must be given: --trace FILE, --load SPEC
            --load silence                                          | option must be given: --slo
            --load "silence 1h" --slo 2s --famly hpa                | unknown option: --famly (did you mean --family?)
            --load "poisson 1/s for 1h service 1s" --slo 2s --min 5 --max 3 | must be a whole number >= 5 and <= 100000: --max 3
            --load "poisson 1/s for 1h service 1s" --slo 2s --family kedda | must be one of hpa, keda, keda-waiting, slo: --family kedda
            --load "poisson 1/s for 1h service 1s" --slo 2s --held-out 1h | heldOut must leave something to tune on: heldOut=1h
            --load "poisson 1/s for 1h service 1s" --slo 2s --margin 100  | must be a number from 0 to 99: --margin 100
            --load "silence 1h" --slo 2s                            | something must arrive in the part that is tuned on: load=silence 1h
            --load "poisson 1/s for 1h service 1s" --slo 2s --seeds 999 | simulations must be <= 10000: up to
            --load "poisson 1/s for 1h service 1s" --slo 2s --out target | must be a file, not a directory: --out=target
            --trace no-such-file.csv --slo 2s                       | no-such-file.csv
            """)
    void what_is_asked_wrongly_is_said(String words, String message) {
        Run run = Run.of(Stream.concat(Stream.of("advise"), words(words)).toArray(String[]::new));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().filter(line -> !line.startsWith("note: ")).toList())
                .singleElement()
                .asString()
                .contains(message);
    }

    /** As a shell splits them. */
    private static Stream<String> words(String text) {
        return Pattern.compile("\"([^\"]*)\"|(\\S+)")
                .matcher(text)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1));
    }
}
