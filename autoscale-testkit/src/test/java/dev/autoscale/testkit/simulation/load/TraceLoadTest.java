package dev.autoscale.testkit.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.ZeroAllocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceLoadTest {
    private static final String HEADER = "arrival_ms,service_ms\n";

    @TempDir
    private Path work;

    private static TraceArrivals trace(String text) {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return new TraceArrivals(new CsvRows(Path.of("t.csv"), in, TraceArrivals.columns()));
    }

    @Test
    void reads_requests_to_the_microsecond() {
        Read read = Read.of(trace(
                HEADER + "0,1522\n12.5,0.25\n12.5,1e3\n12.50099999,007\n1.26E1,.5\n" + "99999999999999.999,1e-30\n"));
        assertThat(read.arrivals()).containsExactly(0, 12_500, 12_500, 12_500, 12_600, 99_999_999_999_999_999L);
        assertThat(read.services()).containsExactly(1_522_000, 250, 1_000_000, 7_000, 500, 0);
    }

    @Test
    void takes_what_spreadsheets_write() {
        String text = "\uFEFF# comment\r\n\r\n Model ,\"SERVICE_MS\"\t,arrival_ms\r\n"
                + "\"a,\"\"b\"\"\",\"5\" , 1\r\n  # näch\r\n,6,2\r\n\t\r\n\"\",7,\"3\"";
        Read read = Read.of(trace(text));
        assertThat(read.arrivals()).containsExactly(1_000, 2_000, 3_000);
        assertThat(read.services()).containsExactly(5_000, 6_000, 7_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            ''                                   | 1:1: must have a header and rows: rows=0
            # only~                              | 1:1: must have a header and rows: rows=0
            arrival_ms,service_ms~               | 1:1: must have rows: rows=0
            # c~~ arrival,service_ms~0,1         | 3:1: must have a column arrival_ms: columns=arrival,service_ms
            arrival_ms,x, ARRIVAL_ms ,service_ms | 1:15: column must be given once: column=arrival_ms
            arrival_ms,service_ms~0,1~4.5,2~4,3  | 4:1: arrival_ms must not go back in time: arrival_ms=4, before=4.5
            arrival_ms,service_ms~0,1~ x,2       | 3:2: arrival_ms must be a number from 0 to 1000000000000000: arrival_ms=x
            arrival_ms,service_ms~0, -1          | 2:4: service_ms must be a number from 0 to 1000000000000000: service_ms=-1
            arrival_ms,service_ms~0,             | 2:3: service_ms must be a number from 0 to 1000000000000000: service_ms=
            arrival_ms,service_ms~0,NaN          | 2:3: service_ms must be a number from 0 to 1000000000000000: service_ms=NaN
            arrival_ms,service_ms~0,1.2.3        | 2:3: service_ms must be a number from 0 to 1000000000000000: service_ms=1.2.3
            arrival_ms,service_ms~0,1e999999999  | 2:3: service_ms must be a number from 0 to 1000000000000000: service_ms=1e999999999
            arrival_ms,service_ms~0,1e9999999999 | 2:3: service_ms must be a number from 0 to 1000000000000000: service_ms=1e9999999999
            arrival_ms,service_ms~0,1000000000000000.1 | 2:3: service_ms must be a number from 0 to 1000000000000000: service_ms=1000000000000000.1
            arrival_ms,service_ms~0              | 2:2: row must have 2 cells as the header has: cells=1
            arrival_ms,service_ms~0,1,2,3        | 2:5: row must have 2 cells as the header has: cells=4
            x,arrival_ms,service_ms~äöü€😀,0,a    | 2:9: service_ms must be a number from 0 to 1000000000000000: service_ms=a
            arrival_ms,service_ms~0,"1           | 2:3: quotes must surround a whole cell: cell="1
            arrival_ms,service_ms~0, "1" 2       | 2:4: quotes must surround a whole cell: cell="1" 2
            arrival_ms,service_ms~0, "b"         | 2:4: service_ms must be a number from 0 to 1000000000000000: service_ms=b
            """)
    void names_file_line_and_column(String text, String message) {
        String csv = "''".equals(text) ? "" : text.replace('~', '\n');
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Read.of(trace(csv)))
                .withMessage("t.csv:" + message);
    }

    @Test
    void a_line_has_a_limit_and_what_is_shown_too() {
        String longest = "x".repeat(CsvRows.BUFFER_BYTES - HEADER.length());
        assertThat(Read.of(trace("#" + longest + "\n" + HEADER + "1,2")).count())
                .isEqualTo(1);
        assertThatThrownBy(() -> Read.of(trace(HEADER + "1,2\n#" + "x".repeat(CsvRows.BUFFER_BYTES))))
                .hasMessage(
                        "t.csv:3:1: line must have < 65536 bytes: line=#" + "x".repeat(199) + "... (65536 characters)");
    }

    @Test
    void what_cannot_be_read_is_no_malformed_recording() {
        UncheckedIOException missing = catchThrowableOfType(
                UncheckedIOException.class,
                () -> Loads.trace(work.resolve("none.csv")).open(SeededRandom.of(1)));
        assertThat(missing).hasMessage(work.resolve("none.csv") + ": no such file");
        assertThatThrownBy(() -> Loads.trace(work).open(SeededRandom.of(1)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(work + ": is a directory");
    }

    @Test
    void is_read_anew_each_time_it_is_opened() throws IOException {
        Path file = Files.writeString(work.resolve("a b.csv"), HEADER + "0,1\n5,2\n");
        Load load = Loads.trace(file);
        assertThat(load.name()).isEqualTo("trace \"" + file + '"');
        assertThat(Read.of(load, 1)).isEqualTo(Read.of(load, 2));
        Arrivals arrivals = load.open(SeededRandom.of(1));
        assertThat(arrivals.next()).isTrue();
        arrivals.close();
        assertThat(arrivals.next()).isFalse();
        arrivals.close();
    }

    /** Two million rows and more: as many as the counter of allocations wants to see. */
    @Test
    void memory_does_not_grow_with_the_length() {
        TraceArrivals arrivals =
                new TraceArrivals(new CsvRows(Path.of("endless"), new EndlessRows(HEADER), TraceArrivals.columns()));
        long bytes = ZeroAllocation.fewestBytes(1_000_000, i -> {
            if (!arrivals.next()) {
                throw new AssertionError("endless");
            }
        });
        assertThat(bytes).isZero();
        assertThat(arrivals.arrivalMicros()).isGreaterThanOrEqualTo(2_000_000 * 500L - 500);
    }
}
