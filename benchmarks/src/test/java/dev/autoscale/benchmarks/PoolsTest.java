package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolsTest {
    @Test
    void a_pool_is_used_up_and_somebody_is_cut_in_every_round() {
        Pools pools = new Pools(1_000);
        for (int round = 0; round < 100; round++) {
            pools.once();
            assertThat(pools.grants().usedUnits()).isEqualTo(15_000);
            assertThat(pools.grants().cutUnits()).isBetween(3_000L, 8_000L);
        }
        assertThat(pools.atOnce()).isEqualTo(1_000);
    }

    @Test
    void a_run_decides_once_for_as_many_operations_as_there_are_workloads() {
        Pools pools = new Pools(10);
        Pools same = new Pools(10);
        assertThat(pools.run(20)).isEqualTo((long) same.once() + same.once());
        Pools.Bare bare = new Pools.Bare(10);
        assertThat(bare.run(10)).isBetween(0L, 40L);
    }
}
