package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a recording, or the words of explain, tell beside the values of metrics. */
class ReplayRecordedTest {
    private static final String PODS = """
            minReplicas=2
            maxReplicas=64
            metrics.busy.type=Pods
            metrics.busy.averageValue=4
            behavior.scaleUp.policies=Pods 64 1
            """;
    private static final String LATENCY = """
            minReplicas=1
            maxReplicas=8
            metrics.latency.value=1000
            behavior.scaleDown.stabilizationWindowSeconds=0
            """;

    @TempDir
    private Path directory;

    private Run replay(String policy, String metrics, String... more) throws IOException {
        return new Workbench(directory).replay(policy, metrics, more);
    }

    private Run explain(String policy, String... more) throws IOException {
        Stream<String> first = Stream.of(
                "explain", "--policy", new Workbench(directory).write(policy).toString());
        return Run.of(Stream.concat(first, Stream.of(more)).toArray(String[]::new));
    }

    private static List<String> changes(Run run) {
        return run.out().lines().filter(line -> line.contains(" -> ")).toList();
    }

    /** Two ready replicas have eight each. What was asked for never became ready, then or now: four are enough. */
    @Test
    void replicas_that_do_not_get_ready_carry_nothing() throws IOException {
        String counts = "0,2,2,0,8\n15000,4,2,2,8\n30000,8,2,6,8\n45000,16,2,14,8\n60000,32,2,30,8\n";
        for (String header : new String[] {"t_ms,replicas,ready,note,busy\n", "t_ms,replicas,note,starting,busy\n"}) {
            Run run = replay(PODS, header + counts);
            assertThat(run.status()).isZero();
            assertThat(changes(run)).singleElement().asString().contains(" 2 ->  4 ");
        }
        assertThat(replay(PODS, "t_ms,replicas,ready,starting,busy\n" + counts).err())
                .contains("must have one of the columns ready and starting");
        assertThat(replay(PODS, "t_ms,ready,busy\n0,2,8\n").err())
                .contains("must have a replicas column beside the column ready");
    }

    /** Of ten wanted ones nine exist, and their load is nine's. */
    @Test
    void existing_replicas_are_told_from_wanted_ones() throws IOException {
        Run run = replay(PODS, "t_ms,replicas,existing,busy\n0,10,9,4\n15000,10,9,4\n", "--all");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("busy 4 of 4");
        assertThat(explain(PODS, "--current", "10", "--existing", "9", "--ready", "8", "busy=4")
                        .status())
                .isZero();
    }

    @Test
    void a_pause_holds_while_it_was_recorded() throws IOException {
        String policy = "maxReplicas=10\nmetrics.jobs.averageValue=1\nbehavior.scaleUp.policies=Pods 10 15\n";
        Run run = replay(policy, "t_ms,jobs,paused\n0,1,0\n15000,9,1\n30000,9,1\n45000,9,0\n");
        assertThat(run.err()).isEmpty();
        // The row of 15 s shows that the wish is kept back; the next ones say nothing new.
        assertThat(run.out().lines().skip(1).limit(2).toList())
                .satisfiesExactly(
                        row -> assertThat(row).contains("0:00:15   1   ", "wants 9", "paused"),
                        row -> assertThat(row).contains("0:00:45   1 ->  9"));
        assertThat(changes(replay(policy, "t_ms,jobs,pause_at\n0,1,\n15000,1,5\n30000,1,5\n")))
                .singleElement()
                .asString()
                .contains("0:00:15   1 ->  5");
        assertThat(explain(policy, "--current", "3", "--paused", "jobs=9").out())
                .contains("3 replicas, no change");
        assertThat(explain(policy, "--current", "3", "--pause-at", "5", "jobs=9")
                        .out())
                .contains("3 -> 5 replicas");
    }

    @Test
    void starting_replicas_are_not_ready_in_explain() throws IOException {
        assertThat(explain(PODS, "--current", "4", "busy=8").out()).contains("4 -> 8 replicas");
        assertThat(explain(PODS, "--current", "4", "--starting", "2", "busy=8").out())
                .contains("4 replicas, no change");
        assertThat(explain(PODS, "--current", "4", "--ready", "2", "busy=8").out())
                .contains("4 replicas, no change");
        assertThat(explain(PODS, "--current", "4", "--ready", "2", "--starting", "2", "busy=8")
                        .err())
                .contains("must be one of the two: --ready, --starting");
        assertThat(explain(PODS, "--current", "4", "--ready", "5", "busy=8").err())
                .contains("must be a whole number >= 0 and <= 4: --ready 5");
    }

