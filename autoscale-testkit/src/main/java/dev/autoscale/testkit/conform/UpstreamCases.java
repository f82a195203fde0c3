package dev.autoscale.testkit.conform;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The upstream unit tests' own cases: single calculations, and first reconciliations from a given state. */
final class UpstreamCases implements Suite {
    private static final long LONG_AGO_MILLIS = 1_000_000_000;
    private static final int MAX_REPLICAS = Integer.MAX_VALUE - 1;
    private static final String EMPTY = "EMPTY";

    private final Workload.Home home;
    private final Suite scenarios = new Sequences<>("record", "I", this::begin)
            .on("M", Reconciliation::metric)
            .on("T", this::step)
            .on("P", Reconciliation::pods)
            .on("V", Reconciliation::values)
            .on("E", (scenario, row, report) -> scenario.expect(row, report, false));
    private @Nullable Row start;
    private @Nullable Row state;

    /** Something that a controller went through before the test. */
    private record Event(long epochMillis, Runnable what) {}

    UpstreamCases(Workload.Home home) {
        this.home = home;
    }

    @Override
    public void row(Row row, VectorReport report) {
        switch (row.text(0)) {
            case "A" -> HpaVectors.calculation(row.from(1), report);
            case "N" -> report.leftOut("inner functions of upstream; the whole decision around them is compared");
            case "S" -> start = row;
            default -> scenarios.row(row, report);
        }
    }

    private Reconciliation begin(Row row) {
        Row of = start;
        if (of == null || !of.text(1).equals(row.text(1))) {
            throw new IllegalArgumentException("an I record must follow its S record: test=" + row.text(1));
        }
        state = row;
        return new Reconciliation(of, row.doubleAt(9), home);
    }

    private void step(Reconciliation scenario, Row row) {
        scenario.resume(primed(scenario, Objects.requireNonNull(state), row.longAt(3)));
        scenario.step(row);
    }

    /**
     * Leads a workload into the recorded state by what would have led to it: earlier recommendations and changes in the order
     * of their times, then the spec at hand.
     */
    private Workload primed(Reconciliation scenario, Row state, long nowMillis) {
        Row start = scenario.start();
        AutoscalerSpec spec = scenario.spec(scenario.hpa(start.optionalInt(2), start.intAt(3)));
        boolean scaledToZero = state.text(8).startsWith("True/");
        // Without the gate a change carried out leaves no condition about zero behind.
        AutoscalerSpec earlier = spec.toBuilder()
                .bounds(0, MAX_REPLICAS)
                .metric(MetricSpec.external("earlier").averageValueMilli(1000).id("earlier"))
                .scaleToZero(scaledToZero)
                .buildUnchecked();
        Workload workload = home.add(earlier);
        long longAgoMillis = nowMillis - LONG_AGO_MILLIS;
        int desired = state.intAt(10);
        workload.autoscaler().scaled(longAgoMillis, scaledToZero ? 1 : desired + 1, scaledToZero ? 0 : desired);
        List<Event> past = new ArrayList<>();
        recommend(workload, state, longAgoMillis, past);
        change(workload, state, 3, 1, past);
        change(workload, state, 4, -1, past);
        past.sort(Comparator.comparingLong(Event::epochMillis));
        past.forEach(event -> event.what().run());
        workload.respec(spec, longAgoMillis);
        return workload;
    }

    /**
     * Earlier recommendations: {@code -} for a controller that has not run yet, {@code EMPTY} for one that has run but has none
     * left.
     */
    private static void recommend(Workload workload, Row state, long longAgoMillis, List<Event> past) {
        AutoscalerSpec spec = workload.autoscaler().spec();
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        if (state.text(2).equals(EMPTY)) {
            // Out of range, so that the cycle leaves nothing behind but an old count.
            in.at(longAgoMillis).replicas(Integer.MAX_VALUE);
            past.add(new Event(longAgoMillis, () -> workload.autoscaler().decide(in, out)));
            return;
        }
        state.rows(2, ",", "@").forEach(recommendation -> {
            int replicas = recommendation.intAt(0);
            long millis = recommendation.longAt(1);
            past.add(new Event(millis, () -> {
                in.at(millis).replicas(Math.max(1, replicas)).value(spec.metricIndex("earlier"), replicas);
                workload.autoscaler().decide(in, out);
            }));
        });
    }

    /** Earlier changes in one direction. That a change is marked as outdated ({@code !}) follows from its time. */
    private static void change(Workload workload, Row state, int column, int sign, List<Event> past) {
        if (state.text(column).equals(EMPTY)) {
            return;
        }
        state.rows(column, ",", "[@!]").forEach(event -> {
            int change = sign * event.intAt(0);
            long millis = event.longAt(1);
            int from = Math.max(0, -change);
            past.add(new Event(millis, () -> workload.autoscaler().scaled(millis, from, from + change)));
        });
    }
}
