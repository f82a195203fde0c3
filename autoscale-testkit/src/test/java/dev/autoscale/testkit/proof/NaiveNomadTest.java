package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.proof.NaiveNomad.Action;
import dev.autoscale.testkit.proof.NaiveNomad.Check;
import dev.autoscale.testkit.proof.NaiveNomad.Policy;
import dev.autoscale.testkit.proof.NaiveNomad.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The naive model gives what the real Nomad Autoscaler gave. */
class NaiveNomadTest {
    /** Another folder than that of the tests may hold more rows. */
    private static final Path FOLDER =
            Path.of(System.getProperty("autoscale.vectors", "src/test/resources/conformance"), "nomad");

    private static List<String[]> rows(String file) throws IOException {
        try (Stream<String> lines = Files.lines(FOLDER.resolve(file))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }

    private static String orEmpty(String text) {
        return text.equals("-") ? "" : text;
    }

    private static Map<String, String> config(String text) {
        Map<String, String> config = new LinkedHashMap<>();
        for (String setting : orEmpty(text).split(";")) {
            String[] parts = setting.split("=", 2);
            config.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return config;
    }

    private static List<Double> values(String text) {
        return orEmpty(text).isEmpty()
                ? List.of()
                : Stream.of(text.split(",")).map(Double::valueOf).toList();
    }

    @Test
    void strategies() throws IOException {
        for (String[] row : rows("strategies.tsv")) {
            Action action = NaiveNomadStrategy.run(row[1], config(row[2]), Long.parseLong(row[3]), values(row[4]));
            String kind = action.kind().replace("STRATEGY_FAILS", "error").toLowerCase(Locale.ROOT);
            String count = action.rank() == 0 ? "-" : Long.toString(action.count());
            assertThat(List.of(kind, count)).as(row[0]).containsExactly(row[6], row[7]);
        }
    }

    @Test
    void evaluations() throws IOException {
        for (String[] row : rows("evaluations.tsv")) {
            List<Check> checks = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (String text : row[5].split(" & ")) {
                String[] parts = text.split("~", -1);
                checks.add(new Check("", orEmpty(parts[0]), orEmpty(parts[1]), parts[2], config(parts[3]), 0, 0, null));
                values.add(parts[4]);
            }
            NaiveNomad naive = new NaiveNomad(
                    new Policy(Long.parseLong(row[1]), Long.parseLong(row[2]), orEmpty(row[3]), 0, 0, null, checks));
            for (int i = 0; i < checks.size(); i++) {
                int check = i;
                if (values.get(i).equals("F")) {
                    naive.record(i, 0, Double.NaN);
                } else if (!values.get(i).equals("E")) {
                    values(values.get(i)).forEach(value -> naive.record(check, 0, value));
                }
            }
            long count = Long.parseLong(row[4]);
            Action action = naive.evaluate(0, count);
            boolean isFailure = row[7].equals(row[7].toUpperCase(Locale.ROOT));
            assertThat(List.of(
                            isFailure ? action.kind() : action.kind().toLowerCase(Locale.ROOT),
                            isFailure ? "-" : Long.toString(action.count()),
                            action.scales(count) ? "1" : "0"))
                    .as(row[0])
                    .containsExactly(row[7], row[8], row[9]);
        }
    }

    @Test
    void schedules() throws IOException {
        for (String[] row : rows("schedules.tsv")) {
            if (row[6].equals("1")) {
                NaiveCron end = row[2].equals("-") ? null : new NaiveCron(row[2]);
                String duration = "PT" + row[3].toUpperCase(Locale.ROOT);
                long nanos = end == null ? Duration.parse(duration).toNanos() : 0;
                long now = Duration.between(Instant.EPOCH, Instant.parse(row[4] + 'Z'))
                        .toNanos();
                Schedule schedule = new Schedule(new NaiveCron(row[1]), end, nanos);
                assertThat(schedule.isActive(now) ? "1" : "0").as(row[0]).isEqualTo(row[7]);
            }
        }
    }
}
