package dev.autoscale.testkit.conform;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.policies.HorizontalPodAutoscaler;
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
     * Leads an autoscaler into the recorded state by what would have led to it: changes carried out, earlier recommendations,
     * then the spec at hand.
     */
    private static void prime(Reconciliation of, Row state, Row step) {
        if (!state.isAbsent(3) || !state.isAbsent(4)) {
            throw new IllegalArgumentException(
                    "scale events before the first step are not supported: " + state.text(1));
        }
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
        if (!state.isAbsent(2)) {
            recommend(autoscaler, earlier, state.text(2), longAgoMillis);
        }
        autoscaler.respec(spec, longAgoMillis);
        of.resume(autoscaler);
    }

    /** Earlier recommendations, or {@code EMPTY} for a controller that has run but has none left. */
    private static void recommend(Autoscaler autoscaler, AutoscalerSpec spec, String recs, long longAgoMillis) {
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        if (recs.equals("EMPTY")) {
            // Out of range, so that the cycle leaves nothing behind but an old count.
            autoscaler.decide(in.at(longAgoMillis).replicas(Integer.MAX_VALUE), out);
            return;
        }
        for (String rec : recs.split(",")) {
            String[] part = rec.split("@");
            int replicas = Integer.parseInt(part[0]);
            in.at(Long.parseLong(part[1])).replicas(Math.max(1, replicas));
            in.value(spec.metricIndex("earlier"), replicas);
            autoscaler.decide(in, out);
        }
    }
}
