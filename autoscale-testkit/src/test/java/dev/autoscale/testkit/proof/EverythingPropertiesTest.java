package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Activation;
import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.Observation;
import dev.autoscale.Reason;
import dev.autoscale.testkit.drive.Snapshots;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Sources, signals, gates, fallbacks, combinations, activation, schedules and overrides all at once, along random walks. */
class EverythingPropertiesTest {
    private static final int TRIES = 500;
    private static final int NONE = Decision.NOT_EVALUATED;

    @Property(tries = 3_000)
    void activation_schedule_and_orders_do_what_a_naive_model_does(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int steps) {
        followNaiveModel(seed, steps);
    }

    /** Compares each step of a life with {@link NaiveFeatures}. */
    static void followNaiveModel(long seed, int steps) {
        RandomLife walk = Walks.withEverythingAndWholeHistory(seed);
        AutoscalerSpec spec = walk.spec();
        Autoscaler autoscaler = steps % 2 == 0 ? spec.newAutoscaler() : FleetTwins.view(spec);
        NaiveFeatures model = new NaiveFeatures(spec, walk.extras());
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            Observation in = situation.observe();
            // A fresh one each time: a reused one shows steps of an earlier decision where the scale cannot be read.
            Decision out = spec.newDecision();
            autoscaler.preview(in, out);
            model.decide(autoscaler, out, situation.overrides(), situation.countReady());
            autoscaler.decide(in, out);
            assertThat(out.replicas())
                    .as("%s\nstep %d of\n%s\n%s", situation, i, walk.extras(), out)
                    .isEqualTo(model.replicas);
            if (out.currentReplicas() >= 0 && out.reason() != Reason.INVALID_REPLICAS) {
                assertThat(out.after(Decision.Step.ACTIVATED))
                        .as("%s\nstep %d of\n%s\n%s", situation, i, walk.extras(), out)
                        .isEqualTo(walk.extras().rest() == null ? Decision.NOT_EVALUATED : model.activated);
                assertThat(out.activationState()).isEqualTo(model.state);
                assertThat(out.after(Decision.Step.SCHEDULED))
                        .isEqualTo(walk.extras().windows().isEmpty() ? Decision.NOT_EVALUATED : model.scheduled);
                assertThat(out.after(Decision.Step.GRANTED))
                        .isEqualTo(model.damping.isShort(out.epochMillis()) ? model.granted : Decision.NOT_EVALUATED);
                boolean damps = NaiveRules.holds(walk.extras().damped()) && out.recommended() != Decision.NOT_EVALUATED;
                assertThat(columns(out))
                        .as("%s\nstep %d of\n%s\n%s", situation, i, walk.extras(), out)
                        .containsExactly(damps ? columns(model.damping) : new int[] {NONE, NONE, NONE, NONE});
            }
            walk.answered(out);
            model.told(walk.reports());
            walk.tell(autoscaler);
        }
    }

    private static int[] columns(Decision out) {
        return Stream.of(Decision.Step.ALIGNED, Decision.Step.SUSTAINED, Decision.Step.COOLED, Decision.Step.BUDGETED)
                .mapToInt(out::after)
                .toArray();
    }

    private static int[] columns(NaiveDamping model) {
        return new int[] {model.wanted, model.sustained, model.cooled, model.budgeted};
    }

    @Test
    void the_walks_meet_every_state_and_all_the_reasons() {
        Set<Activation.State> states = EnumSet.noneOf(Activation.State.class);
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        Set<MetricProposal.Status> statuses = EnumSet.noneOf(MetricProposal.Status.class);
        boolean isLarger = false;
        for (int seed = 0; seed < 500; seed++) {
            RandomLife walk = Walks.withEverything(seed);
            Autoscaler autoscaler = walk.spec().newAutoscaler();
            Decision out = walk.spec().newDecision();
            for (int i = 0; i < 40; i++) {
                autoscaler.decide(walk.nextSituation().observe(), out);
                isLarger |= out.reason(Decision.Step.COOLED) == Reason.COOLDOWN
                        && out.after(Decision.Step.COOLED) > out.currentReplicas();
                states.add(out.activationState());
                reasons.add(out.reason());
                for (int metric = 0; metric < out.metricCount(); metric++) {
                    statuses.add(out.metric(metric).status());
                }
                walk.answered(out);
                walk.tell(autoscaler);
            }
        }
        assertThat(isLarger).as("growth within a cooldown").isTrue();
        assertThat(states).containsExactlyInAnyOrder(Activation.State.values());
        assertThat(reasons)
                .containsAll(EnumSet.range(Reason.FAILED_REPLICA_SOURCE, Reason.ALIGNED))
                .contains(Reason.SCALING_DISABLED, Reason.ABOVE_MAX_REPLICAS, Reason.BELOW_MIN_REPLICAS);
        assertThat(statuses)
                .contains(MetricProposal.Status.FALLBACK, MetricProposal.Status.ABSTAINED, MetricProposal.Status.GATED)
                .contains(
                        MetricProposal.Status.SOURCE_FAILED,
                        MetricProposal.Status.NOT_FINITE,
                        MetricProposal.Status.NEGATIVE)
                .contains(MetricProposal.Status.ROLLOUT_HELD);
    }

    @Property(tries = TRIES)
    void any_spec_can_follow_any_other_and_back(
            @ForAll long seed, @ForAll long otherSeed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife[] walks = {Walks.withEverything(seed), Walks.withEverything(otherSeed), Walks.of(seed)};
        Autoscaler autoscaler = walks[0].spec().newAutoscaler();
        for (int i = 0; i < steps; i++) {
            RandomLife walk = walks[i / 5 % 3];
            Situation situation = walk.nextSituation();
            autoscaler.respec(walk.spec(), situation.epochMillis());
            Decision out = walk.spec().newDecision();
            autoscaler.decide(situation.observe(), out);
            assertThat(Snapshots.bytes(Snapshots.copy(autoscaler))).isEqualTo(Snapshots.bytes(autoscaler));
            assertThat(out.replicas()).isGreaterThanOrEqualTo(Math.min(0, out.currentReplicas()));
            walk.answered(out);
            walk.tell(autoscaler);
        }
    }

    @Property(tries = TRIES)
    void at_the_ends_of_time_every_count_is_one_that_somebody_asks_for(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
        long[] starts = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, Long.MAX_VALUE - 300_000, Long.MAX_VALUE};
        for (long start : starts) {
            RandomLife walk = Walks.withEverything(seed, start);
            Autoscaler autoscaler = walk.spec().newAutoscaler();
            Decision out = walk.spec().newDecision();
            for (int i = 0; i < steps; i++) {
                Situation situation = walk.nextSituation();
                autoscaler.decide(situation.observe(), out);
                assertThat(DecisionText.of(out)).isNotEmpty();
                int current = out.currentReplicas();
                int highest = Math.max(
                        walk.spec().maxReplicas(), situation.overrides().pauseAt());
                assertThat(out.replicas()).isBetween(Math.min(current, 0), Math.max(current, highest));
                walk.answered(out);
                walk.tell(autoscaler);
            }
        }
    }

    @Property(tries = 1_000)
    void the_next_look_is_not_in_the_past_and_a_window_holds_as_it_says(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife walk = Walks.withEverything(seed);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            Decision out = walk.spec().newDecision();
            autoscaler.decide(situation.observe(), out);
            assertThat(out.recheckAtMillis()).isGreaterThanOrEqualTo(out.epochMillis());
            if (out.after(Decision.Step.SCHEDULED) != Decision.NOT_EVALUATED && out.reason() != Reason.PAUSED) {
                assertWindowsHold(walk.extras(), out);
            }
            walk.answered(out);
            walk.tell(autoscaler);
        }
    }

    /** Pause and freeze apart, an at-once bound always holds; other bounds are never moved away from. */
    private static void assertWindowsHold(DrawnFeatures extras, Decision out) {
        int top = extras.windows().stream()
                .filter(window -> NaiveRules.isOpen(window, out.epochMillis())
                        && (NaiveRules.isFloor(window) || NaiveRules.isCeiling(window)))
                .mapToInt(DrawnFeatures.Window::rank)
                .max()
                .orElse(0);
        boolean frozen = out.reason() == Reason.SCALE_UP_FROZEN || out.reason() == Reason.SCALE_DOWN_FROZEN;
        for (DrawnFeatures.Window window : extras.windows()) {
            boolean counts = window.rank() == top && NaiveRules.isOpen(window, out.epochMillis()) && !frozen;
            if (counts && NaiveRules.isCeiling(window) && out.reason() != Reason.NOT_REMOVABLE) {
                int above = window.atOnce() ? window.replicas() : Math.max(window.replicas(), out.currentReplicas());
                assertThat(out.replicas()).as("%s\n%s", window, out).isLessThanOrEqualTo(above);
            }
            boolean isShort = out.after(Decision.Step.GRANTED) != Decision.NOT_EVALUATED;
            if (counts && NaiveRules.isFloor(window) && !isShort && out.ceiling() >= window.replicas()) {
                int below = window.atOnce() || out.currentReplicas() == 0
                        ? window.replicas()
                        : Math.min(window.replicas(), out.currentReplicas());
                assertThat(out.replicas()).as("%s\n%s", window, out).isGreaterThanOrEqualTo(below);
            }
        }
    }

    @Property(tries = 1_000)
    void an_active_workload_is_never_at_zero_and_leaves_it_at_once(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife walk = Walks.withEverything(seed);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            Decision out = walk.spec().newDecision();
            autoscaler.decide(situation.observe(), out);
            int external = walk.spec().metricIndex("always");
            boolean outranked = situation.overrides().pause()
                    || out.reason() == Reason.SCALE_UP_FROZEN
                    || out.ceiling() == 0
                    || out.after(Decision.Step.GRANTED) == 0;
            boolean isActive = out.metric(external).isActive()
                    && out.metric(external).status().hasProposal();
            if (walk.extras().rest() != null && isActive && out.currentReplicas() >= 0 && !outranked) {
                assertThat(out.replicas()).as("%s", out).isPositive();
                if (out.currentReplicas() == 0) {
                    assertThat(out.activationState()).isEqualTo(Activation.State.ACTIVATING);
                }
            }
            walk.answered(out);
            walk.tell(autoscaler);
        }
    }

    @Property(tries = TRIES)
    void no_shrink_takes_more_than_can_go_but_for_a_pause(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife walk = Walks.withEverything(seed);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            Decision out = walk.spec().newDecision();
            autoscaler.decide(situation.observe(), out);
            DrawnOverrides overrides = situation.overrides();
            if (overrides.removable() >= 0 && !overrides.pause()) {
                assertThat(out.currentReplicas() - out.replicas())
                        .as("%s", out)
                        .isLessThanOrEqualTo(overrides.removable());
            }
            walk.answered(out);
            walk.tell(autoscaler);
        }
    }

    @Property(tries = 1_000)
    void bad_data_never_shrinks(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        RandomLife walk = Walks.withEverything(seed);
        Autoscaler autoscaler = walk.spec().newAutoscaler();
        for (int i = 0; i < steps; i++) {
            Situation situation = walk.nextSituation();
            Decision out = walk.spec().newDecision();
            autoscaler.decide(situation.observe(), out);
            int current = out.currentReplicas();
            boolean outranked = situation.overrides().pause()
                    || out.ceiling() < current
                    || current > walk.spec().maxReplicas()
                    || out.activationState() == Activation.State.ZERO
                    || out.activationState() == Activation.State.IDLE;
            if (fails(out) && !outranked) {
                assertThat(out.replicas()).as("%s", out).isGreaterThanOrEqualTo(current);
            }
            walk.answered(out);
            walk.tell(autoscaler);
        }
    }

    private static boolean fails(Decision out) {
        for (int i = 0; i < out.metricCount(); i++) {
            MetricProposal.Status status = out.metric(i).status();
            if (status.isFailure()) {
                return true;
            }
        }
        return false;
    }
}
