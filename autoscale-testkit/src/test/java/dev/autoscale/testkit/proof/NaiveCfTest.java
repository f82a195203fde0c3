package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.proof.NaiveCf.Policy;
import dev.autoscale.testkit.proof.NaiveCf.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The naive model gives what the real app-autoscaler gave. */
class NaiveCfTest {
    /** Another folder than that of the tests may hold more rows. */
    private static final Path FOLDER =
            Path.of(System.getProperty("autoscale.vectors", "src/test/resources/conformance"), "cf");

    private static List<String[]> rows(String file) throws IOException {
        try (Stream<String> lines = Files.lines(FOLDER.resolve(file))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }

    private static boolean isNone(String text) {
        return text.equals("-");
    }

    /** A base-10 integer of 64 bits with an optional sign; null for any other text. */
    private static Long value(String text) {
        try {
            return text.matches("[-+]?[0-9]+") ? Long.valueOf(text) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Test
    void adjustments() throws IOException {
        for (String[] row : rows("adjustment.tsv")) {
            assertThat(NaiveCf.adjusted(row[2], Long.parseLong(row[1])))
                    .as(row[0])
                    .isEqualTo(Long.parseLong(row[4]));
        }
    }

    @Test
    void means() throws IOException {
        for (String[] row : rows("aggregate.tsv")) {
            List<Long> values = Stream.of(row[1].split(","))
                    .map(NaiveCfTest::value)
                    .filter(Objects::nonNull)
                    .toList();
            Long mean = NaiveCf.mean(values);
            assertThat(mean == null ? "E" : mean.toString()).as(row[0]).isEqualTo(row[3]);
        }
    }

    @Test
    void rules() throws IOException {
        long now = 1_000_000_000_000L;
        for (String[] row : rows("evaluate.tsv")) {
            List<Rule> rules = new ArrayList<>();
            for (String text : row[2].split(" & ")) {
                String[] parts = text.split(" ");
                int breach = parts[3].equals("-") ? 0 : Integer.parseInt(parts[3]);
                rules.add(new Rule(parts[0], parts[1], Long.parseLong(parts[2]), "+1", breach, 0));
            }
            NaiveCf naive = new NaiveCf(new Policy(1, 1, Integer.parseInt(row[1]), 60, rules));
            for (String text : isNone(row[3]) ? new String[0] : row[3].split(" & ")) {
                String[] parts = text.split(" ");
                for (String point : isNone(parts[1]) ? new String[0] : parts[1].split(",")) {
                    String[] pair = point.split(":");
                    naive.record(parts[0], now - Long.parseLong(pair[0]), value(pair[1]));
                }
            }
            int fired = naive.breachedRule(now);
            assertThat(fired < 0 ? "-" : Integer.toString(fired)).as(row[0]).isEqualTo(row[5]);
        }
    }
}
