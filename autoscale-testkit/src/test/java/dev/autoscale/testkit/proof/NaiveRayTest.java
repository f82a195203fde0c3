package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.proof.NaiveRay.Config;
import dev.autoscale.testkit.proof.NaiveRay.Factors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The naive model gives what the real Ray Serve gave. */
class NaiveRayTest {
    /** Another folder than that of the tests may hold more rows. */
    private static final Path FOLDER =
            Path.of(System.getProperty("autoscale.vectors", "src/test/resources/conformance"), "ray");

    static List<String[]> rows(String file) throws IOException {
        try (Stream<String> lines = Files.lines(FOLDER.resolve(file))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }

    private static Double number(String text) {
        return text.equals("-") ? null : Double.valueOf(text);
    }

    private static Integer whole(String text) {
        return text.equals("-") ? null : Integer.valueOf(text);
    }

    private static double orNan(String text) {
        return text.equals("-") ? Double.NaN : Double.parseDouble(text);
    }

    /** From the columns of a config, from policy to gang. */
    private static Config config(String... row) {
        return new Config(
                row[0],
                number(row[1]),
                new Factors(number(row[2]), number(row[3]), number(row[4]), number(row[5]), number(row[6])),
                whole(row[7]),
                whole(row[8]),
                whole(row[9]),
                number(row[10]),
                row[11].equals("-") ? null : row[11],
                number(row[12]),
                number(row[13]),
                number(row[14]),
                whole(row[15]));
    }

    private static String[] remembered(NaiveRay naive, int decision) {
        return new String[] {
            Long.toString((long) naive.proposed),
            Integer.toString(decision),
            Integer.toString(naive.counter),
            naive.sinceMillis == null ? "-" : naive.sinceMillis.toString()
        };
    }

    @Test
    void decisions() throws IOException {
        for (String[] row : rows("decisions.tsv")) {
            NaiveRay naive = new NaiveRay(config(Arrays.copyOfRange(row, 1, 17)));
            int target = Integer.parseInt(row[19]);
            assertThat(new int[] {naive.lower(), naive.upper(), naive.register(target, true)})
                    .as(row[0])
                    .containsExactly(Integer.parseInt(row[24]), Integer.parseInt(row[25]), Integer.parseInt(row[26]));
            naive.counter = Integer.parseInt(row[22]);
            naive.sinceMillis = row[23].equals("-") ? null : Long.valueOf(row[23]);
            int decision = naive.decide(
                    Long.parseLong(row[17]), Integer.parseInt(row[18]), target, orNan(row[20]), orNan(row[21]));
            assertThat(remembered(naive, decision)).as(row[0]).containsExactly(Arrays.copyOfRange(row, 27, 31));
        }
    }

    @Test
    void sequences() throws IOException {
        Map<String, String[]> configs = new HashMap<>();
        NaiveRay naive = null;
        String sequence = "";
        String config = "";
        int target = -1;
        for (String[] row : rows("sequences.tsv")) {
            String name = row[0].equals("C") ? row[2] : row[3];
            if (row[0].equals("C")) {
                configs.put(row[1] + "/" + name, Arrays.copyOfRange(row, 3, 19));
                continue;
            }
            boolean isNew = !row[1].equals(sequence);
            if (isNew || !name.equals(config)) {
                String[] settings = configs.get(row[1] + "/" + name);
                boolean isChanged = isNew || !Arrays.equals(configs.get(row[1] + "/" + config), settings);
                naive = new NaiveRay(config(settings));
                target = naive.register(isNew ? -1 : target, isChanged);
                assertThat(target).as(row[1] + " step " + row[2]).isEqualTo(Integer.parseInt(row[9]));
            }
            sequence = row[1];
            config = name;
            target = naive.decide(
                    Long.parseLong(row[4]), Integer.parseInt(row[5]), target, orNan(row[7]), orNan(row[8]));
            assertThat(remembered(naive, target))
                    .as(sequence + " step " + row[2])
                    .containsExactly(Arrays.copyOfRange(row, 10, 14));
        }
    }
}
