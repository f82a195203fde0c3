package dev.autoscale.policies.keda;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.keda.FormulaMachine.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The composite metric of scaling modifiers: a formula over the values of triggers, compared with a target as the HPA does.
 * Immutable but for a text that it keeps; allocates nothing.
 *
 * <p>It remembers what its cron triggers do, and with the fallback {@code scalingModifiers} how often each trigger has failed in a row.
 */
final class KedaCompositeSource implements ReplicaSource {
    /** KEDA's own: a product, not a quotient, so 5.6 is 5.6000000000000005. */
    private static final long ONE = 1000;

    private static final int NO_NAME = -1;

    /** A trigger with a value, and which of the formula's it is. */
    private record Signal(String id, int input, String failure) {}

    /** A cron trigger, and which of the formula's values it is. */
    private record Cron(KedaCronSource source, int input) {}

    /** Why an evaluation failed, in words, kept because it will fail so again. */
    private record Explained(Failure failure, int place, String text) {}

    private final ScaledObject.ScalingModifiers modifiers;
    private final @Nullable Formula formula;
    private final boolean isValue;
    private final long targetMilli;
    private final double activationTarget;
    private final long activationMilli;
    private final List<String> ids;
    private final Signal[] signals;
    private final Cron[] crons;
    private final ScaledObject.@Nullable Fallback nilFallback;
    private volatile @Nullable Explained explained;