    /** A latency of 1200 on two replicas would be 800 on three if it were their load; it need not be. */
    @Test
    void values_are_loads_unless_told_otherwise() throws IOException {
        String metrics = "t_ms,replicas,latency\n0,2,1200\n15000,2,1200\n30000,2,1200\n";
        Run shared = replay(LATENCY, metrics);
        assertThat(changes(shared)).hasSize(1);
        assertThat(shared.out())
                .contains(
                        "values          latency: value x replicas of that time / replicas (--values-as-recorded: as recorded)");
        Run asRecorded = replay(LATENCY, metrics, "--values-as-recorded");
        assertThat(changes(asRecorded)).hasSize(3);
        assertThat(asRecorded.out()).contains("values          latency: as recorded, whatever the replicas");
        assertThat(replay(LATENCY, "t_ms,latency\n0,1200\n", "--values-as-recorded")
                        .status())
                .isZero();
        assertThat(replay(LATENCY, "t_ms,latency\n0,1200\n").err())
                .contains("--values-as-recorded takes the value as it was");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+Inf", "Inf", "-Inf", "NaN", "nan", "Infinity"})
    void a_sample_that_is_not_finite_is_a_failed_one(String word) throws IOException {
        Run run =
                replay("maxReplicas=9\nmetrics.jobs.averageValue=1\n", "t_ms,jobs\n0,1\n15000," + word + "\n30000,1\n");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("failed metrics  1 steps (jobs 1)");
        Run explained = explain("maxReplicas=9\nmetrics.jobs.averageValue=1\n", "--current", "3", "jobs=" + word);
        assertThat(explained.status()).isZero();
        assertThat(explained.out()).contains("3 replicas, no change");

        Path trace =
                Files.writeString(directory.resolve("load.csv"), "t_ms,value\n0,60\n60000," + word + "\n120000,60\n");
        Run simulated = Run.of(
                "simulate",
                "--policy",
                directory.resolve("policy.properties").toString(),
                "--trace",
                trace.toString(),
                "--service",
                "1s",
                "--map",
                "jobs=in-system");
        assertThat(simulated.err()).isEmpty();
        assertThat(simulated.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "1e309"})
    void a_number_beyond_a_double_is_huge_and_no_failed_sample(String word) throws IOException {
        String policy = "triggers.q.type=prometheus\ntriggers.q.threshold=10\ntriggers.q.ignoreNullValues=true\n";
        Run run = replay(policy, "t_ms,q\n0,40\n15000," + word + "\n30000,40\n");
        assertThat(run.out()).contains("failed metrics  0 steps").contains("scale-up rate allows 8");
        assertThat(explain(policy, "--current", "4", "q=" + word).out()).contains("4 -> 8 replicas");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0 of 10",
        "t, 0 of 10",
        "T, 0 of 10",
        "TRUE, 0 of 10",
        "true, 0 of 10",
        "True, 0 of 10",
        "0, not a finite",
        "f, not a finite",
        "F, not a finite",
        "FALSE, not a finite",
        "false, not a finite",
        "False, not a finite"
    })
    void a_flag_of_keda_is_read_as_go_reads_it(String word, String said) throws IOException {
        String policy = "triggers.q.type=prometheus\ntriggers.q.threshold=10\ntriggers.q.ignoreNullValues=" + word;
        assertThat(explain(policy, "--current", "3", "q=+Inf").out()).contains(said);
        assertThat(explain(policy + "x", "--current", "3", "q=+Inf").err()).contains("must be one of false, true");
    }

    @Test
    void steps_replaced_by_a_fallback_have_failed_and_are_named() throws IOException {
        String policy =
                "maxReplicas=9\nmetrics.a.averageValue=1\nmetrics.b.averageValue=1\nmetrics.b.fallback.failures=2\n"
                        + "metrics.b.fallback.replicas=4\n";
        Run run = replay(policy, "t_ms,a,b\n0,1,1\n15000,1,\n30000,1,\n45000,1,\n60000,1,1\n");
        assertThat(run.out()).contains("failed metrics  3 steps (b 3)\n", "by fallback     2 steps (b 2)\n");
    }

    @Test
    void a_failure_that_blocks_a_shrink_has_a_row() throws IOException {
        String policy = "maxReplicas=9\nmetrics.a.averageValue=1\nmetrics.b.averageValue=1\n"
                + "behavior.scaleDown.stabilizationWindowSeconds=0\n";
        Run run = replay(policy, "t_ms,a,b\n0,5,5\n15000,2,\n30000,2,\n45000,2,\n", "--initial", "5");
        assertThat(run.out().lines().filter(line -> line.contains("b failed"))).hasSize(1);
        assertThat(changes(run)).isEmpty();
    }

