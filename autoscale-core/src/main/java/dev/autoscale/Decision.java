package dev.autoscale;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas to run, and every step that led there: a reusable result. Not thread-safe.
 *
 * <pre>{@code
 * autoscaler.decide(in.at(0).replicas(3).value(0, 37), out);
 * long next = out.recheckAtMillis(); // when it could change without new data
 * String why = out.reason() + ", wanted " + out.recommended() + ", allowed " + out.limited();
 * System.out.print(out); // every step, a line each
 * }</pre>
 *
 * <p>The columns follow the order of the steps: {@link #currentReplicas}, each {@link #metric}'s proposal,
 * {@link #recommended}, {@link #stabilized}, {@link #limited}, {@link #replicas}. A step that was not reached is
 * {@link #NOT_EVALUATED}.
 */
public final class Decision extends DecisionColumns implements ScalingDecision {
    /**
     * The steps of a decision, in the order in which the engine takes them: each sees the count after the one before it, and each
     * has its own {@link #reasons}. Immutable and thread-safe.
     */
    public enum Step {
        /** The metrics' proposals together. */
        COMBINED,
        /** The {@linkplain ScalingRules#gain gain} of the combined proposal: what stabilization windows remember. */
        RECOMMENDED,
        /** The stabilization windows. */
        STABILIZED(Reason.SCALE_UP_STABILIZED, Reason.SCALE_DOWN_STABILIZED),
        /** The {@link Alignment}: moved to a count that is allowed. */
        ALIGNED(Reason.ALIGNED),
        /** Only breaches count that {@linkplain ScalingRules#sustainedFor last}. */
        SUSTAINED(SustainedBreach::new, Reason.BREACH_NOT_SUSTAINED),
        /** The {@linkplain ScalingRules#cooldown cooldowns}. */
        COOLED(Cooldowns::new, Reason.COOLDOWN),
        /** The {@link FlapBudget}. */
        BUDGETED(FlapBudget.Counter::new, Reason.FLAP_BUDGET_SPENT),
        /** The rate policies, and the bounds. */
        LIMITED(Reason.SCALE_UP_LIMIT, Reason.SCALE_DOWN_LIMIT, Reason.TOO_MANY_REPLICAS, Reason.TOO_FEW_REPLICAS),
        /** {@link Activation}: to zero or an idle count, and back. */
        ACTIVATED(
                Reason.SCALER_ACTIVE,
                Reason.SCHEDULED_FLOOR,
                Reason.SCALER_NOT_ACTIVE,
                Reason.SCALER_UNKNOWN,
                Reason.BELOW_MIN_REPLICAS),
        /** The {@link Schedule}. */
        SCHEDULED(Reason.SCHEDULED_FLOOR, Reason.SCHEDULED_CEILING),
        /** A lack of capacity that was reported. */
        GRANTED(Reason.NO_CAPACITY),
        /** {@link Overrides}: removable, then freeze, then pause. */
        OVERRIDDEN(Reason.NOT_REMOVABLE, Reason.SCALE_UP_FROZEN, Reason.SCALE_DOWN_FROZEN, Reason.PAUSED);

        static final Step[] IN_ORDER = values();

        /** The steps of {@link Damping} that have a rule with a memory. */
        static final List<Step> DAMPING =
                Arrays.stream(IN_ORDER).filter(step -> step.rule != null).toList();

        @SuppressWarnings("ImmutableEnumChecker") // only the constructors above
        private final @Nullable BiFunction<Block.Layout, AutoscalerSpec, Damping.Rule> rule;

        @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
        private final List<Reason> reasons;

        Step(Reason... reasons) {
            this(null, reasons);
        }

        Step(@Nullable BiFunction<Block.Layout, AutoscalerSpec, Damping.Rule> rule, Reason... reasons) {
            this.rule = rule;
            this.reasons = List.of(reasons);
        }

        Damping.Rule newRule(Block.Layout layout, AutoscalerSpec spec) {
            return Objects.requireNonNull(rule).apply(layout, spec);
        }

        /**
         * {@return why the step changes a count, or insists on it} An unmodifiable list; empty for {@link #COMBINED} and {@link
         * #RECOMMENDED}, whose reasons are those of the metrics.
         */
        public List<Reason> reasons() {
            return reasons;
        }
    }

    /** A column whose step was not reached. */
    public static final int NOT_EVALUATED = Integer.MIN_VALUE;

    /** The current replicas, and so the answer, when the scale could not be read. */
    public static final int UNKNOWN_REPLICAS = -1;

    /** The deciding metric when no metric decided. */
    public static final int NO_METRIC = -1;

    Decision(AutoscalerSpec spec) {
        super(spec);
    }

    /**
     * {@return the time that was decided for} Epoch milliseconds; the autoscaler's latest time if the observation's
     * lies before it.
     */
    @Override
    public long epochMillis() {
        return epochMillis;
    }

    /** {@return whether the observation's time lies before the autoscaler's latest time, so that no time has passed} */
    public boolean timeWentBack() {
        return timeWentBack;
    }

    /** {@return the replicas before} The observation's replicas; {@link #UNKNOWN_REPLICAS} if none were given. */
    @Override
    public int currentReplicas() {
        return currentReplicas;
    }

    /**
     * {@return the replicas from which the count went to the current one without a report} Somebody else changed the target, or
     * {@link Autoscaler#scaled} was forgotten; it counts as no change unless {@link AutoscalerSpec.Builder#countUnreported} says so.
     * {@link #UNKNOWN_REPLICAS} if every change was reported, before the second decision, and in a {@linkplain Overrides#shadow
     * shadow}, which others carry out.
     */
    public int unreportedFrom() {
        return isUnreported() ? knownReplicas : UNKNOWN_REPLICAS;
    }

    /**
     * {@return what the metrics recommend together, before the {@linkplain ScalingRules#gain gain}} Replicas, or {@link
     * #NOT_EVALUATED}.
     */
    public int combined() {
        return recommended == NOT_EVALUATED || spec.isPlain() ? recommended : combined;
    }

    /**
     * {@return what the metrics ask for together, before stabilization, limits and bounds} Replicas, or {@link
     * #NOT_EVALUATED}.
     */
    public int recommended() {
        return recommended;
    }

    /** {@return what the stabilization windows make of the recommendation} Replicas, or {@link #NOT_EVALUATED}. */
    public int stabilized() {
        return stabilized;
    }

    /**
     * {@return what the rate policies and bounds leave of the stabilized recommendation} Replicas, or {@link
     * #NOT_EVALUATED}.
     */
    public int limited() {
        return limited;
    }

    /**
     * {@return the answer: how many replicas to run} Never below the current ones because of missing or bad data. If
     * the current replicas are unknown or negative, just these again.
     */
    @Override
    public int replicas() {
        return replicas;
    }

    /**
     * {@return whether the answer differs from the current replicas, so that there is something to carry out} True if
     * it does; always false for a {@linkplain Overrides#shadow shadow}.
     */
    @Override
    public boolean hasChange() {
        return differs() && !isShadow();
    }

    /**
     * {@return whether the answer is not to be carried out} True if the observation ordered a {@linkplain
     * Overrides#shadow shadow}.
     */
    public boolean isShadow() {
        return isOverridden(Overrides.SHADOW);
    }

    /**
     * {@return the count that the Kubernetes HPA would show as {@code status.desiredReplicas} once the answer is
     * carried out} After an error it keeps the earlier one. Replicas.
     */
    public int statusDesiredReplicas() {
        return isError() ? desiredBefore : replicas;
    }

    /** {@return how many metrics there are} */
    public int metricCount() {
        return metrics.length;
    }

    /**
     * One metric's proposal.
     *
     * @param metric the metric's index in the spec
     * @return the proposal, owned by this decision and overwritten by the next one
     */
    public MetricProposal metric(int metric) {
        return metrics[metric];
    }

    /** {@return the metric with the highest proposal} Its index, or {@link #NO_METRIC}. */
    public int decidingMetric() {
        return decidingMetric;
    }

    /**
     * The count after a step.
     *
     * @param step the step
     * @return replicas; {@link #NOT_EVALUATED} if the step was not reached, or the spec has no such step
     */
    public int after(Step step) {
        return switch (step) {
            case COMBINED -> combined();
            case RECOMMENDED -> recommended;
            case STABILIZED -> stabilized;
            case LIMITED -> limited;
            case OVERRIDDEN -> replicas;
            default -> counts[step.ordinal()];
        };
    }

    /**
     * Until when an optional step holds the count, or when what it says changes by itself: a breach lasts long enough, a cooldown
     * or the idle TTL is over, a window of the schedule opens or closes (never late; it may be early), growth is tried again.
     *
     * @param step the step
     * @return epoch milliseconds; the decision's time if the next decision may be enough; {@link Long#MAX_VALUE} if the step holds
     *     nothing, is none of the optional ones ({@link Step#ALIGNED} to {@link Step#BUDGETED}, {@link Step#ACTIVATED} to {@link
     *     Step#GRANTED}) or the spec has no such step
     */
    public long untilMillis(Step step) {
        return untilMillis[step.ordinal()];
    }

    /** The count that a step was given: the one after the last step before it that was reached. */
    int before(Step step) {
        int first = isLate(step) ? Step.ACTIVATED.ordinal() : 0;
        for (int i = step.ordinal() - 1; i >= first; i--) {
            int count = after(Step.IN_ORDER[i]);
            if (count != NOT_EVALUATED) {
                return count;
            }
        }
        return isLate(step) ? followed() : currentReplicas;
    }

    /** Whether a step made another count of the one that it was given. */
    boolean isChangedBy(Step step) {
        int count = after(step);
        return count != NOT_EVALUATED && count != before(step);
    }

    /**
     * Why a step changed the count, or insists on it.
     *
     * @param step the step
     * @return the reason; null if the step left the count alone, and for {@link Step#COMBINED} and {@link Step#RECOMMENDED},
     *     whose reasons are those of the metrics
     */
    public @Nullable Reason reason(Step step) {
        return switch (step) {
            case COMBINED, RECOMMENDED -> null;
            case STABILIZED -> isChangedBy(step) ? reasonOf(Condition.ABLE_TO_SCALE) : null;
            case LIMITED -> isChangedBy(step) ? reasonOf(Condition.SCALING_LIMITED) : null;
            default -> stepReason(step);
        };
    }

    /**
     * {@return where {@link Activation} would have the workload stand; a schedule or an override may still hold it elsewhere}
     * {@link Activation.State#ACTIVE} for a spec without activation.
     */
    public Activation.State activationState() {
        return activationState;
    }

    /** {@return the floor that the open windows of the {@link Schedule} hold} Replicas; 0 without one. */
    public int floor() {
        return floorWindow == null ? 0 : floorWindow.replicas();
    }

    /**
     * {@return the ceiling that the open windows of the {@link Schedule} hold; it outranks the floor} Replicas; {@link
     * Integer#MAX_VALUE} without one.
     */
    public int ceiling() {
        return ceilingWindow == null ? Integer.MAX_VALUE : ceilingWindow.replicas();
    }

    /** {@return the open window that sets the {@link #floor}} Or null. */
    public @Nullable ScheduleWindow floorWindow() {
        return floorWindow;
    }

    /** {@return the open window that sets the {@link #ceiling}} Or null. */
    public @Nullable ScheduleWindow ceilingWindow() {
        return ceilingWindow;
    }

    /** {@return whether an open window of the {@link Schedule} forbids growing} */
    public boolean forbidsScaleUp() {
        return forbidsScaleUp;
    }

    /** {@return whether an open window of the {@link Schedule} forbids shrinking} */
    public boolean forbidsScaleDown() {
        return forbidsScaleDown;
    }

    /**
     * {@return what the platform could give when {@link Autoscaler#capacityExhausted} was reported last} Replicas; {@link
     * Integer#MAX_VALUE} while no report holds.
     */
    public int capacityCeiling() {
        return capacityCeiling;
    }

    /**
     * {@return how many replicas were started or stopped within the period of the {@link FlapBudget}} 0 without a budget.
     */
    public long replicasChanged() {
        return replicasChanged;
    }

    /** {@return how often the count turned around within the period of the {@link FlapBudget}} 0 without a budget. */
    public long reversals() {
        return reversals;
    }

    /**
     * {@return what fixed the answer: the reason of the last step that has one, else of a range or failure that decided
     * alone, else of what the metrics ask for}
     */
    @Override
    public Reason reason() {
        return isLate() ? Reason.of(lateReason) : ownReason();
    }

    /** The reason without the steps after the limits. */
    Reason ownReason() {
        if (earlyReason != NO_REASON) {
            return Reason.of(earlyReason);
        }
        if (!isLate() && replicas != limited) {
            return Reason.BELOW_MIN_REPLICAS;
        }
        for (int i = Step.LIMITED.ordinal(); i >= Step.STABILIZED.ordinal() && isHeld(); i--) {
            Reason why = reason(Step.IN_ORDER[i]);
            if (why != null) {
                return why;
            }
        }
        Reason rescale = rescaleReason();
        return rescale == null ? Reason.AT_TARGET : rescale;
    }

    /** Whether a step between the recommendation and the limits may have said something. */
    private boolean isHeld() {
        return stabilized != recommended || limited != stabilized || !spec.isPlain();
    }

    /**
     * {@return why the count is to change, as the Kubernetes HPA says in its events: from the metrics alone, even if a
     * later step turns the change around} The reason, or null if nothing asks for a change.
     */
    public @Nullable Reason rescaleReason() {
        if (isLate()) {
            return differs() ? Reason.of(lateReason) : null;
        }
        if (earlyReason != NO_REASON) {
            return differs() ? Reason.of(earlyReason) : null;
        }
        if (recommended == currentReplicas) {
            Reason aligned = isChangedBy(Step.ALIGNED) && differs() ? Reason.ALIGNED : null;
            return replicas == limited ? aligned : Reason.BELOW_MIN_REPLICAS;
        }
        return recommended > currentReplicas ? Reason.METRIC_ABOVE_TARGET : Reason.ALL_METRICS_BELOW_TARGET;
    }

    /**
     * The reason of a condition after this decision.
     *
     * @param condition the condition
     * @return the reason, whose status is the condition's; null if the condition was never set
     */
    public @Nullable Reason reason(Condition condition) {
        return condition.reasonIn(conditions);
    }

    /**
     * Whether a condition's status is true after this decision.
     *
     * @param condition the condition
     * @return true if so; false if the status is false or the condition was never set
     */
    public boolean isTrue(Condition condition) {
        Reason of = condition.reasonIn(conditions);
        return of != null && of.status();
    }

    /**
     * The earliest time at which {@code decide} with the same samples could give another answer, provided that this answer is
     * carried out now and nothing else is called in between. It may be early, never late. Computed when read, from the
     * autoscaler's memory: costs O(entries that expire * policies).
     *
     * @return milliseconds since the epoch; {@link Long#MAX_VALUE} if never
     * @throws IllegalStateException if the autoscaler has decided or changed since
     */
    public long recheckAtMillis() {
        Autoscaler by = autoscaler();
        if (by == null || !isLatestOf(by)) {
            throw new IllegalStateException("recheckAtMillis must be read before the autoscaler goes on");
        }
        return Math.max(epochMillis, Recheck.atMillis(by, this));
    }

    /**
     * Appends the decision step by step, in words for an operator. Allocates.
     *
     * @param <T> the type of the target
     * @param target receives the text, which ends with a line feed
     * @return the target
     * @throws java.io.UncheckedIOException if the target fails
     */
    @Override
    public <T extends Appendable> T explainTo(T target) {
        new Explanation(this).appendTo(target);
        return target;
    }

    /**
     * Appends the decision as one JSON object: the answer, each metric, each step that was reached with its count, reason and end,
     * and the conditions. Times are epoch milliseconds, values decimal numbers in the metric's unit; what is not known is left
     * out, an unknown count is null. Fields may be added in later releases. O(metrics + steps); allocates nothing itself, and the
     * bytes are the same on every JDK.
     *
     * @param <T> the type of the target
     * @param target receives the text, without a line feed; not null
     * @return the target
     * @throws java.io.UncheckedIOException if the target fails
     */
    @Override
    public <T extends Appendable> T toJson(T target) {
        DecisionJson.append(target, this);
        return target;
    }

    /** {@return one line: what the metrics ask for, and each step that changed it} Allocates. */
    public String summary() {
        return new StepText(this).summary();
    }

    /** {@return the decision in words, as {@link #explainTo} appends it} */
    @Override
    public String toString() {
        return explainTo(new StringBuilder()).toString();
    }
}
