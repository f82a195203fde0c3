package dev.autoscale.policies.keda;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.policies.internal.Texts;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What KEDA itself does with a {@code ScaledObject}'s target at each poll: between zero, idle and the minimum. Immutable and
 * thread-safe; {@link #decide} is a pure function that costs a few comparisons and allocates nothing. Source: KEDA.
 *
 * <p>This is KEDA's behaviour bit for bit, for those who must answer as it does. The safe default is the library's own engine:
 * the activation of an {@link AutoscalerSpec}. What KEDA leaves to the HPA (everything between the minimum, at least 1, and the
 * maximum) is not decided here.
 *
 * <p>KEDA's quirks are reproduced:
 * <ul>
 *   <li>While a trigger is active and another one fails, the last activity is not refreshed. The first poll without either may
 *       scale to zero at once.
 *   <li>Fallback replicas of 0 do not hold the count: failing triggers scale to zero like inactive ones. Without a fallback,
 *       failing triggers hold any count, also 0.
 *   <li>Scaling to zero or idle is one step from any count and knows no scale-down behavior.
 *   <li>A target that was never active scales in at the first inactive poll after its creation and the initial cooldown, which
 *       is 0 by default.
 *   <li>Activity while {@code paused-scale-out} keeps a target idle is not remembered. {@code paused-scale-out} does not
 *       keep the target from being lifted to the minimum.
 *   <li>An idle count of 1 or more is accepted although the HPA then lifts the target again, and one at or above the minimum
 *       although KEDA's admission refuses it.
 *   <li>With no idle count, an active target between 0 and the minimum is not lifted (the HPA does); an inactive one is.
 *   <li>An annotation with an unknown word is on, see {@link KedaAnnotations}.
 * </ul>
 *
 * <p>Whether a trigger is active or failed is decided before: KEDA does not come here at all when its triggers cannot be built.
 * A {@code ScaledObject} that is paused whole is not even polled by KEDA; asked all the same, it does nothing.
 */
public final class RequestScale {
    /** The time of the last activity of a target that never was active. */
    public static final long NEVER_ACTIVE = Long.MIN_VALUE;

    private static final int NONE = Integer.MIN_VALUE;

    private final int min;
    private final int idle;
    private final int fallback;
    private final long cooldownMillis;
    private final long firstCooledAfterEpochMillis;

    private RequestScale(ScaledObject object, long creationEpochMillis) {
        Integer wantedIdle = object.idleReplicaCount();
        ScaledObject.Fallback wantedFallback = object.fallback();
        this.min = object.minReplicas();
        this.idle = wantedIdle == null ? NONE : wantedIdle;
        this.fallback = wantedFallback == null ? NONE : wantedFallback.replicas();
        this.cooldownMillis = object.cooldownSeconds() * 1000L;
        this.firstCooledAfterEpochMillis = saturatedSum(creationEpochMillis, object.initialCooldownSeconds() * 1000L);
    }

    /**
     * What KEDA does with the target of an object.
     *
     * <ul>
     *   <li>{@code minReplicaCount}: replicas that an active target has at least. An inactive one has them too unless they are 0
     *       or there is an idle count.
     *   <li>{@code idleReplicaCount}: replicas that an inactive target has; it may lie at or above the minimum.
     *   <li>{@code cooldownPeriod}: how long nothing must have been active before the target scales in; at exactly this age of
     *       the last activity it still waits.
     *   <li>{@code initialCooldownPeriod}: how old an object that never was active must be before the target scales in; at
     *       exactly this age it still waits.
     *   <li>{@code fallback}: here it matters only whether there is one of more than 0 replicas. Then an inactive target with a
     *       failing trigger is left alone.
     * </ul>
     *
     * @param object the settings; its triggers are not looked at, so it need not have any; not null
     * @param creationEpochMillis when the {@code ScaledObject} was created; any time
     * @return the function
     * @throws IllegalArgumentException that names every number of the object that is out of its own range, as
     *     {@link ScaledObject#violations} does; how they fit together is not checked
     */
    public static RequestScale of(ScaledObject object, long creationEpochMillis) {
        InvalidSettingsException.throwIfAny(ScaledObjectValidation.violationsOfNumbers(object));
        return ofUnchecked(object, creationEpochMillis);
    }

    /**
     * As {@link #of}, without checking any number: for answering what KEDA would to an object that passed its webhook by.
     *
     * @param object the settings; not null
     * @param creationEpochMillis when the {@code ScaledObject} was created; any time
     * @return the function
     */
    public static RequestScale ofUnchecked(ScaledObject object, long creationEpochMillis) {
        return new RequestScale(object, creationEpochMillis);
    }

    /**
     * Decides a poll.
     *
     * @param nowEpochMillis the time of the poll; may lie before any other time
     * @param in what is known; only read; not null
     * @param out receives the answer; not null
     */
    public void decide(long nowEpochMillis, Input in, Decision out) {
        out.begin(in.lastActiveEpochMillis);
        if (in.unreadable) {
            out.ready = KedaCondition.REPLICAS_UNREADABLE;
            out.cause = Cause.UNREADABLE;
        } else if (in.paused || in.pausedReplicas) {
            out.paused = KedaCondition.PAUSED;
            out.cause = in.pausedReplicas ? Cause.PAUSED_REPLICAS : Cause.PAUSED;
        } else if (in.active || in.forceActivation) {
            out.active = KedaCondition.ACTIVE;
            decideActive(nowEpochMillis, in, out);
        } else {
            out.active = KedaCondition.NOT_ACTIVE;
            decideInactive(nowEpochMillis, in, out);
        }
    }

    private void decideActive(long now, Input in, Decision out) {
        out.isForced = !in.active;
        if (in.replicas == 0 || (idle != NONE && in.replicas < min)) {
            if (in.pausedScaleOut) {
                out.cause = Cause.SCALE_OUT_PAUSED;
            } else {
                out.write(Decision.Action.SCALE_OUT, Math.max(1, min), Cause.WAKES);
                out.lastActiveIfWritten = now;
            }
        } else if (in.failed) {
            out.ready = KedaCondition.PARTIAL_TRIGGER_ERROR;
            out.cause = Cause.PARTLY_FAILED;
        } else {
            out.cause = Cause.WORKS;
            out.lastActiveIfWritten = now;
            out.lastActiveOtherwise = now;
        }
    }

    private void decideInactive(long now, Input in, Decision out) {
        if (in.failed && fallback != 0) {
            out.ready = fallback == NONE ? KedaCondition.TRIGGER_ERROR : out.ready;
            out.cause = fallback == NONE ? Cause.FAILED : Cause.FALLBACK;
        } else if ((idle != NONE && in.replicas > idle) || (in.replicas > 0 && min == 0)) {
            scaleIn(now, in, out);
        } else if (idle == NONE && in.replicas < min) {
            out.write(Decision.Action.LIFT_TO_MIN, min, Cause.BELOW_MIN);
        } else {
            out.cause = Cause.RESTS;
        }
    }

    private void scaleIn(long now, Input in, Decision out) {
        if (in.pausedScaleIn) {
            out.cause = Cause.SCALE_IN_PAUSED;
            return;
        }
        long last = in.lastActiveEpochMillis;
        long cooledAfter = last == NEVER_ACTIVE ? firstCooledAfterEpochMillis : saturatedSum(last, cooldownMillis);
        if (cooledAfter < now) {
            out.write(Decision.Action.SCALE_IN, idle == NONE ? 0 : idle, Cause.COOLED);
        } else {
            out.active = KedaCondition.COOLDOWN;
            out.cause = last == NEVER_ACTIVE ? Cause.COOLS_FIRST : Cause.COOLS;
            out.coolingMillis = now < 0 && cooledAfter > Long.MAX_VALUE + now ? Long.MAX_VALUE : cooledAfter - now;
        }
    }

    private static long saturatedSum(long epochMillis, long millis) {
        long sum = epochMillis + millis;
        boolean overflows = ((epochMillis ^ sum) & (millis ^ sum)) < 0;
        return overflows ? millis > 0 ? Long.MAX_VALUE : Long.MIN_VALUE : sum;
    }

    /** {@return the settings in one line} */
    @Override
    public String toString() {
        return "RequestScale[minReplicaCount=" + min + (idle != NONE ? ", idleReplicaCount=" + idle : "")
                + (fallback != NONE ? ", fallbackReplicas=" + fallback : "") + ", cooldownMillis=" + cooldownMillis
                + ']';
    }

    /** What decided a poll, in words. */
    private enum Cause {
        UNDECIDED("nothing is decided yet"),
        UNREADABLE("the replicas could not be read"),
        PAUSED("the annotation paused holds the count"),
        PAUSED_REPLICAS("the annotation paused-replicas holds the count"),
        WAKES(": the minimum, at least one replica"),
        SCALE_OUT_PAUSED(", but paused-scale-out holds the count"),
        PARTLY_FAILED(", and a trigger failed: this activity is not remembered; the HPA decides how many"),
        WORKS(", and it is at work; the HPA decides how many"),
        FAILED("nothing is active, and a trigger failed without a fallback: the count is held"),
        FALLBACK("nothing is active, but a trigger failed: the count is left to the fallback"),
        BELOW_MIN("nothing is active: the minimum holds all the same"),
        SCALE_IN_PAUSED("nothing is active, but paused-scale-in holds the count"),
        COOLED("nothing is active, and the cooldown is over"),
        COOLS("nothing is active; the cooldown is over more than "),
        COOLS_FIRST("nothing has been active yet; the initial cooldown is over more than "),
        RESTS("nothing is active, and no replica is too many or missing");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        String words(Decision decision) {
            return switch (this) {
                case WAKES, SCALE_OUT_PAUSED, PARTLY_FAILED, WORKS ->
                    (decision.isForced ? "activation is forced" : "something is active") + words;
                case COOLS, COOLS_FIRST -> words + Texts.span(decision.coolingMillis) + " from now";
                default -> words;
            };
        }
    }

    /**
     * What is known about a {@code ScaledObject} at one poll, for {@link RequestScale}. Reusable; not thread-safe. No method
     * allocates. Source: KEDA.
     */
    public static final class Input {
        boolean active;
        boolean failed;
        boolean unreadable;
        int replicas;
        long lastActiveEpochMillis;
        boolean paused;
        boolean pausedReplicas;
        boolean pausedScaleIn;
        boolean pausedScaleOut;
        boolean forceActivation;

        /** An input whose replicas cannot be read yet. */
        public Input() {
            replicasUnreadable();
        }

        /**
         * Starts over: never active before, no annotation.
         *
         * @param active whether a trigger is active
         * @param failed whether a trigger failed without a fallback that covers it
         * @param replicas the target's wanted replicas ({@code spec.replicas}; 1 if a workload does not set them), at least 0
         * @return this
         * @throws IllegalArgumentException if the replicas are negative; this input is then as it was
         */
        public Input poll(boolean active, boolean failed, int replicas) {
            if (replicas < 0) {
                throw new IllegalArgumentException("replicas must be >= 0: replicas=" + replicas);
            }
            replicasUnreadable();
            this.active = active;
            this.failed = failed;
            this.unreadable = false;
            this.replicas = replicas;
            return this;
        }

        /**
         * Starts over with a target whose replicas could not be read: nothing can be decided, whatever else is known.
         *
         * @return this
         */
        public Input replicasUnreadable() {
            active = false;
            failed = false;
            unreadable = true;
            replicas = 0;
            lastActiveEpochMillis = RequestScale.NEVER_ACTIVE;
            return annotations(Map.of());
        }

        /**
         * When a trigger was last active, as the status says it ({@code lastActiveTime}). KEDA stores whole seconds, cut, and
         * decides with the cut time; who keeps the milliseconds scales in up to a second later than KEDA.
         *
         * @param epochMillis any time, also a later one than now; {@link RequestScale#NEVER_ACTIVE} if the status has none
         * @return this
         */
        public Input lastActive(long epochMillis) {
            this.lastActiveEpochMillis = epochMillis;
            return this;
        }

        /**
         * Takes all switches from the annotations of the {@code ScaledObject}, as {@link KedaAnnotations} reads them; a switch
         * without an annotation is off.
         *
         * @param annotations by full name; others are ignored; not null, only read
         * @return this
         */
        public Input annotations(Map<String, String> annotations) {
            paused = KedaAnnotations.isSet(annotations.get(KedaAnnotations.PAUSED));
            pausedReplicas = annotations.containsKey(KedaAnnotations.PAUSED_REPLICAS);
            pausedScaleIn = KedaAnnotations.isSet(annotations.get(KedaAnnotations.PAUSED_SCALE_IN));
            pausedScaleOut = KedaAnnotations.isSet(annotations.get(KedaAnnotations.PAUSED_SCALE_OUT));
            forceActivation = KedaAnnotations.isSet(annotations.get(KedaAnnotations.FORCE_ACTIVATION));
            return this;
        }

        /**
         * Pauses everything ({@code paused}).
         *
         * @param on whether to pause
         * @return this
         */
        public Input paused(boolean on) {
            this.paused = on;
            return this;
        }

        /**
         * Pauses everything, as the presence of {@code paused-replicas} does. The count is the controller's business, see
         * {@link KedaAnnotations#pausedReplicas}.
         *
         * @param present whether the annotation is there, with any value
         * @return this
         */
        public Input pausedReplicas(boolean present) {
            this.pausedReplicas = present;
            return this;
        }

        /**
         * Pauses scaling in ({@code paused-scale-in}).
         *
         * @param on whether to pause
         * @return this
         */
        public Input pausedScaleIn(boolean on) {
            this.pausedScaleIn = on;
            return this;
        }

        /**
         * Pauses scaling out ({@code paused-scale-out}); lifting to the minimum is not paused.
         *
         * @param on whether to pause
         * @return this
         */
        public Input pausedScaleOut(boolean on) {
            this.pausedScaleOut = on;
            return this;
        }

        /**
         * Decides as if a trigger were active ({@code force-activation}); any pause is stronger.
         *
         * @param on whether to force
         * @return this
         */
        public Input forceActivation(boolean on) {
            this.forceActivation = on;
            return this;
        }

        /** {@return what was told, in one line} */
        @Override
        public String toString() {
            return "RequestScale.Input[replicas=" + (unreadable ? "unreadable" : replicas) + ", active=" + active
                    + ", failed=" + failed + ", paused=" + paused + ", lastActiveEpochMillis=" + lastActiveEpochMillis
                    + ']';
        }
    }

    /**
     * What {@link RequestScale} does at one poll, and what the status says afterwards. Reusable; not thread-safe. No method
     * allocates. Source: KEDA.
     */
    public static final class Decision {
        /** {@link #replicas} if nothing is to be written. */
        public static final int NO_WRITE = -1;

        /** What is to be done with the target. Thread-safe. */
        public enum Action {
            /** Nothing. */
            NONE,
            /** Bring it to its minimum, at least one replica. */
            SCALE_OUT,
            /** Take it to its idle count, or to zero, in one step. */
            SCALE_IN,
            /** Bring it to its minimum although nothing is active. */
            LIFT_TO_MIN
        }

        Action action = Action.NONE;
        int replicas = NO_WRITE;
        long lastActiveIfWritten = RequestScale.NEVER_ACTIVE;
        long lastActiveOtherwise = RequestScale.NEVER_ACTIVE;
        KedaCondition ready = KedaCondition.READY;

        @Nullable
        KedaCondition active;

        @Nullable
        KedaCondition paused;

        private Cause cause = Cause.UNDECIDED;
        private boolean isForced;
        private long coolingMillis;

        /** A decision that does nothing yet. */
        public Decision() {}

        void begin(long lastActiveEpochMillis) {
            action = Action.NONE;
            replicas = NO_WRITE;
            lastActiveIfWritten = lastActiveEpochMillis;
            lastActiveOtherwise = lastActiveEpochMillis;
            ready = KedaCondition.READY;
            active = null;
            paused = null;
            cause = Cause.UNDECIDED;
            isForced = false;
            coolingMillis = 0;
        }

        private void write(Action what, int count, Cause why) {
            action = what;
            replicas = count;
            cause = why;
        }

        /** {@return what is to be done} The action; each but {@link Action#NONE} is one write. */
        public Action action() {
            return action;
        }

        /** {@return whether replicas are to be written} True if {@link #replicas} are. */
        public boolean writes() {
            return action != Action.NONE;
        }

        /** {@return the count to write} Replicas, at least 0; {@link #NO_WRITE} if none are to be written. */
        public int replicas() {
            return replicas;
        }

        /**
         * What the status says afterwards about the last activity. A target that scales out was active only once the write has
         * succeeded; until then the next poll tries again.
         *
         * @param written whether the write succeeded; does not matter if there is none
         * @return epoch milliseconds; what the input said if that stays; {@link RequestScale#NEVER_ACTIVE} if it is not set
         */
        public long lastActiveEpochMillis(boolean written) {
            return written ? lastActiveIfWritten : lastActiveOtherwise;
        }

        /**
         * {@return whether the poll ends with an error of its own, before anything is decided: the replicas could not be
         * read}
         */
        public boolean hasFailure() {
            return ready == KedaCondition.REPLICAS_UNREADABLE;
        }

        /** {@return the condition {@code Ready}} Never null; {@link KedaCondition#READY} also while paused. */
        public KedaCondition readyCondition() {
            return ready;
        }

        /**
         * {@return the condition {@code Active}} Null if it stays as it is: while paused, or if the replicas could not be
         * read.
         */
        public @Nullable KedaCondition activeCondition() {
            return active;
        }

        /** {@return the condition {@code Paused}} {@link KedaCondition#PAUSED}, or null if it stays as it is. */
        public @Nullable KedaCondition pausedCondition() {
            return paused;
        }

        /**
         * Says what is to be done and why (which annotation holds the count, how long the cooldown lasts), and what becomes of the
         * conditions, a line each. Allocates.
         *
         * <pre>
         * write 0 replicas
         *   action  SCALE_IN: nothing is active, and the cooldown is over
         *   ready   True, ScaledObjectReady
         *   active  False, ScalerNotActive
         * </pre>
         *
         * @param target where to; not null
         * @param <T> its type
         * @return the target
         * @throws UncheckedIOException if the target throws
         */
        public <T extends Appendable> T explainTo(T target) {
            StringBuilder text = new StringBuilder(128);
            text.append(
                    writes() ? "write " + replicas + (replicas == 1 ? " replica" : " replicas") : "nothing to write");
            text.append("\n  action  ").append(action).append(": ").append(cause.words(this));
            text.append("\n  ready   ").append(words(ready));
            text.append("\n  active  ").append(words(active));
            text.append(paused == null ? "" : "\n  paused  " + words(paused)).append('\n');
            return Texts.append(target, text);
        }

        private static String words(@Nullable KedaCondition condition) {
            return condition == null ? "as before" : condition.status() + ", " + condition.reason();
        }

        /** {@return what {@link #explainTo} says} */
        @Override
        public String toString() {
            return explainTo(new StringBuilder()).toString();
        }
    }
}