    /**
     * The composite metric of an object that has modifiers; one that fails in every decision if they cannot be read.
     *
     * @param ids the ids of the object's triggers
     */
    KedaCompositeSource(ScaledObject object, ScaledObject.ScalingModifiers modifiers, List<String> ids) {
        this.modifiers = modifiers;
        this.targetMilli = modifiers.targetMilli();
        this.activationTarget = modifiers.activation();
        this.activationMilli = KedaMetricTrigger.activationMilli(activationTarget);
        this.isValue = modifiers.type().equals(KedaMetricTrigger.VALUE);
        this.formula = compiled(object, modifiers);
        ScaledObject.Fallback fallback = object.validFallback();
        this.nilFallback = fallback != null && fallback.isPlaceholder() ? fallback : null;
        List<String> names = ScaledObject.ScalingModifiers.names(object.triggers());
        List<Signal> values = new ArrayList<>();
        List<Cron> windows = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            KedaTrigger trigger = object.triggers().get(i);
            int input = names.indexOf(trigger.name());
            if (trigger instanceof KedaMetricTrigger) {
                values.add(new Signal(ids.get(i), input, "the trigger " + ids.get(i) + " failed"));
            } else if (trigger instanceof KedaCronTrigger cron) {
                windows.add(new Cron(cron.source(), input));
            }
        }
        this.ids = values.stream().map(Signal::id).toList();
        this.signals = values.toArray(new Signal[0]);
        this.crons = windows.toArray(new Cron[0]);
    }

    /** Null if KEDA, or the HPA, could not run it. */
    private static @Nullable Formula compiled(ScaledObject object, ScaledObject.ScalingModifiers modifiers) {
        boolean isKnown = ScaledObjectValidation.METRIC_TYPES.contains(modifiers.type());
        if (modifiers.targetMilli() <= 0 || !isKnown || Double.isNaN(modifiers.activation())) {
            return null;
        }
        try {
            return modifiers.over(object.triggers());
        } catch (InvalidSettingsException e) {
            return null;
        }
    }

    @Override
    public String id() {
        StringBuilder text = new StringBuilder();
        text.append(modifiers.formula()).append(" of ").append(String.join(", ", ids));
        for (Cron cron : crons) {
            String name = cron.input == NO_NAME || formula == null
                    ? "-"
                    : formula.names().get(cron.input);
            text.append(", ").append(name).append(" (").append(cron.source.id()).append(')');
        }
        text.append("; target ").append(modifiers.target()).append(isValue ? " of the value" : "");
        if (activationTarget != 0) {
            text.append("; active above ").append(activationTarget);
        }
        if (nilFallback != null) {
            text.append("; nil after ").append(nilFallback.failureThreshold()).append(" failures, then ");
            text.append(nilFallback.replicas()).append(" replicas");
        }
        return text.toString();
    }

    @Override
    public boolean readsValue() {
        return false;
    }

    @Override
    public List<String> signals() {
        return ids;
    }

    @Override
    public boolean readsMissingSignals() {
        return nilFallback != null;
    }

    @Override
    public int memorySize() {
        return crons.length * KedaCronSource.MEMORY + (nilFallback == null ? 0 : signals.length);
    }

    private int failures(int signal) {
        return crons.length * KedaCronSource.MEMORY + signal;
    }

    @Override
    public int replicas(ReplicaSource.Input in) {
        if (formula == null) {
            return in.failed("scalingModifiers cannot be read");
        }
        String failure = failure(in);
        if (failure != null) {
            return in.failed(failure);
        }
        FormulaMachine machine = FormulaMachine.take(formula.names().size());
        fill(machine, in);
        formula.run(machine);
        Failure why = machine.failure();
        boolean isNil = why == null && machine.kind(1) == FormulaMachine.NIL;
        double value = why == null && !isNil ? FormulaMachine.number(machine.kind(1), machine.bits(1)) : 0;
        int replicas = why != null ? in.failed(explained(why, machine, formula)) : isNil ? ofNil(in) : of(value, in);
        machine.giveBack();
        return replicas;
    }

    /** Why there is nothing to evaluate: a trigger fails and is not taken for nil yet; null if there is. */
    private @Nullable String failure(ReplicaSource.Input in) {
        for (Cron cron : crons) {
            if (cron.source.window() == null) {
                return cron.source.id();
            }
        }
        for (int i = 0; i < signals.length; i++) {
            if (nilFallback != null && !in.hasSignal(i) && in.memory(failures(i)) < nilFallback.failureThreshold()) {
                in.validUntil(in.epochMillis()); // the next decision may be the one that takes it for nil
                return signals[i].failure;
            }
        }
        return null;
    }

    private void fill(FormulaMachine machine, ReplicaSource.Input in) {
        for (int i = 0; i < signals.length; i++) {
            if (signals[i].input != NO_NAME) {
                machine.inputs[signals[i].input] = in.hasSignal(i) ? in.signalMilli(i) * KedaRounding.UNIT : Double.NaN;
            }
        }
        for (int i = 0; i < crons.length; i++) {
            boolean isOpen = crons[i].source.isOpen(in, i * KedaCronSource.MEMORY);
            if (crons[i].input != NO_NAME) {
                machine.inputs[crons[i].input] = isOpen ? crons[i].source.desiredReplicas() : 0;
            }
        }
    }

    /** The fallback's replicas, past the tolerance; a fallback of 0 never leads to zero. */
    private int ofNil(ReplicaSource.Input in) {
        if (nilFallback == null || nilFallback.replicas() == 0) {
            return in.failed("the formula gives nil");
        }
        double total = (double) nilFallback.replicas() * targetMilli;
        in.measured(active((long) total, total / ONE > activationTarget));
        return nilFallback.replicas();
    }

    private int of(double value, ReplicaSource.Input in) {
        double milli = value * ONE;
        if (!(milli >= -0x1p63 && milli < 0x1p63)) {
            return in.failed("the formula gives no finite number");
        }
        long total = (long) milli;
        long atLeastZero = Math.max(0, total);
        int replicas = isValue ? in.value(atLeastZero, targetMilli) : in.averageValue(atLeastZero, targetMilli);
        in.measured(active(total, value > activationTarget));
        return replicas;
    }

    /** Activity is judged before the value is cut to thousandths, so at the threshold the cut value may have to give way. */
    private long active(long totalMilli, boolean isActive) {
        return isActive ? Math.max(totalMilli, activationMilli + 1) : Math.min(totalMilli, activationMilli);
    }

    private String explained(Failure why, FormulaMachine machine, Formula of) {
        Explained before = explained;
        if (before == null || before.failure != why || before.place != machine.failedAt()) {
            before = new Explained(why, machine.failedAt(), of.failureText(machine));
            explained = before;
        }
        return before.text;
    }

    @Override
    public void remember(ReplicaSource.Input in) {
        for (int i = 0; i < crons.length; i++) {
            crons[i].source.remember(in, i * KedaCronSource.MEMORY);
        }
        for (int i = 0; i < signals.length && nilFallback != null; i++) {
            long failures = in.memory(failures(i));
            in.remember(failures(i), in.hasSignal(i) ? 0 : Math.min(failures + 1, Integer.MAX_VALUE));
        }
    }

    @Override
    public String toString() {
        return id();
    }
}
