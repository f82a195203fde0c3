package dev.autoscale.policies.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReleaseTest {
    private static final int PLACES_OF_REPLICA = 4;

    private final Release release = new Release(0, PLACES_OF_REPLICA);
    private final Remembering memory = new Remembering(release.end());

    private double at(long seconds, double places, boolean mayBeBatches) {
        double[] kept = new double[1];
        memory.at(seconds * 1000, in -> {
            kept[0] = release.kept(in, places, mayBeBatches);
            release.needed(in, places, mayBeBatches);
        });
        return kept[0];
    }

    @Test
    void a_quarter_of_a_replica_is_kept_for_three_minutes() {
        assertThat(at(0, 40, false)).isEqualTo(40);
        assertThat(at(15, 39.5, false)).isEqualTo(40);
        assertThat(at(30, 20, false)).isEqualTo(21);
        assertThat(at(179, 20, false)).isEqualTo(21);
        assertThat(at(180, 20, false)).isEqualTo(20);
    }

    @Test
    void all_that_a_batch_took_is_kept_for_five_minutes() {
        assertThat(at(0, 40, true)).isEqualTo(40);
        assertThat(at(15, 5, true)).isEqualTo(40);
        assertThat(at(299, 5, true)).isEqualTo(40);
        assertThat(at(300, 5, true)).isEqualTo(5);
    }

    @Test
    void what_needs_more_counts_from_then_on() {
        assertThat(at(0, 10, true)).isEqualTo(10);
        assertThat(at(200, 12, true)).isEqualTo(12);
        assertThat(at(400, 5, true)).isEqualTo(12);
        assertThat(at(500, 5, true)).isEqualTo(5);
    }
}
