package dev.autoscale.testkit.scenario;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.RatePolicy.pods;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.preset.FlyteApp;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    /** Up by the larger of 2 pods and 100 % in 15 s, down by a pod a minute behind 300 s. */
    private static final AutoscalerSpec ASR = AutoscalerSpec.builder(1, 20)
            .metric(external("requests").averageValue(5))
            .scaleUp(rules().policy(pods(2).per(ofSeconds(15)))
                    .policy(percent(100).per(ofSeconds(15))))
            .scaleDown(rules().stabilizationWindow(ofSeconds(300)).policy(pods(1).per(ofSeconds(60))))
            .build();

    /** 3 at first; 10 from 120 s on by way of 6; 9 at 720 s, and one fewer each minute down to 2 at 1140 s. */
    private static OpenScenario spike() {
        return Scenario.of(ASR)
                .replicas(3)
                .at(ZERO)
                .load(12)
                .at(ofMinutes(2))
                .load(50)
                .at(ofMinutes(7))
                .load(10)
                .lasting(ofMinutes(20));
    }

    private static void holds(UnaryOperator<OpenScenario> expectation) {
        expectation.apply(spike()).run();
    }

    private static void isBroken(UnaryOperator<OpenScenario> expectation, String... parts) {
        OpenScenario scenario = expectation.apply(spike());
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(scenario::run)
                .satisfies(error -> assertThat(error.getMessage()).contains(parts));
    }

    @Test
    void reads_like_a_sentence() {
        Scenario.of(ASR)
                .every(ofSeconds(15))
                .replicas(3)
                .at(ZERO)
                .load(12)
                .at(ofMinutes(2))
                .load(50)
                .expect(10)
                .within(ofSeconds(45))
                .neverAbove(10)
                .noReversalWithin(ofMinutes(5))
                .explainAt(ofMinutes(2))
                .says("ScaleUpLimit")
                .run();
    }

    @Nested
    class Counts {
        @Test
        void are_reached_by_a_deadline_inclusive() {
            holds(s -> s.at(ofMinutes(2)).expect(10).within(ofSeconds(15)));
            isBroken(
                    s -> s.at(ofMinutes(2)).expect(10).within(ofMillis(14_999)),
                    "10 replicas within 14.999s of 2m: 6 at 2m14.999s",
                    "ScaleUpLimit",
                    "3 at first, 6 at 2m, 10 at 2m15s, 9 at 11m45s");
        }

        @Test
        void may_have_been_there_before() {
            holds(s -> s.at(ofSeconds(100)).expect(3).now());
            holds(s -> s.at(ofSeconds(119)).expect(3).within(ofSeconds(1)));
            isBroken(s -> s.at(ofMinutes(2)).expect(3).within(ofMinutes(8)), "3 replicas within 8m of 2m: 10 at");
        }

        @Test
        void are_those_of_the_decision_of_that_time() {
            holds(s -> s.at(ofMinutes(2)).expect(6).now());
            holds(s -> s.at(ofMillis(119_999)).expect(3).now());
            isBroken(s -> s.at(ofMillis(119_999)).expect(6).now(), "6 replicas at 1m59.999s: 3 at 1m59.999s");
        }

        @Test
        void are_held_until_exclusive() {
            // Reached at 135 s; the last 50 requests are seen at 405 s, so 9 at 705 s.
            holds(s -> s.at(ofMinutes(2)).expect(10).heldFor(ofSeconds(570)).within(ofSeconds(15)));
            isBroken(
                    s -> s.at(ofMinutes(2)).expect(10).heldFor(ofSeconds(571)).within(ofSeconds(15)),
                    "held for 9m31s: 9 at 11m45s");
        }

        @Test
        void of_ready_replicas_wait_for_their_start() {
            UnaryOperator<OpenScenario> slow = s -> s.startup(ofSeconds(40)).at(ofMinutes(2));
            // 3 more ordered at 120 s, 4 more at 135 s; ready at 160 s and 175 s, seen at 165 s and 180 s.
            holds(s -> slow.apply(s)
                    .expect(10)
                    .within(ofSeconds(15))
                    .expectReady(6)
                    .within(ofSeconds(45)));
            holds(s -> slow.apply(s).expectReady(10).within(ofSeconds(60)));
            isBroken(
                    s -> slow.apply(s).expectReady(10).within(ofSeconds(59)),
                    "at least 10 ready replicas within 59s of 2m: 6 ready at 2m59s");
        }
    }

    @Nested
    class Spans {
        @Test
        void bound_counts() {
            holds(s -> s.neverAbove(10).neverBelow(2));
            isBroken(s -> s.neverAbove(9), "never above 9: 10 at 2m15s", "(and 37 times more)");
            isBroken(s -> s.neverBelow(3), "never below 3: 2 at 18m45s");
        }

        @Test
        void have_no_change() {
            holds(s -> s.between(ofSeconds(136), ofSeconds(705)).noChange());
            isBroken(
                    s -> s.between(ofSeconds(135), ofSeconds(705)).noChange(),
                    "no change from 2m15s to 11m45s: 6 -> 10 at 2m15s");
            isBroken(s -> s.from(ofMinutes(10)).noChange(), "no change from 10m on: 10 -> 9 at 11m45s");
        }

        @Test
        void count_changes() {
            holds(s -> s.atMostChanges(10));
            isBroken(s -> s.atMostChanges(9), "at most 9 changes: 3 -> 2, change 10 at 18m45s");
        }

        @Test
        void count_what_is_removed_and_added() {
            holds(s -> s.atMostRemoved(1, ofMinutes(1)));
            holds(s -> s.between(ofMinutes(7), ofSeconds(705)).noneRemoved());
            isBroken(s -> s.noneRemoved(), "no replica removed: 10 -> 9, 1 in 1ms at 11m45s");
            isBroken(s -> s.atMostRemoved(1, ofSeconds(61)), "9 -> 8, 2 in 1m1s at 12m45s");
            holds(s -> s.atMostAdded(4, ofSeconds(15)));
            isBroken(s -> s.atMostAdded(4, ofSeconds(16)), "at most 4 added in 16s: 6 -> 10, 7 in 16s");
        }

        @Test
        void see_reversals_up_to_and_including_the_time() {
            holds(s -> s.noReversalWithin(ofMillis(569_999)));
            isBroken(
                    s -> s.noReversalWithin(ofSeconds(570)), "10 -> 9, 9m30s after the change the other way at 11m45s");
        }

        @Test
        void begin_with_the_count_of_then() {
            // The count of 10 was decided at 135 s and is still there between two decisions.
            isBroken(
                    s -> s.between(ofMillis(150_001), ofMillis(150_002)).neverAbove(9),
                    "never above 9 from 2m30.001s to 2m30.002s: 10 at 2m30.001s",
                    "50 of 5 per replica");
            isBroken(s -> s.from(ofMillis(1_199_999)).neverBelow(3), "never below 3 from 19m59.999s on: 2 at 19m");
        }
    }

    @Nested
    class Explanations {
        @Test
        void are_those_in_force() {
            holds(s -> s.explainAt(ofMinutes(2))
                    .says("ScaleUpLimit")
                    .explainAt(ofSeconds(134))
                    .says("+100 %"));
            isBroken(
                    s -> s.explainAt(ofSeconds(135)).says("ScaleUpLimit"),
                    "the explanation at 2m15s says \"ScaleUpLimit\": something else at 2m15s",
                    "6 -> 10 replicas");
        }
    }

    @Nested
    class Rest {
        private final AutoscalerSpec app = FlyteApp.replicas(0, 3)
                .concurrency(10)
                .scaledownAfter(ofMinutes(5))
                .toSpec();

        private OpenScenario used() {
            return Scenario.of(app).at(ZERO).load(5).at(ofMinutes(1)).load(0).lasting(ofMinutes(10));
        }

        @Test
        void comes_exactly_behind_the_last_request() {
            used().zeroAfterLastRequest(ofMinutes(5)).run();
            // Seen at 45 s last, 0 at 345 s.
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> used().zeroAfterLastRequest(ofMinutes(4)).run())
                    .withMessageContaining("1 replica 4m after it at 4m45s");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> used().zeroAfterLastRequest(ofMinutes(6)).run())
                    .withMessageContaining("0 replicas 5m after it at 5m45s");
        }

        @Test
        void must_come_at_all() {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> used().lasting(ofMinutes(5))
                            .zeroAfterLastRequest(ofMinutes(5))
                            .run())
                    .withMessageContaining("never 0 replicas: 1 at 5m");
        }
    }

    @Nested
    class Steps {
        private final AutoscalerSpec two = AutoscalerSpec.builder(1, 20)
                .metric(resource("cpu").averageUtilization(50))
                .metric(external("requests").averageValue(5))
                .build();

        @Test
        void set_metrics_by_name() {
            // ceil(4 * 80 / 50) = 7; a failing metric lets nothing shrink
            Scenario.of(two)
                    .replicas(4)
                    .metric("cpu", 80)
                    .metric("requests", 0)
                    .expect(7)
                    .now()
                    .at(ofSeconds(15))
                    .metric("cpu", 10)
                    .failed("requests")
                    .from(ofSeconds(15))
                    .noChange()
                    .lasting(ofMinutes(60))
                    .explainAt(ofMinutes(60))
                    .says("FailedGetExternalMetric")
                    .run();
        }

        @Test
        void a_missing_series_is_zero() {
            Scenario.of(two)
                    .replicas(4)
                    .metric("cpu", 10)
                    .noSeries("requests")
                    .at(ofMinutes(5))
                    .expect(1)
                    .now()
                    .run();
        }

        @Test
        void without_any_value_nothing_changes() {
            Scenario.of(two)
                    .replicas(4)
                    .noSeries("cpu")
                    .lasting(ofMinutes(20))
                    .noChange()
                    .run();
        }

        @Test
        void a_restart_with_its_memory_changes_nothing_and_without_it_begins_a_new_window() {
            // 8 for 40 requests, 10 from 15 s on; the 8 of second 0 counts until 300 s. A fresh autoscaler begins at
            // 200 s (decides at 210 s) with the count that it sees.
            OpenScenario restored = decline().at(ofSeconds(200)).restart();
            restored.at(ofSeconds(300))
                    .expect(7)
                    .now()
                    .between(ZERO, ofSeconds(300))
                    .noneRemoved()
                    .run();
            OpenScenario forgotten = decline().at(ofSeconds(200)).restartForgetting();
            forgotten
                    .at(ofSeconds(510))
                    .expect(7)
                    .now()
                    .between(ZERO, ofSeconds(510))
                    .noneRemoved()
                    .run();
        }

        private OpenScenario decline() {
            return Scenario.of(ASR).replicas(8).load(40).at(ofSeconds(15)).load(10);
        }

        @Test
        void a_clock_that_is_put_back_lengthens_the_window() {
            // At 100 s (seen at 105 s) the clock says 45 s: no time passes until it says 90 s again, at 150 s. 300 s
            // behind the 8 of second 0 the clock says 300 at 360 s.
            decline()
                    .at(ofSeconds(100))
                    .clockBack(ofSeconds(60))
                    .between(ZERO, ofSeconds(360))
                    .noneRemoved()
                    .at(ofSeconds(360))
                    .expect(7)
                    .now()
                    .run();
            decline()
                    .at(ofSeconds(100))
                    .clockForward(ofMinutes(5))
                    .at(ofSeconds(105))
                    .expect(7)
                    .now()
                    .run();
        }

        @Test
        void another_spec_goes_on_with_the_memory() {
            decline()
                    .at(ofSeconds(100))
                    .respec(ASR.toBuilder()
                            .scaleDown(rules().stabilizationWindow(ofSeconds(60)))
                            .build())
                    .at(ofSeconds(105))
                    .expect(2)
                    .now()
                    .run();
        }

        @ParameterizedTest
        @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 1_200_000})
        void the_clock_may_begin_anywhere(long epochMillis) {
            holds(s -> s.startsAt(epochMillis).at(ofSeconds(705)).expect(9).now());
        }

        @Test
        void the_clock_stops_at_the_ends_of_time() {
            // At its end no time passes any more, so that the 10 counts for ever; at its beginning nothing changes.
            UnaryOperator<OpenScenario> late = s -> s.at(ofMinutes(3)).clockForward(ofMillis(Long.MAX_VALUE));
            holds(s -> late.apply(s).from(ofMinutes(3)).noneRemoved());
            holds(s -> s.startsAt(Long.MIN_VALUE)
                    .at(ZERO)
                    .clockBack(ofMinutes(1))
                    .at(ofSeconds(705))
                    .expect(9)
                    .now());
        }
    }

    @Test
    void knative_is_played_with_samples_of_each_second() {
        KpaSpec revision = KpaSpec.builder()
                .target(10)
                .total(10)
                .stableWindow(ofMinutes(1))
                .build();
        Scenario.of(revision)
                .load(5)
                .at(ofMinutes(2))
                .load(100)
                .expect(10)
                .within(ofSeconds(6))
                .neverAbove(10)
                .between(ZERO, ofMinutes(2))
                .noChange()
                .explainAt(ofSeconds(130))
                .says("anic")
                .run();
    }

    @Test
    void a_run_can_be_repeated() {
        OpenScenario scenario = spike().atMostChanges(10).zeroAfterLastRequest(ofMinutes(1));
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(scenario::run)
                    .withMessageStartingWith("1 of 3 expectations broken\n1. 0 replicas exactly");
        }
    }

    @Test
    void all_broken_expectations_are_reported_together() {
        isBroken(
                s -> s.neverAbove(9).neverBelow(1).noneRemoved(),
                "2 of 4 expectations broken\n1. never above 9: 10 at",
                "2. no replica removed: ",
                "\ncounts: 3 at first");
    }

    @Nested
    class Mistakes {
        private void isRefused(Consumer<OpenScenario> mistake, String message) {
            OpenScenario scenario = spike();
            mistake.accept(scenario);
            assertThatIllegalArgumentException().isThrownBy(scenario::run).withMessage(message);
        }

        @Test
        void are_named_together() {
            isRefused(
                    s -> s.metric("cpu", 1).replicas(-1).every(ZERO).expect(-1).now(),
                    "metric must be one of [requests]: metric=cpu; replicas must be >= 0: replicas=-1; "
                            + "every must be >= PT0.001S: every=PT0S; replicas must be >= 0: replicas=-1");
        }

        @Test
        void beyond_the_end() {
            isRefused(
                    s -> s.at(ofMinutes(19)).expect(2).within(ofMinutes(2)),
                    "expectation must not reach beyond the end: expectation=2 replicas within 2m of 19m, " + "end=20m");
            isRefused(s -> s.at(ofMinutes(21)).load(1), "at must not lie beyond the end: at=21m, end=20m");
        }

        @Test
        void of_spans_and_times() {
            isRefused(s -> s.between(ofMinutes(2), ofMinutes(2)).noChange(), "to must be > from: to=PT2M, from=PT2M");
            isRefused(s -> s.at(ofMinutes(-1)), "at must be >= PT0S: at=PT-1M");
            isRefused(s -> s.atMostRemoved(-1, ofMinutes(1)), "replicas must be >= 0: replicas=-1");
            isRefused(
                    s -> s.at(ofSeconds(Long.MAX_VALUE)),
                    "at must fit into milliseconds: at=" + ofSeconds(Long.MAX_VALUE));
            isRefused(
                    s -> s.startsAt(Long.MAX_VALUE),
                    "the clock must not pass the end of time: startsAt=9223372036854775807, end=20m");
        }

        @Test
        void of_what_is_missing() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> Scenario.of(ASR).load(1).lasting(ofMinutes(1)).run())
                    .withMessage("scenario must expect something: expectations=0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            Scenario.of(ASR).lasting(ofMinutes(1)).noChange().run())
                    .withMessage("scenario must give a load, or a metric a value or a failure: metrics=[requests]");
        }

        @Test
        void of_metrics() {
            AutoscalerSpec two = ASR.toBuilder()
                    .metric(resource("cpu").averageUtilization(50))
                    .build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Scenario.of(two).load(1).run())
                    .withMessage("load needs a single metric: metrics=[requests, cpu]");
            isRefused(
                    s -> s.at(ZERO).respec(KpaSpec.builder().target(1).total(1).build()),
                    "respec must stay with the same engine: at=0s");
        }
    }
}
