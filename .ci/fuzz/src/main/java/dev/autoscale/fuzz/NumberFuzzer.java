package dev.autoscale.fuzz;

import dev.autoscale.policies.internal.GoDuration;
import dev.autoscale.policies.internal.GoFloat;
import dev.autoscale.policies.internal.GoText;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.text.Spans;
import java.math.BigDecimal;
import java.util.Optional;

/** Quantities, durations, numbers and times, which refuse what they cannot read, and write what is read as the same. */
public final class NumberFuzzer {
    private NumberFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = Texts.of(data);
        quantity(text);
        spans(text);
        GoDuration.nanos(text);
        GoText.int32(text);
        GoText.duration(text);
        GoText.bool(text);
        Optional<Double> number = GoFloat.parse(text);
        Texts.check(number.isEmpty() || !text.isEmpty(), "an empty text is no number", text);
        Double sample = Numbers.sample(text);
        if (sample != null && Double.isFinite(sample)) {
            String shortest = Numbers.shortest(sample);
            Texts.check(Double.parseDouble(shortest) == sample, "the shortest text must be read as the same", text);
        }
        try {
            Timestamps.of("time", text);
        } catch (IllegalArgumentException e) {
            Texts.checkMessage(e);
        }
    }

    private static void quantity(String text) {
        Quantity quantity;
        try {
            quantity = Quantity.parse(text);
        } catch (IllegalArgumentException e) {
            Texts.checkMessage(e);
            return;
        }
        Quantity again = Quantity.parse(quantity.toString());
        Texts.check(again.equals(quantity) && again.compareTo(quantity) == 0, "it must be read as the same", quantity);
        Texts.check(again.toString().equals(quantity.toString()), "the canonical text must stay", quantity);
        Texts.check(Double.isFinite(quantity.toDouble()), "a quantity is finite", quantity);
        int sign = quantity.signum();
        Texts.check(Long.signum(quantity.milliValue()) == sign, "thousandths have the same sign", quantity);
        Texts.check(BigDecimal.valueOf(quantity.toDouble()).signum() == sign, "the double has the same sign", quantity);
    }

    private static void spans(String text) {
        long micros;
        try {
            micros = Spans.micros(text);
        } catch (IllegalArgumentException e) {
            Texts.checkMessage(e);
            return;
        }
        Texts.check(micros >= 0 && Spans.micros(Spans.word(micros)) == micros, "it must be read as the same", text);
    }
}
