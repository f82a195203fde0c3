package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StartTimeTest {
    private static final long TOLD = 60_000;
    private static final long MOST = 120_000;

    private final StartTime start = new StartTime(0, TOLD, MOST);
    private final Remembering memory = new Remembering(start.end());
    private long now;

    private long see(int existing, int ready) {
        long[] millis = new long[1];
        now += 15_000;
        memory.at(now, existing, ready, in -> {
            start.add(in, now, 15_000);
            millis[0] = start.millis(in);
        });
        return millis[0];
    }

    /** Starts of 90 s: a replica exists, and is ready six looks later. */
    private long start(int existing, int looks) {
        for (int i = 0; i < looks; i++) {
            see(existing, existing - 1);
        }
        return see(existing, existing);
    }

    @Test
    void it_is_what_was_told_until_a_start_is_seen() {
        for (int i = 0; i < 10; i++) {
            assertThat(see(3, 3)).isEqualTo(TOLD);
        }
    }

    @Test
    void starts_that_take_longer_are_learned() {
        see(3, 3);
        long before = TOLD;
        for (int replicas = 4; replicas < 30; replicas++) {
            long learned = start(replicas, 6);
            assertThat(learned).isGreaterThanOrEqualTo(before);
            before = learned;
        }
        assertThat(before).isCloseTo(90_000, within(10_000L));
    }

    @Test
    void one_that_never_starts_counts_no_more_than_the_most() {
        see(3, 3);
        assertThat(start(4, 1_000)).isBetween(TOLD, TOLD + (MOST - TOLD) / 5 + 1);
    }

    @Test
    void those_that_are_ready_at_once_bring_it_down_to_nothing_at_least() {
        see(3, 3);
        long learned = TOLD;
        for (int replicas = 4; replicas < 60; replicas++) {
            learned = start(replicas, 1);
        }
        assertThat(learned).isBetween(0L, 30_000L);
    }
}
