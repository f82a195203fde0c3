package dev.autoscale.testkit.proof;

import dev.autoscale.policies.ray.RayGauge;
import dev.autoscale.policies.ray.RayRequests;
import dev.autoscale.policies.ray.RaySeries;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.proof.NaiveRayRequests.Gauge;
import dev.autoscale.testkit.proof.NaiveRayRequests.OfHandle;
import dev.autoscale.testkit.proof.NaiveRayRequests.OfReplica;
import dev.autoscale.testkit.proof.NaiveRayRequests.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reports of requests of Ray Serve beside {@link NaiveRayRequests}: windows, sums of means and sums of series, with points at the edge of the
 * look-back period, at equal times and at times that rounding makes equal.
 */
final class RayRequestLives {
    private static final Map<String, RayRequests.Source> SOURCES = Map.of(
            "P", RayRequests.Source.PROXY,
            "R", RayRequests.Source.REPLICA,
            "U", RayRequests.Source.UNKNOWN);
    private static final String[] FUNCTIONS = {"mean", "max", "min"};
    private static final double[] LOOK_BACKS = {30, 10, 60, 0.3, 7.5, 1e-3};
    private static final double[] BEGINNINGS = {0, 100, 1208.89, 1_764_380_000, 1_764_380_212.2, -50};

    private final SeededRandom random;
    private final double now;
    private final double lookBack;
    private final boolean isCoarse;

    private RayRequestLives(SeededRandom random) {
        this.random = random;
        lookBack = LOOK_BACKS[random.nextInt(LOOK_BACKS.length)];
        isCoarse = random.nextBoolean();
        now = BEGINNINGS[random.nextInt(BEGINNINGS.length)] + random.nextInt(100_000) / 1000.0;
    }

    static void live(long seed, int steps) {
        SeededRandom random = SeededRandom.of(seed).split("ray-requests");
        for (int step = 0; step < steps; step++) {
            RayRequestLives life = new RayRequestLives(random);
            switch (random.nextInt(4)) {
                case 0 -> life.window();
                case 1 -> life.merge();
                case 2 -> life.total(false);
                default -> life.total(true);
            }
        }
    }

    private void same(String what, Object actual, Object expected, Object... given) {
        if (!actual.equals(expected)) {
            throw new AssertionError(
                    what + " at " + now + " of " + Arrays.asList(given) + ": " + actual + ", expected " + expected);
        }
    }

    private static RaySeries series(List<Point> points) {
        double[] seconds = new double[points.size()];
        double[] values = new double[points.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = points.get(i).seconds();
            values[i] = points.get(i).value();
        }
        return RaySeries.of(seconds, values);
    }

    private static RayGauge gauge(Gauge gauge) {
        return new RayGauge(gauge.mean(), series(gauge.points()));
    }

