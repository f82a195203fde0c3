package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AutoscalerTest {
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 10)
            .metric(external("asr_active_requests").averageValue(5))
            .metric(resource("cpu").averageUtilization(70))
            .scaleUp(rules().policy(percent(100).per(ofSeconds(15))).policy(pods(2).per(ofSeconds(15))))
            .build();

    private final Autoscaler autoscaler = SPEC.newAutoscaler();
    private final Observation in = SPEC.newObservation();
    private final Decision out = SPEC.newDecision();

    private Decision decide(long seconds, int replicas, double requests, double cpu) {
        in.at(seconds * 1000).replicas(replicas).value(0, requests).value(1, cpu);
        autoscaler.decide(in, out);
        return out;
    }

    @Test
    void explains_each_step() {
        assertThat(decide(0, 3, 37, 66)).hasToString("""
                3 -> 6 replicas
                  asr_active_requests  37 of 5 per replica    8
                  cpu                  66 % of 70 %           3  within tolerance
                  wanted               8  (asr_active_requests)
                  stabilized           8
                  limited              6  ScaleUpLimit: +100 % in 15 s; more allowed in 15 s
                """);
        assertThat(out.reason()).isEqualTo(Reason.SCALE_UP_LIMIT);
        assertThat(out.rescaleReason()).isEqualTo(Reason.METRIC_ABOVE_TARGET);
        assertThat(out.decidingMetric()).isZero();
    }

    @Test
    void explains_a_stabilized_shrink() {
        decide(0, 8, 37, 66);
        assertThat(decide(15, 8, 1.5, 20)).hasToString("""
                8 replicas, no change
                  asr_active_requests  1.5 of 5 per replica    1
                  cpu                  20 % of 70 %            3
                  wanted               3  (cpu)
                  stabilized           8  ScaleDownStabilized: highest of the last 300 s
                  limited              8
                """);
    }

    @Test
    void explains_failures() {
        assertThat(decide(0, 8, Double.NaN, 20)).hasToString("""
                8 replicas, no change
                  asr_active_requests  -               -  the sample is not a finite number
                  cpu                  20 % of 70 %    3
                  decided              8  FailedGetExternalMetric: a metric failed; scale-down is blocked
                """);
        in.at(0);
        autoscaler.decide(in, out);
        assertThat(out).hasToString("""
                replicas unknown, no change
                  decided              -  FailedGetScale: the current replicas are not known
                """);
    }

    @Test
    void explains_a_count_out_of_range_and_time_going_back() {
        decide(100, 5, 25, 70);
        assertThat(decide(50, 12, 25, 70)).hasToString("""
                12 -> 10 replicas (went from 5 to 12 without a report) (time went back: no time passed)
                  decided              10  the current count is above maxReplicas 10
                """);
        assertThat(out.timeWentBack()).isTrue();
        assertThat(out.epochMillis()).isEqualTo(100_000);
    }

    @Test
    void a_failing_metric_allows_growth() {
        assertThat(decide(0, 3, 37, Double.NaN).replicas()).isEqualTo(6);
        assertThat(out.metric(1).status()).isEqualTo(MetricProposal.Status.NOT_FINITE);
        assertThat(out.isTrue(Condition.SCALING_ACTIVE)).isTrue();
    }

    @Test
    void a_fresh_autoscaler_holds_the_count_for_a_whole_window() {
        for (int second = 0; second < 300; second += 15) {
            assertThat(decide(second, 8, 5, 20).replicas()).as("%s s", second).isEqualTo(8);
        }
        assertThat(decide(300, 8, 5, 20).replicas()).isLessThan(8);
    }

    @Test
    void only_a_reported_change_spends_the_budget() {
        decide(0, 3, 50, 70);
        assertThat(decide(1, 3, 50, 70).replicas()).isEqualTo(6);
        autoscaler.scaled(1_000, 3, 6);
        assertThat(autoscaler.scaleUpLimit(2_000, 6)).isEqualTo(6);
        assertThat(decide(2, 6, 50, 70).replicas()).isEqualTo(6);
        assertThat(decide(16, 6, 50, 70).replicas()).isEqualTo(10);
    }

    @Test
    void a_failed_change_spends_no_budget_but_is_shown() {
        decide(0, 3, 50, 70);
        autoscaler.scaleFailed(0);
        assertThat(autoscaler.reason(Condition.ABLE_TO_SCALE)).isEqualTo(Reason.FAILED_UPDATE_SCALE);
        assertThat(autoscaler.scaleUpLimit(1_000, 3)).isEqualTo(6);
        assertThat(autoscaler.desiredReplicas()).isZero();
    }

    @Test
    void preview_remembers_nothing() {
        in.at(0).replicas(3).value(0, 37).value(1, 66);
        autoscaler.preview(in, out);
        assertThat(out.replicas()).isEqualTo(6);
        assertThat(autoscaler.reason(Condition.ABLE_TO_SCALE)).isNull();
        assertThat(autoscaler.latestMillis()).isEqualTo(Long.MIN_VALUE);
        // Without a memory of the 6, a fresh autoscaler starts from what it sees next.
        assertThat(decide(15, 2, 1, 10).stabilized()).isEqualTo(2);
    }

    @Test
    void recheck_names_the_time_at_which_a_window_lets_go() {
        decide(0, 8, 37, 66);
        decide(15, 8, 1, 20);
        // 8 was recommended at 0 s, 3 at 15 s.
        assertThat(out.recheckAtMillis()).isEqualTo(300_000);
        decide(299, 8, 1, 20);
        assertThat(out.recheckAtMillis()).isEqualTo(300_000);
        assertThat(decide(300, 8, 1, 20).replicas()).isEqualTo(3);
    }

    @Test
    void recheck_names_the_time_at_which_a_rate_policy_has_room_again() {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 100)
                .metric(external("queue").averageValue(5))
                .scaleUp(rules().policy(pods(2).per(ofSeconds(60))))
                .build();
        Autoscaler one = spec.newAutoscaler();
        Observation observed = spec.newObservation().at(0).replicas(3).value(0, 100);
        Decision decision = spec.newDecision();
        one.decide(observed, decision);
        assertThat(decision.replicas()).isEqualTo(5);
        assertThat(decision.recheckAtMillis()).isEqualTo(60_000);
        one.decide(observed.at(0).replicas(20).value(0, 100), decision);
        assertThat(decision.recheckAtMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_decision_that_was_carried_out_is_reported_as_it_stands() {
        Autoscaler other = SPEC.newAutoscaler();
        other.decide(in.at(1_000).replicas(3).value(0, 50).value(1, 70), SPEC.newDecision());
        other.scaled(1_000, 3, 6);
        autoscaler.scaled(decide(1, 3, 50, 70));
        assertThat(bytes(autoscaler)).isEqualTo(bytes(other));
        assertThat(autoscaler.scaleUpLimit(2_000, 6)).isEqualTo(6);
        assertThat(autoscaler.desiredReplicas()).isEqualTo(6);
    }

    @Test
    void a_decision_that_changes_nothing_is_no_change() {
        decide(0, 6, 30, 70);
        byte[] memory = bytes(autoscaler);
        autoscaler.scaled(out);
        assertThat(bytes(autoscaler)).isEqualTo(memory);

        in.at(15_000).replicas(6).value(0, 50).value(1, 70).overrides().shadow();
        autoscaler.decide(in, out);
        assertThat(out.replicas()).isEqualTo(10);
        memory = bytes(autoscaler);
        autoscaler.scaled(out);
        assertThat(bytes(autoscaler)).isEqualTo(memory);

        autoscaler.decide(in.at(30_000).replicasUnknown(), out);
        memory = bytes(autoscaler);
        autoscaler.scaled(out);
        assertThat(bytes(autoscaler)).isEqualTo(memory);
    }

    private static byte[] bytes(Autoscaler autoscaler) {
        ByteBuffer buffer = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(buffer);
        return buffer.array();
    }

    @Test
    void recheck_is_refused_once_the_autoscaler_went_on() {
        decide(0, 3, 37, 66);
        autoscaler.scaled(0, 3, 6);
        assertThatThrownBy(out::recheckAtMillis)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("recheckAtMillis must be read before the autoscaler goes on");
    }

    @Test
    void an_explanation_stays_when_the_autoscaler_goes_on() {
        String text = decide(0, 3, 37, 66).toString();
        assertThat(text).contains("ScaleUpLimit: +100 % in 15 s; more allowed in 15 s");
        autoscaler.scaled(out);
        assertThat(out).hasToString(text);
        autoscaler.decide(
                SPEC.newObservation().at(60_000).replicas(6).value(0, 30).value(1, 70), SPEC.newDecision());
        autoscaler.scaled(60_000, 6, 8);
        assertThat(out).hasToString(text);
    }

    @Test
    void nothing_happens_where_nothing_was_changed() {
        decide(0, 5, 25, 70);
        byte[] before = bytes(autoscaler);
        autoscaler.scaled(1_000, 5, 5);
        assertThat(bytes(autoscaler)).isEqualTo(before);
        assertThat(out.recheckAtMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_change_that_nobody_reported_is_told() {
        assertThat(decide(0, 3, 37, 66).unreportedFrom()).isEqualTo(Decision.UNKNOWN_REPLICAS);
        assertThat(decide(15, 6, 30, 70).unreportedFrom()).isEqualTo(3);
        assertThat(out.toString()).startsWith("6 replicas, no change (went from 3 to 6 without a report)\n");
        assertThat(decide(30, 6, 30, 70).unreportedFrom()).isEqualTo(Decision.UNKNOWN_REPLICAS);
        autoscaler.scaled(30_000, 6, 7);
        assertThat(decide(45, 7, 35, 70).unreportedFrom()).isEqualTo(Decision.UNKNOWN_REPLICAS);
        in.at(60_000).replicas(9).value(0, 35).value(1, 70).overrides().shadow();
        autoscaler.decide(in, out);
        assertThat(out.unreportedFrom()).isEqualTo(Decision.UNKNOWN_REPLICAS);
    }

    @Test
    void a_change_that_nobody_reported_counts_where_the_spec_says_so() {
        for (boolean counts : new boolean[] {false, true}) {
            AutoscalerSpec.Builder builder = SPEC.toBuilder();
            AutoscalerSpec spec = (counts ? builder.countUnreported() : builder).build();
            assertThat(spec.countsUnreported()).isEqualTo(counts);
            Autoscaler follows = spec.newAutoscaler();
            Observation sees = spec.newObservation();
            Decision says = spec.newDecision();
            follows.decide(sees.at(0).replicas(3).value(0, 15).value(1, 70), says);
            follows.decide(sees.at(1_000).replicas(5).value(0, 25).value(1, 70), says); // by somebody else
            follows.decide(sees.at(2_000).replicas(5).value(0, 100).value(1, 70), says);
            assertThat(says.replicas()).isEqualTo(counts ? 6 : 10); // twice 3 against twice 5
        }
    }

    @Test
    void respec_keeps_recommendations_changes_and_conditions() {
        decide(0, 3, 37, 66);
        autoscaler.scaled(0, 3, 6);
        AutoscalerSpec edited = SPEC.toBuilder().bounds(1, 20).build();
        autoscaler.respec(edited, 1_000);
        assertThat(autoscaler.reason(Condition.ABLE_TO_SCALE)).isEqualTo(Reason.SUCCEEDED_RESCALE);
        Observation observed =
                edited.newObservation().at(2_000).replicas(6).value(0, 200).value(1, 70);
        Decision decision = edited.newDecision();
        autoscaler.decide(observed, decision);
        assertThat(decision.replicas()).isEqualTo(6);
        observed.at(3_000).replicas(6).value(0, 1).value(1, 10);
        autoscaler.decide(observed, decision);
        assertThat(decision.stabilized()).isEqualTo(6);
    }

    @Test
    void a_window_opened_by_respec_begins_with_the_last_recommendation() {
        decide(0, 3, 10, 70);
        AutoscalerSpec patient = SPEC.toBuilder()
                .scaleUp(rules().stabilizationWindow(ofSeconds(60)))
                .build();
        autoscaler.respec(patient, 1_000);
        Observation observed =
                patient.newObservation().at(15_000).replicas(3).value(0, 50).value(1, 70);
        Decision decision = patient.newDecision();
        autoscaler.decide(observed, decision);
        assertThat(decision.stabilized()).isEqualTo(3);
        assertThat(decision.reason(Condition.ABLE_TO_SCALE)).isEqualTo(Reason.SCALE_UP_STABILIZED);
    }

    @Test
    void zero_is_left_only_by_the_autoscaler_that_went_there() {
        AutoscalerSpec spec = AutoscalerSpec.builder(0, 5)
                .metric(external("queue").averageValue(5))
                .scaleDown(rules().stabilizationWindow(ofSeconds(0)))
                .build();
        Autoscaler one = spec.newAutoscaler();
        Observation observed = spec.newObservation();
        Decision decision = spec.newDecision();
        one.decide(observed.at(0).replicas(0).value(0, 50), decision);
        assertThat(decision.replicas()).isZero();
        assertThat(decision.reason()).isEqualTo(Reason.SCALING_DISABLED);
        one.decide(observed.at(1).replicas(1).value(0, 0), decision);
        assertThat(decision.replicas()).isZero();
        one.scaled(1, 1, 0);
        one.decide(observed.at(2).replicas(0).value(0, 12), decision);
        assertThat(decision.replicas()).isEqualTo(3);
    }

    @Test
    void refuses_what_belongs_to_another_spec() {
        AutoscalerSpec other = SPEC.toBuilder().bounds(2, 9).build();
        assertThatThrownBy(() -> autoscaler.decide(other.newObservation(), out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "observation must be of the autoscaler's spec: observation has 2 metrics, 2..9");
        assertThatThrownBy(() -> autoscaler.decide(in, other.newDecision()))
                .hasMessageStartingWith("decision must be of the autoscaler's spec");
        assertThatThrownBy(() -> autoscaler.scaled(0, -1, 3)).hasMessage("replicas must be >= 0: from=-1, to=3");
        assertThatThrownBy(() -> in.noUsableInput(Reason.VALID_METRIC_FOUND))
                .hasMessage("reason must say why no metric can be asked: reason=ValidMetricFound");
    }

    @Test
    void without_usable_input_no_metric_of_an_earlier_decision_shows() {
        decide(0, 3, 37, 66);
        autoscaler.decide(in.at(15_000).replicas(3).noUsableInput(Reason.FAILED_GET_EXTERNAL_METRIC), out);
        assertThat(out.metric(0).status()).isEqualTo(MetricProposal.Status.NOT_EVALUATED);
        assertThat(out.metric(0).totalMilli()).isEqualTo(MetricProposal.UNSET);
        assertThat(out.reason()).isEqualTo(Reason.FAILED_GET_EXTERNAL_METRIC);
    }
}
