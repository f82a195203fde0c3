package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaAggregation;
import dev.autoscale.policies.knative.KpaAutoscaler;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.knative.KpaWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Knative's windows, and what its autoscaler decided from given averages and from samples. */
final class KpaVectors {
    private static final int MAX_SECONDS = 60;
    private static final Map<String, KpaAggregation> AGGREGATIONS =
            Map.of("linear", KpaAggregation.LINEAR, "weighted", KpaAggregation.WEIGHTED_EXPONENTIAL);

    private KpaVectors() {}

    /** Smoothing coefficients by the number of buckets. */
    static void smoothing(Row row, VectorReport report) {
        report.compare(row.text(0), row.from(2))
                .bits("bits", weighted(row.intAt(0)).smoothingCoefficient())
                .end();
    }

    /** Powers of what remains of a weight, as Go computed them; each base is that of a window of some length. */
    static void pow(Row row, VectorReport report) {
        int seconds = 1;
        while (!VectorReport.bits(weighted(seconds).decay(1)).equals(row.text(0))) {
            if (++seconds > MAX_SECONDS) {
                throw new IllegalArgumentException("base must be a window's: base=" + row.text(0));
            }
        }
        report.compare(row.text(0) + " ^ " + row.text(1), row.from(2))
                .bits("pow", weighted(seconds).decay(row.intAt(1)))
                .end();
    }

    private static KpaWindow weighted(int seconds) {
        return KpaWindow.weighted(Duration.ofSeconds(seconds));
    }

    /** The averages of Knative's windows, to the last bit. */
    static Suite windows() {
        return new Sequences<>(
                        "row",
                        "C",
                        row -> KpaWindow.of(row.oneOf(2, "algo", AGGREGATIONS), row.millisAt(3), row.millisAt(4)))
                .on("R", (window, row) -> window.record(row.longAt(2), row.doubleAt(3)))
                .on("Z", (window, row) -> window.resize(row.longAt(2), row.millisAt(3)))
                .on(
                        "Q",
                        (window, row, report) -> report.compare(title(row), row.from(4))
                                .bits("average", window.average(row.longAt(2)))
                                .column("empty", window.isEmpty(row.longAt(2)))
                                .end());
    }

    private static String title(Row row) {
        return row.text(1) + " at " + row.text(2);
    }

    /** What Knative decided from given averages. */
    static Suite decisions() {
        return new Sequences<>("row", "C", row -> new Run(spec(row.from(3)), row.intAt(2)))
                .on("U", Run::respec)
                .on("S", Run::decideByAverages);
    }

    /** What Knative decided from samples: windows and decision together. */
    static Suite pipeline() {
        return new Sequences<>("row", "C", KpaVectors::pipelined)
                .on("R", (run, row) -> run.samples.add(row))
                .on("D", Run::decideBySamples);
    }

    private static Run pipelined(Row row) {
        KpaAggregation aggregation = row.oneOf(2, "algo", AGGREGATIONS);
        return new Run(spec(row.from(5)).aggregation(aggregation).panicWindow(row.millisAt(3)), row.intAt(4));
    }

    /** The eleven columns of a spec; the first, the name of the metric, decides nothing. */
    private static KpaSpec.Builder spec(Row row) {
        return KpaSpec.builder()
                .maxScaleUpRate(row.doubleAt(1))
                .maxScaleDownRate(row.doubleAt(2))
                .target(row.doubleAt(3))
                .total(row.doubleAt(4))
                .targetBurstCapacity(row.doubleAt(5))
                .panicThreshold(row.doubleAt(6))
                .stableWindow(row.millisAt(7))
                .scaleDownDelay(row.millisAt(8))
                .reachable(row.flag(9))
                .activationScale(row.intAt(10));
    }

    /** The columns that end a row of a decision: valid, desired, ebc and the state of panic. */
    private static void compareDecision(KpaDecision out, VectorReport.Comparison comparison) {
        comparison
                .column("valid", out.isValid())
                .column("desired", out.isValid() ? out.desired() : 0)
                .column("ebc", out.excessBurstCapacity())
                .column("panicMode", out.inPanic())
                .column("panicSince", out.inPanic() ? out.panicSinceMillis() : -1)
                .column("maxPanicPods", out.highestPanicPods())
                .end();
    }

    private static final class Run {
        private final KpaAutoscaler autoscaler;
        private final List<Row> samples = new ArrayList<>();
        private long latestMillis;

        Run(KpaSpec.Builder spec, int readyPods) {
            autoscaler = spec.buildUnchecked().newAutoscaler(0, readyPods);
        }

        void respec(Row row) {
            autoscaler.respec(spec(row.from(2)).buildUnchecked(), latestMillis);
        }

        void decideByAverages(Row row, VectorReport report) {
            latestMillis = row.longAt(2);
            KpaObservation in = autoscaler.newObservation().at(latestMillis).replicas(row.intAt(3));
            switch (row.text(4)) {
                case "0" -> in.ready(row.intAt(3));
                case "1" -> in.readyNotFound();
                default -> in.readyUnknown();
            }
            switch (row.text(5)) {
                case "0" -> in.averages(row.doubleAt(6), row.doubleAt(7));
                case "1" -> in.noData();
                default -> in.failed();
            }
            KpaDecision out = autoscaler.newDecision();
            autoscaler.decide(in, out);
            compareDecision(out, report.compare(title(row), row.from(8)));
        }

        void decideBySamples(Row row, VectorReport report) {
            KpaObservation in = autoscaler.newObservation().ensureCapacity(samples.size());
            in.at(row.longAt(2)).replicas(row.intAt(3)).ready(row.intAt(3));
            samples.forEach(sample -> in.record(sample.longAt(2), sample.doubleAt(3)));
            samples.clear();
            KpaDecision out = autoscaler.newDecision();
            autoscaler.preview(in, out);
            if (!out.hasData()) {
                // The recording took an empty window for no data, also where nothing would have been scraped.
                in.noData();
            }
            autoscaler.decide(in, out);
            VectorReport.Comparison comparison = report.compare(title(row), row.from(5))
                    .bits("stable", out.stableAverage())
                    .skip()
                    .bits("panic", out.panicAverage());
            compareDecision(out, comparison);
        }
    }
}
