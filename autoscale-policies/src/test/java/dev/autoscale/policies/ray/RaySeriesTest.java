package dev.autoscale.policies.ray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RaySeriesTest {
    /** Times and values in turn. */
    private static RaySeries series(double... points) {
        double[] seconds = new double[points.length / 2];
        double[] values = new double[points.length / 2];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = points[2 * i];
            values[i] = points[2 * i + 1];
        }
        return RaySeries.of(seconds, values);
    }

    @Test
    void points_are_sorted_and_those_of_one_time_keep_their_order() {
        assertThat(series(2, 5, 1, 3, 2, 4)).hasToString("RaySeries[1.0:3.0, 2.0:5.0, 2.0:4.0]");
    }

    @Test
    void a_window_begins_after_its_start() {
        assertThat(series(1, 3, 2, 4).after(1)).hasToString("RaySeries[2.0:4.0]");
        assertThat(series(1, 3, 2, 4).after(2)).hasToString("RaySeries[]");
        assertThat(series(1, 3, 2, 4).after(2.1)).isNull();
        assertThat(RaySeries.EMPTY.after(0)).isNull();
    }

    @Test
    void a_sum_holds_the_last_values_and_rounds_times() {
        RaySeries sum = RaySeries.total(List.of(series(1, 2, 3.004, 1), series(2.005, 4, 2.5, 4, 3.001, 0)));
        assertThat(sum).hasToString("RaySeries[1.0:2.0, 2.01:6.0, 3.0:1.0]");
        assertThat(RaySeries.total(List.of(RaySeries.EMPTY, series(1.2345, 0)))).hasToString("RaySeries[1.2345:0.0]");
        assertThat(RaySeries.total(List.of())).hasToString("RaySeries[]");
    }

    @Test
    void values_weigh_as_long_as_they_held() {
        RaySeries series = series(0, 2, 3, 6);
        assertThat(series.aggregate(RaySeries.Aggregation.MEAN, Double.NaN, 1)).isEqualTo(3);
        assertThat(series.aggregate(RaySeries.Aggregation.MEAN, 2, 1)).isEqualTo(4);
        assertThat(series.aggregate(RaySeries.Aggregation.MEAN, 4, 1)).isNaN();
        assertThat(series.aggregate(RaySeries.Aggregation.MEAN, -1, 1)).isEqualTo(2.4); // 0 before the first
        assertThat(series.aggregate(RaySeries.Aggregation.MAX, Double.NaN, 1)).isEqualTo(6);
        assertThat(series.aggregate(RaySeries.Aggregation.MIN, 0.5, 1)).isEqualTo(6);
        assertThat(series.aggregate(RaySeries.Aggregation.MIN, 3.5, 1)).isNaN();
    }

    @Test
    void means_count_what_replicas_or_handles_run_and_what_waits() {
        var replica = new RayRequests.OfReplica("a", new RayGauge(3, RaySeries.EMPTY));
        var handle = new RayRequests.OfHandle(
                RayRequests.Source.PROXY,
                true,
                100,
                new RayGauge(2, RaySeries.EMPTY),
                Map.of("a", new RayGauge(5, RaySeries.EMPTY)));
        assertThat(RayRequests.ofMeans(List.of("a"), List.of(replica), List.of(handle)))
                .isEqualTo(new RayRequests(5, 2));
        assertThat(RayRequests.ofMeans(List.of("a"), List.of(), List.of(handle)))
                .isEqualTo(new RayRequests(7, 2));
        assertThat(RayRequests.ofMeans(List.of("b"), List.of(replica), List.of(handle)))
                .isEqualTo(new RayRequests(2, 2));
        assertThat(handle.isStale(119.9, 10)).isFalse();
        assertThat(handle.isStale(120, 10)).isTrue();
        assertThat(handle.isStale(109.9, 1)).isFalse();
        assertThat(handle.isStale(110, 1)).isTrue();
    }

    @Test
    void what_is_no_series_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RaySeries.of(new double[1], new double[2]))
                .withMessage("there must be a value for each time: times=1, values=2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> series(Double.NaN, 1))
                .withMessageStartingWith("points must be finite: seconds=[NaN]");
    }
}
