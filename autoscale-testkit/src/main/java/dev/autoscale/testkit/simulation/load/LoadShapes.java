package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;

/** Makes the loads of {@link Loads} that follow a rate, each with its rules and its name. */
final class LoadShapes {
    private LoadShapes() {}

    static Load poisson(double perSecond, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules().above0("perSecond", perSecond);
        long micros = rules.micros("duration", duration);
        rules.check();
        String shape = "poisson " + RateText.rate(perSecond) + forTime(micros);
        return random(shape, service, random -> new StepRates(new double[] {perSecond}, new long[] {micros}));
    }

    static Load even(double perSecond, Duration duration, ServiceTimes service) {
        Objects.requireNonNull(service, "service");
        LoadRules rules = new LoadRules().above0("perSecond", perSecond);
        long micros = rules.micros("duration", duration);
        rules.check();
        String name = "even " + RateText.rate(perSecond) + forTime(micros) + served(service);
        return new NamedLoad(name, random -> new EvenArrivals(perSecond, micros, service, random));
    }

    static Load rates(double[] perSecond, Duration[] lengths, ServiceTimes service) {
        double[] rates = perSecond.clone();
        long[] micros = new long[lengths.length];
        LoadRules rules = new LoadRules()
                .require(rates.length > 0, "must have rates", "perSecond.length", rates.length)
                .require(
                        rates.length == micros.length,
                        "lengths must be as many as rates",
                        "perSecond.length",
                        rates.length + ", lengths.length=" + micros.length);
        StringJoiner steps = new StringJoiner(", ", "step ", "");
        for (int i = 0; i < Math.min(rates.length, micros.length); i++) {
            rules.rate("perSecond[" + i + ']', rates[i]);
            micros[i] = rules.micros("lengths[" + i + ']', lengths[i]);
            steps.add(RateText.rate(rates[i]) + ' ' + Spans.word(micros[i]));
        }
        rules.check();
        return random(steps.toString(), service, random -> new StepRates(rates, micros));
    }

    static Load ramp(double from, double to, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules().rate("from", from).rate("to", to);
        long micros = rules.micros("duration", duration);
        rules.check();
        RateCurve curve = new RateCurve.Ramp(from, to, micros);
        String shape = "ramp " + RateText.range(from, to) + forTime(micros);
        return random(shape, service, random -> new CurveRates(curve, micros));
    }

    static Load diurnal(double low, double high, Duration period, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules().range("low", low, "high", high);
        long periodMicros = rules.microsAbove0("period", period);
        long micros = rules.micros("duration", duration);
        rules.check();
        RateCurve curve = new RateCurve.Diurnal(low, high, periodMicros);
        String shape = "diurnal " + RateText.range(low, high) + " every " + Spans.word(periodMicros) + forTime(micros);
        return random(shape, service, random -> new CurveRates(curve, micros));
    }

    static Load burst(
            double base, double peak, Duration every, Duration lasting, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules().range("base", base, "peak", peak);
        long periodMicros = rules.microsAbove0("every", every);
        long burstMicros = rules.micros("lasting", lasting);
        long micros = rules.micros("duration", duration);
        rules.require(burstMicros <= periodMicros, "lasting must be <= every", "lasting", lasting + ", every=" + every);
        rules.check();
        String shape = "burst " + RateText.range(base, peak) + " every " + Spans.word(periodMicros) + " lasting "
                + Spans.word(burstMicros) + forTime(micros);
        return random(shape, service, random -> AlternatingRates.bursts(base, peak, periodMicros, burstMicros, micros));
    }

    static Load onOff(
            double off, double on, Duration meanOff, Duration meanOn, Duration duration, ServiceTimes service) {
        LoadRules rules = new LoadRules().range("off", off, "on", on);
        long offMicros = rules.microsAbove0("meanOff", meanOff);
        long onMicros = rules.microsAbove0("meanOn", meanOn);
        long micros = rules.micros("duration", duration);
        rules.check();
        String shape = "onoff " + RateText.range(off, on) + " off " + Spans.word(offMicros) + " on "
                + Spans.word(onMicros) + forTime(micros);
        return random(
                shape,
                service,
                random -> AlternatingRates.onOff(off, on, offMicros, onMicros, micros, random.split("states")));
    }

    static Load silence(Duration duration) {
        LoadRules rules = new LoadRules();
        long micros = rules.micros("duration", duration);
        rules.check();
        ServiceTimes none = ServiceTimes.fixed(Duration.ZERO);
        return new NamedLoad(
                "silence " + Spans.word(micros),
                random -> new RateArrivals(new StepRates(new double[1], new long[] {micros}), none, random));
    }

    static Load random(String shape, ServiceTimes service, Function<SeededRandom, Rates> rates) {
        Objects.requireNonNull(service, "service");
        return new NamedLoad(shape + served(service), random -> new RateArrivals(rates.apply(random), service, random));
    }

    static String forTime(long micros) {
        return " for " + Spans.word(micros);
    }

    private static String served(ServiceTimes service) {
        return " service " + NamedTimes.of(service);
    }
}