    @Test
    void a_sum_names_its_metrics() throws IOException {
        String policy = "maxReplicas=30\ncombination=sum\nmetrics.a.averageValue=1\nmetrics.b.averageValue=2\n"
                + "behavior.scaleUp.policies=Pods 30 15\n";
        assertThat(replay(policy, "t_ms,a,b\n0,3,8\n").out())
                .contains("a 3 of 1 per replica, b 8 of 2 per replica  wants 7");
    }

    @Test
    void zero_replicas_at_first_where_the_policy_may_go_there() throws IOException {
        String policy = "minReplicas=0\nmaxReplicas=3\nmetrics.jobs.averageValue=1\n";
        Run run = replay(policy, "t_ms,jobs\n0,3\n15000,3\n", "--initial", "0");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(replay("maxReplicas=3\nmetrics.jobs.averageValue=1\n", "t_ms,jobs\n0,3\n", "--initial", "0")
                        .err())
                .isEqualTo("must be a whole number >= 1: --initial 0\n");
    }

    @Test
    void a_fixed_window_is_called_fixed() throws IOException {
        String policy = "minReplicas=1\nmaxReplicas=9\nmetrics.jobs.averageValue=1\nschedule.demo.type=fixed\n"
                + "schedule.demo.start=0 0 * * *\nschedule.demo.duration=1h\nschedule.demo.replicas=3\n"
                + "behavior.scaleDown.stabilizationWindowSeconds=0\n";
        String metrics = "t_ms,jobs\n0,1\n15000,5\n";
        assertThat(replay(policy, metrics).out())
                .contains("(within tolerance), fixed 3 (demo)")
                .doesNotContain("floor", "ceiling");
        assertThat(explain(policy, "--current", "6", "--at", "0", "jobs=5").out())
                .contains("fixed 3 (demo)")
                .doesNotContain("floor", "ceiling");
    }

    @Test
    void a_chart_makes_its_folders() throws IOException {
        Path svg = directory.resolve("new/deep/chart.svg");
        Run run = replay("maxReplicas=3\nmetrics.jobs.averageValue=1\n", "t_ms,jobs\n0,3\n", "--svg", svg.toString());
        assertThat(run.status()).isZero();
        assertThat(svg).exists();
    }

    @Test
    void what_may_have_been_meant_otherwise_is_said() throws IOException {
        String jobs = "maxReplicas=9\nmetrics.jobs.averageValue=1\n";
        Run seconds = replay(jobs, "time,jobs\n1700000000,1\n1700000015,5\n");
        assertThat(seconds.err())
                .isEqualTo(
                        "note: time=1700000000 is read as epoch seconds, 2023-11-14 22:13:20; a column of milliseconds is"
                                + " named t_ms\n");
        assertThat(seconds.out()).contains("2023-11-14 22:13:35  1 -> 4", "steps           2, every 15 s");
        assertThat(replay(jobs, "t_ms,jobs\n1700000000,1\n").err())
                .isEqualTo(
                        "note: t_ms=1700000000 is read as milliseconds, 1970-01-20 16:13:20; a column of epoch seconds is"
                                + " named t_s\n");
        assertThat(replay(jobs, "t_s,jobs\n1700000000,1\n").err()).isEmpty();
        assertThat(replay(jobs, "time,jobs\n1700000000000,1\n").err()).isEmpty();

        assertThat(replay(jobs, "t_ms,depth\n0,1\n").err())
                .startsWith("note: column depth of ")
                .endsWith(" feeds the metric jobs, as there is no other column and no other metric\n");

        String cpu = "maxReplicas=9\nmetrics.cpu.averageUtilization=70\n";
        String note = "note: cpu is at most 0.9 and read as percent: 90 % is written 90\n";
        assertThat(replay(cpu, "t_ms,replicas,cpu\n0,2,0.8\n15000,2,0.9\n").err())
                .isEqualTo(note);
        assertThat(replay(cpu, "t_ms,replicas,cpu\n0,2,0.8\n15000,2,90\n").err())
                .isEmpty();
        assertThat(explain(cpu, "--current", "2", "cpu=0.9").err()).isEqualTo(note);
        assertThat(explain(cpu, "--current", "2", "cpu=9").err()).isEmpty();
    }
}
