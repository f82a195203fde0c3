package dev.autoscale.testkit.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.ZeroAllocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesLoadTest {
    private static final ServiceTimes SECOND = ServiceTimes.fixed(Duration.ofSeconds(1));

    @TempDir
    private Path work;

    private static Rates series(String text, SeriesRates.Reading reading) {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return reading.of(new CsvRows(Path.of("s.csv"), in, SeriesRates.columns()));
    }

    private static SeriesRates.Reading linear(long bucketMicros) {
        return new SeriesRates.Reading(bucketMicros, 1, false, true);
    }

    /** A piece after the other: its end in seconds, and its rate at the beginning and at the end, or that of all of it. */
    private static String pieces(Rates rates) {
        StringBuilder pieces = new StringBuilder();
        long begin = 0;
        while (rates.next()) {
            double first = rates.perSecond * (rates.perSecond == 0 ? 0 : rates.shareAt(begin));
            double last = rates.perSecond * (rates.perSecond == 0 ? 0 : rates.shareAt(rates.endMicros));
            pieces.append(rates.endMicros / 1e6).append(':').append(first);
            pieces.append(first == last ? "" : ".." + last).append(' ');
            begin = rates.endMicros;
        }
        rates.close();
        return pieces.toString();
    }

    @Test
    void a_level_holds_until_the_next_row_and_the_last_for_a_bucket() {
        String text = "t_ms,value\n1000,60\n3000,30.5\n9000,0\n10000,1e3\n";
        assertThat(pieces(series(text, new SeriesRates.Reading(0, 0.5, false, false))))
                .isEqualTo("1.0:0.0 3.0:15.0 9.0:7.625 10.0:0.0 12.0:250.0 ");
        assertThat(pieces(series(text, new SeriesRates.Reading(0, 0.5, true, false))))
                .as("the level before holds while samples fail")
                .isEqualTo("1.0:0.0 3.0:15.0 9.0:7.625 10.0:7.625 12.0:250.0 ");
    }

    @Test
    void linear_it_goes_from_middle_to_middle_and_is_level_before_and_after() {
        String text = "t_ms,value\n1000,60\n3000,30\n5000,0\n7000,10\n";
        assertThat(pieces(series(text, linear(0))))
                .isEqualTo("1.0:0.0 2.0:30.0 4.0:30.0..15.0 6.0:15.0..0.0 8.0:0.0..5.0 9.0:5.0 ");
    }

    /** A missing row, samples that failed at the begin, within and at the end, and zeros that are gaps. */
    @Test
    void linear_it_crosses_gaps() {
        assertThat(pieces(series("t_ms,value\n0,20\n2000,40\n8000,80\n", linear(0))))
                .as("missing rows: the middle of the row before the gap stays where it is")
                .isEqualTo("0.0:0.0 1.0:10.0 3.0:10.0..20.0 9.0:20.0..40.0 10.0:40.0 ");
        assertThat(pieces(series("t_ms,value\n0,NaN\n2000,20\n4000,nan\n6000,60\n8000,inf\n", linear(0))))
                .isEqualTo("0.0:0.0 3.0:10.0 7.0:10.0..30.0 10.0:30.0 ");
        assertThat(pieces(series("t_ms,value\n0,NaN\n2000,NaN\n", linear(0)))).isEqualTo("0.0:0.0 4.0:0.0 ");
        String zeros = "t_ms,value\n0,20\n2000,0\n4000,60\n";
        assertThat(pieces(series(zeros, new SeriesRates.Reading(0, 1, true, true))))
                .isEqualTo("0.0:0.0 1.0:10.0 5.0:10.0..30.0 6.0:30.0 ");
        assertThat(pieces(series("t_ms,value\n1000,3\n", linear(2_000_000))))
                .as("one row")
                .isEqualTo("1.0:0.0 2.0:1.5 3.0:1.5 ");
        assertThat(pieces(series("t_ms,value\n0,3\n60000,6\n", linear(1_000_000))))
                .as("rates per second, told once a minute")
                .isEqualTo("0.0:0.0 30.0:3.0 60.5:3.0..6.0 61.0:6.0 ");
    }

    @Test
    void linear_as_many_arrive_in_the_mean_and_on_the_line() throws IOException {
        Path file = Files.writeString(
                work.resolve("s.csv"), "t_ms,value\n0,1000\n100000,21000\n200000,1000\n300000,1000\n");
        Read read = Read.of(Loads.series(file).linear().load(SECOND), 7);
        assertThat(read.isInOrder()).isTrue();
        assertThat((double) read.count()).isCloseTo(24_000, within(4 * Math.sqrt(24_000)));
        assertThat((double) read.between(0, 50)).isCloseTo(500, within(4 * Math.sqrt(500)));
        assertThat((double) read.between(50, 100)).isCloseTo(3_000, within(4 * Math.sqrt(3_000)));
        assertThat((double) read.between(100, 150)).isCloseTo(8_000, within(4 * Math.sqrt(8_000)));
        assertThat((double) read.between(250, 400)).isCloseTo(1_500, within(4 * Math.sqrt(1_500)));
        assertThat(read.between(400, 1e9)).isZero();
    }

    @Test
    void arrivals_come_at_the_rates() throws IOException {
        Path file = Files.writeString(
                work.resolve("s.csv"), "t_ms,value\n60000,1200\n120000,12000\n180000,0\n240000,600\n");
        Load load = Loads.series(file, 2, SECOND);
        assertThat(load.name()).isEqualTo("series " + file + " scale 2 service fixed 1s");
        assertThat(Loads.series(file)
                        .bucket(Duration.ofMinutes(5))
                        .scale(0.125)
                        .load(SECOND)
                        .name())
                .isEqualTo("series " + file + " every 5m scale 0.125 service fixed 1s");
        Read read = Read.of(load, 7);
        assertThat(read.isInOrder()).isTrue();
        assertThat(read.between(0, 60)).isZero();
        assertThat((double) read.between(60, 120)).isCloseTo(2_400, within(4 * Math.sqrt(2_400)));
        assertThat((double) read.between(120, 180)).isCloseTo(24_000, within(4 * Math.sqrt(24_000)));
        assertThat(read.between(180, 240)).isZero();
        assertThat((double) read.between(240, 300)).isCloseTo(1_200, within(4 * Math.sqrt(1_200)));
        assertThat(read.between(300, 1e9)).isZero();
        assertThat(Read.of(load, 7)).isEqualTo(read);
        assertThat(Read.of(load, 8)).isNotEqualTo(read);
        assertThat((double) Read.of(
                                Loads.series(file)
                                        .bucket(Duration.ofMinutes(2))
                                        .scale(2)
                                        .load(SECOND),
                                7)
                        .between(120, 180))
                .isCloseTo(12_000, within(4 * Math.sqrt(12_000)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            t_ms,value~                 | 1:1: must have rows: rows=0
            t_ms,value~0,1              | 2:1: must have two rows to tell the bucket from: rows=1
            t_ms,level~0,1              | 1:1: must have a column value: columns=t_ms,level
            t_ms,value~0,1~0.0009,2     | 3:1: t_ms must go forward in time: t_ms=0.0009, before=0
            t_ms,value~0,1~5,-2         | 3:3: value must be a number >= 0: value=-2
            t_ms,value~0,abc            | 2:3: value must be a number >= 0: value=abc
            t_ms,value~0,0x1p3          | 2:3: value must be a number >= 0: value=0x1p3
            t_ms,value~0,1e999          | 2:3: value must be a number >= 0: value=1e999
            t_ms,value~0,               | 2:3: value must be a number >= 0: value=
            t_ms,value~-1,1             | 2:1: t_ms must be a number from 0 to 1000000000000000: t_ms=-1
            """)
    void names_file_line_and_column(String text, String message) throws IOException {
        Path file = Files.writeString(work.resolve("s.csv"), text.replace('~', '\n'));
        Load load = Loads.series(file, 1, SECOND);
        assertThatIllegalArgumentException().isThrownBy(() -> Read.of(load, 1)).withMessage(file + ":" + message);
    }

    @Test
    void numbers_are_those_of_the_jdk() {
        SeededRandom random = SeededRandom.of(5);
        for (int i = 0; i < 20_000; i++) {
            double value = random.nextDouble() * StrictMath.pow(10, random.nextInt(-4, 18));
            String text = i % 3 == 0 ? Double.toString(value) : RateText.number(i % 3 == 1 ? value : (float) value);
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(CsvNumbers.number(bytes, 0, bytes.length)).as(text).isEqualTo(Double.parseDouble(text));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void memory_does_not_grow_with_the_length(boolean isLinear) {
        Rates rates = new SeriesRates.Reading(0, 1, false, isLinear)
                .of(new CsvRows(Path.of("endless"), new EndlessRows("t_ms,value\n"), SeriesRates.columns()));
        long bytes = ZeroAllocation.fewestBytes(1_000_000, i -> {
            if (!rates.next()) {
                throw new AssertionError("endless");
            }
        });
        assertThat(bytes).isZero();
        assertThat(rates.endMicros).isGreaterThanOrEqualTo(2_000_000 * 500L - 750);
    }

    @Test
    void settings_are_judged_together() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.series(Path.of("x"))
                        .bucket(Duration.ZERO)
                        .scale(-1)
                        .load(SECOND))
                .withMessage("bucket must be >= 1 microsecond: bucket=PT0S; scale must be >= 0: scale=-1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Loads.series(Path.of("x"), Double.NaN, SECOND));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.poisson(0, Duration.ofSeconds(Long.MAX_VALUE), SECOND))
                .withMessageStartingWith("perSecond must be > 0: perSecond=0.0; duration must be <= 290,000 years: ");
    }
}
