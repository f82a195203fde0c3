package dev.autoscale.testkit.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.SeededRandom;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Recordings of all kinds are read the same however they come in, as requests or with a complaint that says where. */
class TraceFuzzTest {
    private static final int CASES = 3_000;
    private static final String[] PIECES = {
        ",",
        "\n",
        "\r\n",
        "\"",
        "#",
        " ",
        "\t",
        ".",
        "-",
        "+",
        "e",
        "x",
        "0",
        "9",
        "\u20AC",
        "\uD83D\uDE00",
        "\uFEFF",
        "\0",
        "arrival_ms",
        "1e3",
        "\"7\"",
        "123456789012345678901234567890"
    };

    @Test
    void damaged_recordings_are_refused_with_line_and_column() {
        int refused = 0;
        for (int seed = 0; seed < CASES; seed++) {
            SeededRandom random = SeededRandom.of(seed);
            StringBuilder text =
                    new StringBuilder("# a comment\nx,arrival_ms,service_ms\na,0,1\n\"b,c\",5.5,20\n,7,1e2\n");
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                int removed = random.nextInt(Math.min(3, text.length() - at));
                text.replace(at, at + removed, PIECES[random.nextInt(PIECES.length)]);
            }
            String whole = outcome(text.toString(), Integer.MAX_VALUE);
            assertThat(outcome(text.toString(), 1 + random.nextInt(7)))
                    .as(text.toString())
                    .isEqualTo(whole);
            if (!whole.startsWith("[")) {
                assertThat(whole).as(text.toString()).matches("t\\.csv:[0-9]+:[0-9]+: [^\\p{Cntrl}]+");
                refused++;
            }
        }
        assertThat(refused).isBetween(CASES / 4, CASES);
    }

    @Test
    void sound_recordings_are_read_as_a_plain_parser_would() {
        SeededRandom random = SeededRandom.of(8);
        StringBuilder text = new StringBuilder("service_ms,arrival_ms\r\n");
        long[] arrivals = new long[20_000];
        long[] services = new long[arrivals.length];
        long nanos = 0;
        for (int i = 0; i < arrivals.length; i++) {
            nanos += random.nextLong(1L << random.nextInt(1, 34));
            long service = random.nextLong(1L << random.nextInt(1, 50));
            BigDecimal arrivalMillis = BigDecimal.valueOf(nanos, 6);
            BigDecimal serviceMillis = BigDecimal.valueOf(service, 6).stripTrailingZeros();
            arrivals[i] = arrivalMillis
                    .movePointRight(3)
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
            services[i] = serviceMillis
                    .movePointRight(3)
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
            text.append(serviceMillis).append(" , \"").append(arrivalMillis).append("\"\n");
        }
        assertThat(read(text.toString(), 1_000)).isEqualTo(new Read(arrivals, services));
    }

    private static String outcome(String text, int mostBytes) {
        try {
            return read(text, mostBytes).toString();
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Read read(String text, int mostBytes) {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, mostBytes));
            }
        };
        return Read.of(new TraceArrivals(new CsvRows(Path.of("t.csv"), in, TraceArrivals.columns())));
    }
}
