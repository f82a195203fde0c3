package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final String POLICY = """
            maxReplicas=10
            metrics.load.averageValue=5
            behavior.scaleUp.policies=Percent 100 15, Pods 2 15
            behavior.scaleDown.stabilizationWindowSeconds=60
            """;

    /*
     * Worked out by hand. At 15 s wanted is 4, but +2 pods is all that the policies allow; at 30 s the 4 is reached. From
     * 45 s on wanted is 1, but the 4 of 30 s is held for the 60 s of the window, until just before 90 s.
     */
    private static final String METRICS = """
            # made up
            t_ms,requests
            0,5
            15000,20
            45000,5
            150000,5
            """;

    @TempDir
    private Path directory;

    @Test
    void timeline_and_summary_are_as_worked_out_by_hand() throws IOException {
        Run run = replay(POLICY, METRICS);

        assertThat(run.err())
                .startsWith("note: column requests of ")
                .endsWith(" feeds the metric load, as there is no other column and no other metric\n");
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("""
                        policy.properties on metrics.csv
                          0:00:15   1 ->  3  load 20 of 5 per replica  wants 4, scale-up rate allows 3
                          0:00:30   3 ->  4  load 20 of 5 per replica  wants 4
                          0:01:30   4 ->  1  load 5 of 5 per replica   wants 1

                          steps           11, every 15 s for 2 min 45 s
                          changes         3 (2 up, 1 down)
                          reversals       1
                          replica-hours   0.10
                          replicas        1 to 4, mean 2.273
                          limited         9.1 % of the time (9.1 % by rate, 0.0 % by min or max)
                          stabilized      27.3 % of the time
                          at max          0.0 % of the time
                          above target    9.1 % of the time
                          failed metrics  0 steps
                        """);
    }

    @Test
    void all_shows_every_step_and_the_table_too() throws IOException {
        Path csv = directory.resolve("new/steps.csv");
        Run run = replay(POLICY, METRICS, "--all", "--to", "45s", "--csv", csv.toString());

        assertThat(run.out().lines().limit(5))
                .containsExactly(
                        "policy.properties on metrics.csv",
                        "  0:00:00   1        load 5 of 5 per replica  wants 1 (within tolerance)",
                        "  0:00:15   1 ->  3  load 20 of 5 per replica  wants 4, scale-up rate allows 3",
                        "  0:00:30   3 ->  4  load 20 of 5 per replica  wants 4",
                        "  0:00:45   4        load 5 of 5 per replica   wants 1, stabilized at 4");
        assertThat(Files.readString(csv)).isEqualTo("""
                        t_ms,load,current,recommended,stabilized,limited,replicas,reason
                        0,5,1,1,1,1,1,metrics ask for the current count
                        15000,20,1,4,4,3,3,ScaleUpLimit
                        30000,20,3,4,4,4,4,metric above target
                        45000,5,4,1,4,4,4,ScaleDownStabilized
                        """);
    }

    @Test
    void many_changes_are_cut_in_the_middle() throws IOException {
        String zigzag = Stream.iterate(0, i -> i < 40, i -> i + 1)
                .map(i -> i * 60_000 + "," + (i % 2 == 0 ? 5 : 50) + "\n")
                .reduce("t,load\n", String::concat);
        String policy = "maxReplicas=10\nmetrics.load.averageValue=5\nbehavior.scaleUp.policies=Pods 10 15\n"
                + "behavior.scaleDown.stabilizationWindowSeconds=0\n";

        List<String> few = replay(policy, zigzag, "--lines", "6").out().lines().toList();
        assertThat(few.get(4)).startsWith("  ... 33 more");
        assertThat(few.get(7)).contains("0:39:00");
        List<String> all = replay(policy, zigzag, "--lines", "0").out().lines().toList();
        assertThat(all.subList(1, 40)).allMatch(line -> line.contains(" -> "));
    }

    @Test
    void an_average_needs_the_replicas_of_its_time() throws IOException {
        String cpu = "maxReplicas=10\nmetrics.cpu.averageUtilization=50\n";
        Run refused = replay(cpu, "time,cpu\n0,80\n");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains("must have a replicas column: metric=cpu (Resource, average per replica)")
                .contains("the load is value x replicas of that time");

        // 80 % on 4 replicas is 160 % on 2 and 80 % on 4: 2 -> 7 is cut to 4, which is again not enough.
        Run run = replay(cpu, "time,cpu,replicas\n0,80,4\n15000,80,4\n30000,,4\n", "--initial", "2");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("2 ->  4  cpu 160 % of 50 %  wants 7, scale-up rate allows 4")
                .contains("4 ->  7  cpu 80 % of 50 %   wants 7")
                .contains("failed metrics  1 steps");
    }

    @Test
    void a_replay_begins_with_the_recorded_replicas() throws IOException {
        String cpu = "maxReplicas=10\nmetrics.cpu.averageUtilization=50\n";
        String metrics = "t,cpu,replicas\n0,50,4\n20000,100,5\n40000,10,1\n";

        assertThat(replay(cpu, metrics).out()).contains("4 ->  8  cpu 125 % of 50 %  wants 10, scale-up rate allows 8");
        assertThat(replay(cpu, metrics, "--from", "25s").out()).contains("5 -> 10  cpu 100 % of 50 %  wants 10");
    }

    @Test
    void columns_are_found_by_id_name_or_mapping() throws IOException {
        String policy = "maxReplicas=10\nmetrics.a.averageValue=5\nmetrics.b.averageValue=5\nmetrics.b.name=bytes\n";
        String metrics = "time,first,bytes,other\n0,5,50,x\n";

        Run run = replay(policy, metrics, "--map", "first=a");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("b 50 of 5 per replica");
        assertThat(run.err()).startsWith("note: column other of ").endsWith(" feeds no metric\n");

        Run unmapped = replay(policy.replace("metrics.a.", "metrics.firts."), metrics);
        assertThat(unmapped.status()).isEqualTo(2);
        assertThat(unmapped.err())
                .contains("metric must have a column: metric=firts, columns=first, bytes, other (did you mean first?)");

        Run wrong = replay(policy, metrics, "--map", "fist=a", "--map", "first=c", "--map", "first");
        assertThat(wrong.err())
                .contains("unknown column: --map fist=a (did you mean first?)")
                .contains("unknown metric: --map first=c")
                .contains("must be column=metric: --map first\n");
    }

    @Test
    void times_may_be_dates() throws IOException {
        String metrics =
                "timestamp,load\n2026-03-05 08:00:00,5\n2026-03-05T08:00:15Z,50\n2026-03-05T10:00:30+02:00,50\n";
        assertThat(replay(POLICY, metrics).out())
                .contains("  2026-03-05 08:00:15   1 ->  3", "  2026-03-05 08:00:30   3 ->  6");
        assertThat(replay(POLICY, metrics, "--from", "2026-03-05T08:00:30Z").out())
                .contains("steps           1,");
    }

    @Test
    void bad_rows_are_named_with_their_lines() throws IOException {
        Run run = replay(POLICY, "t_ms,load\n\n0,1\n# x\n0,1\n15000,abc\n30000\nlater,1\n45000,1\n");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().replace(directory.resolve("metrics.csv").toString(), "FILE"))
                .isEqualTo("""
                        FILE:5: rows must go forward in time: t_ms=0, the row before is at 0:00:00
                        FILE:6: must be a number, or empty for a failed sample: load=abc
                        FILE:7: must have 2 cells as the header has: cells=1
                        FILE:8: must be a number of milliseconds or an ISO-8601 time: t_ms=later
                        """);
    }

    @Test
    void an_unusable_file_or_time_is_refused() throws IOException {
        assertThat(replay(POLICY, "").err()).contains("the file is empty");
        assertThat(replay(POLICY, "t_ms,load\n").err()).contains("must have rows: rows=0");
        assertThat(replay(POLICY, "when,load\n0,1\n").err()).contains("must have a time column", "columns=when, load");
        assertThat(replay(POLICY, METRICS, "--every", "soon").err()).contains("--every soon");
        assertThat(replay(POLICY, "t,load\n99999999999999999999,1\n").err())
                .contains("must be a number of milliseconds");
        assertThat(replay(POLICY, METRICS, "--every", "0").err()).isEqualTo("must be > 0: --every 0\n");
        assertThat(replay(POLICY, METRICS, "--from", "1h").err()).contains("must be within the recorded time");
        assertThat(replay(POLICY, METRICS, "--from", "30s", "--to", "15s").err())
                .contains("--to must not be before");
        assertThat(replay(POLICY, METRICS, "--initial", "0").err()).contains("--initial 0");
    }

    @Test
    void nothing_is_written_when_something_is_wrong() throws IOException {
        Path svg = directory.resolve("deep/chart.svg");
        Path csv = directory.resolve("deep/steps.csv");
        String[] outputs = {"--svg", svg.toString(), "--csv", csv.toString()};

        assertThat(replay(POLICY, METRICS + "1,1\n", outputs).status()).isEqualTo(2);
        assertThat(replay(POLICY + "x=y\n", METRICS, outputs).status()).isEqualTo(2);
        assertThat(svg.getParent()).doesNotExist();

        assertThat(replay(POLICY, METRICS, "--svg", directory.toString()).err()).contains("not a directory");
        Path metrics = directory.resolve("metrics.csv");
        assertThat(replay(POLICY, METRICS, "--csv", metrics.toString()).status())
                .isEqualTo(2);
        assertThat(replay(POLICY, METRICS, "--csv", csv.toString(), "--svg", csv.toString())
                        .status())
                .isEqualTo(2);
        assertThat(metrics).hasContent(METRICS);

        assertThat(replay(POLICY, METRICS, outputs).status()).isZero();
        try (Stream<Path> written = Files.list(svg.getParent())) {
            assertThat(written).containsExactlyInAnyOrder(svg, csv);
        }
    }

    @Test
    void decisions_more_often_than_every_15_seconds_are_remembered_exactly() throws IOException {
        Run run = replay(POLICY, METRICS, "--every", "1s");

        // The last 4 was recommended at 44 s, so the window lets go at 104 s.
        assertThat(run.out()).contains("0:01:44   4 ->  1").contains("steps           151, every 1 s");
    }

    private Run replay(String policy, String metrics, String... more) throws IOException {
        return new Workbench(directory).replay(policy, metrics, more);
    }
}
