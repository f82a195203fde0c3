package dev.autoscale;

import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Decision.Step;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A decision read as a table: the count behind each step, and why a step changed it. Target 1. */
class DecisionStepsTest {
    private static Map<Step, Reason> reasons(Decision out) {
        Map<Step, Reason> reasons = new EnumMap<>(Step.class);
        for (Step step : Step.values()) {
            Reason why = out.reason(step);
            if (why != null) {
                reasons.put(step, why);
            }
        }
        return reasons;
    }

    @Test
    void a_plain_spec_has_the_steps_of_the_hpa_alone() {
        Life life = new Life(Life.free(rules(), rules())
                .bounds(1, 10)
                .scaleUp(rules().policy(RatePolicy.pods(100).per(ofSeconds(1)))));
        assertThat(life.decide(0, 3, 40)).isEqualTo(10);
        assertThat(life.out.after(Step.COMBINED)).isEqualTo(40);
        assertThat(life.out.after(Step.RECOMMENDED)).isEqualTo(40);
        assertThat(life.out.after(Step.STABILIZED)).isEqualTo(40);
        assertThat(life.out.after(Step.LIMITED)).isEqualTo(10);
        assertThat(life.out.after(Step.OVERRIDDEN)).isEqualTo(10);
        for (Step step : new Step[] {
            Step.ALIGNED, Step.SUSTAINED, Step.COOLED, Step.BUDGETED, Step.ACTIVATED, Step.SCHEDULED, Step.GRANTED
        }) {
            assertThat(life.out.after(step)).as(step.name()).isEqualTo(Decision.NOT_EVALUATED);
        }
        assertThat(reasons(life.out)).isEqualTo(Map.of(Step.LIMITED, Reason.TOO_MANY_REPLICAS));
        assertThat(life.out.summary()).isEqualTo("wants 40, maxReplicas 10");
    }

    @Test
    void each_step_that_changes_the_count_has_a_reason_and_the_last_one_is_the_decisions() {
        ScheduleWindow floor = ScheduleWindow.floor("peak", new OpenFrom(0, Long.MAX_VALUE), 12)
                .atOnce();
        Life life = new Life(Life.free(rules().cooldown(ofSeconds(60)), rules())
                .bounds(4, 40)
                .alignment(Alignment.multiplesOf(4))
                .schedule(Schedule.of(floor))
                .capacityBackoff(ofSeconds(60), ofSeconds(600)));
        life.autoscaler.scaled(0, 4, 8);
        life.autoscaler.capacityExhausted(0, 10);
        assertThat(life.decide(0, 8, 17)).isEqualTo(8);
        assertThat(reasons(life.out))
                .isEqualTo(Map.of(
                        Step.ALIGNED, Reason.ALIGNED,
                        Step.COOLED, Reason.COOLDOWN,
                        Step.SCHEDULED, Reason.SCHEDULED_FLOOR,
                        Step.GRANTED, Reason.NO_CAPACITY));
        assertThat(life.out.after(Step.ALIGNED)).isEqualTo(20);
        assertThat(life.out.after(Step.COOLED)).isEqualTo(8);
        assertThat(life.out.after(Step.SCHEDULED)).isEqualTo(12);
        assertThat(life.out.after(Step.GRANTED)).isEqualTo(8);
        assertThat(life.out.reason()).isEqualTo(Reason.NO_CAPACITY);
        assertThat(life.out.summary())
                .isEqualTo("wants 17, aligned to 20, in cooldown, floor 12 (peak), capacity for 10");
    }

    @Test
    void what_an_observation_overrides_is_the_last_step() {
        Life life = new Life(Life.free(rules(), rules()));
        life.at(0, 9, 3).overrides().removable(2);
        assertThat(life.decide()).isEqualTo(7);
        assertThat(reasons(life.out)).isEqualTo(Map.of(Step.OVERRIDDEN, Reason.NOT_REMOVABLE));
        assertThat(life.out.summary()).isEqualTo("wants 3, the remaining replicas are busy");
        life.at(0, 9, 3).overrides().pause();
        assertThat(life.decide()).isEqualTo(9);
        assertThat(reasons(life.out)).isEqualTo(Map.of(Step.OVERRIDDEN, Reason.PAUSED));
        assertThat(life.out.summary()).isEqualTo("wants 3, paused");
        assertThat(life.decide(0, 9, 3)).isEqualTo(3);
        assertThat(reasons(life.out)).isEmpty();
    }

    @Test
    void where_the_count_decides_alone_no_step_has_a_reason() {
        Life life = new Life(Life.free(rules(), rules())
                .bounds(1, 10)
                .scaleUp(rules().policy(RatePolicy.pods(100).per(ofSeconds(1)))));
        assertThat(life.decide(0, 12, 3)).isEqualTo(10);
        assertThat(reasons(life.out)).isEmpty();
        assertThat(life.out.reason()).isEqualTo(Reason.ABOVE_MAX_REPLICAS);
        assertThat(life.out.summary()).isEqualTo("was above maxReplicas 10");
    }
}
