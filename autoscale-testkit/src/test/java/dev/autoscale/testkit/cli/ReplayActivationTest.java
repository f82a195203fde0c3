package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay shows of activation, schedules and the library's own inputs. */
class ReplayActivationTest {
    private static final String BEHAVIOR = """
            behavior.scaleUp.policies=Pods 10 15
            behavior.scaleDown.stabilizationWindowSeconds=0
            """;
    private static final String QUEUE = BEHAVIOR + """
            minReplicas=0
            maxReplicas=10
            metrics.queue.averageValue=5
            activation.cooldown=60
            activation.initialCooldown=0
            """;

    /*
     * Worked out by hand. Nothing was ever active, so the first decision goes to zero. At 30 s the queue wakes one replica, at
     * 45 s it has the two it wants. It is empty at 60 s: one replica cools until 60 s after the last activity, that of 45 s.
     */
    private static final String METRICS = """
            t_ms,queue
            0,0
            30000,7
            60000,0
            120000,0
            """;

    @TempDir
    private Path directory;

    @Test
    void states_stand_in_timeline_table_and_summary() throws IOException {
        Path csv = directory.resolve("steps.csv");
        Run run = replay(QUEUE, METRICS, "--csv", csv.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out().replace(csv.toString(), "CSV")).isEqualTo("""
                        policy.properties on metrics.csv
                          0:00:00   1 ->  0  ZERO        queue 0 of 5 per replica  wants 0, at least 1 at work, idle at zero
                          0:00:30   0 ->  1  ACTIVATING                            active: queue, wakes up with 1
                          0:00:45   1 ->  2  ACTIVE      queue 7 of 5 per replica  wants 2
                          0:01:00   2 ->  1  COOLING     queue 0 of 5 per replica  wants 0, at least 1 at work
                          0:01:45   1 ->  0  ZERO        queue 0 of 5 per replica  wants 0, at least 1 at work, idle at zero

                          steps           9, every 15 s for 2 min 15 s
                          changes         5 (2 up, 3 down)
                          reversals       2
                          replica-hours   0.03
                          replicas        0 to 2, mean 0.667
                          limited         55.6 % of the time (0.0 % by rate, 55.6 % by min or max)
                          stabilized      0.0 % of the time
                          at max          0.0 % of the time
                          at zero         44.4 % of the time (1 min)
                          wake-ups        1
                          above target    11.1 % of the time
                          failed metrics  0 steps
                          written         CSV
                        """);
        assertThat(csv).hasContent("""
                        t_ms,queue,current,recommended,stabilized,limited,activated,state,replicas,reason
                        0,0,1,0,0,1,0,ZERO,0,ScalerNotActive
                        15000,0,0,,,,0,ZERO,0,ScalerNotActive
                        30000,7,0,,,,1,ACTIVATING,1,ScalerActive
                        45000,7,1,2,2,2,2,ACTIVE,2,metric above target
                        60000,0,2,0,0,1,1,COOLING,1,TooFewReplicas
                        75000,0,1,0,0,1,1,COOLING,1,TooFewReplicas
                        90000,0,1,0,0,1,1,COOLING,1,TooFewReplicas
                        105000,0,1,0,0,1,0,ZERO,0,ScalerNotActive
                        120000,0,0,,,,0,ZERO,0,ScalerNotActive
                        """);
    }

