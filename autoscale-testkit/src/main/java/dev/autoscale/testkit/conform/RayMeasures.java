package dev.autoscale.testkit.conform;

import static java.util.stream.Collectors.joining;

import dev.autoscale.policies.ray.RayGauge;
import dev.autoscale.policies.ray.RayRequests;
import dev.autoscale.policies.ray.RaySeries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What Ray Serve made of the numbers of requests that replicas and handles sampled. */
final class RayMeasures {
    private static final double USUAL_INTERVAL_SECONDS = 10;
    private static final Map<String, RayRequests.Source> SOURCES = Map.of(
            "P", RayRequests.Source.PROXY,
            "R", RayRequests.Source.REPLICA,
            "U", RayRequests.Source.UNKNOWN);

    private RayMeasures() {}

    private static RaySeries series(String text) {
        if (text.equals("EMPTY") || text.equals("-")) {
            return RaySeries.EMPTY;
        }
        double[][] points = List.of(text.split(",")).stream()
                .map(point -> new Row(point.split(":")))
                .map(point -> new double[] {point.doubleAt(0), point.doubleAt(1)})
                .toArray(double[][]::new);
        return RaySeries.of(
                IntStream.range(0, points.length).mapToDouble(i -> points[i][0]).toArray(),
                IntStream.range(0, points.length).mapToDouble(i -> points[i][1]).toArray());
    }

    private static String text(RaySeries series) {
        String points = IntStream.range(0, series.size())
                .mapToObj(i -> series.secondsAt(i) + ":" + (long) series.valueAt(i))
                .collect(joining(","));
        return points.isEmpty() ? "-" : points;
    }

    private static RaySeries.Aggregation aggregation(Row row, int column) {
        return row.isAbsent(column)
                ? RaySeries.Aggregation.MEAN
                : RaySeries.Aggregation.valueOf(row.text(column).toUpperCase(Locale.ROOT));
    }

    /** Several gauges as one, and its aggregate. */
    static void merge(Row row, VectorReport report) {
        RaySeries merged =
                RaySeries.total(row.list(1, "\\|").map(RayMeasures::series).toList());
        double from = row.isAbsent(5) ? Double.NaN : row.doubleAt(5);
        double value = merged.aggregate(aggregation(row, 3), from, row.doubleAt(4));
        report.compare(row.text(0), row.from(2))
                .numbers("merged", text(merged))
                .skip()
                .skip()
                .skip()
                .numbers("value", Double.isNaN(value) ? "-" : Double.toString(value))
                .end();
    }

    /** What a replica or a handle reports about its look-back period. */
    static void window(Row row, VectorReport report) {
        double now = row.doubleAt(2);
        double lookBack = row.doubleAt(3);
        RaySeries points = series(row.text(4));
        boolean isReplica = row.oneOf(1, "kind", Map.of("replica", true, "handle", false));
        RayGauge gauge = isReplica
                ? RayGauge.ofReplica(points, now, lookBack)
                : RayGauge.ofQueue(points, now, lookBack, row.doubleAt(5));
        String replicas = row.list(6, "&")
                .map(text -> new Row(text.split("[=/]")))
                .map(part -> part.text(0)
                        + '='
                        + text(RayGauge.ofHandle(series(part.text(2)), now, lookBack, part.doubleAt(1), points)))
                .collect(joining("&"));
        report.compare(row.text(0), row.from(7))
                .number("mean", gauge.mean())
                .numbers("kept", text(gauge.points()))
                .numbers("replicaMeans", replicas.isEmpty() ? "-" : replicas)
                .end();
    }

    private static String text(RayGauge gauge) {
        return gauge.mean() + "/" + text(gauge.points());
    }

    /** The requests of a deployment, once stale reports are dropped. */
    static void total(Row row, VectorReport report) {
        double now = row.doubleAt(3);
        double interval = row.isAbsent(4) ? USUAL_INTERVAL_SECONDS : row.doubleAt(4);
        List<String> running = row.list(5, ",").toList();
        List<RayRequests.OfReplica> replicas =
                row.list(6, "\\|").map(RayMeasures::ofReplica).toList();
        List<RayRequests.OfHandle> handles = row.list(7, "\\|")
                .map(RayMeasures::ofHandle)
                .filter(handle -> !handle.isStale(now, interval))
                .toList();
        RayRequests requests = row.oneOf(1, "mode", Map.of("simple", false, "aggregate", true))
                ? RayRequests.ofSeries(running, replicas, handles, aggregation(row, 2), now)
                : RayRequests.ofMeans(running, replicas, handles);
        report.compare(row.text(0), row.from(8))
                .number("total", requests.total())
                .number("queued", requests.queued())
                .end();
    }

    private static RayRequests.OfReplica ofReplica(String text) {
        Row part = new Row(text.split(";"));
        return new RayRequests.OfReplica(
                part.text(0), part.text(3).equals("NONE") ? null : gauge(part.doubleAt(2), part.text(3)));
    }

    private static RayRequests.OfHandle ofHandle(String text) {
        Row part = new Row(text.split(";"));
        Map<String, RayGauge> running = part.list(6, "&")
                .map(entry -> new Row(entry.split("[=/]")))
                .collect(Collectors.toMap(
                        entry -> entry.text(0),
                        entry -> gauge(entry.doubleAt(1), entry.text(2)),
                        (first, second) -> second,
                        LinkedHashMap::new));
        return new RayRequests.OfHandle(
                part.oneOf(1, "source", SOURCES),
                part.flag(2),
                part.doubleAt(3),
                gauge(part.doubleAt(4), part.text(5)),
                running);
    }

    private static RayGauge gauge(double mean, String points) {
        return new RayGauge(mean, series(points));
    }
}
