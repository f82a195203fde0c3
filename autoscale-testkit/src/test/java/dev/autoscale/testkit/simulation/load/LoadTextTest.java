package dev.autoscale.testkit.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.text.LoadGrammar;
import dev.autoscale.testkit.text.Spans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTextTest {
    @TempDir
    private Path work;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            poisson 20/s for 10m service exp 800ms              | poisson 20/s for 10m service exp 800ms
            \tpoisson  90/min for 600 service 0.0005s           | poisson 1.5/s for 10m service fixed 0.5ms
            even 36/h for 2h30m1.5s service uniform 1..90s      | even 0.01/s for 2h30m1.5s service uniform 1s..1m30s
            step 5/s 10m,0/s 5m , 0.5/s 15m service lognormal 1s 0 | step 5/s 10m, 0/s 5m, 0.5/s 15m service lognormal 1s 0
            ramp 40..0.25/s for 10m service 1s                  | ramp 40..0.25/s for 10m service fixed 1s
            ramp 60..120/min for 10m service 1s                 | ramp 1..2/s for 10m service fixed 1s
            diurnal 2..40/s every 24h for 48h service 500ms     | diurnal 2..40/s every 1d for 2d service fixed 500ms
            burst 2..40/s every 10m lasting 1m for 2h service 0 | burst 2..40/s every 10m lasting 1m for 2h service fixed 0s
            flash 5..9/s at 5m rise 0s decay 2m for 20m service 1s | flash 5..9/s at 5m rise 0s decay 2m for 20m service fixed 1s
            onoff 1..40/s off 5m on 30s for 2h service 500ms    | onoff 1..40/s off 5m on 30s for 2h service fixed 500ms
            silence 10m                                         | silence 10m
            (((silence 10m)))                                   | silence 10m
            trace "a ""b"" (1).csv" faster 2 times 0.5 to 5m    | trace "a ""b"" (1).csv" times 0.5
            trace /tmp/x-1.csv from 5m                          | trace /tmp/x-1.csv from 5m
            series x.csv service 1s                             | series x.csv scale 1 service fixed 1s
            series x.csv every 5m scale 0.1 service 1s          | series x.csv every 5m scale 0.1 service fixed 1s
            series x.csv linear service 1s                      | series x.csv scale 1 linear service fixed 1s
            series x.csv scale 2 zeros-are-gaps service 1s      | series x.csv scale 2 zeros-are-gaps service fixed 1s
            series x.csv every 5m linear zeros-are-gaps service 1s | series x.csv every 5m scale 1 linear zeros-are-gaps service fixed 1s
            silence 1s; then silence 2s;then silence 3s         | silence 1s; then silence 2s; then silence 3s
            (silence 1s; then silence 2s); and silence 3s       | (silence 1s; then silence 2s); and silence 3s
            """)
    void is_read(String text, String name) {
        String expected = name.replace("csv\" times 0.5", "csv\" faster 2 times 0.5 to 5m");
        assertThat(Loads.parse(text).name()).isEqualTo(expected);
        assertThat(Loads.parse(expected).name()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                            | 1: must be one of SHAPES: word=(the end)
            poison 20/s                   | 1: must be one of SHAPES: word=poison (did you mean poisson?)
            poisson                       | 8: must be a rate such as 20/s, 90/min or 5/h: word=(the end)
            poisson 20 for 1s             | 9: must be a rate such as 20/s, 90/min or 5/h: word=20
            poisson 1.2.3/s for 1s        | 9: must be a rate such as 20/s, 90/min or 5/h: word=1.2.3/s
            poisson 20/s  fro 1s          | 15: must be 'for': word=fro (did you mean for?)
            poisson 20/s for 1x service 1s | 18: must be a length of time such as 15s, 5m, 1h30m or plain seconds: word=1x
            poisson 20/s for 0.1us        | 18: must be a length of time such as 15s, 5m, 1h30m or plain seconds: word=0.1us
            poisson 20/s for 0.0001ms     | 18: must be a length of time such as 15s, 5m, 1h30m or plain seconds, in whole microseconds: word=0.0001ms
            poisson 20/s for 1s service   | 28: must be a length of time or one of fixed, exp, uniform, lognormal: word=(the end)
            poisson 20/s for 1s service exq 1s | 29: must be a length of time or one of fixed, exp, uniform, lognormal: word=exq (did you mean exp?)
            poisson 20/s for 1s service uniform 1s | 37: must be two lengths of time such as 100ms..2s: word=1s
            poisson 20/s for 1s service uniform 2s..1s | 29: longest must be >= shortest: longest=PT1S, shortest=PT2S
            poisson 20/s for 1s service lognormal 1s x | 42: must be a number such as 2 or 0.5: word=x
            poisson 0/s for 1s service 1s | 1: perSecond must be > 0: perSecond=0.0
            ramp 2/s for 1s               | 6: must be two rates such as 2..40/s: word=2/s
            ramp 2..4/d for 1s            | 6: must be two rates such as 2..40/s: word=2..4/d
            silence 1s; diurnal 2..1/s    | 13: must be one of then, and: word=diurnal
            silence 1s; then diurnal 2..1/s every 0s for 1s service 1s | 18: high must be >= low: high=1.0, low=2.0; period must be >= 1 microsecond: period=PT0S
            silence 1s; then silence 1s; and silence 1s | 30: must be the same all along, or in parentheses: then: word=and
            silence 1s then silence 1s    | 12: must be the end, '; then', '; and', from, to, faster or times: word=then
            silence 1s fastr 2            | 12: must be the end, '; then', '; and', from, to, faster or times: word=fastr (did you mean faster?)
            silence 1s faster 0           | 12: factor must be > 0: factor=0.0
            silence 1s from 2s to 1s      | 12: to must be >= from: to=PT1S, from=PT2S
            (silence 1s                   | 12: must be ')': word=(the end)
            silence 1s;                   | 12: must be one of then, and: word=(the end)
            trace ;                       | 7: must be the name of a file: word=;
            trace "x                      | 7: quotes must be closed: word="x
            trace "" faster 2             | 7: must be the name of a file: word=""
            series x.csv scale x          | 20: must be a number such as 2 or 0.5: word=x
            """)
    void names_the_rule_the_word_and_its_column(String text, String message) {
        String shapes = "poisson, even, step, ramp, diurnal, burst, flash, onoff, silence, trace, series";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.parse(text))
                .withMessage("load:" + message.replace("SHAPES", shapes));
    }

    @Test
    void parentheses_have_a_limit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loads.parse("(".repeat(100_000)))
                .withMessage("load:51: parentheses must be at most 50 deep: word=(");
    }

    /** What the command line prints as help can be typed in. */
    @Test
    void each_example_of_the_grammar_is_a_load() {
        List<String> examples = LoadGrammar.TEXT
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.strip().split(" {2,}")[0])
                .toList();
        assertThat(examples).hasSize(11);
        for (String example : examples) {
            Load load = Loads.parse(example);
            assertThat(Loads.parse(load.name()).name()).isEqualTo(load.name());
        }
        assertThat(LoadGrammar.TEXT.lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void a_name_gives_the_same_load_again() throws IOException {
        Files.writeString(work.resolve("t.csv"), "arrival_ms,service_ms\n0,1\n5000,2\n70000.5,3\n");
        Files.writeString(work.resolve("s (1).csv"), "t_ms,value\n0,100\n60000,20\n");
        for (int seed = 0; seed < 1_000; seed++) {
            Load load = load(SeededRandom.of(seed), 3);
            Load again = Loads.parse(load.name());
            assertThat(again.name()).isEqualTo(load.name());
            assertThat(Read.of(again, seed)).as(load.name()).isEqualTo(Read.of(load, seed));
        }
    }

    private Load load(SeededRandom random, int depth) {
        ServiceTimes service = service(random);
        Duration time = time(random, 120);
        double low = number(random);
        double high = low + number(random);
        return switch (random.nextInt(depth == 0 ? 11 : 16)) {
            case 0 -> Loads.poisson(high, time, service);
            case 1 -> Loads.even(high, time, service);
            case 2 -> Loads.rates(new double[] {low, high}, new Duration[] {time, time(random, 9)}, service);
            case 3 -> Loads.ramp(high, low, time, service);
            case 4 -> Loads.diurnal(low, high, time(random, 99), time, service);
            case 5 -> Loads.burst(low, high, Duration.ofSeconds(9), time(random, 8), time, service);
            case 6 ->
                Loads.flashCrowd(low, high)
                        .at(time(random, 9))
                        .rise(time(random, 9))
                        .decay(time(random, 9))
                        .load(time, service);
            case 7 -> Loads.onOff(low, high, time(random, 9), time(random, 9), time, service);
            case 8 -> Loads.silence(time);
            case 9 -> Loads.trace(work.resolve("t.csv"));
            case 10 ->
                random.nextBoolean()
                        ? Loads.series(work.resolve("s (1).csv"), low, service)
                        : Loads.series(work.resolve("s (1).csv"))
                                .bucket(time(random, 99))
                                .scale(low)
                                .linear()
                                .load(service);
            case 11 -> Loads.concat(load(random, depth - 1), load(random, depth - 1));
            case 12 -> Loads.merge(load(random, depth - 1), load(random, depth - 1), load(random, depth - 1));
            case 13 -> Loads.faster(load(random, depth - 1), number(random));
            case 14 -> Loads.scale(load(random, depth - 1), number(random) / 4);
            default ->
                Loads.clip(
                        load(random, depth - 1),
                        time(random, 9),
                        Duration.ofSeconds(10).plus(time));
        };
    }

    private static ServiceTimes service(SeededRandom random) {
        Duration time = time(random, 5);
        return switch (random.nextInt(4)) {
            case 0 -> ServiceTimes.fixed(time);
            case 1 -> ServiceTimes.exponential(time);
            case 2 -> ServiceTimes.uniform(time, time.plusSeconds(1));
            default -> ServiceTimes.logNormal(time, number(random));
        };
    }

    /** More than nothing, of all sizes, to the microsecond. */
    private static Duration time(SeededRandom random, int mostSeconds) {
        long unit = List.of(1L, 1_000L, 1_000_000L).get(random.nextInt(3));
        return Duration.of((1 + random.nextLong(mostSeconds * 1_000_000L / unit)) * unit, ChronoUnit.MICROS);
    }

    private static double number(SeededRandom random) {
        return random.nextBoolean() ? random.nextInt(1, 9) : 0.125 + random.nextDouble() * 5;
    }

    @Test
    void lengths_of_time_are_words() {
        SeededRandom random = SeededRandom.of(2);
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong(1L << random.nextInt(1, 59));
            assertThat(Spans.micros(Spans.word(micros))).isEqualTo(micros);
        }
        assertThat(List.of(Spans.word(0), Spans.word(1), Spans.word(1_500_000), Spans.word(5_400_000_000L)))
                .containsExactly("0s", "0.001ms", "1.5s", "1h30m");
    }
}
