package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay and an explanation show of what holds a count between windows and rate policies. */
class ReplayDampingTest {
    private static final String POLICY = """
            minReplicas=2
            maxReplicas=20
            metrics.load.averageValue=5
            behavior.scaleUp.policies=Pods 20 15
            behavior.scaleUp.sustainedIn=2 of 2
            behavior.scaleDown.stabilizationWindowSeconds=0
            behavior.scaleDown.cooldownAfterAny=30s
            flapBudget.per=1h
            flapBudget.replicas=8
            alignment.multiplesOf=2
            """;

    @TempDir
    private Path directory;

    /*
     * Worked out by hand. 15 s asks for 5, so 6, but once is not enough. After the change of 30 s nothing shrinks before 60 s.
     * By then 4 of the 8 replicas that may be moved in an hour are spent: 6 shrinks to 2, and nothing is left.
     */
    @Test
    void every_part_stands_in_timeline_table_and_summary() throws IOException {
        Path csv = directory.resolve("steps.csv");
        Run run = replay(
                POLICY, "t_ms,load\n0,10\n15000,24\n45000,10\n75000,25\n105000,25\n", "--all", "--csv", csv.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out().replace(csv.toString(), "CSV")).isEqualTo("""
                        policy.properties on metrics.csv
                          0:00:00   2        load 10 of 5 per replica  wants 2 (within tolerance)
                          0:00:15   2        load 24 of 5 per replica  wants 5, aligned to 6, not sustained
                          0:00:30   2 ->  6  load 24 of 5 per replica  wants 5, aligned to 6
                          0:00:45   6        load 10 of 5 per replica  wants 2, in cooldown
                          0:01:00   6 ->  2  load 10 of 5 per replica  wants 2
                          0:01:15   2        load 25 of 5 per replica  wants 5, aligned to 6, not sustained
                          0:01:30   2        load 25 of 5 per replica  wants 5, aligned to 6, flap budget allows 2
                          0:01:45   2        load 25 of 5 per replica  wants 5, aligned to 6, flap budget allows 2

                          steps           8, every 15 s for 2 min
                          changes         2 (1 up, 1 down)
                          reversals       1
                          replica-hours   0.10
                          replicas        2 to 6, mean 3
                          limited         0.0 % of the time (0.0 % by rate, 0.0 % by min or max)
                          stabilized      0.0 % of the time
                          aligned         62.5 % of the time
                          not sustained   25.0 % of the time
                          in cooldown     12.5 % of the time
                          over budget     25.0 % of the time
                          at max          0.0 % of the time
                          above target    50.0 % of the time
                          failed metrics  0 steps
                          written         CSV
                        """);
        assertThat(csv).hasContent("""
                        t_ms,load,current,recommended,stabilized,aligned,sustained,cooled,budgeted,limited,replicas,reason
                        0,10,2,2,2,2,2,2,2,2,2,metrics ask for the current count
                        15000,24,2,5,5,6,2,2,2,2,2,BreachNotSustained
                        30000,24,2,5,5,6,6,6,6,6,6,Aligned
                        45000,10,6,2,2,2,2,6,6,6,6,Cooldown
                        60000,10,6,2,2,2,2,2,2,2,2,All metrics below target
                        75000,25,2,5,5,6,2,2,2,2,2,BreachNotSustained
                        90000,25,2,5,5,6,6,6,2,2,2,FlapBudgetSpent
                        105000,25,2,5,5,6,6,6,2,2,2,FlapBudgetSpent
                        """);
    }

    @Test
    void a_gain_says_where_it_goes() throws IOException {
        Run run = replay(
                "maxReplicas=20\nmetrics.load.averageValue=5\nbehavior.scaleUp.policies=Pods 20 15\n"
                        + "behavior.scaleUp.gain=0.5\n",
                "t_ms,load\n0,45\n");

        assertThat(run.out()).contains("1 ->  5  load 45 of 5 per replica  wants 5 on the way to 9\n");
    }

    @Test
    void a_look_back_longer_than_the_default_histories_is_exact() throws IOException {
        String policy = "maxReplicas=20\nmetrics.load.averageValue=5\nmetrics.load.lookBack=max 10m\n"
                + "behavior.scaleDown.stabilizationWindowSeconds=0\nbehavior.scaleUp.policies=Pods 20 15\n";
        Run run = replay(policy, "t_ms,load\n0,50\n1000,5\n700000,5\n", "--every", "1s");

        assertThat(run.out()).contains("0:00:00   1 -> 10", "0:10:00  10 ->  1").contains("changes         2");
    }

    @Test
    void one_decision_is_explained() throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.properties"), POLICY);
        Run run = Run.of("explain", "--policy", policy.toString(), "--current", "2", "load=24");

        assertThat(run.out()).isEqualTo("""
                        2 replicas, no change
                          load        24 of 5 per replica    5
                          wanted      5  (load)
                          stabilized  5
                          aligned     6  multiples of 2
                          sustained   2  BreachNotSustained: must persist in 2 of 2 decisions; may pass at the next decision
                          limited     2
                        """);
    }

    @Test
    void what_holds_is_a_band_of_the_chart() throws IOException {
        Path svg = directory.resolve("chart.svg");
        String metrics = "t_ms,load\n0,10\n15000,24\n45000,10\n75000,25\n105000,25\n";
        replay(POLICY, metrics, "--svg", svg.toString());
        assertThat(svg)
                .content()
                .contains(">held<", ">not sustained<", ">in cooldown<", ">over budget<")
                .doesNotContain(">aligned<", "NaN");

        replay(
                "maxReplicas=8\nminReplicas=2\nmetrics.load.averageValue=5\nalignment.multiplesOf=2\n",
                metrics,
                "--svg",
                svg.toString());
        assertThat(svg).content().doesNotContain(">held<");
    }

    private Run replay(String policy, String metrics, String... more) throws IOException {
        return new Workbench(directory).replay(policy, metrics, more);
    }
}
