package dev.autoscale.testkit.simulation.league;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.league.Advisor.Family;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdvisorTest {
    private static final String CALM = "diurnal 1..4/s every 20m for 1h service exp 2s";
    private static final Environment ENVIRONMENT = environment().build();

    private static Environment.Builder environment() {
        return Environment.builder()
                .concurrency(2)
                .startup(Duration.ofSeconds(30))
                .slo(Duration.ofSeconds(2), 0.95)
                .sloOnWait();
    }

    private static ScalingPolicy hpa(double target) {
        return ScalingPolicy.of(
                "target",
                AutoscalerSpec.builder(1, 40)
                        .metric(external("requests").averageValue(target))
                        .build(),
                Map.of("requests", WorkloadMetric.IN_SYSTEM));
    }

    private static Family targets() {
        return Family.of("target", values -> hpa(values.get(0))).knob("averageValue", 0.5, 1, 2, 4);
    }

    private static Family fixed(String name, double... counts) {
        return Family.of(name, values -> ScalingPolicy.fixed(values.get(0).intValue()))
                .choice("replicas", counts);
    }

    private static List<Load> loads(String... texts) {
        return List.of(texts).stream().map(Loads::parse).toList();
    }

    private static Advisor advisor(String... texts) {
        return Advisor.of(ENVIRONMENT, loads(texts))
                .heldOut(Duration.ofMinutes(20))
                .add(targets())
                .add(fixed("fixed", 4, 8, 12, 16));
    }

    private static Advice advice(Advisor advisor) {
        return advisor.run(report -> {});
    }

    @Test
    void what_is_held_out_changes_what_is_judged_and_nothing_that_is_tuned() {
        Advice calm = advice(advisor("diurnal 1..4/s every 20m for 40m service exp 2s; "
                + "then diurnal 1..4/s every 20m for 20m service exp 2s"));
        Advice jump = advice(advisor("diurnal 1..4/s every 20m for 40m service exp 2s; "
                + "then step 40/s 2m, 1/s 2m, 40/s 2m, 1/s 2m, 60/s 12m service exp 2s"));
        for (int i = 0; i < 2; i++) {
            Advice.Candidate before = calm.candidates().get(i);
            Advice.Candidate after = jump.candidates().get(i);
            assertThat(after.setting()).isEqualTo(before.setting());
            assertThat(after.tried()).isEqualTo(before.tried());
            for (Score score : Score.values()) {
                assertThat(after.choice().trial().mean(score))
                        .as(score.label())
                        .isEqualTo(before.choice().trial().mean(score));
            }
            assertThat(before.keepsPromise()).isTrue();
            assertThat(after.keepsPromise()).isFalse();
            assertThat(after.worstMissPercent()).isFinite().isGreaterThan(20);
        }
        assertThat(calm.notes()).noneMatch(note -> note.contains("clairvoyant"));
        assertThat(jump.reason()).startsWith("none keeps the promise on all that was held out; this one misses least");
        assertThat(jump.notes()).anyMatch(note -> note.contains("the clairvoyant"));
    }

    @Test
    void a_trace_that_is_left_out_is_judged_with_what_the_others_lead_to() {
        String busy = "diurnal 4..16/s every 20m for 1h service exp 2s";
        Advice both = advice(advisor(CALM, busy));
        Advice calm = advice(advisor(CALM));
        Advice alone = advice(advisor(busy));
        for (int i = 0; i < 2; i++) {
            Advice.Candidate candidate = both.candidates().get(i);
            assertThat(candidate.elsewhere()).hasSize(2);
            Advice.Judged onCalm = candidate.elsewhere().get(0);
            Advice.Judged onBusy = candidate.elsewhere().get(1);
            assertThat(onCalm.load()).startsWith("diurnal 1..4/s");
            assertThat(onCalm.tunedOn()).containsExactly(onBusy.load());
            assertThat(onBusy.tunedOn()).containsExactly(onCalm.load());
            assertThat(onCalm.setting()).isEqualTo(alone.candidates().get(i).setting());
            assertThat(onBusy.setting()).isEqualTo(calm.candidates().get(i).setting());
            assertThat(candidate.later().get(0).tunedOn()).hasSize(2);
        }
        // Four replicas do for the calm one, and not for the other.
        Advice.Candidate fixed = both.candidates().get(1);
        assertThat(fixed.elsewhere().get(1).setting()).isNotEqualTo(fixed.setting());
        assertThat(fixed.keepsPromise()).isFalse();
        assertThat(fixed.worstMissPercent()).isFinite().isGreaterThan(5);
        assertThat(both.best().family().name()).isEqualTo("target");
    }

    @Test
    void the_setting_is_the_cheapest_with_a_margin_and_finer_than_the_grid() {
        List<Report> reports = new ArrayList<>();
        Advisor advisor = advisor(CALM);
        Advice advice = advisor.run(reports::add);
        assertThat(advice.runs()).isEqualTo(reports.size()).isLessThanOrEqualTo(advisor.maxRuns());
        Advice.Candidate target = advice.candidates().get(0);
        assertThat(target.tried()).isGreaterThan(4);
        assertThat(target.choice().reachesGoal()).isTrue();
        assertThat(target.choice().trial().mean(Score.SLO_SHARE)).isGreaterThanOrEqualTo(97.5);
        assertThat(advice.parts())
                .containsExactly(new Advice.Part(Loads.parse(CALM).name(), 0, 2_400_000, 3_600_000));
        Advice careful = advice(advisor(CALM).margin(0.97));
        assertThat(careful.candidates().get(0).setting().get(0))
                .isLessThan(target.setting().get(0));
        // The reports of what was tuned on end where the held-out part begins.
        assertThat(reports)
                .filteredOn(report -> report.scoredFromMillis() == 0)
                .allMatch(report -> report.durationMillis() == 2_400_000);
        assertThat(reports)
                .filteredOn(report -> report.scoredFromMillis() > 0)
                .hasSize(4)
                .allMatch(report -> report.scoredFromMillis() == 2_400_000 && report.durationMillis() == 1_200_000);
    }

    @Test
    void threads_change_nothing_and_runs_repeat() {
        String busy = "diurnal 4..8/s every 20m for 1h service exp 2s";
        List<String> texts = new ArrayList<>();
        for (int threads : new int[] {1, 2, 5, 1}) {
            Advice advice = advice(advisor(CALM, busy).seeds(3, 7).threads(threads));
            StringBuilder text = new StringBuilder(advice.toString()).append(advice.notes());
            advice.candidates().forEach(candidate -> {
                text.append(candidate).append(candidate.choice().trial());
                candidate.later().forEach(judged -> text.append(judged.judged()));
                candidate.elsewhere().forEach(judged -> text.append(judged.judged()));
            });
            texts.add(text.append(advice.clairvoyant())
                    .append(advice.fixedAtPeak())
                    .toString());
        }
        assertThat(texts).containsOnly(texts.get(0));
    }

    @Test
    void a_quarter_is_held_out_in_whole_days_where_that_is_one() {
        Environment.Builder environment = environment();
        assertThat(cut("poisson 1/min for 100m service 1s", environment)).isEqualTo(Duration.ofMinutes(75));
        assertThat(cut("poisson 1/min for 7d service 1s", environment)).isEqualTo(Duration.ofDays(6));
        environment.scoredFrom(Duration.ofDays(2));
        assertThat(cut("poisson 1/min for 7d service 1s", environment)).isEqualTo(Duration.ofDays(6));
        environment.duration(Duration.ofDays(3));
        assertThat(cut("poisson 1/min for 7d service 1s", environment)).isEqualTo(Duration.ofHours(66));
        // It begins with a slot.
        assertThat(TraceSplit.of(
                                loads("poisson 1/min for 100m service 1s").get(0),
                                environment().build(),
                                Duration.ofSeconds(20),
                                1)
                        .cutMicros())
                .isEqualTo(5_970_000_000L);
    }

    private static Duration cut(String load, Environment.Builder environment) {
        long micros =
                TraceSplit.of(loads(load).get(0), environment.build(), null, 1).cutMicros();
        return Duration.ofMillis(micros / 1_000);
    }

    @Test
    void what_is_asked_wrongly_is_refused() {
        assertThatThrownBy(() -> Advisor.of(ENVIRONMENT, List.of())).hasMessage("loads must be at least one: loads=0");
        assertThatThrownBy(() -> Advisor.of(ENVIRONMENT, loads(CALM, CALM)))
                .hasMessageStartingWith("loads must have different names: load=diurnal");
        assertThatThrownBy(() -> advice(Advisor.of(ENVIRONMENT, loads(CALM))
                        .margin(1)
                        .threads(0)
                        .seeds(1, 1)))
                .hasMessageContainingAll(
                        "families must be at least one: families=0",
                        "margin must be >= 0 and < 1: margin=1.0",
                        "threads must be >= 1 and <= 256: threads=0",
                        "seeds must be different: seed=1");
        assertThatThrownBy(() -> advice(advisor(CALM).add(fixed("fixed", 1)).add(fixed("oracle", 1))))
                .hasMessageContainingAll("name=fixed", "name=oracle");
        assertThatThrownBy(() -> advice(advisor(CALM).heldOut(Duration.ofHours(1))))
                .hasMessageStartingWith(
                        "heldOut must leave something to tune on: heldOut=1h, end=1h, scoredFrom=0s, load=");
        assertThatThrownBy(() -> advice(advisor(CALM).heldOut(Duration.ZERO)))
                .hasMessage("heldOut must be > 0: heldOut=0s");
        assertThatThrownBy(() -> advice(advisor("poisson 1/s for 40m service 1s; then silence 20m")))
                .hasMessageStartingWith("something must arrive in the part that is held out: load=");
        assertThatThrownBy(() -> advice(advisor("silence 40m; then poisson 1/s for 20m service 1s")
                        .threads(2)))
                .hasMessageStartingWith("something must arrive in the part that is tuned on: load=");
        assertThatThrownBy(() -> targets().knob("none")).hasMessage("values must be at least one: none=0");
        assertThatThrownBy(() -> targets().knob("low", 0, 1, 1))
                .hasMessageContainingAll("value must be > 0: low=0.0", "values must be different: low=1.0");
    }

    @Test
    void the_highest_demand_is_of_what_is_tuned_on() {
        String later = "poisson 1/s for 40m service 2s; then poisson 50/s for 20m service 2s";
        assertThat(advisor(later).peakDemand()).isLessThan(10);
        assertThat(advisor(later).heldOut(Duration.ofMinutes(10)).peakDemand()).isGreaterThan(40);
    }

    @Test
    void a_value_at_the_end_of_its_grid_is_noted() {
        Advice advice = advice(Advisor.of(ENVIRONMENT, loads(CALM))
                .add(Family.of("target", values -> hpa(values.get(0))).knob("averageValue", 0.2, 0.3)));
        assertThat(advice.best().edges()).containsExactly("averageValue is the highest value tried");
        assertThat(advice.notes())
                .contains(
                        "averageValue is the highest value tried: the best may lie beyond",
                        "one seed says nothing of luck");
    }
}