    @Test
    void windows_stand_in_timeline_table_and_summary() throws IOException {
        String policy = BEHAVIOR + """
                minReplicas=1
                maxReplicas=10
                metrics.queue.averageValue=5
                schedule.day.type=floor
                schedule.day.start=1 0 * * *
                schedule.day.duration=2m
                schedule.day.replicas=3
                schedule.stop.type=forbidScaleDown
                schedule.stop.start=2 0 * * *
                schedule.stop.duration=2m
                schedule.cap.type=ceiling
                schedule.cap.start=5 0 * * *
                schedule.cap.duration=2m
                schedule.cap.replicas=2
                """;
        Path csv = directory.resolve("steps.csv");
        String metrics = "time,queue\n1970-01-01T00:00:00Z,1\n1970-01-01T00:05:00Z,20\n1970-01-01T00:06:00Z,20\n";
        Run run = replay(policy, metrics, "--every", "1m", "--all", "--csv", csv.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out().replace(csv.toString(), "CSV")).isEqualTo("""
                        policy.properties on metrics.csv
                          1970-01-01 00:00:00   1        -     queue 1 of 5 per replica  wants 1
                          1970-01-01 00:01:00   1 ->  3  day   queue 1 of 5 per replica  wants 1, floor 3 (day)
                          1970-01-01 00:02:00   3        day stop  queue 1 of 5 per replica  wants 1, floor 3 (day)
                          1970-01-01 00:03:00   3        stop      queue 1 of 5 per replica  wants 1, scale-down forbidden
                          1970-01-01 00:04:00   3 ->  1  -         queue 1 of 5 per replica  wants 1
                          1970-01-01 00:05:00   1 ->  2  cap       queue 20 of 5 per replica  wants 4, ceiling 2 (cap)
                          1970-01-01 00:06:00   2        cap       queue 20 of 5 per replica  wants 4, ceiling 2 (cap)

                          steps           7, every 1 min for 7 min
                          changes         3 (2 up, 1 down)
                          reversals       2
                          replica-hours   0.25
                          replicas        1 to 3, mean 2.143
                          limited         0.0 % of the time (0.0 % by rate, 0.0 % by min or max)
                          stabilized      0.0 % of the time
                          at max          0.0 % of the time
                          scheduled       71.4 % of the time (5 min)
                          above target    28.6 % of the time
                          failed metrics  0 steps
                          written         CSV
                        """);
        assertThat(csv).hasContent("""
                        t_ms,queue,current,recommended,stabilized,limited,scheduled,windows,replicas,reason
                        0,1,1,1,1,1,1,,1,metrics ask for the current count
                        60000,1,1,1,1,1,3,day,3,ScheduledFloor
                        120000,1,3,1,1,1,3,day stop,3,ScheduledFloor
                        180000,1,3,1,1,1,1,stop,3,ScaleDownFrozen
                        240000,1,3,1,1,1,1,,1,All metrics below target
                        300000,20,1,4,4,4,2,cap,2,ScheduledCeiling
                        360000,20,2,4,4,4,2,cap,2,ScheduledCeiling
                        """);
    }

    @Test
    void an_idle_count_is_shown() throws IOException {
        String policy = QUEUE.replace("minReplicas=0", "minReplicas=3") + "activation.idleReplicas=1\n";
        Run run = replay(policy, METRICS, "--initial", "0");

        assertThat(run.out()).contains("IDLE", "idle at 1", "idle ", "wake-ups        1");
    }

    @Test
    void ratios_and_signals_are_fed_by_id_or_name() throws IOException {
        String policy = BEHAVIOR + """
                maxReplicas=10
                metrics.parse.type=ratio
                metrics.parse.workload=parse-workers
                metrics.parse.dividedBy=3
                metrics.beat.type=signal
                """;
        Run run = replay(policy, "t,beat,parse-workers\n0,1,9\n15000,1,\n30000,1,12\n", "--all");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("0:00:00   1 ->  3  parse 9  wants 3")
                .contains("parse failed: the metric could not be fetched");
    }

    @Test
    void a_fallback_says_what_it_stands_in_for() throws IOException {
        String policy = BEHAVIOR + """
                maxReplicas=10
                metrics.queue.averageValue=5
                metrics.queue.fallback.failures=2
                metrics.queue.fallback.replicas=6
                """;
        Run run = replay(policy, "t,queue\n0,5\n15000,\n60000,5\n", "--to", "30s", "--all");

        assertThat(run.out()).contains("1 ->  6  queue", "queue failed: the metric could not be fetched, fallback 6");
    }

    @Test
    void zero_is_a_start_where_the_policy_may_go_there() throws IOException {
        String fromOne = "0:00:00   1 ->  0";
        assertThat(replay(QUEUE, METRICS).out()).contains(fromOne);
        assertThat(replay(QUEUE, METRICS, "--initial", "0").out()).doesNotContain(fromOne);
        String recorded = "t_ms,queue,replicas\n0,0,0\n30000,7,1\n";
        assertThat(replay(QUEUE, recorded).out()).contains("0:00:30   0 ->  1").doesNotContain(fromOne);

        String withoutActivation = QUEUE.replaceAll("activation.*\n", "");
        assertThat(replay(withoutActivation, METRICS, "--initial", "0").err()).isEmpty();
        // Nothing would bring it back from there.
        assertThat(replay(withoutActivation, recorded, "--all").out()).contains("0:00:00   1 ");
        assertThat(replay(withoutActivation.replace("minReplicas=0", "minReplicas=1"), METRICS, "--initial", "0")
                        .err())
                .isEqualTo("must be a whole number >= 1: --initial 0\n");
    }

    private Run replay(String policy, String metrics, String... more) throws IOException {
        return new Workbench(directory).replay(policy, metrics, more);
    }
}
