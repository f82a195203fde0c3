package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.policies.knative.KpaAggregation;
import dev.autoscale.policies.knative.KpaSetting;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.cli.engine.KnativePolicy;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of Knative's revisions, their replay and their explanation. */
class PolicyKnativeTest {
    private static final String REVISION = """
            knative.target=10
            knative.target-utilization-percentage=100
            knative.window=6s
            knative.max-scale=5
            knative.config.scale-to-zero-grace-period=4s
            """;

    /*
     * Worked out by hand. The panic window is a second, so at 4 s it holds 55: 6 of 10 each, six times the one pod that is
     * ready, which is panic; but 5 are the most. Panic ends once a stable window has passed since the load was last above
     * twice the ready pods: behind 10 s. The load is gone at 12 s. The stable average then loses 55 / 6 a second: 45.8 at 12 s,
     * 27.5 at 14 s, 9.2 at 16 s, 0 at 18 s. There the revision becomes inactive, and as a burst of 211 was too much for its
     * pods all the while, activators have been in the path for longer than a grace period: in the next pass it goes.
     */
    private static final String METRICS = """
            t_ms,concurrency
            0,0
            4000,55
            12000,0
            40000,0
            """;

    @TempDir
    private Path directory;

    @Test
    void every_key_is_read() throws IOException {
        KnativePolicy policy = (KnativePolicy) PolicyFile.read(write("""
                knative.class=kpa.autoscaling.knative.dev
                knative.metric=rps
                knative.metric-aggregation-algorithm=weighted-exponential
                knative.min-scale=1
                knative.max-scale=9
                knative.initial-scale=2
                knative.activation-scale=3
                knative.target=50
                knative.target-utilization-percentage=80
                knative.target-burst-capacity=-1
                knative.panic-window-percentage=20
                knative.panic-threshold-percentage=300
                knative.window=1m30s
                knative.scale-down-delay=15s
                knative.scale-to-zero-pod-retention-period=1m
                knative.progress-deadline=5m
                knative.containerConcurrency=7
                knative.config.max-scale-up-rate=10
                knative.config.max-scale-down-rate=3
                """));

        assertThat(policy.spec().toBuilder().scaleToZero(null).build())
                .isEqualTo(KpaSpec.builder()
                        .aggregation(KpaAggregation.WEIGHTED_EXPONENTIAL)
                        .stableWindow(Duration.ofSeconds(90))
                        .panicWindow(Duration.ofSeconds(18))
                        .target(40)
                        .total(50)
                        .targetBurstCapacity(-1)
                        .panicThreshold(3)
                        .maxScaleUpRate(10)
                        .maxScaleDownRate(3)
                        .scaleDownDelay(Duration.ofSeconds(15))
                        .activationScale(3)
                        .build());
        assertThat(policy.metric()).isEqualTo("rps");
        assertThat(policy.minReplicas()).isEqualTo(1);
        assertThat(policy.maxReplicas()).isEqualTo(9);
        assertThat(policy.replicasAtStart()).isEqualTo(2);
        assertThat(policy.annotations().get(KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD))
                .contains(Duration.ofMinutes(1));
        assertThat(policy.annotations().progressDeadline()).contains(Duration.ofMinutes(5));
        assertThat(policy.containerConcurrency()).isEqualTo(7);
    }

    @Test
    void every_setting_of_the_cluster_is_read() throws IOException {
        KnativePolicy policy = (KnativePolicy) PolicyFile.read(write("""
                knative.config.pod-autoscaler-class=kpa.autoscaling.knative.dev
                knative.config.enable-scale-to-zero=false
                knative.config.allow-zero-initial-scale=true
                knative.config.container-concurrency-target-percentage=80
                knative.config.container-concurrency-target-default=10
                knative.config.requests-per-second-target-default=20
                knative.config.target-burst-capacity=0
                knative.config.panic-window-percentage=20
                knative.config.activator-capacity=50
                knative.config.panic-threshold-percentage=150
                knative.config.initial-scale=0
                knative.config.min-scale=1
                knative.config.max-scale=8
                knative.config.max-scale-limit=9
                knative.config.stable-window=30s
                knative.config.scale-down-delay=5s
                knative.config.scale-to-zero-grace-period=20s
                knative.config.scale-to-zero-pod-retention-period=10s
                """));

        assertThat(policy.spec().toBuilder().scaleToZero(null).build())
                .isEqualTo(KpaSpec.builder()
                        .stableWindow(Duration.ofSeconds(30))
                        .panicWindow(Duration.ofSeconds(6))
                        .target(8)
                        .total(10)
                        .targetBurstCapacity(0)
                        .panicThreshold(1.5)
                        .scaleDownDelay(Duration.ofSeconds(5))
                        .build());
        assertThat(policy.minReplicas()).isEqualTo(1);
        assertThat(policy.maxReplicas()).isEqualTo(8);
        assertThat(policy.replicasAtStart()).isEqualTo(1);
        assertThat(policy.config().get(KpaSetting.ENABLE_SCALE_TO_ZERO)).isFalse();
        assertThat(policy.config().get(KpaSetting.ACTIVATOR_CAPACITY)).isEqualTo(50);
        assertThat(policy.config().get(KpaSetting.SCALE_TO_ZERO_GRACE_PERIOD)).isEqualTo(Duration.ofSeconds(20));
        assertThat(policy.config().get(KpaSetting.SCALE_TO_ZERO_POD_RETENTION_PERIOD))
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(policy.config().get(KpaSetting.REQUESTS_PER_SECOND_TARGET_DEFAULT))
                .isEqualTo(20);
        assertThat(policy.config().get(KpaSetting.MAX_SCALE_LIMIT)).isEqualTo(9);
    }

