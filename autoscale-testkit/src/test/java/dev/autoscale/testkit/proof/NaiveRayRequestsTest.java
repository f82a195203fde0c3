package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.proof.NaiveRayRequests.Gauge;
import dev.autoscale.testkit.proof.NaiveRayRequests.OfHandle;
import dev.autoscale.testkit.proof.NaiveRayRequests.OfReplica;
import dev.autoscale.testkit.proof.NaiveRayRequests.Point;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The naive model counts requests as the real Ray Serve did. */
class NaiveRayRequestsTest {
    private static Stream<String> parts(String text, String separator) {
        return text.equals("-") || text.equals("EMPTY") ? Stream.of() : Stream.of(text.split(separator));
    }

    private static List<Point> points(String text) {
        return parts(text, ",")
                .map(point -> point.split(":"))
                .map(point -> new Point(Double.parseDouble(point[0]), Double.parseDouble(point[1])))
                .toList();
    }

    private static List<Point> sorted(String text) {
        return NaiveRayRequests.sorted(points(text));
    }

    private static Gauge gauge(String mean, String points) {
        return new Gauge(Double.parseDouble(mean), points(points));
    }

    private static Map<String, Gauge> gauges(String text) {
        Map<String, Gauge> gauges = new LinkedHashMap<>();
        parts(text, "&")
                .map(gauge -> gauge.split("[=/]"))
                .forEach(gauge -> gauges.put(gauge[0], gauge(gauge[1], gauge[2])));
        return gauges;
    }

    private static Double orNull(String text) {
        return text.equals("-") ? null : Double.valueOf(text);
    }

    @Test
    void sums_of_series() throws IOException {
        for (String[] row : NaiveRayTest.rows("merge.tsv")) {
            List<Point> merged = NaiveRayRequests.merged(
                    parts(row[1], "\\|").map(NaiveRayRequestsTest::points).toList());
            assertThat(merged).as(row[0]).isEqualTo(points(row[2]));
            String function = row[3].equals("-") ? "mean" : row[3];
            Double value = NaiveRayRequests.aggregate(merged, function, orNull(row[5]), Double.parseDouble(row[4]));
            assertThat(value).as(row[0]).isEqualTo(orNull(row[6]));
        }
    }

    @Test
    void windows() throws IOException {
        for (String[] row : NaiveRayTest.rows("window.tsv")) {
            double now = Double.parseDouble(row[2]);
            double lookBack = Double.parseDouble(row[3]);
            List<Point> points = sorted(row[4]);
            Gauge reported = row[1].equals("replica")
                    ? NaiveRayRequests.ofReplica(points, now, lookBack)
                    : NaiveRayRequests.ofQueue(points, now, lookBack, Double.parseDouble(row[5]));
            assertThat(reported).as(row[0]).isEqualTo(gauge(row[7], row[8]));
            Map<String, Gauge> running = new LinkedHashMap<>();
            parts(row[6], "&").map(replica -> replica.split("[=/]")).forEach(replica -> {
                double current = Double.parseDouble(replica[1]);
                running.put(replica[0], NaiveRayRequests.ofRunning(sorted(replica[2]), now, lookBack, current, points));
            });
            assertThat(running).as(row[0]).isEqualTo(gauges(row[9]));
        }
    }

    @Test
    void totals() throws IOException {
        for (String[] row : NaiveRayTest.rows("total.tsv")) {
            double now = Double.parseDouble(row[3]);
            double interval = row[4].equals("-") ? 10 : Double.parseDouble(row[4]);
            List<String> running = parts(row[5], ",").toList();
            List<OfReplica> replicas = parts(row[6], "\\|")
                    .map(replica -> replica.split(";"))
                    .map(replica ->
                            new OfReplica(replica[0], replica[3].equals("NONE") ? null : gauge(replica[2], replica[3])))
                    .toList();
            List<OfHandle> handles = parts(row[7], "\\|")
                    .map(NaiveRayRequestsTest::handle)
                    .filter(handle -> !NaiveRayRequests.isStale(handle, now, interval))
                    .toList();
            double[] total = row[1].equals("simple")
                    ? NaiveRayRequests.ofMeans(running, replicas, handles)
                    : NaiveRayRequests.ofSeries(running, replicas, handles, row[2], now);
            assertThat(total).as(row[0]).containsExactly(Double.parseDouble(row[8]), Double.parseDouble(row[9]));
        }
    }

    private static OfHandle handle(String text) {
        String[] part = text.split(";");
        return new OfHandle(
                part[1], part[2].equals("1"), Double.parseDouble(part[3]), gauge(part[4], part[5]), gauges(part[6]));
    }
}
