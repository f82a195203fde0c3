package dev.autoscale.testkit.simulation.league;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrontierTest {
    /** Not a record: equal points are two rows all the same. */
    private static final class Point {
        final double cost;
        final double quality;

        Point(double cost, double quality) {
            this.cost = cost;
            this.quality = quality;
        }

        boolean rulesOut(Point other) {
            return cost <= other.cost && quality >= other.quality && (cost < other.cost || quality > other.quality);
        }
    }

    private static List<Point> frontier(List<Point> points) {
        return Frontier.of(points, point -> point.cost, point -> point.quality);
    }

    @Property
    void is_what_comparing_all_with_all_comes_to(@ForAll @Size(max = 40) List<@IntRange(max = 99) Integer> numbers) {
        List<Point> points = new ArrayList<>();
        // Few values, so that many points are equal in one number or in both.
        numbers.forEach(number -> points.add(new Point(number / 10, number % 10)));
        List<Point> expected = points.stream()
                .filter(point -> points.stream().noneMatch(other -> other.rulesOut(point)))
                .toList();
        assertThat(frontier(points)).containsExactlyElementsOf(expected);
    }

    @Test
    void the_ends_of_the_numbers_are_numbers() {
        Point free = new Point(Double.NEGATIVE_INFINITY, 0);
        Point best = new Point(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        Point worst = new Point(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(frontier(List.of(worst, best, free))).containsExactly(best, free);
        assertThat(frontier(List.of(worst))).containsExactly(worst);
        assertThat(frontier(List.of())).isEmpty();
        Point zero = new Point(0.0, 1);
        Point minusZero = new Point(-0.0, 0);
        assertThat(frontier(List.of(minusZero, zero))).containsExactly(zero);
    }

    @Test
    void what_is_no_number_is_refused() {
        assertThatThrownBy(() -> Frontier.of(List.of("a"), row -> Double.NaN, row -> 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cost and quality must be numbers: row=a");
    }
}
