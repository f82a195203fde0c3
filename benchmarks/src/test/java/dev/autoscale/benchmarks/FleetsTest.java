package dev.autoscale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FleetsTest {
    @Test
    void shards_decide_alone_and_together() throws Exception {
        Fleets fleets = new Fleets(2_000, 2, 3);
        assertThat(fleets.sharded(Measured.FLEET_BATCH))
                .matches("fleet-batch +[0-9.]+ million/s alone, +[0-9.]+ million/s by 2:"
                        + " [0-9.]+ x \\([0-9.]+\\.\\.[0-9.]+\\); [0-9.]+ and [0-9.]+ ns of a thread's time");
    }
}
