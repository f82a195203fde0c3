package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.signal;
import static dev.autoscale.MetricSpec.source;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReplicaSourceTest {
    private static final double FAILS = Double.NaN;

    /** Counts the decisions that were remembered. */
    private static final TestSource COUNTING =
            TestSource.of(in -> (int) in.memory(1)).remembering(2, in -> in.remember(1, in.memory(1) + 1));

    private static Life life(TestSource source) {
        return new Life(Life.nimble(1, 100, source("s", source)));
    }

    private static Life beside(TestSource source) {
        return new Life(
                Life.nimble(1, 100, source("s", source), external("queue").averageValue(1)));
    }

    @Test
    void proposes_beside_the_metrics() {
        Life life = beside(TestSource.of(in -> 6));
        assertThat(life.decide(0, 4, 0, 5)).isEqualTo(6);
        assertThat(life.out.decidingMetric()).isZero();
        assertThat(life.decide(1, 4, 0, 7)).isEqualTo(7);
        assertThat(life.decide(2, 4, 0, FAILS)).isEqualTo(6);
    }

    @Test
    void sees_time_replicas_and_values() {
        StringBuilder seen = new StringBuilder();
        Life life = new Life(Life.nimble(
                1,
                100,
                source(
                        "s",
                        TestSource.of(in -> {
                                    seen.append(in.epochMillis()).append(' ');
                                    seen.append(in.currentReplicas()).append(' ');
                                    seen.append(in.existingReplicas()).append(' ');
                                    seen.append(in.readyReplicas()).append(' ');
                                    seen.append(in.valueMilli()).append(' ');
                                    seen.append(in.signalMilli(0)).append(' ').append(in.signalMilli(1));
                                    return 4;
                                })
                                .reading("b", "a")),
                signal("a"),
                signal("b")));
        life.in
                .at(-7)
                .replicas(4, 3)
                .readyReplicas(2)
                .value(0, 1.5)
                .value(1, 10)
                .value(2, 20);
        assertThat(life.decide()).isEqualTo(4);
        assertThat(seen).hasToString("-7 4 3 2 1500 20000 10000");
        assertThat(life.out.metric(0).totalMilli()).isEqualTo(1_500);
    }

    @Test
    void its_time_never_goes_back() {
        Life life = life(TestSource.of(in -> (int) in.epochMillis()));
        assertThat(life.decide(50, 50)).isEqualTo(50);
        assertThat(life.decide(20, 40)).isEqualTo(50);
        assertThat(life.out.recommended()).isEqualTo(50);
    }

    @Test
    void one_that_abstains_does_not_count_and_when_all_do_the_count_stays() {
        TestSource abstains = TestSource.of(in -> ReplicaSource.ABSTAIN);
        assertThat(beside(abstains).decide(0, 4, 0, 2)).isEqualTo(2);
        Life life = life(abstains);
        assertThat(life.decide(0, 4)).isEqualTo(4);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.ABSTAINED);
        assertThat(life.out.reason()).isEqualTo(Reason.NO_PROPOSAL);
    }

    @Test
    void one_that_fails_blocks_every_shrink_and_says_why() {
        Life life = beside(TestSource.of(in -> in.failed("no forecast yet")));
        assertThat(life.decide(0, 4, 0, 2)).isEqualTo(4);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.SOURCE_FAILED);
        assertThat(life.out.metric(0).failureText()).isEqualTo("no forecast yet");
        assertThat(life.out.reason()).isEqualTo(Reason.FAILED_REPLICA_SOURCE);
        assertThat(life.decide(0, 4, 0, 8)).isEqualTo(8);
    }

    @Test
    void an_exception_or_another_negative_number_is_a_failure() {
        Life throwing = beside(TestSource.of(in -> {
            throw new IllegalStateException("broken");
        }));
        assertThat(throwing.decide(0, 4, 0, 2)).isEqualTo(4);
        assertThat(throwing.out.metric(0).failureText()).isEqualTo("java.lang.IllegalStateException: broken");
        for (int answer : new int[] {ReplicaSource.FAILED, -3, Integer.MIN_VALUE}) {
            Life life = beside(TestSource.of(in -> answer));
            assertThat(life.decide(0, 4, 0, 2)).isEqualTo(4);
            assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.SOURCE_FAILED);
            assertThat(life.out.metric(0).failureText()).isNull();
        }
    }

    @Test
    void the_words_of_an_earlier_failure_are_gone() {
        int[] answers = {0};
        Life life = life(TestSource.of(in -> answers[0]++ == 0 ? in.failed("once") : ReplicaSource.FAILED));
        life.decide(0, 4);
        assertThat(life.out.metric(0).failureText()).isEqualTo("once");
        life.decide(1, 4);
        assertThat(life.out.metric(0).failureText()).isNull();
    }

    @Test
    void is_asked_only_if_its_value_and_signals_are_usable() {
        int[] asked = {0};
        TestSource asking = TestSource.of(in -> {
                    asked[0]++;
                    return 7;
                })
                .reading("a");
        Life life = new Life(Life.nimble(1, 100, source("s", asking), signal("a")));
        assertThat(life.decide(0, 4, FAILS, 1)).isEqualTo(4);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.NOT_FINITE);
        assertThat(life.decide(1, 4, 1, FAILS)).isEqualTo(4);
        assertThat(life.decide(2, 4, 1)).isEqualTo(4);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.MISSING);
        life.autoscaler.decide(life.in.at(3).replicas(-4), life.out);
        assertThat(asked[0]).isZero();
        assertThat(life.decide(4, 4, 1, 1)).isEqualTo(7);
        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void remembers_what_it_writes_after_decisions_alone() {
        Life life = life(COUNTING);
        assertThat(life.decide(0, 4)).isEqualTo(1);
        life.autoscaler.preview(life.at(1, 4), life.out);
        life.autoscaler.preview(life.at(2, 4), life.out);
        assertThat(life.out.recommended()).isEqualTo(1);
        life.decide(3, 4);
        assertThat(life.out.recommended()).isEqualTo(1);
        life.decide(4, 4);
        assertThat(life.out.recommended()).isEqualTo(2);
    }

    @Test
    void memory_is_written_in_remember_only_and_within_its_size() {
        Life early = life(TestSource.of(in -> {
                    in.remember(0, 1);
                    return 1;
                })
                .remembering(1, in -> {}));
        early.decide(0, 4);
        assertThat(early.out.metric(0).failureText())
                .isEqualTo("java.lang.IllegalStateException: memory must be written in remember(...) only");
        for (int index : new int[] {-1, 2}) {
            Life beyond = life(TestSource.of(in -> (int) in.memory(index)).remembering(2, in -> {}));
            beyond.decide(0, 4);
            assertThat(beyond.out.metric(0).failureText())
                    .isEqualTo(
                            "java.lang.IndexOutOfBoundsException: memory index must be >= 0 and < 2: index=" + index);
        }
    }

    @Test
    void each_source_has_a_memory_of_its_own() {
        TestSource other = TestSource.of(in -> (int) in.memory(0))
                .remembering(1, in -> in.remember(0, in.memory(0) + 10))
                .id("other");
        Life life = new Life(Life.nimble(1, 100, source("a", COUNTING), source("b", other), source("c", COUNTING)));
        for (int i = 0; i < 3; i++) {
            life.decide(i, 4);
        }
        life.decide(3, 4);
        assertThat(life.out.metric(0).replicas()).isEqualTo(3);
        assertThat(life.out.metric(1).replicas()).isEqualTo(30);
        assertThat(life.out.metric(2).replicas()).isEqualTo(3);
    }

    @Test
    void memory_survives_snapshots_and_respec_by_id_of_metric_and_source() {
        Life life = new Life(
                Life.nimble(1, 100, source("s", COUNTING), external("queue").averageValue(1)));
        for (int i = 0; i < 5; i++) {
            life.decide(i, 4, 0, 4);
        }
        ByteBuffer bytes = ByteBuffer.allocate(life.autoscaler.snapshotSize());
        life.autoscaler.snapshot(bytes);
        Autoscaler restored = life.spec.newAutoscaler();
        restored.restore(bytes.flip());
        restored.decide(life.at(5, 4, 0, 4), life.out);
        assertThat(life.out.metric(0).replicas()).isEqualTo(5);

        MetricSpec queue = external("queue").averageValue(1);
        assertThat(proposalAfterRespec(
                        restored,
                        Life.nimble(1, 100, queue, source("s", COUNTING)).build(),
                        1))
                .isEqualTo(6);
        assertThat(proposalAfterRespec(
                        restored,
                        Life.nimble(1, 100, source("s", COUNTING.id("new"))).build(),
                        0))
                .isZero();
    }

    private static int proposalAfterRespec(Autoscaler autoscaler, AutoscalerSpec spec, int metric) {
        autoscaler.respec(spec, 6);
        Decision out = spec.newDecision();
        autoscaler.decide(spec.newObservation().at(6).replicas(4), out);
        return out.metric(metric).replicas();
    }

    @Test
    void says_until_when_its_answer_holds() {
        Life life = life(TestSource.of(in -> {
            in.validUntil(500);
            in.validUntil(900);
            return in.epochMillis() < 500 ? 4 : 8;
        }));
        assertThat(life.decide(0, 4)).isEqualTo(4);
        assertThat(life.out.recheckAtMillis()).isEqualTo(500);
        assertThat(life.decide(500, 4)).isEqualTo(8);
    }

    @Test
    void its_answer_holds_no_longer_than_its_samples() {
        Life life = new Life(Life.nimble(
                1,
                100,
                source("s", TestSource.of(in -> 4).reading("a")).maxAge(ofSeconds(9)),
                signal("a").maxAge(ofSeconds(5))));
        life.autoscaler.decide(life.at(0, 4, 1, 1).sampledAt(0, 0).sampledAt(1, -1_000), life.out);
        assertThat(life.out.recheckAtMillis()).isEqualTo(4_001);
        life.autoscaler.decide(life.at(4_001, 4, 1, 1).sampledAt(0, 0).sampledAt(1, -1_000), life.out);
        assertThat(life.out.metric(0).status()).isEqualTo(MetricProposal.Status.STALE);
    }

    @Test
    void proposes_for_a_total_as_the_hpa_does() {
        TestSource source =
                TestSource.of(in -> in.averageValue(in.valueMilli(), 10_000)).reading();
        Life life = life(source);
        assertThat(life.decide(0, 4, 44)).isEqualTo(4);
        assertThat(life.decide(1, 4, 44.001)).isEqualTo(5);
        assertThat(life.decide(2, 4, 35)).isEqualTo(4);
        assertThat(life.decide(3, 4, 30)).isEqualTo(3);
        assertThat(life.decide(4, 4, 1e30)).isEqualTo(8);
        assertThat(life.out.metric(0).totalMilli()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void wakes_while_it_asks_for_replicas() {
        int[] answer = {0};
        Life life = new Life(Life.nimble(0, 100, source("s", TestSource.of(in -> answer[0])))
                .activation(Activation.cooldown(ofSeconds(60))));
        assertThat(life.decide(0, 0)).isZero();
        answer[0] = ReplicaSource.ABSTAIN;
        assertThat(life.decide(1, 0)).isZero();
        assertThat(life.out.reason()).isEqualTo(Reason.SCALER_NOT_ACTIVE);
        answer[0] = ReplicaSource.FAILED;
        assertThat(life.decide(2, 0)).isZero();
        assertThat(life.out.reason()).isEqualTo(Reason.SCALER_UNKNOWN);
        answer[0] = 1;
        assertThat(life.decide(3, 0)).isEqualTo(1);
    }

    @Test
    void with_a_threshold_its_value_decides_whether_it_is_active() {
        Life life = new Life(Life.nimble(
                        0, 100, source("s", TestSource.of(in -> 5).reading()).activation(2))
                .activation(Activation.cooldown(ofSeconds(60))));
        assertThat(life.decide(0, 0, 2)).isZero();
        assertThat(life.decide(1, 0, 2.001)).isEqualTo(1);
    }

    @Test
    void has_fallbacks_like_any_metric() {
        Life life = new Life(Life.nimble(
                1, 100, source("s", TestSource.of(in -> in.failed("x"))).fallback(Fallback.afterFailures(2, 9))));
        assertThat(life.decide(0, 7)).isEqualTo(7);
        assertThat(life.decide(1, 7)).isEqualTo(9);
        assertThat(life.out.metric(0).failedStatus()).isEqualTo(MetricProposal.Status.SOURCE_FAILED);
    }

    @Test
    void input_is_only_valid_during_the_call() {
        assertThatThrownBy(() -> new ReplicaSource.Input().currentReplicas()).isInstanceOf(NullPointerException.class);
    }

    /** Proposes what it remembers, notes that and the time, and words it. */
    private record Noting() implements ReplicaSource {
        static final int FAILING_AT = 50;

        @Override
        public String id() {
            return "noting";
        }

        @Override
        public boolean readsValue() {
            return false;
        }

        @Override
        public int memorySize() {
            return 1;
        }

        @Override
        public int noteCount() {
            return 2;
        }

        @Override
        public int replicas(Input in) {
            in.note(0, in.memory(0));
            in.note(1, in.epochMillis());
            return in.epochMillis() == FAILING_AT ? in.failed("not at 50") : 1 + (int) in.noted(0);
        }

        @Override
        public void remember(Input in) {
            in.remember(0, in.noted(0) + 1);
        }

        @Override
        public String explain(MetricProposal proposal) {
            return "decision " + proposal.note(0) + " at " + proposal.note(1);
        }
    }

    @Test
    void what_a_source_notes_is_in_the_decision_and_in_its_explanation() {
        Life life = new Life(Life.nimble(1, 100, source("s", new Noting())));
        for (int i = 0; i < 3; i++) {
            assertThat(life.decide(10 + i, 4)).isEqualTo(1 + i);
            assertThat(life.out.metric(0).note(0)).isEqualTo(i);
            assertThat(life.out.metric(0).note(1)).isEqualTo(10 + i);
        }
        assertThat(life.out.explainTo(new StringBuilder())).contains("decision 2 at 12");
    }

    /** A preview notes, too, and remembers nothing; of a source that failed only the reason is told. */
    @Test
    void notes_are_of_one_decision_and_not_told_of_a_failure() {
        Life life = new Life(Life.nimble(1, 100, source("s", new Noting())));
        life.decide(10, 4);
        life.autoscaler.preview(life.at(20, 4), life.out);
        assertThat(life.out.metric(0).note(0)).isEqualTo(1);
        life.autoscaler.preview(life.at(30, 4), life.out);
        assertThat(life.out.metric(0).note(0)).isEqualTo(1);
        assertThat(life.out.metric(0).note(1)).isEqualTo(30);
        life.decide(Noting.FAILING_AT, 4);
        assertThat(life.out.explainTo(new StringBuilder()))
                .contains("not at 50")
                .doesNotContain("decision 1");
    }

    @Test
    void a_source_without_notes_has_none_and_one_with_notes_no_more() {
        Life without = life(TestSource.of(in -> 4));
        without.decide(0, 4);
        assertThatThrownBy(() -> without.out.metric(0).note(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(without.out.explainTo(new StringBuilder())).doesNotContain("noted");
        Life with = new Life(Life.nimble(1, 100, source("s", new Noting())));
        with.decide(0, 4);
        assertThatThrownBy(() -> with.out.metric(0).note(2)).isInstanceOf(IndexOutOfBoundsException.class);
        Life tooMany = life(TestSource.of(in -> {
            in.note(0, 1);
            return 4;
        }));
        assertThat(tooMany.decide(0, 7)).isEqualTo(7);
        assertThat(tooMany.out.metric(0).status()).isEqualTo(MetricProposal.Status.SOURCE_FAILED);
    }
}
