package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class BatchPathTest {
    /** More than one batch of any slots, and no multiple of anything. */
    private static final int COUNT = 5_003;

    private static final int TICKS = 80;

    private final Cycle one = Cycle.one(Specs.external());

    @Test
    void the_answers_in_order_are_the_replicas_of_the_next_tick() {
        BatchPath path = new BatchPath.Batches(Columns.active(COUNT));
        for (int tick = Cycle.SETTLED; tick < Cycle.SETTLED + TICKS; tick++) {
            for (int slot = 0; slot < COUNT; slot++) {
                assertThat(path.once()).as("slot %d", slot).isEqualTo(one.replicas[one.step(tick + 1, slot)]);
            }
        }
    }

    @Test
    void the_answers_of_any_slots_are_the_replicas_of_the_next_tick() {
        BatchPath path = new BatchPath.Batches(Columns.anySlots(COUNT));
        for (int tick = Cycle.SETTLED; tick < Cycle.SETTLED + TICKS; tick++) {
            for (int slot : FleetPath.shuffled(COUNT)) {
                assertThat(path.once()).as("slot %d", slot).isEqualTo(one.replicas[one.step(tick + 1, slot)]);
            }
        }
    }

    @Test
    void the_answers_group_by_group_are_the_replicas_of_the_next_tick() {
        AutoscalerSpec[] specs = Specs.mixed();
        Cycle mixed = Cycle.mixed(specs);
        BatchPath path = new BatchPath.Batches(Columns.mixed(COUNT));
        for (int tick = Cycle.SETTLED; tick < Cycle.SETTLED + TICKS; tick++) {
            int decided = 0;
            for (int group = 0; group < specs.length; group++) {
                for (int number = group; number < COUNT; number += specs.length) {
                    int expected = mixed.replicas[mixed.step(tick + 1, number)];
                    assertThat(path.once()).as("number %d", number).isEqualTo(expected);
                    decided++;
                }
            }
            assertThat(decided).isEqualTo(path.atOnce());
        }
    }

    @Test
    void nothing_changes_in_a_quiet_fleet() {
        Columns columns = Columns.quiet(COUNT);
        BatchPath path = new BatchPath.Batches(columns);
        BatchPath bare = new BatchPath.Bare(Columns.quiet(COUNT));
        for (int tick = 0; tick < 3; tick++) {
            for (int slot = 0; slot < COUNT; slot++) {
                assertThat(path.once()).isEqualTo(columns.current[slot]);
                assertThat(bare.once()).isEqualTo(columns.current[slot]);
            }
        }
        assertThat(columns.current).contains(1, 9);
    }

    @Test
    void the_yardsticks_grow_like_the_fleet() {
        assertGrowAlike(Columns::active, BatchPath.Bare::new);
        assertGrowAlike(Columns::active, BatchPath.Flat::new);
        assertGrowAlike(Columns::anySlots, BatchPath.Bare::new);
        assertGrowAlike(Columns::anySlots, BatchPath.Flat::new);
        assertGrowAlike(Columns::mixed, BatchPath.Bare::new);
    }

    private static void assertGrowAlike(IntFunction<Columns> load, Function<Columns, BatchPath> yardstick) {
        Columns columns = load.apply(COUNT);
        BatchPath path = new BatchPath.Batches(columns);
        BatchPath bare = yardstick.apply(load.apply(COUNT));
        bare.run(Cycle.SETTLED * COUNT);
        int grown = 0;
        for (int i = 0; i < TICKS * COUNT; i++) {
            int answer = path.once();
            int bareAnswer = bare.once();
            boolean defaultBehavior = columns.group % 8 != 3 && columns.group % 8 != 7;
            if (defaultBehavior && answer > columns.current[path.next - 1]) {
                grown++;
                assertThat(answer).isEqualTo(bareAnswer);
            }
        }
        assertThat(grown).isPositive();
    }

    @Test
    void a_run_is_the_sum_of_its_operations() {
        for (int times : new int[] {1, 7, COUNT, 3 * COUNT + 11}) {
            BatchPath path = new BatchPath.Batches(Columns.anySlots(COUNT));
            BatchPath same = new BatchPath.Batches(Columns.anySlots(COUNT));
            long expected = 0;
            for (int i = 0; i < times; i++) {
                expected += same.once();
            }
            assertThat(path.run(times)).isEqualTo(expected);
            assertThat(path.once()).isEqualTo(same.once());
        }
    }
}