    /* Knative takes what it does not know, and ignores it. */
    @Test
    void unknown_settings_are_noted_and_ignored() throws IOException {
        Path file = new Workbench(directory)
                .write("knative.target=10\nknative.minscale=1\nknative.config.stable_window=60s\n"
                        + "knative.config._example=# long documentation\n");
        Run run = Run.of("explain", "--policy", file.toString(), "--current", "1", "concurrency=100");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("1 -> ");
        String note = "note: " + file;
        assertThat(run.err())
                .isEqualTo(
                        note
                                + ":2: unknown key is ignored, as Knative does: knative.minscale (did you mean knative.min-scale?)\n"
                                + note
                                + ":3: unknown key is ignored, as Knative does: knative.config.stable_window (did you mean knative.config.stable-window?)\n");
        assertThat(Run.of("lint", "--policy", file.toString()).out()).contains(note + ":2: unknown key is ignored");
        assertThat(new Workbench(directory)
                        .replay(Files.readString(file), "t_ms,concurrency\n0,5\n2000,50\n")
                        .err())
                .contains("policy.properties:3: unknown key is ignored");
    }

    @Test
    void an_example_alone_means_all_defaults() throws IOException {
        Path file = new Workbench(directory).write("knative.config._example=# long documentation\n");
        Run run = Run.of("explain", "--policy", file.toString(), "--current", "1", "concurrency=100");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void every_problem_is_named_at_once() throws IOException {
        assertComplaints("""
                knative.class=hpa.autoscaling.knative.dev
                knative.metric-aggregation-algorithm=linear
                knative.min-scale=3
                knative.max-scale=2
                knative.initial-scale=0
                knative.activation-scale=x
                knative.target=0
                knative.target-utilization-percentage=101
                knative.target-burst-capacity=-2
                knative.panic-window-percentage=0
                knative.panic-threshold-percentage=100
                knative.window=5s
                knative.scale-down-delay=2h
                knative.scale-to-zero-pod-retention-period=soon
                knative.containerConcurrency=-1
                knative.minscale=1
                knative.config.stable_window=60s
                schedule.day.type=floor
                minimum=3
                """, """
                FILE:1: must be kpa.autoscaling.knative.dev, as nothing else is decided here:\
                 knative.class=hpa.autoscaling.knative.dev
                FILE:4: must be >= min-scale=3: knative.max-scale=2
                FILE:5: must be an integer >= 1: knative.initial-scale=0
                FILE:6: must be an integer of 32 bits: knative.activation-scale=x
                FILE:7: must be >= 0.01: knative.target=0
                FILE:8: must be >= 1 and <= 100: knative.target-utilization-percentage=101
                FILE:9: must be >= 0 or -1: knative.target-burst-capacity=-2
                FILE:10: must be >= 1 and <= 100: knative.panic-window-percentage=0
                FILE:11: must be >= 110 and <= 1000: knative.panic-threshold-percentage=100
                FILE:12: must be >= 6s and <= 1h: knative.window=5s
                FILE:13: must be >= 0 and <= 1h: knative.scale-down-delay=2h
                FILE:14: must be a duration: knative.scale-to-zero-pod-retention-period=soon
                FILE:15: must be >= 0: knative.containerConcurrency=-1
                FILE:18: must not be given in a Knative file: schedule.day.type=floor
                FILE:19: unknown key: minimum
                """);
        assertComplaints("""
                knative.class=kpa.autoscaling.knative.dev
                knative.metric=cpu
                knative.metric-aggregation-algorithm=exponential
                knative.progress-deadline=5m
                knative.config.max-scale-up-rate=1
                knative.config.max-scale-down-rate=1
                knative.config.container-concurrency-target-percentage=0
                knative.config.requests-per-second-target-default=0
                knative.config.target-burst-capacity=-2
                knative.config.panic-window-percentage=0
                knative.config.activator-capacity=0
                knative.config.initial-scale=0
                knative.config.min-scale=-1
                knative.config.max-scale=9
                knative.config.max-scale-limit=8
                knative.config.stable-window=2h
                knative.config.scale-down-delay=1.5s
                knative.config.scale-to-zero-grace-period=0s
                knative.config.scale-to-zero-pod-retention-period=-1s
                """, """
                FILE:1: must be >= 0.01 after container-concurrency-target-percentage=0.0:\
                 knative.config.container-concurrency-target-default=100
                FILE:2: must be concurrency or rps for class kpa.autoscaling.knative.dev: knative.metric=cpu
                FILE:3: must be linear, weighted-exponential or weightedExponential:\
                 knative.metric-aggregation-algorithm=exponential
                FILE:5: must be > 1: knative.config.max-scale-up-rate=1
                FILE:6: must be > 1: knative.config.max-scale-down-rate=1
                FILE:7: must be > 0 and <= 100 %: knative.config.container-concurrency-target-percentage=0
                FILE:8: must be >= 0.01: knative.config.requests-per-second-target-default=0
                FILE:9: must be >= 0 or -1: knative.config.target-burst-capacity=-2
                FILE:10: must be >= 1 and <= 100: knative.config.panic-window-percentage=0
                FILE:11: must be >= 1: knative.config.activator-capacity=0
                FILE:12: must be >= 1: knative.config.initial-scale=0
                FILE:13: must be >= 0: knative.config.min-scale=-1
                FILE:14: must be >= 1 and <= max-scale-limit=8: knative.config.max-scale=9
                FILE:16: must be >= 6s and <= 1h: knative.config.stable-window=2h
                FILE:17: must be whole seconds: knative.config.scale-down-delay=1.5s
                FILE:18: must be > 0: knative.config.scale-to-zero-grace-period=0s
                FILE:19: must be >= 0: knative.config.scale-to-zero-pod-retention-period=-1s
                """);
        assertComplaints("knative.config.enable-scale-to-zero=yes\nknative.config.pod-autoscaler-class=mine\n", """
                FILE:1: must be true or false: knative.config.enable-scale-to-zero=yes
                FILE:2: must be kpa.autoscaling.knative.dev, as nothing else is decided here:\
                 knative.config.pod-autoscaler-class=mine
                """);
        assertComplaints("knative.target=2\nserverless.maxWorkers=2\n", """
                FILE:2: must be a serverless file or a Knative file, where the bounds are knative.min-scale and\
                 knative.max-scale: serverless.maxWorkers together with knative.target (line 1)
                """);
    }

    @Test
    void every_setting_must_be_readable() throws IOException {
        List<String> keys = Run.of("help", "keys")
                .out()
                .lines()
                .filter(line -> line.startsWith("  knative.config."))
                .map(line -> line.strip().substring(0, line.strip().indexOf('=')))
                .toList();
        assertThat(keys).hasSize(20);
        for (String key : keys) {
            assertThatThrownBy(() -> PolicyFile.read(write(key + "=?\n")))
                    .as(key)
                    .message()
                    .contains(":1: must be ")
                    .endsWith(": " + key + "=?");
        }
        assertComplaints("knative.min-scale=-1\n", "FILE:1: must be >= 0: knative.min-scale=-1");
    }

    @Test
    void timeline_table_and_summary_are_as_worked_out_by_hand() throws IOException {
        Path csv = directory.resolve("steps.csv");
        Run run = replay(REVISION, METRICS, "--csv", csv.toString(), "--to", "28s");

        assertThat(run.err()).isEmpty();
        assertThat(run.out().replace(csv.toString(), "CSV")).isEqualTo("""
                        policy.properties on metrics.csv
                          0:00:04  1 -> 5  PANIC  concurrency 11, panic 55 of 10 per pod  wants 6, max-scale 5
                          0:00:14  5 -> 3         concurrency 27.5, panic 0 of 10 per pod  wants 3 (stable average)
                          0:00:16  3 -> 1         concurrency 9.167, panic 0 of 10 per pod  wants 1 (stable average)
                          0:00:20  1 -> 0         concurrency 0, panic 0 of 10 per pod      wants 0 (stable average)

                          steps           15, every 2 s for 30 s
                          changes         4 (1 up, 3 down)
                          reversals       1
                          replica-hours   0.02
                          replicas        0 to 5, mean 2.133
                          panics          1, 26.7 % of the time
                          bounded         46.7 % of the time
                          at max          33.3 % of the time
                          at zero         33.3 % of the time
                          wake-ups        0
                          above target    26.7 % of the time
                          without data    0 steps
                          written         CSV
                        """);
        assertThat(csv).hasContent("""
                        t_ms,concurrency,stable,panic,in_panic,current,desired,active,replicas,reason
                        0,0,0,0,false,1,0,ACTIVE,1,activating with 1
                        2000,0,0,0,false,1,0,ACTIVE,1,held at 1
                        4000,55,11,55,true,1,6,ACTIVE,5,max-scale 5
                        6000,55,27.5,55,true,5,6,ACTIVE,5,max-scale 5
                        8000,55,45.833,55,true,5,6,ACTIVE,5,max-scale 5
                        10000,55,55,55,true,5,6,ACTIVE,5,max-scale 5
                        12000,0,45.833,0,false,5,5,ACTIVE,5,stable average
                        14000,0,27.5,0,false,5,3,ACTIVE,3,stable average
                        16000,0,9.167,0,false,3,1,ACTIVE,1,stable average
                        18000,0,0,0,false,1,0,NO_TRAFFIC,1,on the way to zero at 1
                        20000,0,0,0,false,1,0,NO_TRAFFIC,0,stable average
                        22000,0,0,0,false,0,0,NO_TRAFFIC,0,stable average
                        24000,0,0,0,false,0,0,NO_TRAFFIC,0,stable average
                        26000,0,0,0,false,0,0,NO_TRAFFIC,0,stable average
                        28000,0,0,0,false,0,0,NO_TRAFFIC,0,stable average
                        """);
    }

    @Test
    void a_gap_is_no_sample_and_no_data_changes_nothing() throws IOException {
        Run run = replay(REVISION, "t_ms,concurrency\n0,\n4000,20\n8000,\n20000,\n", "--all");

        assertThat(run.out())
                .contains("0:00:02  1              concurrency without samples  no data")
                .contains("0:00:04  1 -> 2  PANIC");
    }

    @Test
    void a_replay_may_begin_at_zero_or_with_the_initial_scale() throws IOException {
        assertThat(replay(REVISION, METRICS, "--initial", "0").out())
                .contains("0:00:04  0 -> 5  PANIC", "wake-ups        1");
        assertThat(replay(REVISION + "knative.initial-scale=4\n", METRICS, "--to", "0s", "--all")
                        .out())
                .contains("0:00:00  4 ");
        assertThat(replay(
                                REVISION.replace("knative.max-scale=5\n", "") + "knative.min-scale=2\n",
                                METRICS,
                                "--initial",
                                "1")
                        .out())
                .contains("1 -> 2", "min-scale 2");
    }

    @Test
    void one_decision_is_explained() throws IOException {
        String policy = write(REVISION).toString();
        Run run = Run.of("explain", "--policy", policy, "--current", "2", "concurrency=25", "panic=95");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                        2 -> 5 replicas, in panic
                          stable   25 of 10 per pod  3
                          panic    95 of 10 per pod  10
                          wanted   10  panic average; 1 to 2000 with 2 ready
                          highest  10  of this panic, renewed now; it takes 2 x ready
                          delayed  10
                          burst    -286  beyond a burst of 211
                          scaled   5  Active=True, requests are buffered
                        """);
        assertThat(Run.of("explain", "--policy", policy, "--current", "2", "concurrency=none")
                        .out())
                .startsWith("2 replicas, no change\n")
                .contains("the metric failed");
        assertThat(Run.of("explain", "--policy", policy, "--current", "2", "rps=2", "concurrency=x", "panic")
                        .err())
                .isEqualTo("""
                        unknown metric: rps; known: concurrency, panic
                        must be a number, none or NaN: concurrency=x
                        must be metric=value: panic
                        """);
    }

    @Test
    void the_chart_shows_load_capacity_and_panic() throws IOException {
        Path svg = directory.resolve("chart.svg");
        assertThat(replay(REVISION, METRICS, "--svg", svg.toString()).status()).isZero();

        assertThat(svg)
                .content()
                .contains(">concurrency<", ">capacity: replicas x 10<", ">panic<", ">min 0, max 5<", "more than")
                .doesNotContain("NaN", "Infinity");
        replay("knative.min-scale=1\n", METRICS, "--svg", svg.toString());
        assertThat(svg).content().contains(">min 1, no max<");
    }

    private void assertComplaints(String text, String complaints) throws IOException {
        new Workbench(directory).assertComplaints(text, complaints);
    }

    private Run replay(String policy, String metrics, String... more) throws IOException {
        return new Workbench(directory).replay(policy, metrics, more);
    }

    private Path write(String text) throws IOException {
        return new Workbench(directory).write(text);
    }
}
