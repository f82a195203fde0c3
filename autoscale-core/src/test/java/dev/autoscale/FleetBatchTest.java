package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.ScalingRules.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Columns in, columns out: the same as workload by workload. */
class FleetBatchTest {
    private static final int UNTOUCHED = -77;

    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 20)
            .metric(external("queue").averageValue(5))
            .metric(external("rate").averageValue(10))
            .scaleDown(rules().stabilizationWindow(Duration.ZERO))
            .build();
    private static final AutoscalerSpec WIDER = SPEC.toBuilder().bounds(1, 50).build();

    private final Fleet fleet = new Fleet();
    private final Fleet.Group group = fleet.group(SPEC);
    private final List<Autoscaler> alone = new ArrayList<>();
    private final Observation in = SPEC.newObservation();
    private final Decision out = SPEC.newDecision();

    private final int[] replicas = {3, 4, 5, 6};
    private final double[] queue = {37, 20, 5, Double.NaN};
    private final double[] rate = {1, 2, 3, 4};
    private final int[] answers = {UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED};
    private final byte[] reasons = new byte[4];

    private Fleet.Batch batch() {
        for (int i = 0; i < 4; i++) {
            group.add();
            alone.add(SPEC.newAutoscaler());
        }
        return group.newBatch()
                .at(1_000)
                .replicas(replicas)
                .values(0, queue)
                .values(1, rate)
                .answers(answers)
                .reasons(reasons);
    }

    private static byte[] bytes(Autoscaler autoscaler) {
        ByteBuffer buffer = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(buffer);
        return buffer.array();
    }

    /** What one autoscaler decides, held against an index of the batch. */
    private void assertAsAlone(Fleet.Batch batch, int index, int slot, Observation of) {
        alone.get(slot).decide(of, out);
        assertThat(answers[index]).as("answer %s", index).isEqualTo(out.replicas());
        assertThat(batch.reason(index)).as("reason %s", index).isEqualTo(out.reason());
        assertThat(bytes(group.at(slot))).as("memory %s", slot).isEqualTo(bytes(alone.get(slot)));
    }

    private Observation observed(int index) {
        in.at(1_000).replicas(replicas[index]).value(1, rate[index]);
        return Double.isNaN(queue[index]) ? in : in.value(0, queue[index]);
    }

    private void assertRefused(Fleet.Batch batch, String message) {
        int[] before = answers.clone();
        assertThatThrownBy(() -> group.decide(batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(answers).isEqualTo(before);
    }

    @Test
    void decides_in_the_order_of_the_slots() {
        Fleet.Batch batch = batch();
        assertThat(batch.changed()).isZero();
        group.decide(batch);
        for (int i = 0; i < 4; i++) {
            assertAsAlone(batch, i, i, observed(i));
        }
        assertThat(answers).containsExactly(7, 4, 1, 6);
        assertThat(batch.reason(0)).isEqualTo(Reason.SCALE_UP_LIMIT);
        assertThat(batch.reason(1)).isEqualTo(Reason.AT_TARGET);
        assertThat(batch.reason(2)).isEqualTo(Reason.ALL_METRICS_BELOW_TARGET);
        assertThat(batch.reason(3)).isEqualTo(Reason.FAILED_GET_EXTERNAL_METRIC);
        assertThat(batch.changed()).isEqualTo(2);
    }

    @Test
    void arbitrary_slots_have_their_columns_in_their_order() {
        Fleet.Batch batch = batch().slots(new int[] {2, 0, 9}, 2);
        group.decide(batch);
        assertAsAlone(batch, 0, 2, observed(0));
        assertAsAlone(batch, 1, 0, observed(1));
        assertThat(answers[2]).isEqualTo(UNTOUCHED);
        assertThat(batch.changed()).isOne();
        assertThat(bytes(group.at(1))).isEqualTo(bytes(SPEC.newAutoscaler()));
        group.decide(batch.allSlots());
        assertThat(answers[3]).isEqualTo(6);
        group.decide(batch.slots(new int[0], 0));
        assertThat(batch.changed()).isZero();
    }

    @Test
    void columns_are_read_anew_each_time() {
        int[] slots = {0};
        Fleet.Batch batch = batch().slots(slots, 1);
        group.decide(batch);
        assertThat(answers[0]).isEqualTo(7);
        slots[0] = 3;
        replicas[0] = 2;
        queue[0] = 10;
        group.decide(batch.at(16_000));
        assertThat(answers[0]).isEqualTo(2);
        assertThat(batch.changed()).isZero();
        assertThat(group.at(3).desiredReplicas()).isEqualTo(2);
    }

    @Test
    void slots_without_a_workload_are_left_out() {
        Fleet.Batch batch = batch();
        fleet.remove(group.handle(1));
        fleet.remove(group.handle(3));
        group.decide(batch);
        assertThat(answers).containsExactly(7, UNTOUCHED, 1, UNTOUCHED);
        assertThat(reasons[1]).isZero();
        assertThat(batch.changed()).isEqualTo(2);
        group.scaled(batch);
        assertThat(group.at(0).desiredReplicas()).isEqualTo(7);
        assertThat(group.at(2).desiredReplicas()).isEqualTo(1);
        assertThatThrownBy(() -> batch.reason(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("reason needs a decision: index=1");
    }

    @Test
    void a_group_without_workloads_decides_nothing() {
        Fleet.Batch batch = group.newBatch().at(0).replicas(new int[0]).answers(new int[0]);
        group.decide(batch);
        group.scaled(batch);
        assertThat(batch.changed()).isZero();
    }

    @Test
    void existing_and_ready_counts_are_told_as_to_an_observation() {
        Fleet.Batch batch = batch().existing(new int[] {3, 6, 5, -1}).ready(new int[] {0, -1, 5, 2});
        queue[3] = 40;
        group.decide(batch);
        assertAsAlone(batch, 0, 0, observed(0).readyReplicas(0));
        assertAsAlone(batch, 1, 1, observed(1).replicas(4, 6).readyReplicas(-1));
        assertAsAlone(batch, 2, 2, observed(2).readyReplicas(5));
        assertAsAlone(batch, 3, 3, observed(3).replicas(6, -1).readyReplicas(2));
        group.decide(batch.at(1_000).existing(null).ready(null));
        for (int i = 0; i < 4; i++) {
            assertAsAlone(batch, i, i, observed(i));
        }
    }

    /** An average over pods is one over those that are ready. */
    @Test
    void ready_counts_matter_where_a_metric_is_an_average() {
        AutoscalerSpec perPod = AutoscalerSpec.builder(1, 20)
                .metric(MetricSpec.pods("requests").averageValue(10))
                .build();
        Fleet.Group other = fleet.group(perPod);
        other.add();
        other.add();
        int[] ready = {0, 2};
        Fleet.Batch batch = other.newBatch()
                .at(0)
                .replicas(new int[] {4, 4})
                .ready(ready)
                .values(0, new double[] {15, 15})
                .answers(answers)
                .reasons(reasons);
        other.decide(batch);
        Decision decision = perPod.newDecision();
        for (int i = 0; i < 2; i++) {
            Observation of = perPod.newObservation().at(0).replicas(4);
            perPod.newAutoscaler().decide(of.readyReplicas(ready[i]).value(0, 15), decision);
            assertThat(answers[i]).isEqualTo(decision.replicas());
            assertThat(batch.reason(i)).isEqualTo(decision.reason());
        }
        assertThat(batch.reason(0)).isNotEqualTo(batch.reason(1));
    }

    @Test
    void counts_that_are_unknown_or_negative_stay_put_and_are_no_changes() {
        Fleet.Batch batch = batch();
        replicas[0] = Integer.MIN_VALUE;
        replicas[1] = -3;
        replicas[2] = -1;
        replicas[3] = 100;
        group.decide(batch);
        for (int i = 0; i < 4; i++) {
            assertAsAlone(batch, i, i, observed(i));
        }
        assertThat(answers).containsExactly(Decision.UNKNOWN_REPLICAS, -3, -1, 20);
        assertThat(batch.reason(0)).isEqualTo(Reason.FAILED_GET_SCALE);
        assertThat(batch.reason(1)).isEqualTo(Reason.INVALID_REPLICAS);
        assertThat(batch.changed()).isOne();
        group.scaled(batch);
        alone.get(3).scaled(1_000, 100, 20);
        for (int i = 0; i < 4; i++) {
            assertThat(bytes(group.at(i))).isEqualTo(bytes(alone.get(i)));
        }
    }

    @Test
    void values_are_told_as_to_an_observation_and_nan_is_not_given() {
        Fleet.Batch batch = batch().values(1, null);
        queue[0] = Double.POSITIVE_INFINITY;
        queue[1] = -1;
        queue[2] = 1e300;
        queue[3] = Double.NaN;
        group.decide(batch);
        for (int i = 0; i < 3; i++) {
            assertAsAlone(batch, i, i, in.at(1_000).replicas(replicas[i]).value(0, queue[i]));
        }
        assertAsAlone(batch, 3, 3, in.at(1_000).replicas(6));
        group.explain(batch, 0, out);
        assertThat(out.metric(0).status()).isEqualTo(MetricProposal.Status.NOT_FINITE);
        group.explain(batch, 3, out);
        assertThat(out.metric(0).status()).isEqualTo(MetricProposal.Status.MISSING);
        assertThat(out.metric(1).status()).isEqualTo(MetricProposal.Status.MISSING);
    }

    /** A rule that takes what is no number for 0 has nothing to say where nothing was given. */
    @Test
    void nan_is_no_zero_either() {
        AutoscalerSpec lenient = AutoscalerSpec.builder(1, 20)
                .metric(external("queue").averageValue(5).notFinite(MetricSpec.SampleRule.ZERO))
                .build();
        Fleet.Group other = fleet.group(lenient);
        other.add();
        Fleet.Batch batch = other.newBatch().at(0).replicas(replicas).answers(answers);
        other.decide(batch.values(0, new double[] {Double.NaN}));
        Decision decision = lenient.newDecision();
        other.explain(batch, 0, decision);
        assertThat(decision.metric(0).status()).isEqualTo(MetricProposal.Status.MISSING);
        other.explain(batch.values(0, new double[] {Double.NEGATIVE_INFINITY}), 0, decision);
        assertThat(decision.metric(0).totalMilli()).isZero();
    }

    @Test
    void time_does_not_go_back() {
        Fleet.Batch batch = batch();
        group.at(0).scaleFailed(50_000);
        alone.get(0).scaleFailed(50_000);
        group.decide(batch);
        assertAsAlone(batch, 0, 0, observed(0));
        group.scaled(batch);
        alone.get(0).scaled(out);
        assertThat(bytes(group.at(0))).isEqualTo(bytes(alone.get(0)));
    }

    @Test
    void changes_are_reported_at_once() {
        Fleet.Batch batch = batch();
        group.decide(batch);
        group.scaled(batch);
        for (int i = 0; i < 4; i++) {
            alone.get(i).decide(observed(i), out);
            alone.get(i).scaled(out);
            assertThat(bytes(group.at(i))).as("memory %s", i).isEqualTo(bytes(alone.get(i)));
        }
        assertThat(group.at(1).reason(Condition.ABLE_TO_SCALE)).isEqualTo(Reason.READY_FOR_NEW_SCALE);
    }

    @Test
    void a_report_must_follow_its_decision() {
        Fleet.Batch batch = batch();
        String setAnew = "scaled must follow decide: the batch was reported or set anew";
        assertNotReported(batch, setAnew);
        group.decide(batch);
        group.scaled(batch);
        assertNotReported(batch, setAnew);
        List<Runnable> setters = List.of(
                () -> batch.at(2_000),
                () -> batch.slots(new int[] {0}, 1),
                batch::allSlots,
                () -> batch.replicas(replicas.clone()),
                () -> batch.existing(null),
                () -> batch.ready(null),
                () -> batch.values(0, queue),
                () -> batch.answers(new int[4]),
                () -> batch.reasons(null));
        for (Runnable setter : setters) {
            group.decide(batch);
            setter.run();
            assertNotReported(batch, setAnew);
        }
        group.decide(batch);
        fleet.remove(group.handle(2));
        group.add();
        assertNotReported(batch, "scaled must follow decide: a workload was removed in between");
        group.decide(batch);
        group.add();
        group.scaled(batch);
    }

    private void assertNotReported(Fleet.Batch batch, String message) {
        byte[] before = bytes(group.at(0));
        assertThatThrownBy(() -> group.scaled(batch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThat(bytes(group.at(0))).isEqualTo(before);
    }

    @Test
    void an_explanation_is_the_decision_once_more() {
        Fleet.Batch batch = batch();
        group.decide(batch);
        for (int i = 0; i < 4; i++) {
            byte[] before = bytes(group.at(i));
            group.explain(batch, i, out);
            assertThat(out.replicas()).isEqualTo(answers[i]);
            assertThat(out.reason()).isEqualTo(batch.reason(i));
            assertThat(bytes(group.at(i))).isEqualTo(before);
        }
        batch.slots(new int[] {3, 1}, 2);
        group.decide(batch);
        group.explain(batch, 1, out);
        assertThat(out.replicas()).isEqualTo(answers[1]);
        assertThat(out.toString()).contains("queue", "20");
        group.scaled(batch);
    }

    @Test
    void what_cannot_be_explained_is_refused() {
        Fleet.Batch batch = batch();
        for (int index : new int[] {-1, 4}) {
            assertThatThrownBy(() -> group.explain(batch, index, out)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> group.explain(batch.slots(new int[] {1, 2}, 1), 1, out))
                .isInstanceOf(IndexOutOfBoundsException.class);
        fleet.remove(group.handle(1));
        assertThatThrownBy(() -> group.explain(batch, 0, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slot must be used: slot=1, slots=4");
        assertThatThrownBy(() -> group.explain(batch.slots(new int[] {0}, 1), 0, WIDER.newDecision()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("decision must be of the autoscaler's spec");
        assertThatThrownBy(() -> group.explain(group.newBatch(), 0, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a batch must have its columns, for 4 indices: at is missing, replicas is missing, answers is missing");
    }

    @Test
    void every_column_that_is_missing_or_too_short_is_named() {
        Fleet.Batch batch = batch();
        String start = "a batch must have its columns, for 4 indices: ";
        assertRefused(group.newBatch(), start + "at is missing, replicas is missing, answers is missing");
        assertRefused(group.newBatch().at(0).replicas(new int[3]).answers(new int[4]), start + "replicas.length=3");
        assertRefused(
                batch.replicas(new int[0])
                        .existing(new int[1])
                        .ready(new int[2])
                        .values(0, new double[3])
                        .values(1, new double[2])
                        .answers(new int[1])
                        .reasons(new byte[0]),
                start + "replicas.length=0, existing.length=1, ready.length=2, values(0).length=3,"
                        + " values(1).length=2, answers.length=1, reasons.length=0");
        assertThat(bytes(group.at(0))).isEqualTo(bytes(SPEC.newAutoscaler()));
        assertRefused(
                batch.slots(new int[] {0, 1}, 2),
                "a batch must have its columns, for 2 indices: replicas.length=0, existing.length=1,"
                        + " answers.length=1, reasons.length=0");
        batch.replicas(new int[9])
                .existing(null)
                .ready(null)
                .values(0, null)
                .values(1, null)
                .reasons(null)
                .answers(new int[9]);
        group.decide(batch);
    }

    @Test
    void one_column_that_is_too_short_is_enough() {
        Fleet.Batch batch = batch();
        String start = "a batch must have its columns, for 4 indices: ";
        assertRefused(batch.replicas(new int[3]), start + "replicas.length=3");
        assertRefused(batch.replicas(replicas).existing(new int[3]), start + "existing.length=3");
        assertRefused(batch.existing(null).ready(new int[3]), start + "ready.length=3");
        assertRefused(batch.ready(null).values(1, new double[3]), start + "values(1).length=3");
        assertRefused(batch.values(1, rate).reasons(new byte[3]), start + "reasons.length=3");
        assertRefused(batch.reasons(null).answers(new int[3]), start + "answers.length=3");
        group.decide(batch.answers(answers));
    }

    @Test
    void columns_must_grow_with_the_group() {
        Fleet.Batch batch = batch();
        group.add();
        assertRefused(
                batch,
                "a batch must have its columns, for 5 indices: replicas.length=4, values(0).length=4,"
                        + " values(1).length=4, answers.length=4, reasons.length=4");
    }

    @Test
    void answers_are_no_input() {
        Fleet.Batch batch = batch();
        String message = "a batch must have its columns, for 4 indices: answers is an input, too";
        assertRefused(batch.answers(replicas), message);
        int[] column = new int[4];
        assertRefused(batch.answers(column).existing(column), message);
        assertRefused(batch.existing(null).ready(column), message);
        assertRefused(batch.ready(null).slots(column, 4), message);
    }

    @Test
    void columns_that_are_needed_must_not_be_null() {
        Fleet.Batch batch = group.newBatch();
        List<ThrowingCallable> calls =
                List.of(() -> batch.replicas(null), () -> batch.answers(null), () -> batch.slots(null, 0));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
        }
        for (int metric : new int[] {-1, 2}) {
            assertThatThrownBy(() -> batch.values(metric, queue)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void slots_must_be_used_and_the_first_others_are_named() {
        Fleet.Batch batch = batch();
        fleet.remove(group.handle(2));
        assertRefused(
                batch.slots(new int[] {0, 2, 4, -1}, 4), "slots must be used: slots[1]=2, slots[2]=4, slots[3]=-1");
        assertThat(bytes(group.at(0))).isEqualTo(bytes(SPEC.newAutoscaler()));
        int[] none = {4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
        Fleet.Batch large = group.newBatch().at(0).replicas(new int[10]).answers(new int[10]);
        assertRefused(
                large.slots(none, 10),
                "slots must be used: slots[0]=4, slots[1]=5, slots[2]=6, slots[3]=7, slots[4]=8, slots[5]=9,"
                        + " slots[6]=10, slots[7]=11 and 2 more");
        for (int count : new int[] {-1, 11}) {
            assertThatThrownBy(() -> large.slots(none, count))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("count must be >= 0 and <= slots.length: count=" + count + ", slots.length=10");
        }
    }

    @Test
    void a_batch_of_another_group_or_an_earlier_spec_is_refused() {
        Fleet.Batch batch = batch();
        Fleet.Group other = fleet.group(WIDER);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> other.decide(batch), () -> other.scaled(batch), () -> other.explain(batch, 0, out))) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("batch must be of this group: batch has " + SPEC + ", group has " + WIDER);
        }
        group.decide(batch);
        group.respec(WIDER, 5_000);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> group.decide(batch), () -> group.scaled(batch), () -> group.explain(batch, 0, out))) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("batch must be of this group since its latest respec: batch has " + SPEC
                            + ", group has " + WIDER);
        }
        group.decide(group.newBatch().at(0).replicas(replicas).answers(answers));
    }

    @Test
    void reasons_need_their_column() {
        Fleet.Batch batch = batch().reasons(null);
        group.decide(batch);
        assertThatThrownBy(() -> batch.reason(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("reason needs a column of reasons");
        batch.reasons(reasons);
        assertThatThrownBy(() -> batch.reason(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("reason needs a decision: index=0");
        group.decide(batch);
        assertThat(batch.reason(0)).isEqualTo(Reason.SCALE_UP_LIMIT);
        for (int index : new int[] {-1, 4}) {
            assertThatThrownBy(() -> batch.reason(index)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
