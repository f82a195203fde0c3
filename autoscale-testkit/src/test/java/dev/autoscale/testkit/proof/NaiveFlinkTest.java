package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.proof.NaiveFlink.Answer;
import dev.autoscale.testkit.proof.NaiveFlink.Config;
import dev.autoscale.testkit.proof.NaiveFlink.Looks;
import dev.autoscale.testkit.proof.NaiveFlink.Vertex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The naive model gives what the real autoscaler of Flink gave. */
class NaiveFlinkTest {
    /** Another folder than that of the tests may hold more rows. */
    private static final Path FOLDER =
            Path.of(System.getProperty("autoscale.vectors", "src/test/resources/conformance"), "flink");

    private static final long DAY_MILLIS = 86_400_000;

    private static List<String[]> rows(String file) throws IOException {
        try (Stream<String> lines = Files.lines(FOLDER.resolve(file))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }

    private static Double number(String text) {
        return text.equals("-") ? null : Double.valueOf(text);
    }

    private static long millis(String seconds) {
        return Long.parseLong(seconds) * 1000;
    }

    @Test
    void vertices() throws IOException {
        for (String[] row : rows("flink-scaling.tsv")) {
            NaiveFlink naive = new NaiveFlink(config(row), 1);
            for (String change : row[19].equals("-") ? new String[0] : row[19].split(";")) {
                double[] part = Stream.of(change.split("[>:]"))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                naive.changed(0, 0, (int) part[0], (int) part[1], part[2], part[3]);
            }
            Vertex vertex = new Vertex(
                    Integer.parseInt(row[2]),
                    Integer.parseInt(row[12]),
                    Integer.parseInt(row[13]),
                    row[14].equals("HASH"),
                    Double.parseDouble(row[3]),
                    Double.parseDouble(row[4]),
                    Double.parseDouble(row[5]));
            naive.decide(0, Boolean.parseBoolean(row[11]), vertex);
            assertThat(texts(naive.answers[0])).containsExactly(Arrays.copyOfRange(row, 25, 31));
        }
    }

    private static Config config(String... row) {
        return new Config(
                row[0].equals("trunk"),
                row[1].replace("legacy", "LEGACY"),
                Double.parseDouble(row[8]),
                number(row[9]),
                number(row[10]),
                0.3,
                millis(row[7]),
                millis(row[6]),
                0,
                Double.parseDouble(row[18]),
                Double.parseDouble(row[17]),
                Integer.parseInt(row[15]),
                Integer.parseInt(row[16]),
                new Looks(
                        Boolean.parseBoolean(row[20]),
                        Double.parseDouble(row[21]),
                        1000,
                        DAY_MILLIS,
                        Boolean.parseBoolean(row[22]),
                        Integer.parseInt(row[23]),
                        Double.parseDouble(row[24])));
    }

    private static String[] texts(Answer answer) {
        String limited = answer.isLimited() ? "ScalingLimited" : "-";
        return new String[] {
            Integer.toString(answer.parallelism()),
            Boolean.toString(answer.isOutside()),
            Double.isNaN(answer.expected()) ? "-" : Double.toString(answer.expected()),
            Double.toString(answer.up()),
            Double.toString(answer.down()),
            answer.isIneffective() ? "IneffectiveScaling" : limited
        };
    }

    @Test
    void jobs() throws IOException {
        NaiveFlink naive = null;
        String sequence = "";
        for (String[] row : rows("flink-sequences.tsv")) {
            Vertex[] vertices = Stream.of(row[9].split(";"))
                    .map(vertex -> vertex.split(":"))
                    .map(vertex -> new Vertex(
                            Integer.parseInt(vertex[0]),
                            Integer.parseInt(vertex[3]),
                            0,
                            vertex[4].equals("HASH"),
                            Double.parseDouble(vertex[1]),
                            Double.parseDouble(vertex[2]),
                            0))
                    .toArray(Vertex[]::new);
            naive = row[0].equals(sequence) ? naive : new NaiveFlink(ofSequence(row), vertices.length);
            sequence = row[0];
            boolean isDue = naive.decide(millis(row[2]), false, vertices);
            Answer[] answers = naive.answers;
            String after = IntStream.range(0, vertices.length)
                    .map(i -> isDue ? answers[i].parallelism() : vertices[i].parallelism())
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(";"));
            if (isDue) {
                naive.rescaled(millis(row[2]));
            }
            assertThat(isDue + " " + after).as(sequence + " step " + row[1]).isEqualTo(row[10] + " " + row[11]);
        }
    }

    private static Config ofSequence(String... row) {
        return new Config(
                false,
                "LEGACY:" + row[4],
                0.7,
                null,
                null,
                0.3,
                1_800_000,
                300_000,
                millis(row[3]),
                Double.parseDouble(row[8]),
                Double.parseDouble(row[7]),
                Integer.parseInt(row[5]),
                Integer.parseInt(row[6]),
                new Looks(false, 0.1, 3, DAY_MILLIS, false, 3, 0.5));
    }
}
