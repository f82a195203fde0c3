package dev.autoscale.testkit.conform;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The upstream unit tests' own cases: single calculations, and first reconciliations from a given state. */
final class UpstreamCasesSuite implements Suite {
    private static final long LONG_AGO_MILLIS = 1_000_000_000;
    private static final int MOST_REPLICAS = Integer.MAX_VALUE - 1;

    private final ReplicaCalculationSuite calculations = new ReplicaCalculationSuite();
    private @Nullable Row start;
    private @Nullable Row state;
    private @Nullable Reconciliation scenario;

    @Override
    public void row(Row row, Report report) {
        switch (row.text(0)) {
            case "A" -> calculations.row(row.from(1), report);
            case "N" -> report.leftOut("inner functions of upstream; the whole decision around them is compared");
            case "S" -> start = row;
            case "I" -> {
                state = row;
                scenario = new Reconciliation(started(row), row.doubleAt(9));
            }
            default -> reconcile(row, report);
        }
    }

    private Row started(Row row) {
        Row of = start;
        if (of == null || !of.text(1).equals(row.text(1))) {
            throw new IllegalArgumentException("an I record must follow its S record: test=" + row.text(1));
        }
        return of;
    }

    private void reconcile(Row row, Report report) {
        Reconciliation of = scenario;
        Row from = state;
        if (of == null || from == null || !from.text(1).equals(row.text(1))) {
            throw new IllegalArgumentException("a record must follow its S and I records: test=" + row.text(1));
        }
        switch (row.text(0)) {
            case "M" -> of.metric(row);
            case "T" -> {
                prime(of, from, row);
                of.step(row);
            }
            case "P" -> of.pods(row);
            case "V" -> of.values(row);
            case "E" -> of.expect(row, report, false);
            default -> throw new IllegalArgumentException("record must be known: record=" + row.text(0));
        }
    }

    /**
     * Leads an autoscaler into the recorded state by what would have led to it: earlier recommendations and changes in the order
     * of their times, then the spec at hand.
     */
    private static void prime(Reconciliation of, Row state, Row step) {
        HorizontalPodAutoscaler hpa =
                of.hpa(of.start().optionalInt(2), of.start().intAt(3));
        AutoscalerSpec spec = of.spec(hpa);
        boolean scaledToZero = state.text(8).startsWith("True/");
        // Without the gate a change carried out leaves no condition about zero behind.
        AutoscalerSpec earlier = spec.toBuilder()
                .bounds(0, MOST_REPLICAS)
                .metric(MetricSpec.external("earlier").averageValueMilli(1000).id("earlier"))
                .scaleToZero(scaledToZero)
                .buildUnchecked();
        Autoscaler autoscaler = earlier.newAutoscaler();
        long longAgoMillis = step.longAt(3) - LONG_AGO_MILLIS;
        int desired = state.intAt(10);
        autoscaler.scaled(longAgoMillis, scaledToZero ? 1 : desired, scaledToZero ? 0 : desired);
        SortedMap<Long, List<Runnable>> past = new TreeMap<>();
        recommend(autoscaler, earlier, state.text(2), longAgoMillis, past);
        change(autoscaler, state.text(3), 1, past);
        change(autoscaler, state.text(4), -1, past);
        past.values().forEach(happened -> happened.forEach(Runnable::run));
        autoscaler.respec(spec, longAgoMillis);
        of.resume(autoscaler);
    }

    /**
     * Earlier recommendations: {@code -} for a controller that has not run yet, {@code EMPTY} for one that has run but has none
     * left.
     */
    private static void recommend(
            Autoscaler autoscaler,
            AutoscalerSpec spec,
            String recs,
            long longAgoMillis,
            SortedMap<Long, List<Runnable>> past) {
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        if (recs.equals("EMPTY")) {
            // Out of range, so that the cycle leaves nothing behind but an old count.
            add(
                    past,
                    longAgoMillis,
                    () -> autoscaler.decide(in.at(longAgoMillis).replicas(Integer.MAX_VALUE), out));
        } else if (!recs.equals("-")) {
            for (String rec : recs.split(",")) {
                String[] part = rec.split("@");
                int replicas = Integer.parseInt(part[0]);
                long millis = Long.parseLong(part[1]);
                add(past, millis, () -> {
                    in.at(millis).replicas(Math.max(1, replicas)).value(spec.metricIndex("earlier"), replicas);
                    autoscaler.decide(in, out);
                });
            }
        }
    }

    /** Earlier changes in one direction. That a change is marked as outdated ({@code !}) follows from its time. */
    private static void change(Autoscaler autoscaler, String events, int sign, SortedMap<Long, List<Runnable>> past) {
        if (events.equals("-") || events.equals("EMPTY")) {
            return;
        }
        for (String event : events.split(",")) {
            String[] part = event.replace("!", "").split("@");
            int change = sign * Integer.parseInt(part[0]);
            long millis = Long.parseLong(part[1]);
            int from = Math.max(0, -change);
            add(past, millis, () -> autoscaler.scaled(millis, from, from + change));
        }
    }

    private static void add(SortedMap<Long, List<Runnable>> past, long millis, Runnable what) {
        past.computeIfAbsent(millis, any -> new ArrayList<>()).add(what);
    }
}
