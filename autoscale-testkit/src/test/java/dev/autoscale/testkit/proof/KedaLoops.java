package dev.autoscale.testkit.proof;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.policies.keda.Formula;
import dev.autoscale.policies.keda.KedaAnnotations;
import dev.autoscale.policies.keda.KedaCondition;
import dev.autoscale.policies.keda.KedaFallback;
import dev.autoscale.policies.keda.KedaRounding;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.RequestScale;
import dev.autoscale.policies.keda.ScaledJob;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

/** Loops over cron and KEDA's own decisions, in a year of steps with two changes of daylight saving time. */
final class KedaLoops {
    private static final long START = 1_735_689_600_000L;
    private static final int STEPS = 20_000;
    private static final long STEP_MILLIS = 365L * 86_400_000 / STEPS;

    /** Where what is computed goes, so that nothing is computed in vain. */
    private static long sum;

    private KedaLoops() {}

    private static AllocationCase over(String name, LongUnaryOperator step) {
        return AllocationCase.of(name, STEPS, i -> sum += step.applyAsLong(START + i * STEP_MILLIS));
    }

    static Stream<AllocationCase> cases() {
        return Stream.of(
                        Stream.of("Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC")
                                .flatMap(KedaLoops::searchesAndWindows),
                        Stream.of("default", "custom", "accurate", "eager").map(KedaLoops::jobs),
                        Stream.of(0, 2).map(KedaLoops::polls),
                        Stream.of("static", "currentReplicasIfHigher", "scalingModifiers", "other")
                                .map(KedaLoops::fallbacks),
                        Stream.of(
                                        "max(a, 2 * b) / 3 ** 2",
                                        "a > 5 and b < 7 ? ceil(a) : b ?? 1",
                                        "let x = median([a, b, 7]); sum(map(filter([a, b, x], # > 2), # * #)) + reduce(1..20, #acc + #)",
                                        "a < 0 ? 1 : a > 2 ? int(a) % int(b) : sort([b, a])[5]")
                                .map(KedaLoops::formula),
                        Stream.of(
                                scaledObject(), over("KEDA's milli-units", now -> KedaRounding.toMilli(now / 1237.0))))
                .flatMap(Function.identity());
    }

    private static AllocationCase formula(String text) {
        Formula formula = Formula.compile(text, "a", "b");
        Formula.Result result = new Formula.Result();
        double[] values = new double[2];
        return over("formula " + text, now -> {
            values[0] = now % 7 == 0 ? Double.NaN : now % 13;
            values[1] = now % 3;
            formula.evaluate(values, result);
            return result.kind().ordinal();
        });
    }

    private static Stream<AllocationCase> searchesAndWindows(String name) {
        ZoneId zone = ZoneId.of(name);
        CronExpression start = CronExpression.parse("30 8 * * MON-FRI", zone);
        CronExpression end = CronExpression.parse("0 18 29 2 *", zone);
        CronWindow between = CronWindow.between(start, end);
        CronWindow.Cursor cursor = between.newCursor();
        CronWindow.Cursor lasting =
                CronWindow.lasting(start, Duration.ofHours(8)).newCursor();
        CronWindow.Cursor keda = CronWindow.keda(start, end).newCursor();

        return Stream.of(
                over("next firing, " + name, start::nextMillis),
                over("previous firing, " + name, start::previousMillis),
                over("KEDA's next firing, " + name, end::kedaNextMillis),
                over("is open, " + name, now -> between.isActive(now) ? 1 : 0),
                over("next transition, " + name, between::nextTransitionMillis),
                over("next transition by a cursor, " + name, cursor::nextTransitionMillis),
                over("next transition of lengths, " + name, lasting::nextTransitionMillis),
                over("next transition as KEDA's, " + name, keda::nextTransitionMillis));
    }

    private static AllocationCase jobs(String strategy) {
        ScaledJob job = ScaledJob.builder()
                .kedaTexts(strategy, 1, "0.5", "sum")
                .minReplicaCount(2)
                .build();
        ScaledJob.Input in = new ScaledJob.Input(2);
        ScaledJob.Decision out = new ScaledJob.Decision();

        return over("jobs, " + strategy, now -> {
            in.jobs((int) (now / 7 % 20), 0);
            in.trigger(now / 1000 % 100, 5, true).trigger(7, 1, now % 2 == 0);
            job.decide(in, out);
            return out.jobsToCreate();
        });
    }

    private static AllocationCase polls(int min) {
        ScaledObject object = ScaledObject.builder()
                .minReplicaCount(min)
                .fallback(0, 0)
                .cooldownPeriod(60)
                .build();
        RequestScale scaledObject = RequestScale.of(object, START);
        Map<String, String> paused = Map.of(KedaAnnotations.PAUSED_SCALE_IN, "off");
        Map<String, String> free = Map.of();
        RequestScale.Input in = new RequestScale.Input();
        RequestScale.Decision out = new RequestScale.Decision();

        return over("polls, min " + min, now -> {
            int draw = (int) (now / 7 % 16);
            in.poll((draw & 1) == 0, (draw & 2) == 0, draw / 4)
                    .lastActive(out.lastActiveEpochMillis(true))
                    .annotations(draw == 5 ? paused : free);
            scaledObject.decide(now, in, out);
            KedaCondition active = out.activeCondition();
            return out.replicas() + (active == null ? 0 : active.reason().length());
        });
    }

    private static AllocationCase fallbacks(String behavior) {
        KedaFallback fallback = KedaFallback.of(
                        "m", KedaFallback.MetricType.VALUE, 2.5, new ScaledObject.Fallback(3, 6, behavior))
                .withScalingModifiers("10", KedaFallback.MetricType.VALUE);
        KedaFallback.Input in = new KedaFallback.Input();
        KedaFallback.Decision out = new KedaFallback.Decision();

        return over("fallback " + behavior, now -> {
            int draw = (int) (now / 7 % 16);
            int before = out.failures();
            (draw == 0 ? in.measured(now) : in.failed()).failuresBefore(before);
            in.replicas(draw).readyPods(draw / 4);
            fallback.decide(in, out);
            return out.valueMilli() + out.metricName().length() + out.failures();
        });
    }

    private static AllocationCase scaledObject() {
        AutoscalerSpec spec = ScaledObject.builder()
                .fallback(1, 3)
                .trigger(KedaTrigger.cron("day", "Europe/Berlin", "30 8 * * 1-5", "0 18 * * *", 5))
                .trigger(KedaTrigger.queue("orders", 10, 50))
                .build()
                .toSpec();
        Autoscaler autoscaler = spec.newAutoscaler();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();

        long[] clock = {START};
        return over("ScaledObject", ignored -> {
            // Every run goes on where the last one ended: for an autoscaler time never goes back.
            long now = clock[0] += STEP_MILLIS;
            in.at(now).replicas((int) (now / 1000 % 9));
            if (now / STEP_MILLIS % 3 == 0) {
                in.failed(1);
            } else {
                in.value(1, now / 1000 % 100);
            }
            autoscaler.decide(in, out);
            return out.replicas();
        });
    }
}
