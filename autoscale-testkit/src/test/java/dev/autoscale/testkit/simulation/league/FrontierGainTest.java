package dev.autoscale.testkit.simulation.league;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.testkit.simulation.league.FrontierGain.Curve;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontierGainTest {
    private static final Curve RIVAL = curve("10 20; 20 5; 40 0.5; 80 0.05; 100 0.05");

    private static Curve curve(String points) {
        double[][] all = Arrays.stream(points.split(";"))
                .map(point -> Arrays.stream(point.strip().split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
        return Curve.of(
                Arrays.stream(all).mapToDouble(point -> point[0]).toArray(),
                Arrays.stream(all).mapToDouble(point -> point[1]).toArray());
    }

    @Test
    void a_curve_goes_through_what_misses_less_than_all_that_is_cheaper() {
        Curve curve = curve("8 3; 5 10; 7 4; 7 6; 6 10; 9 3; 12 0");
        assertThat(curve.size()).isEqualTo(4);
        assertThat(List.of(curve.cost(1), curve.cost(2), curve.cost(3))).containsExactly(7.0, 8.0, 12.0);
        assertThat(curve.missPercent(3)).as("floor").isEqualTo(0.003);
        assertThat(curve.missPercent(4.99)).as("left of the cheapest").isEqualTo(100);
        assertThat(curve.missPercent(5.0)).isEqualTo(10);
        assertThat(curve.missPercent(7.0)).isEqualTo(4);
        assertThat(curve.missPercent(99.0)).as("right of the dearest").isEqualTo(0.003);
        assertThat(curve.missPercent(Math.sqrt(5.0 * 7.0)))
                .as("log-log linear: the geometric mean at the geometric mean")
                .isCloseTo(Math.sqrt(10.0 * 4.0), within(1e-12));
    }

    @Test
    void as_many_misses_are_no_gain_and_a_quarter_of_them_are_three_quarters() {
        FrontierGain same = FrontierGain.of(RIVAL, List.of(RIVAL));
        assertThat(same.gain()).isZero();
        assertThat(same.fromCost()).isBetween(20.0, 20.1);
        assertThat(same.toCost()).isBetween(80.0, 80.2);
        Curve quarter = curve("10 5; 20 1.25; 40 0.125; 80 0.0125; 100 0.0125");
        assertThat(FrontierGain.of(quarter, List.of(RIVAL)).gain()).isCloseTo(0.75, within(1e-9));
        assertThat(FrontierGain.of(RIVAL, List.of(quarter)).gain()).isLessThan(-1);
    }

    @Test
    void rivals_have_the_least_of_their_curves() {
        Curve cheap = curve("10 20; 20 5; 40 0.5");
        Curve dear = curve("40 0.5; 80 0.05; 100 0.05");
        FrontierGain both = FrontierGain.of(RIVAL, List.of(dear, cheap));
        assertThat(both.gain()).isCloseTo(0, within(1e-12));
        assertThat(both.rivalsMissPercent(30)).isEqualTo(cheap.missPercent(30.0));
        assertThat(both.rivalsMissPercent(60)).isEqualTo(dear.missPercent(60.0));
        assertThat(both.rivalsMissPercent(9)).isEqualTo(100);
    }

    @Test
    void where_rivals_never_miss_so_much_or_so_few_their_ends_count() {
        FrontierGain gain = FrontierGain.of(curve("1 1"), List.of(curve("4 3; 16 0.3")));
        assertThat(gain.fromCost()).isEqualTo(4);
        assertThat(gain.toCost()).isEqualTo(16);
        FrontierGain one = FrontierGain.of(curve("1 1"), List.of(curve("7 2")));
        assertThat(one.fromCost()).isEqualTo(7);
        assertThat(one.toCost()).isEqualTo(7);
        assertThat(one.gain()).isCloseTo(0.5, within(1e-12));
        FrontierGain without = FrontierGain.of(curve("9 1"), List.of(curve("7 2")));
        assertThat(without.gain()).as("100 % against 2 %").isCloseTo(-49, within(1e-9));
    }

    /** What a scorer written apart from this one says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10 6.0;12 1.5;15 0.4;20 0.09;30 0.01 | 9 12;12 5.5;16 2;22 0.6;30 0.11;40 0.02;55 0 | 0.8735420016271246 | 12.331826922658367 | 34.27589410832459
            8 40;11 2;14 2.5;13 0.8;19 0.05;25 0 | 10 20;14 4;20 1;35 0.04/9 30;13 6;18 0.9;30 0.2 | 0.9565315450241044 | 13.3623160647649 | 33.67115520445508
            30 3;28 3;50 0.5 | 20 9;25 7;40 1.5;60 0.3 | 0.10264998977313233 | 27.70867303704273 | 60.0
            5 1 | 4 3;6 1;9 0.2/7 0.04 | -4.56775668656807 | 4.0 | 7.0009016147152385
            """)
    void the_numbers_are_those_of_another_scorer(String ours, String rivals, double gain, double from, double to) {
        FrontierGain worked = FrontierGain.of(
                curve(ours),
                Arrays.stream(rivals.split("/")).map(FrontierGainTest::curve).toList());
        assertThat(worked.gain()).isCloseTo(gain, within(1e-9));
        assertThat(worked.fromCost()).isCloseTo(from, within(1e-9));
        assertThat(worked.toCost()).isCloseTo(to, within(1e-9));
    }

    @Test
    void bad_numbers_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Curve.of(new double[0], new double[0]))
                .withMessage("settings must be at least one: settings=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Curve.of(new double[] {1}, new double[] {1, 2}))
                .withMessage("missPercents must be as many as costs: missPercents=2, costs=1");
        for (double cost : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Curve.of(new double[] {cost}, new double[] {1}))
                    .withMessage("cost must be > 0: cost=" + cost);
        }
        for (double miss : new double[] {-0.1, 100.5, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Curve.of(new double[] {1}, new double[] {miss}));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrontierGain.of(RIVAL, List.of()))
                .withMessage("rivals must be at least one: rivals=0");
    }
}
