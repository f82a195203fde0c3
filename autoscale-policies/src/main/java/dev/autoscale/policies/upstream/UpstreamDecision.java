package dev.autoscale.policies.upstream;

import dev.autoscale.ScalingDecision;
import dev.autoscale.json.Json;
import dev.autoscale.policies.internal.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an {@link UpstreamAutoscaler} answers. A reusable result; not thread-safe. */
public final class UpstreamDecision implements ScalingDecision {
    /** Reasons that have nothing to do with a system's rules. */
    public enum Held {
        /** The wanted, the existing or the ready replicas are unknown or negative. */
        REPLICAS_UNKNOWN,
        /** The rules gave no answer. */
        NO_ANSWER
    }

    private static final double UNITS = 1000;

    final UpstreamPolicy policy;
    /** What a preview works on. */
    final long[] scratch;

    private final double[] notes;
    private final double[] values;
    private long epochMillis;
    private int current;
    private int replicas;
    private Enum<?> reason = Held.NO_ANSWER;

    UpstreamDecision(UpstreamPolicy policy) {
        this.policy = policy;
        scratch = new long[policy.memorySize()];
        notes = new double[policy.notes().size()];
        values = new double[policy.metrics().size()];
        Arrays.fill(notes, Double.NaN);
        Arrays.fill(values, Double.NaN);
    }

    void begin(long nowMillis, UpstreamObservation in) {
        epochMillis = nowMillis;
        current = in.replicas();
        replicas = current;
        reason = in.hasCounts() ? Held.NO_ANSWER : Held.REPLICAS_UNKNOWN;
        Arrays.fill(notes, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            values[i] = in.value(i);
        }
    }

    /** {@return the policy of which this is a decision} */
    public UpstreamPolicy policy() {
        return policy;
    }

    /**
     * Answers; for the rules.
     *
     * @param newReplicas the replicas to run; a negative number counts as 0
     * @param why a constant of the system's own
     */
    public void answer(int newReplicas, Enum<?> why) {
        replicas = Math.max(0, newReplicas);
        reason = why;
    }

    /**
     * Keeps the count; for the rules.
     *
     * @param why a constant of the system's own
     */
    public void keep(Enum<?> why) {
        answer(current, why);
    }

    /**
     * Notes a number that the answer was worked out from; for the rules.
     *
     * @param index its index in {@link UpstreamPolicy#notes}
     * @param value the number; NaN for none
     * @throws IndexOutOfBoundsException if there is no such note
     */
    public void note(int index, double value) {
        notes[index] = value;
    }

    /**
     * {@return a number that the answer was worked out from; NaN if this decision did not note it}
     *
     * @param index its index in {@link UpstreamPolicy#notes}
     * @throws IndexOutOfBoundsException if there is no such note
     */
    public double note(int index) {
        return notes[index];
    }

    @Override
    public long epochMillis() {
        return epochMillis;
    }

    @Override
    public int currentReplicas() {
        return current;
    }

    @Override
    public int replicas() {
        return replicas;
    }

    @Override
    public boolean hasChange() {
        return current >= 0 && replicas != current;
    }

    @Override
    public Enum<?> reason() {
        return reason;
    }

    @Override
    public <T extends Appendable> T explainTo(T target) {
        StringBuilder text = new StringBuilder(256);
        String answer = replicas + (replicas == 1 ? " replica" : " replicas");
        if (current < 0) {
            text.append("replicas unknown, no change");
        } else {
            text.append(hasChange() ? current + " -> " + answer : answer + ", no change");
        }
        text.append("\n");
        int width = "reason".length();
        for (String name : policy.metrics()) {
            width = Math.max(width, name.length());
        }
        for (String name : policy.notes()) {
            width = Math.max(width, name.length());
        }
        appendLines(text, width, policy.metrics(), values, "no value");
        appendLines(text, width, policy.notes(), notes, "");
        String why = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        appendLine(text, width, "reason", why + ", " + policy.system());
        Texts.append(target, text);
        return target;
    }

    /** A line for each number; for one that is missing the word, or no line if that is empty. */
    private static void appendLines(
            StringBuilder text, int width, List<String> names, double[] numbers, String missing) {
        for (int i = 0; i < numbers.length; i++) {
            String number = Double.isNaN(numbers[i]) ? missing : shown(numbers[i]);
            if (!number.isEmpty()) {
                appendLine(text, width, names.get(i), number);
            }
        }
    }

    private static void appendLine(StringBuilder text, int width, String name, String value) {
        text.append("  ").append(name).append(" ".repeat(width - name.length() + 2));
        text.append(value).append('\n');
    }

    private static String shown(double number) {
        boolean isWhole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return isWhole ? Long.toString((long) number) : Double.toString(number);
    }

    @Override
    public <T extends Appendable> T toJson(T target) {
        Json.raw(target, "{\"engine\":");
        Json.text(target, policy.system());
        Json.raw(target, ",\"at\":");
        Json.number(target, epochMillis);
        Json.raw(target, ",\"current\":");
        count(target, current);
        Json.raw(target, ",\"replicas\":");
        count(target, replicas);
        Json.raw(target, ",\"change\":");
        Json.bool(target, hasChange());
        Json.raw(target, ",\"reason\":");
        Json.text(target, reason.name());
        numbers(target, ",\"values\":{", policy.metrics(), values);
        numbers(target, ",\"notes\":{", policy.notes(), notes);
        Json.raw(target, "}");
        return target;
    }

    private static void count(Appendable target, int count) {
        if (count < 0) {
            Json.raw(target, "null");
        } else {
            Json.number(target, count);
        }
    }

    private static void numbers(Appendable target, String name, List<String> names, double[] numbers) {
        Json.raw(target, name);
        for (int i = 0; i < numbers.length; i++) {
            Json.raw(target, i == 0 ? "" : ",");
            Json.text(target, names.get(i));
            Json.raw(target, ":");
            if (Double.isFinite(numbers[i])) {
                Json.milli(target, Math.round(numbers[i] * UNITS));
            } else {
                Json.raw(target, "null");
            }
        }
        Json.raw(target, "}");
    }

    /** {@return what {@link #explainTo} writes} */
    @Override
    public String toString() {
        return explainTo(new StringBuilder()).toString();
    }
}
