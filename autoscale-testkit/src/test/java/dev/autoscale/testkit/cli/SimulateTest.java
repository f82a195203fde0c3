package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.cli.engine.UsualFeed;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.PolicyKind;
import dev.autoscale.testkit.cli.policy.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulateTest {
    private static final Path EXAMPLES = Path.of("examples");
    private static final String LOAD = "burst 1..20/s every 4m lasting 1m for 6m service exp 2s";

    @TempDir
    private Path directory;

    /** A file of every kind. */
    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".properties"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_kind_of_policy_runs_and_moves(Path policy) {
        for (String[] more : new String[][] {{}, {"--every", "5s", "--concurrency", "2", "--lines", "3"}}) {
            Run run = simulate(policy, more);
            assertThat(run.err().lines()).allMatch(line -> line.startsWith("note: "));
            assertThat(run.status()).isZero();
            assertThat(run.out()).contains(" -> ", "SLO met", "oracle", "fixed at peak");
        }
    }

    @Test
    void there_is_a_file_of_every_kind() throws IOException {
        assertThat(examples().stream().map(SimulateTest::kind).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        PolicyKind.ALL.stream().filter(PolicyKind::scales).toList());
    }

    private static PolicyKind kind(Path file) {
        return PolicyKind.of(PolicyFile.one(file, Selection.ALL));
    }

    /*
     * Worked out by hand: two replicas keep up. One lets the queue grow for 15 s: seven have been served, eight are here. Four
     * replicas are wanted, three come, ready at 20 s. So d > s for 20 s of 60 by a half, s > d for 40 s by a half, and paid are
     * 15 s of one replica and 45 s of three.
     */
    @Test
    void changes_and_table_are_printed_in_full() throws IOException {
        Path policy = Files.writeString(
                directory.resolve("two.properties"), "maxReplicas=3\nmetrics.requests.averageValue=2\n");
        Run run = Run.of(
                "simulate",
                "--policy",
                policy.toString(),
                "--load",
                "even 1/s for 1m service 2s",
                "--startup",
                "5s",
                "--in-step",
                "--initial",
                "1",
                "--map",
                "requests=in-system");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("""
                        two on even 1/s for 1m service fixed 2s
                          load      60 arrivals in 1 min
                          replicas  1 place each, one queue for all; ready after 5s, drain 30 s
                          at first  1 of each policy; yardsticks as they begin
                          SLO       2 s from arrival to end for 99 %
                          seed      1, decisions and scrapes in step
                          two       requests from in-system

                          0:00:15  1 -> 3  TooManyReplicas

                                                   two          oracle     clairvoyant   fixed at peak
                                                  mean    mean    diff    mean    diff    mean    diff
                          SLO met           %    40.00  100.00  +60.00  100.00  +60.00  100.00  +60.00
                          latency p50       ms   4,014   2,000  -2,014   2,000  -2,014   2,000  -2,014
                          latency p95       ms  11,010   2,000  -9,010   2,000  -9,010   2,000  -9,010
                          latency p99       ms  12,000   2,000 -10,000   2,000 -10,000   2,000 -10,000
                          wait mean         ms   3,017       0  -3,017       0  -3,017       0  -3,017
                          cold-start hits            0       0       0       0       0       0       0
                          lost                       0       0       0       0       0       0       0
                          interrupted                0       0       0       0       0       0       0
                          under-provisioned %    16.67    0.00  -16.67    0.00  -16.67    0.00  -16.67
                          over-provisioned  %    33.33    0.00  -33.33  200.00 +166.67    0.00  -33.33
                          time under        %    33.33    0.00  -33.33    0.00  -33.33    0.00  -33.33
                          time over         %    66.67    0.00  -66.67  100.00  +33.33    0.00  -66.67
                          instability       %    33.33    0.00  -33.33    0.00  -33.33    0.00  -33.33
                          jitter            /h    60.0     0.0   -60.0     0.0   -60.0     0.0   -60.0
                          changes                    1       0      -1       0      -1       0      -1
                          reversals                  0       0       0       0       0       0       0
                          replica-hours     h     0.04    0.03   -0.01    0.10   +0.06    0.03   -0.01
                          mean replicas           2.33    2.00   -0.33    6.00   +3.67    2.00   -0.33
                          reaction mean     s     20.0     0.0   -20.0     0.0   -20.0     0.0   -20.0
                          reaction max      s     20.0     0.0   -20.0     0.0   -20.0     0.0   -20.0
                          deviation         %    68.72    0.00          203.05            0.00
                          elastic speedup         1.00     inf             inf             inf
                          on the frontier           no       -               -             yes

                          diff       the mean minus that of two, the baseline; less is better, but for
                                     SLO met and elastic speedup (more) and jitter (nearer to 0)
                          noise      unknown: one seed says nothing of luck, --seeds 5 does
                          oracle     knows what will come; clairvoyant only the rate of each minute, and sizes by Erlang C;
                                     fixed at peak always has the highest demand
                          frontier   rows of which no other, those that know the future aside, costs no more replica-hours
                                     and meets the SLO no less, and is better in one of the two
                        """);
    }

    @Test
    void a_decision_is_explained_on_demand() {
        Path policy = EXAMPLES.resolve("asr-workers.properties");
        assertThat(simulate(policy).out()).doesNotContain("stabilized");
        assertThat(simulate(policy, "--explain").out()).contains("\n      stabilized  ");
    }

    @Test
    void many_changes_are_cut_in_the_middle() throws IOException {
        Path policy = Files.writeString(
                directory.resolve("nervous.properties"),
                "maxReplicas=30\nmetrics.requests.averageValue=1\nbehavior.scaleDown.stabilizationWindowSeconds=0\n");
        List<String> all = changes(simulate(policy, "--lines", "0"));
        List<String> few = changes(simulate(policy, "--lines", "4"));
        assertThat(all).hasSizeGreaterThan(6);
        assertThat(few).containsExactly(all.get(0), all.get(1), all.get(all.size() - 2), all.get(all.size() - 1));
        assertThat(simulate(policy, "--lines", "4").out())
                .contains("  ... " + (all.size() - 4) + " more (--lines 0 prints all)\n");
        assertThat(simulate(policy, "--fault", "controller-down at 0s for 1h").out())
                .contains("\n  no changes\n");
    }

    private static List<String> changes(Run run) {
        return run.out().lines().filter(line -> line.contains(" -> ")).toList();
    }

    private static Run simulate(Path policy, String... more) {
        Stream<String> first = Stream.of("simulate", "--policy", policy.toString(), "--load", LOAD);
        return Run.of(Stream.of(first, maps(policy), Stream.of(more))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    /** Of the metrics whose types tell nothing. */
    private static Stream<String> maps(Path policy) {
        return PolicyFile.read(policy).usualFeeds().stream()
                .filter(usual -> usual.signals().isEmpty())
                .map(UsualFeed::metric)
                .flatMap(id -> Stream.of(
                        "--map",
                        id
                                + (id.equals("cpu_percent")
                                        ? "=cpu"
                                        : id.equals("oldest_wait") ? "=oldest-wait" : "=in-system")));
    }
}