    /** Points of which minus zero is zero, as they are compared. */
    private static List<Point> points(RaySeries series) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            points.add(new Point(series.secondsAt(i) + 0.0, series.valueAt(i)));
        }
        return points;
    }

    private static Gauge read(RayGauge gauge) {
        return new Gauge(gauge.mean(), points(gauge.points()));
    }

    private List<Point> draw() {
        List<Point> points = new ArrayList<>();
        int count = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextInt(9);
        for (int i = 0; i < count; i++) {
            points.add(new Point(time() + 0.0, random.nextInt(3) == 0 ? random.nextInt(2) : random.nextInt(12)));
        }
        return points;
    }

    private double time() {
        double ago = random.nextDouble() * lookBack * 1.3;
        return switch (random.nextInt(8)) {
            case 0 -> now - lookBack;
            case 1 -> Math.nextUp(now - lookBack);
            case 2 -> Math.nextDown(now - lookBack);
            case 3 -> now;
            case 4 -> Math.floor((now - ago) * 100) / 100 + 0.005;
            case 5 -> now - random.nextInt(100) / 1000.0;
            default -> isCoarse ? Math.floor((now - ago) * 10) / 10 : now - ago;
        };
    }

    private void window() {
        List<Point> queue = draw();
        List<Point> points = draw();
        double current = random.nextInt(9);
        List<Point> sorted = NaiveRayRequests.sorted(points);
        List<Point> sortedQueue = NaiveRayRequests.sorted(queue);
        same(
                "replica",
                read(RayGauge.ofReplica(series(points), now, lookBack)),
                NaiveRayRequests.ofReplica(sorted, now, lookBack),
                points);
        same(
                "queue",
                read(RayGauge.ofQueue(series(queue), now, lookBack, current)),
                NaiveRayRequests.ofQueue(sortedQueue, now, lookBack, current),
                queue);
        same(
                "running",
                read(RayGauge.ofHandle(series(points), now, lookBack, current, series(queue))),
                NaiveRayRequests.ofRunning(sorted, now, lookBack, current, sortedQueue),
                points,
                queue);
    }

    private List<List<Point>> parts() {
        List<List<Point>> parts = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            parts.add(NaiveRayRequests.sorted(draw()));
        }
        return parts;
    }

    private void merge() {
        List<List<Point>> parts = parts();
        List<RaySeries> series = parts.stream().map(RayRequestLives::series).toList();
        RaySeries merged = RaySeries.total(series);
        List<Point> expected = NaiveRayRequests.merged(parts);
        same("merged", points(merged), expected, parts);
        String function = FUNCTIONS[random.nextInt(3)];
        Double start = random.nextInt(3) == 0 ? null : Double.valueOf(time());
        double last = random.nextInt(3) == 0 ? 0.001 : random.nextInt(30) / 3.0;
        double actual = merged.aggregate(aggregation(function), start == null ? Double.NaN : start, last);
        Double value = NaiveRayRequests.aggregate(expected, function, start, last);
        same(function, actual, value == null ? Double.NaN : value, parts, start, last);
        same(
                function,
                RaySeries.aggregate(series, aggregation(function), now),
                NaiveRayRequests.aggregate(parts, function, now),
                parts);
    }

    private static RaySeries.Aggregation aggregation(String function) {
        return RaySeries.Aggregation.valueOf(function.toUpperCase(Locale.ROOT));
    }

    private void total(boolean isAggregate) {
        List<String> running = ids();
        List<OfReplica> replicas = new ArrayList<>();
        for (String id : random.nextInt(3) == 0 ? ids() : List.<String>of()) {
            replicas.add(new OfReplica(id, random.nextInt(4) == 0 ? null : drawGauge()));
        }
        double interval = new double[] {10, 5, 20, 0.5, 4.999}[random.nextInt(5)];
        List<OfHandle> handles = new ArrayList<>();
        List<RayRequests.OfHandle> given = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            OfHandle handle = drawHandle(interval);
            RayRequests.OfHandle same = handle(handle);
            boolean isStale = NaiveRayRequests.isStale(handle, now, interval);
            same("stale", same.isStale(now, interval), isStale, handle, interval);
            if (!isStale) {
                handles.add(handle);
                given.add(same);
            }
        }
        List<RayRequests.OfReplica> reports = replicas.stream()
                .map(each -> new RayRequests.OfReplica(
                        each.replica(), each.running() == null ? null : gauge(each.running())))
                .toList();
        String function = FUNCTIONS[random.nextInt(3)];
        RayRequests actual = isAggregate
                ? RayRequests.ofSeries(running, reports, given, aggregation(function), now)
                : RayRequests.ofMeans(running, reports, given);
        double[] expected = isAggregate
                ? NaiveRayRequests.ofSeries(running, replicas, handles, function, now)
                : NaiveRayRequests.ofMeans(running, replicas, handles);
        same(
                isAggregate ? function : "means",
                List.of(actual.total(), actual.queued()),
                List.of(expected[0], expected[1]),
                running,
                replicas,
                handles);
    }

    /** Some ids, in any order. */
    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            if (random.nextInt(3) > 0) {
                ids.add(random.nextInt(ids.size() + 1), "r" + i);
            }
        }
        return ids;
    }

    private Gauge drawGauge() {
        return new Gauge(random.nextInt(4) == 0 ? 0 : random.nextInt(40) / 7.0, NaiveRayRequests.sorted(draw()));
    }

    private OfHandle drawHandle(double interval) {
        double edge = now - Math.max(2 * interval, 10);
        double time =
                random.nextInt(4) == 0 ? edge : random.nextInt(3) == 0 ? Math.nextUp(edge) : now - random.nextInt(9);
        Map<String, Gauge> running = new LinkedHashMap<>();
        ids().forEach(id -> running.put(id, drawGauge()));
        return new OfHandle(
                new String[] {"P", "R", "U"}[random.nextInt(3)], random.nextInt(4) > 0, time, drawGauge(), running);
    }

    private static RayRequests.OfHandle handle(OfHandle handle) {
        Map<String, RayGauge> running = new LinkedHashMap<>();
        handle.running().forEach((id, gauge) -> running.put(id, gauge(gauge)));
        return new RayRequests.OfHandle(
                SOURCES.get(handle.source()), handle.alive(), handle.seconds(), gauge(handle.queued()), running);
    }
}
