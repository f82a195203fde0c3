package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTest {
    /** So many that what else lives in the heap does not matter. */
    private static final int COUNT = 200_000;

    @Test
    void an_autoscaler_takes_some_heap() {
        assertThat(Heap.bytesPerAutoscaler(COUNT)).isBetween(100.0, 1_000.0);
    }

    @Test
    void a_fleet_knows_what_it_takes() {
        Heap.OfFleet fresh = Heap.fresh(COUNT);
        Heap.OfFleet active = Heap.active(COUNT);
        Heap.OfFleet full = Heap.full(COUNT);
        assertThat(fresh.spilled()).isZero();
        assertThat(active.spilled()).isBetween(0.0, 1.0);
        assertThat(full.spilled()).isOne();
        for (Heap.OfFleet heap : new Heap.OfFleet[] {fresh, active, full}) {
            assertThat(heap.bytes()).isBetween(0.9 * heap.ownBytes(), 1.3 * heap.ownBytes());
            assertThat(heap.ownBytes()).isBetween(32.0, 1_000.0);
        }
        assertThat(full.bytes()).isGreaterThan(fresh.bytes());
        assertThat(fresh).asString().matches("\\d+ B \\(\\d+ B by its own account\\), 0\\.0 % spilled");
    }
}
