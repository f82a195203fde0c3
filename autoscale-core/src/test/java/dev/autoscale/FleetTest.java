package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads come, change their spec and go; what they decide is what {@link FleetBatchTest} and the properties look at. */
class FleetTest {
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(1, 10)
            .metric(external("queue").averageValue(5))
            .build();
    private static final AutoscalerSpec WIDER = SPEC.toBuilder().bounds(1, 50).build();
    private static final int GENERATIONS = 4_095;

    private final Fleet fleet = new Fleet(7);

    private static AutoscalerSpec equalSpec() {
        return SPEC.toBuilder().build();
    }

    private static byte[] bytes(Autoscaler autoscaler) {
        ByteBuffer buffer = ByteBuffer.allocate(autoscaler.snapshotSize());
        autoscaler.snapshot(buffer);
        return buffer.array();
    }

    /** What a workload with three replicas is asked for, carried out. */
    private int follow(long handle, long millis, double queue) {
        AutoscalerSpec spec = fleet.groupOf(handle).spec();
        Decision out = spec.newDecision();
        fleet.decide(handle, spec.newObservation().at(millis).replicas(3).value(0, queue), out);
        fleet.scaled(handle, out);
        return out.replicas();
    }

    private void assertRefused(long handle, String message) {
        assertThat(fleet.contains(handle)).isFalse();
        int size = fleet.size();
        List<ThrowingCallable> calls = List.of(
                () -> fleet.at(handle),
                () -> fleet.groupOf(handle),
                () -> fleet.remove(handle),
                () -> fleet.respec(handle, WIDER, 0),
                () -> fleet.decide(handle, SPEC.newObservation().at(0).replicas(1), SPEC.newDecision()),
                () -> fleet.scaled(handle, SPEC.newDecision()));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("handle must be of a workload of this fleet, but " + message);
        }
        assertThat(fleet.size()).isEqualTo(size);
    }

    @Test
    void a_handle_names_shard_and_slot() {
        long first = fleet.add(SPEC);
        long second = fleet.add(SPEC);
        long other = fleet.add(WIDER);
        assertThat(Set.of(first, second, other)).hasSize(3);
        assertThat(List.of(Fleet.shard(first), Fleet.shard(second), Fleet.shard(other)))
                .containsOnly(7);
        assertThat(List.of(Fleet.slot(first), Fleet.slot(second), Fleet.slot(other)))
                .containsExactly(0, 1, 0);
        assertThat(fleet.contains(first)).isTrue();
        assertThat(fleet.size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255})
    void every_shard_has_handles_of_its_own(int shard) {
        Fleet one = new Fleet(shard);
        long handle = one.add(SPEC);
        assertThat(Fleet.shard(handle)).isEqualTo(shard);
        assertThat(one.contains(handle)).isTrue();
        assertThat(handle).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256, Integer.MAX_VALUE})
    void a_shard_out_of_range_is_refused(int shard) {
        assertThatThrownBy(() -> new Fleet(shard))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shard must be >= 0 and <= 255: shard=" + shard);
    }

    @Test
    void a_fleet_without_a_number_is_shard_0() {
        assertThat(Fleet.shard(new Fleet().add(SPEC))).isZero();
    }

    @Test
    void a_removed_workload_is_refused_also_when_its_slot_is_used_again() {
        long removed = fleet.add(SPEC);
        fleet.remove(removed);
        assertThat(fleet.size()).isZero();
        assertRefused(removed, "its workload was removed: shard=7, group=0, slot=0, generation=1");
        long next = fleet.add(SPEC);
        assertThat(Fleet.slot(next)).isEqualTo(Fleet.slot(removed));
        assertThat(next).isNotEqualTo(removed);
        assertRefused(removed, "its workload was removed: shard=7, group=0, slot=0, generation=1");
        fleet.remove(next);
        assertRefused(next, "its workload was removed: shard=7, group=0, slot=0, generation=2");
    }

    @Test
    void a_handle_of_another_shard_is_refused() {
        fleet.add(SPEC);
        assertRefused(
                new Fleet(200).add(SPEC), "it is of another shard than 7: shard=200, group=0, slot=0, generation=1");
    }

    @Test
    void a_handle_that_was_never_given_out_is_refused() {
        Fleet twin = new Fleet(7);
        twin.add(SPEC);
        long second = twin.add(SPEC);
        long otherGroup = twin.add(WIDER);
        String never = "it was never given out: shard=7, ";
        assertRefused(second, never + "group=0, slot=1, generation=1");
        fleet.add(SPEC);
        assertRefused(second, never + "group=0, slot=1, generation=1");
        assertRefused(otherGroup, never + "group=1, slot=0, generation=1");
        assertRefused(7L << 56, never + "group=0, slot=0, generation=0");
    }

    @Test
    void nothing_is_nobodys_handle() {
        Fleet first = new Fleet();
        first.add(SPEC);
        assertThat(first.contains(0)).isFalse();
        assertThat(first.contains(-1)).isFalse();
        assertThat(first.contains(Long.MIN_VALUE)).isFalse();
    }

    @Test
    void generations_wrap_and_0_is_none() {
        Fleet first = new Fleet();
        long begin = first.add(SPEC);
        Set<Long> given = new HashSet<>(Set.of(begin));
        long handle = begin;
        for (int i = 1; i < GENERATIONS; i++) {
            first.remove(handle);
            handle = first.add(SPEC);
            assertThat(first.contains(handle)).isTrue();
            assertThat(given.add(handle)).as("generation %s is new", i).isTrue();
            assertThat(Fleet.slot(handle)).isZero();
        }
        assertThat(given).doesNotContain(0L);
        first.remove(handle);
        assertThat(first.add(SPEC)).isEqualTo(begin);
    }

    @Test
    void free_slots_are_used_before_new_ones() {
        List<Long> handles = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            handles.add(fleet.add(SPEC));
        }
        Fleet.Group group = fleet.group(SPEC);
        Set<Integer> free = Set.of(3, 50, 51, 99);
        free.forEach(slot -> fleet.remove(handles.get(slot)));
        assertThat(group.size()).isEqualTo(96);
        assertThat(group.slots()).isEqualTo(100);
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            used.add(Fleet.slot(group.add()));
        }
        assertThat(used).isEqualTo(free);
        assertThat(group.slots()).isEqualTo(100);
        assertThat(Fleet.slot(group.add())).isEqualTo(100);
        assertThat(group.slots()).isEqualTo(101);
    }

    @Test
    void a_used_slot_begins_without_memory() {
        long first = fleet.add(SPEC);
        follow(first, 0, 50);
        fleet.remove(first);
        assertThat(bytes(fleet.at(fleet.add(SPEC)))).isEqualTo(bytes(SPEC.newAutoscaler()));
    }

    @Test
    void all_used_slots_are_gone_through_in_order() {
        Fleet.Group group = fleet.group(SPEC);
        assertThat(group.next(0)).isEqualTo(-1);
        long[] handles = new long[200];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = group.add();
        }
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < handles.length; i++) {
            if (i % 3 == 0 && (i < 60 || i > 130)) {
                left.add(i);
            } else {
                fleet.remove(handles[i]);
            }
        }
        List<Integer> met = new ArrayList<>();
        for (int slot = group.next(0); slot >= 0; slot = group.next(slot + 1)) {
            assertThat(group.handle(slot)).isEqualTo(handles[slot]);
            met.add(slot);
        }
        assertThat(met).isEqualTo(left);
        assertThat(group.next(group.slots())).isEqualTo(-1);
        assertThat(group.next(Integer.MAX_VALUE)).isEqualTo(-1);
    }

    @Test
    void a_slot_without_a_workload_is_refused() {
        Fleet.Group group = fleet.group(SPEC);
        fleet.remove(group.add());
        group.add();
        group.add();
        fleet.remove(group.handle(0));
        for (int slot : new int[] {0, 2, 1_000, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            List<ThrowingCallable> calls = List.of(() -> group.handle(slot), () -> group.at(slot));
            for (ThrowingCallable call : calls) {
                assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("slot must be used: slot=" + slot + ", slots=2");
            }
        }
    }

    @Test
    void equal_specs_have_one_group() {
        Fleet.Group group = fleet.group(SPEC);
        assertThat(fleet.group(equalSpec())).isSameAs(group);
        long handle = fleet.add(equalSpec());
        assertThat(fleet.groupOf(handle)).isSameAs(group);
        assertThat(group.spec()).isEqualTo(SPEC);
        Fleet.Group wider = fleet.group(WIDER);
        assertThat(fleet.groups()).containsExactly(group, wider);
        assertThatThrownBy(() -> fleet.groups().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fleet.group(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("spec");
    }

    @Test
    void a_view_can_everything_that_an_autoscaler_can() {
        AutoscalerSpec spec =
                SPEC.toBuilder().capacityBackoff(ofMinutes(1), ofMinutes(5)).build();
        fleet.add(spec);
        long handle = fleet.add(spec);
        Autoscaler alone = spec.newAutoscaler();
        Observation in = spec.newObservation().at(1_000).replicas(3).value(0, 37);
        Decision out = spec.newDecision();
        Decision expected = spec.newDecision();
        fleet.at(handle).preview(in, out);
        alone.preview(in, expected);
        assertThat(out.toString()).isEqualTo(expected.toString());
        fleet.at(handle).decide(in, out);
        alone.decide(in, expected);
        assertThat(out.toString()).isEqualTo(expected.toString());
        assertThat(out.recheckAtMillis()).isEqualTo(expected.recheckAtMillis());
        fleet.at(handle).scaled(2_000, 3, 5);
        alone.scaled(2_000, 3, 5);
        fleet.at(handle).scaleFailed(3_000);
        alone.scaleFailed(3_000);
        fleet.at(handle).capacityExhausted(4_000, 4);
        alone.capacityExhausted(4_000, 4);
        Autoscaler view = fleet.at(handle);
        assertThat(view.reason(Condition.ABLE_TO_SCALE)).isEqualTo(Reason.FAILED_UPDATE_SCALE);
        assertThat(view.desiredReplicas()).isEqualTo(5);
        assertThat(view.scaleUpLimit(4_000, 5)).isEqualTo(alone.scaleUpLimit(4_000, 5));
        assertThat(view.scaleDownLimit(4_000, 5)).isEqualTo(alone.scaleDownLimit(4_000, 5));
        assertThat(view.spec()).isEqualTo(spec);
        assertThat(view.toString()).isEqualTo(alone.toString());
        assertThat(bytes(view)).isEqualTo(bytes(alone));
        assertThat(bytes(fleet.at(fleet.group(spec).handle(0)))).isEqualTo(bytes(spec.newAutoscaler()));
    }

    @Test
    void a_slot_takes_a_snapshot_of_an_autoscaler_and_gives_one() {
        Autoscaler alone = SPEC.newAutoscaler();
        alone.scaled(5, 3, 4);
        byte[] snapshot = bytes(alone);
        fleet.add(SPEC);
        long handle = fleet.add(SPEC);
        fleet.at(handle).restore(ByteBuffer.wrap(snapshot));
        assertThat(bytes(fleet.at(handle))).isEqualTo(snapshot);
        snapshot[20] ^= 1;
        assertThatThrownBy(() -> fleet.at(handle).restore(ByteBuffer.wrap(snapshot)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("snapshot is corrupt");
        assertThat(bytes(fleet.at(handle))).isEqualTo(bytes(alone));
        WIDER.newAutoscaler().snapshot(ByteBuffer.wrap(snapshot));
        fleet.at(handle).restore(ByteBuffer.wrap(bytes(WIDER.newAutoscaler())), WIDER, 9);
        Autoscaler other = SPEC.newAutoscaler();
        other.restore(ByteBuffer.wrap(bytes(WIDER.newAutoscaler())), WIDER, 9);
        assertThat(bytes(fleet.at(handle))).isEqualTo(bytes(other));
    }

    @Test
    void a_view_cannot_leave_its_group() {
        long handle = fleet.add(SPEC);
        assertThatThrownBy(() -> fleet.at(handle).respec(WIDER, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Fleet.respec");
        assertThat(fleet.at(handle).spec()).isEqualTo(SPEC);
    }

    @Test
    void forms_of_another_spec_are_refused() {
        long handle = fleet.add(SPEC);
        byte[] before = bytes(fleet.at(handle));
        assertThatThrownBy(() -> fleet.decide(handle, WIDER.newObservation(), SPEC.newDecision()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("observation must be of the autoscaler's spec");
        assertThatThrownBy(() -> fleet.decide(handle, SPEC.newObservation(), WIDER.newDecision()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("decision must be of the autoscaler's spec");
        assertThat(bytes(fleet.at(handle))).isEqualTo(before);
        assertThatCode(() -> follow(handle, 0, 10)).doesNotThrowAnyException();
    }

    /** After others of the group were asked a decision may refuse to answer, but it may not answer wrongly. */
    @Test
    void the_next_look_of_a_decision_is_never_that_of_another_workload() {
        long first = fleet.add(SPEC);
        long second = fleet.add(SPEC);
        Decision out = SPEC.newDecision();
        Autoscaler alone = SPEC.newAutoscaler();
        Decision expected = SPEC.newDecision();
        Observation in = SPEC.newObservation().at(0).replicas(3).value(0, 50);
        fleet.decide(first, in, out);
        alone.decide(in, expected);
        fleet.decide(second, SPEC.newObservation().at(77_777).replicas(9).value(0, 1), SPEC.newDecision());
        fleet.at(second).scaled(77_777, 9, 2);
        try {
            assertThat(out.recheckAtMillis()).isEqualTo(expected.recheckAtMillis());
        } catch (IllegalStateException refused) {
            assertThat(refused).hasMessageContaining("recheckAtMillis must be read");
        }
        fleet.decide(first, in, out);
        alone.decide(in, expected);
        assertThat(out.recheckAtMillis()).isEqualTo(expected.recheckAtMillis());
    }

    @Test
    void a_workload_moves_to_the_group_of_another_spec_with_its_memory() {
        long stays = fleet.add(SPEC);
        long before = fleet.add(SPEC);
        follow(stays, 0, 20);
        follow(before, 0, 50);
        byte[] untouched = bytes(fleet.at(stays));
        long after = fleet.respec(before, WIDER, 1_000);
        Autoscaler alone = SPEC.newAutoscaler();
        Decision out = SPEC.newDecision();
        alone.decide(SPEC.newObservation().at(0).replicas(3).value(0, 50), out);
        alone.scaled(out);
        alone.respec(WIDER, 1_000);
        assertThat(bytes(fleet.at(after))).isEqualTo(bytes(alone));
        assertThat(fleet.groupOf(after).spec()).isEqualTo(WIDER);
        assertThat(fleet.size()).isEqualTo(2);
        assertThat(fleet.group(SPEC).size()).isOne();
        assertRefused(before, "its workload was removed: shard=7, group=0, slot=1, generation=1");
        assertThat(bytes(fleet.at(stays))).isEqualTo(untouched);
    }

    @Test
    void a_workload_can_move_to_its_own_group() {
        long before = fleet.add(SPEC);
        follow(before, 0, 50);
        long after = fleet.respec(before, equalSpec(), 1_000);
        assertThat(after).isNotEqualTo(before);
        assertThat(fleet.contains(before)).isFalse();
        assertThat(fleet.size()).isOne();
        assertThat(fleet.groups()).hasSize(1);
        Autoscaler alone = SPEC.newAutoscaler();
        Decision out = SPEC.newDecision();
        alone.decide(SPEC.newObservation().at(0).replicas(3).value(0, 50), out);
        alone.scaled(out);
        alone.respec(equalSpec(), 1_000);
        assertThat(bytes(fleet.at(after))).isEqualTo(bytes(alone));
    }

    @Test
    void a_refused_respec_changes_nothing() {
        long handle = fleet.add(SPEC);
        byte[] before = bytes(fleet.at(handle));
        assertThatThrownBy(() -> fleet.respec(handle, null, 0))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("newSpec");
        assertThatThrownBy(() -> fleet.groupOf(handle).respec(null, 0))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("newSpec");
        assertThat(bytes(fleet.at(handle))).isEqualTo(before);
        fleet.remove(handle);
        assertThatThrownBy(() -> fleet.respec(handle, WIDER, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(fleet.groups()).hasSize(1);
    }

    @Test
    void a_whole_group_goes_on_under_another_spec() {
        long first = fleet.add(SPEC);
        fleet.remove(fleet.add(SPEC));
        long third = fleet.add(SPEC);
        follow(first, 0, 20);
        follow(third, 0, 50);
        Fleet.Group group = fleet.groupOf(first);
        group.respec(WIDER, 2_000);
        assertThat(group.spec()).isEqualTo(WIDER);
        assertThat(fleet.groupOf(first)).isSameAs(group);
        assertThat(fleet.groupOf(third)).isSameAs(group);
        Autoscaler alone = SPEC.newAutoscaler();
        Decision out = SPEC.newDecision();
        alone.decide(SPEC.newObservation().at(0).replicas(3).value(0, 50), out);
        alone.scaled(out);
        alone.respec(WIDER, 2_000);
        assertThat(bytes(fleet.at(third))).isEqualTo(bytes(alone));
        assertThat(fleet.at(first).spec()).isEqualTo(WIDER);
        assertThat(bytes(fleet.at(fleet.add(WIDER)))).isEqualTo(bytes(WIDER.newAutoscaler()));
    }

    @Test
    void groups_are_found_by_the_spec_that_they_have_now() {
        Fleet.Group first = fleet.group(SPEC);
        first.respec(WIDER, 0);
        assertThat(fleet.group(WIDER)).isSameAs(first);
        Fleet.Group second = fleet.group(SPEC);
        assertThat(second).isNotSameAs(first);
        second.respec(WIDER, 0);
        assertThat(fleet.group(WIDER)).isIn(first, second);
        first.respec(SPEC, 0);
        assertThat(fleet.group(WIDER)).isSameAs(second);
        assertThat(fleet.group(SPEC)).isSameAs(first);
        assertThat(fleet.groups()).containsExactly(first, second);
        long one = first.add();
        long two = second.add();
        first.respec(WIDER, 0);
        assertThat(fleet.groupOf(one)).isSameAs(first);
        assertThat(fleet.groupOf(two)).isSameAs(second);
    }

    @Test
    void a_group_knows_what_it_takes() {
        Fleet.Group group = fleet.group(SPEC);
        group.add();
        assertThat(group.bytes()).isNotNegative();
        assertThat(group.spilled()).isZero();
    }
}
