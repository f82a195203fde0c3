package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.proof.NaiveWpaBand.Config;
import dev.autoscale.testkit.proof.NaiveWpaBand.Metric;
import dev.autoscale.testkit.proof.NaiveWpaBand.Pod;
import dev.autoscale.testkit.proof.NaiveWpaBand.Proposal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The naive model gives what the real WatermarkPodAutoscaler gave. */
class NaiveWpaTest {
    /** Another folder than that of the tests may hold more rows. */
    private static final Path FOLDER =
            Path.of(System.getProperty("autoscale.vectors", "src/test/resources/conformance"), "wpa");

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

    private static Long whole(String text) {
        return text.equals("-") ? null : Long.valueOf(text);
    }

    private static int orElse(String text, int otherwise) {
        return text.equals("-") ? otherwise : Integer.parseInt(text);
    }

    private static List<Long> all(String values) {
        return orEmpty(values).isEmpty()
                ? List.of()
                : Stream.of(values.split(",")).map(Long::valueOf).toList();
    }

    private static long sum(String values) {
        return all(values).stream().mapToLong(Long::longValue).sum();
    }

    private static List<Pod> pods(String groups) {
        List<Pod> pods = new ArrayList<>();
        for (String group : orEmpty(groups).isEmpty() ? new String[0] : groups.split(",")) {
            String[] parts = group.split("\\*")[0].split("/");
            Pod pod = new Pod(
                    parts[0].charAt(0),
                    parts[1].charAt(0),
                    parts[2].equals("-") ? null : (Long) (-Long.parseLong(parts[2])),
                    parts[3].equals("-") ? 0 : -Long.parseLong(parts[3]),
                    !parts[4].contains("O"),
                    parts[4].contains("D"),
                    whole(parts[5]));
            pods.addAll(Collections.nCopies(Integer.parseInt(group.split("\\*")[1]), pod));
        }
        return pods;
    }

    @Test
    void proposals() throws IOException {
        for (String[] row : rows("replica-calculation.tsv")) {
            Metric metric = new Metric(whole(row[6]), whole(row[7]));
            Config config = new Config(
                    Integer.parseInt(row[11]),
                    Integer.parseInt(row[12]),
                    row[2],
                    Long.parseLong(row[8]),
                    null,
                    null,
                    0,
                    0,
                    0,
                    0,
                    Integer.parseInt(row[9]),
                    orEmpty(row[10]),
                    Integer.parseInt(row[13]),
                    Integer.parseInt(row[14]),
                    row[15].equals("1"),
                    false,
                    List.of(metric));
            NaiveWpaBand naive = new NaiveWpaBand(config, metric);
            long current = Long.parseLong(row[3]);
            Proposal it = row[1].equals("external")
                    ? naive.external(current, Long.parseLong(row[4]), pods(row[5]), 0, sum(row[16]))
                    : naive.resource(row[1].split(":")[1], current, pods(row[5]), all(row[16]));
            String text = it.outcome().equals("OK")
                    ? String.join(
                            " ",
                            "OK",
                            it.replicas() + "",
                            it.utilization() + "",
                            it.ready() + "",
                            it.above() ? "1" : "0",
                            it.below() ? "1" : "0")
                    : it.outcome() + " - - - - -";
            assertThat(text).as(row[0]).isEqualTo(String.join(" ", List.of(row).subList(18, 24)));
        }
    }

    @Test
    void reconciles() throws IOException {
        String[] start = {};
        List<Metric> metrics = new ArrayList<>();
        NaiveWpa naive = null;
        for (String[] row : rows("sequences.tsv")) {
            if (row[0].equals("S")) {
                start = row;
                metrics.clear();
                naive = null;
            } else if (row[0].equals("M")) {
                metrics.add(new Metric(whole(row[3]), whole(row[4])));
            } else {
                naive = naive == null ? new NaiveWpa(config(start, List.copyOf(metrics))) : naive;
                reconcile(naive, row);
            }
        }
    }

    private static void reconcile(NaiveWpa naive, String... row) {
        List<Long> sums = new ArrayList<>();
        for (String values : row[8].split("\\|")) {
            sums.add(values.equals("F") ? null : (Long) sum(values));
        }
        long ready = Long.parseLong(row[6]);
        naive.reconcile(
                Long.parseLong(row[3]),
                Long.parseLong(row[4]),
                Long.parseLong(row[5]),
                ready,
                ready + Long.parseLong(row[7]),
                sums);
        if (naive.written != null && row[9].equals("1")) {
            naive.writeFailed();
        }
        List<String> expected = List.of(row).subList(13, 19);
        assertThat((naive.written == null ? "-" : naive.written) + " " + naive.status())
                .as(row[1] + " " + row[2])
                .isEqualTo(row[11] + " " + String.join(" ", expected));
    }

    private static Config config(String[] row, List<Metric> metrics) {
        return new Config(
                orElse(row[2], 1),
                Integer.parseInt(row[3]),
                row[4],
                orElse(row[5], 0),
                whole(row[10]),
                whole(row[11]),
                orElse(row[6], 0),
                orElse(row[7], 0),
                orElse(row[8], 0),
                orElse(row[9], 0),
                orElse(row[12], 1),
                orEmpty(row[13]),
                orElse(row[14], 0),
                orElse(row[15], 0),
                row[16].equals("1"),
                row[17].equals("1"),
                metrics);
    }

    @Test
    void limits() throws IOException {
        for (String[] row : rows("limits.tsv")) {
            long current = Long.parseLong(row[3]);
            String[] start = {
                "S", "", row[1], row[2], "-", "-", "-", "-", "-", "-", row[6], row[7], "-", "-", "-", "-", "0", "0"
            };
            NaiveWpa naive = new NaiveWpa(config(start, List.of()));
            long limited = naive.limited(current, Long.parseLong(row[4]), Long.parseLong(row[5]));
            assertThat(List.of(
                            limited + "",
                            naive.limited.equals("DesiredWithinRange") ? "False" : "True",
                            naive.limited,
                            NaiveWpa.upLimit(current, Long.parseLong(row[6])) + "",
                            NaiveWpa.downLimit(current, Long.parseLong(row[7])) + ""))
                    .as(row[0])
                    .isEqualTo(List.of(row).subList(9, 14));
        }
    }
}
