package dev.autoscale.testkit.simulation.league;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecommendationTest {
    private static final Trial GIVEN = trial("as given", 0, new double[] {10, 10}, new double[] {98, 98});

    /** Hours and shares by seed. */
    private static Trial trial(String name, int changes, double[] hours, double[] shares) {
        double[][] values = new double[Score.values().length][hours.length];
        values[Score.REPLICA_HOURS.ordinal()] = hours;
        values[Score.SLO_SHARE.ordinal()] = shares;
        return new Trial(name, changes, values);
    }

    private static Trial trial(String name, int changes, double hours, double share) {
        return trial(name, changes, new double[] {hours, hours}, new double[] {share, share});
    }

    private static TrialChoice of(Trial... trials) {
        return TrialChoice.of(List.of(trials), 99);
    }

    @Test
    void the_cheapest_that_reaches_the_goal() {
        TrialChoice choice = of(
                GIVEN,
                trial("dear", 1, 12, 99.9),
                trial("good", 2, 7.5, 99),
                trial("cheap", 1, 5, 98.2),
                trial("b", 1, 4, 90));
        assertThat(choice.trial().policy()).isEqualTo("good");
        assertThat(choice.reachesGoal()).isTrue();
        assertThat(choice.reason())
                .isEqualTo(
                        "the cheapest of 2 settings that meet the SLO in 99 % of arrivals: 7.50 replica-hours, 2.50 fewer"
                                + " than as given; the best of the cheaper ones meets only 98.20 %");
        assertThat(choice.warnings()).isEmpty();
        assertThat(choice).hasToString("good: " + choice.reason());
    }

    @Test
    void one_that_is_as_given_changes_nothing() {
        TrialChoice choice = of(trial("as given", 0, 10, 99.5), trial("dear", 1, 12, 100));
        assertThat(choice.trial().policy()).isEqualTo("as given");
        assertThat(choice.reason())
                .isEqualTo(
                        "the cheapest of 2 settings that meet the SLO in 99 % of arrivals: 10.00 replica-hours, as given;"
                                + " none is cheaper");
    }

    @Test
    void if_none_reaches_the_goal_the_best() {
        TrialChoice choice = of(GIVEN, trial("dear", 1, 12, 98.996), trial("as good", 1, 11, 98.996));
        assertThat(choice.trial().policy()).isEqualTo("as good");
        assertThat(choice.reachesGoal()).isFalse();
        // Two places would make it look as if it met the goal.
        assertThat(choice.reason())
                .isEqualTo(
                        "no setting meets the SLO in 99 % of arrivals beyond luck; this one comes nearest with 98.99 %:"
                                + " 11.00 replica-hours, 1.00 more than as given");
    }

    @Test
    void ties_go_to_the_higher_share_then_to_fewer_changes_then_to_the_earlier() {
        assertThat(of(GIVEN, trial("a", 1, 7, 99), trial("b", 2, 7, 99.5))
                        .trial()
                        .policy())
                .isEqualTo("b");
        assertThat(of(GIVEN, trial("a", 2, 7, 99), trial("b", 1, 7, 99), trial("c", 1, 7, 99))
                        .trial()
                        .policy())
                .isEqualTo("b");
        assertThat(of(GIVEN, trial("a", 2, 7, 98.5), trial("b", 1, 7, 98.5), trial("c", 1, 7, 98.5))
                        .trial()
                        .policy())
                .isEqualTo("b");
    }

    @Test
    void luck_must_not_be_needed_to_reach_the_goal() {
        // The mean is 99.1, and t = 12.706 of two seeds makes the noise 12.706 * 0.1.
        Trial lucky = trial("lucky", 1, new double[] {5, 5}, new double[] {99, 99.2});
        assertThat(lucky.mean(Score.SLO_SHARE)).isEqualTo(99.1);
        assertThat(lucky.noise(Score.SLO_SHARE)).isBetween(1.2705, 1.2707);
        assertThat(lucky.reaches(97.8)).isTrue();
        assertThat(lucky.reaches(99)).isFalse();
        TrialChoice choice = of(GIVEN, trial("sure", 1, 8, 99), lucky);
        assertThat(choice.trial().policy()).isEqualTo("sure");
        assertThat(choice.reason()).endsWith("; the best of the cheaper ones meets only 99.10 % (luck may make 1.27)");
        assertThat(choice.warnings())
                .containsExactly("the mean of lucky meets the goal, but not beyond luck: more seeds may tell");
        assertThat(of(GIVEN, lucky).warnings())
                .containsExactly("the mean of lucky meets the goal, but not beyond luck: more seeds may tell");
    }

    @Test
    void differences_that_luck_may_make_are_named() {
        Trial choice = trial("choice", 1, new double[] {9, 10.9}, new double[] {99, 99});
        Trial near = trial("near", 1, new double[] {11, 9}, new double[] {100, 100});
        Trial far = trial("far", 1, new double[] {19, 21}, new double[] {100, 100});
        assertThat(choice.isWithinNoise(Score.REPLICA_HOURS, choice)).isFalse();
        TrialChoice of = of(GIVEN, choice, near, far);
        assertThat(of.trial()).isSameAs(choice);
        assertThat(of.warnings())
                .containsExactly(
                        "luck alone may make the difference to the replica-hours as given: the noise is 12.07",
                        "luck alone may make the difference to the replica-hours of near, which meet the goal as well");
    }

    @Test
    void one_seed_says_nothing_of_luck() {
        Trial given = trial("as given", 0, new double[] {3}, new double[] {99});
        TrialChoice choice = TrialChoice.of(List.of(given), 99);
        assertThat(choice.trial()).isSameAs(given);
        assertThat(choice.reason())
                .isEqualTo(
                        "the only setting that meets the SLO in 99 % of arrivals: 3.00 replica-hours, as given; none is"
                                + " cheaper");
        assertThat(choice.warnings()).containsExactly("one seed says nothing of luck");
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatThrownBy(() -> TrialChoice.of(List.of(), 101))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "trials must be at least one: trials=0; goalPercent must be > 0 and <= 100: goalPercent=101.0");
        Trial one = trial("one", 1, new double[] {3}, new double[] {99});
        assertThatThrownBy(() -> of(GIVEN, one)).hasMessage("seeds must be equally many: seeds=2, seeds=1");
        assertThatThrownBy(() -> trial("one", -1, 1, 1)).hasMessage("changes must be >= 0: changes=-1");
    }

    @Test
    void trials_are_what_a_league_comes_to() {
        Simulation simulation = Simulation.of(
                Loads.poisson(3, Duration.ofMinutes(10), ServiceTimes.exponential(Duration.ofSeconds(2))),
                Environment.builder().inStep().concurrency(2).build());
        ScalingPolicy policy = ScalingPolicy.of(
                "requests",
                AutoscalerSpec.builder(1, 20)
                        .metric(external("requests").averageValue(2))
                        .build(),
                Map.of("requests", WorkloadMetric.IN_SYSTEM));
        List<Report> reports = new ArrayList<>();
        Trial alone = Trial.run(simulation, policy, 3, reports::add, 5, 6);
        Standing row =
                League.of(simulation).seeds(5, 6).add(policy).run().rows().get(0);
        Trial ofRow = Trial.of(row, 0);
        for (Score score : Score.values()) {
            for (int i = 0; i < 2; i++) {
                assertThat(alone.value(score, i)).isEqualTo(row.value(score, i)).isEqualTo(ofRow.value(score, i));
                assertThat(alone.value(score, i)).isEqualTo(reports.get(i).score(score));
            }
            assertThat(alone.noise(score, ofRow)).isZero();
        }
        assertThat(List.of(alone.policy(), ofRow.policy())).containsOnly("requests");
        assertThat(List.of(alone.changes(), ofRow.changes(), alone.seeds())).containsExactly(3, 0, 2);
        assertThatThrownBy(() -> Trial.run(simulation, policy, 0, report -> {}))
                .hasMessage("seeds must be at least one: seeds=0");
    }
}
