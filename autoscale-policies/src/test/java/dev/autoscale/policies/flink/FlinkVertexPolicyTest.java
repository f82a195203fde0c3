package dev.autoscale.policies.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.policies.flink.FlinkVertexPolicy.Why;
import dev.autoscale.policies.upstream.UpstreamAutoscaler;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlinkVertexPolicyTest {
    private static final double[] BAD = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -1e300, -Double.MIN_VALUE
    };
    private static final int HOUR_SECONDS = 3600;

    private static FlinkVertexPolicy policy(FlinkSettings.Builder settings) {
        return FlinkVertexPolicy.of(settings.restartTime(Duration.ZERO).build(), 128, 0, false);
    }

    /** With target, bounds and limits as Flink has them. */
    private static final class Run {
        final FlinkVertexPolicy policy;
        final UpstreamAutoscaler autoscaler;
        final UpstreamObservation in;
        final UpstreamDecision out;

        Run(FlinkVertexPolicy policy) {
            this.policy = policy;
            autoscaler = policy.newAutoscaler(0, 1);
            in = policy.newObservation();
            out = policy.newDecision();
        }

        UpstreamObservation seen(long second, int parallelism, double incoming, double lag, double rate) {
            return in.at(second * 1000)
                    .replicas(parallelism)
                    .value(0, incoming)
                    .value(1, lag)
                    .value(2, rate);
        }

        int at(long second, int parallelism, double incoming, double lag, double rate) {
            autoscaler.decide(seen(second, parallelism, incoming, lag, rate), out);
            return out.replicas();
        }
    }

    @Test
    void it_decides_as_a_job_of_one_vertex() {
        Run run = new Run(policy(FlinkSettings.builder()));
        assertThat(run.at(0, 10, 1001, 0, 1000)).isEqualTo(15); // 1430 / 1000 * 10, rounded up
        assertThat(run.out.reason()).isEqualTo(Why.OVERUTILIZED);
        assertThat(run.out.note(2)).isEqualTo(1001);
        assertThat(run.at(1, 10, 1000, 0, 1000)).isEqualTo(10);
        assertThat(run.out.reason()).isEqualTo(Why.WITHIN_BOUNDS);
        assertThat(run.out.note(1)).isEqualTo(15);
        assertThat(run.at(2, 10, 700, 0, 1000)).isEqualTo(10);
        assertThat(run.out.reason()).isEqualTo(Why.AT_TARGET);
        assertThat(run.at(3, 10, 700, 1800 * 301, 1000)).isEqualTo(14); // 301 records/s to catch up
    }

    @Test
    void a_backlog_keeps_it_from_shrinking() {
        Run run = new Run(policy(FlinkSettings.builder().scaleDownInterval(Duration.ZERO)));
        assertThat(run.at(0, 10, 10, 3000, 1000)).isEqualTo(4);
        assertThat(run.out.reason()).isEqualTo(Why.UNDERUTILIZED);
        assertThat(run.at(1, 10, 10, 3001, 1000)).isEqualTo(10);
        assertThat(run.out.reason()).isEqualTo(Why.WITHIN_BOUNDS);
    }

    @Test
    void a_scale_down_waits_and_survives_a_restart() {
        Run run = new Run(policy(FlinkSettings.builder()));
        assertThat(run.at(0, 10, 200, 0, 1000)).isEqualTo(10);
        assertThat(run.out.reason()).isEqualTo(Why.SCALE_DOWN_DELAYED);
        ByteBuffer bytes = ByteBuffer.allocate(run.autoscaler.snapshotSize());
        run.autoscaler.snapshot(bytes);
        Run restored = new Run(run.policy);
        restored.autoscaler.restore(bytes.flip());
        for (Run each : new Run[] {run, restored}) {
            assertThat(each.at(HOUR_SECONDS - 1, 10, 200, 0, 1000)).isEqualTo(10);
            each.autoscaler.preview(each.seen(HOUR_SECONDS, 10, 200, 0, 1000), each.out);
            assertThat(each.out.replicas()).isEqualTo(4);
            assertThat(each.at(HOUR_SECONDS, 10, 200, 0, 1000)).isEqualTo(4);
            each.autoscaler.scaled(each.out);
            assertThat(each.at(HOUR_SECONDS + 1, 4, 50, 0, 400)).isEqualTo(4);
        }
    }

    @Test
    void growth_that_did_not_help_counts_once_it_was_carried_out() {
        Run run = new Run(policy(FlinkSettings.builder().scalingEffectivenessDetectionEnabled(true)));
        assertThat(run.at(0, 10, 1400, 0, 1000)).isEqualTo(20);
        run.autoscaler.scaled(run.out);
        assertThat(run.at(60, 20, 1400, 0, 1099)).isEqualTo(20);
        assertThat(run.out.reason()).isEqualTo(Why.INEFFECTIVE_SCALING);
        assertThat(run.at(61, 20, 1400, 0, 1100)).isEqualTo(37);
        Run byHand = new Run(run.policy);
        byHand.autoscaler.scaled(0, 10, 20);
        assertThat(byHand.at(60, 20, 1400, 0, 1000)).isEqualTo(40);
    }

    @Test
    void what_is_not_measured_changes_nothing_and_leaves_no_trace() {
        for (int metric = 0; metric < 3; metric++) {
            for (double bad : BAD) {
                Run run = new Run(policy(FlinkSettings.builder().scaleDownInterval(Duration.ZERO)));
                run.seen(0, 10, 10, 0, 1000).value(metric, bad);
                run.autoscaler.decide(run.in, run.out);
                assertThat(run.out.replicas()).isEqualTo(10);
                assertThat(run.out.reason()).isEqualTo(Why.NO_DATA);
            }
        }
        Run run = new Run(policy(FlinkSettings.builder().vertexMaxParallelism(Integer.MAX_VALUE)));
        assertThat(run.at(0, 0, 10, 0, 1000)).isZero();
        assertThat(run.at(1, Integer.MAX_VALUE, 1e300, 1e300, 1e-300)).isEqualTo(Integer.MAX_VALUE);
        assertThat(run.at(2, 100, 1e300, 1e300, 1e-300)).isEqualTo(128);
    }

    @Test
    void a_known_rate_of_one_subtask_needs_no_measuring() {
        FlinkVertexPolicy known = policy(FlinkSettings.builder()).withRatePerSubtask(100);
        assertThat(known.metrics()).containsExactly("target_data_rate", "lag");
        UpstreamDecision out = known.newDecision();
        known.newAutoscaler(0, 1)
                .decide(known.newObservation().at(0).replicas(10).value(0, 1001).value(1, 0), out);
        assertThat(out.replicas()).isEqualTo(15);
        assertThat(known).isEqualTo(policy(FlinkSettings.builder()).withRatePerSubtask(100));
        assertThat(known).isNotEqualTo(policy(FlinkSettings.builder()));
    }

    @Test
    void what_a_vertex_cannot_be_is_refused() {
        FlinkSettings settings = FlinkSettings.builder().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlinkVertexPolicy.of(settings, 32_769, -1, false))
                .withMessageContaining("maxParallelism must be >= 1 and <= 32768: maxParallelism=32769")
                .withMessageContaining("partitions must be >= 0: partitions=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlinkVertexPolicy.of(settings, 1, 0, false).withRatePerSubtask(0));
    }
}
