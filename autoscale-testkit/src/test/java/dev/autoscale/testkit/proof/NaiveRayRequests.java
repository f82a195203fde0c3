package dev.autoscale.testkit.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How Ray Serve counts requests, once more and as plainly as possible: lists of points. Shares nothing with the library. */
final class NaiveRayRequests {
    record Point(double seconds, double value) {}

    /** The points are null where the report does not have any such series. */
    record Gauge(double mean, List<Point> points) {}

    record OfReplica(String replica, Gauge running) {}

    /** The source is P for a proxy, R for a replica, U for neither. */
    record OfHandle(String source, boolean alive, double seconds, Gauge queued, Map<String, Gauge> running) {}

    private NaiveRayRequests() {}

    static List<Point> sorted(List<Point> points) {
        List<Point> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(Point::seconds));
        return sorted;
    }

    /** What is left of the window; null if the series is dropped. */
    static List<Point> kept(List<Point> sorted, double now, double lookBack) {
        double start = now - lookBack;
        if (sorted.isEmpty() || sorted.get(sorted.size() - 1).seconds < start) {
            return null;
        }
        return sorted.stream().filter(point -> point.seconds > start).toList();
    }

    private static double sum(List<Point> points) {
        double sum = 0;
        for (Point point : points) {
            sum += point.value;
        }
        return sum;
    }

    static Gauge ofReplica(List<Point> points, double now, double lookBack) {
        List<Point> kept = kept(points, now, lookBack);
        if (kept == null || kept.isEmpty()) {
            return new Gauge(0, List.of());
        }
        return new Gauge(sum(kept) / kept.size(), kept);
    }

    static Gauge ofQueue(List<Point> points, double now, double lookBack, double current) {
        return ofHandle(points, now, lookBack, current, List.of(), kept(points, now, lookBack));
    }

    static Gauge ofRunning(List<Point> points, double now, double lookBack, double current, List<Point> queue) {
        return ofHandle(points, now, lookBack, current, List.of(new Point(0, 0)), kept(queue, now, lookBack));
    }

    private static Gauge ofHandle(
            List<Point> points, double now, double lookBack, double current, List<Point> without, List<Point> queue) {
        int n = queue == null || queue.isEmpty() ? 1 : queue.size();
        List<Point> kept = kept(points, now, lookBack);
        if (kept == null) {
            return new Gauge(without.isEmpty() ? current : current / n, List.of(new Point(now, current)));
        }
        if (kept.isEmpty()) {
            return new Gauge(without.isEmpty() ? current : current / n, kept);
        }
        return new Gauge(sum(kept) / n, kept);
    }

    static boolean isStale(OfHandle handle, double now, double interval) {
        boolean isGone = !handle.source.equals("U") && !handle.alive;
        return isGone || now - handle.seconds >= Math.max(2 * interval, 10);
    }

    /** The total and what waits, as a sum of means. */
    static double[] ofMeans(List<String> running, List<OfReplica> replicas, List<OfHandle> handles) {
        double total = 0;
        double queued = 0;
        for (OfReplica report : replicas) {
            if (running.contains(report.replica) && report.running != null) {
                total += report.running.mean;
            }
        }
        boolean isOnReplicas = total > 0;
        for (OfHandle handle : handles) {
            total += handle.queued.mean;
            queued += handle.queued.mean;
            for (Map.Entry<String, Gauge> entry : handle.running.entrySet()) {
                if (!isOnReplicas && running.contains(entry.getKey())) {
                    total += entry.getValue().mean;
                }
            }
        }
        return new double[] {total, queued};
    }

    /** The total and what waits, as aggregates of summed series. */
    static double[] ofSeries(
            List<String> running, List<OfReplica> replicas, List<OfHandle> handles, String function, double now) {
        List<List<Point>> all = new ArrayList<>();
        for (String id : running) {
            for (OfReplica report : replicas) {
                if (report.replica.equals(id) && report.running != null) {
                    all.add(report.running.points);
                }
            }
        }
        if (all.isEmpty()) {
            for (OfHandle handle : handles) {
                for (Map.Entry<String, Gauge> entry : handle.running.entrySet()) {
                    if (running.contains(entry.getKey())) {
                        all.add(entry.getValue().points);
                    }
                }
            }
        }
        List<List<Point>> queues = new ArrayList<>();
        for (OfHandle handle : handles) {
            queues.add(handle.queued.points);
        }
        all.addAll(queues);
        return new double[] {aggregate(all, function, now), aggregate(queues, function, now)};
    }

    static double aggregate(List<List<Point>> parts, String function, double now) {
        List<Point> merged = merged(parts);
        if (merged.isEmpty()) {
            return 0;
        }
        double end = merged.get(merged.size() - 1).seconds;
        double last = now - end <= 0 ? 0.001 : now - end;
        List<List<Point>> full = parts.stream().filter(part -> !part.isEmpty()).toList();
        Double start = null;
        if (full.size() > 1) {
            double latest = Double.NEGATIVE_INFINITY;
            for (List<Point> part : full) {
                latest = Math.max(latest, part.get(0).seconds);
            }
            start = latest <= end ? Math.max(latest, merged.get(0).seconds) : null;
        }
        Double value = aggregate(merged, function, start, last);
        return value == null ? 0 : value;
    }

    static List<Point> merged(List<List<Point>> parts) {
        List<List<Point>> full = parts.stream().filter(part -> !part.isEmpty()).toList();
        if (full.size() < 2) {
            return full.isEmpty() ? List.of() : full.get(0);
        }
        record Step(double seconds, int part, double value) {}
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < full.size(); i++) {
            for (Point point : full.get(i)) {
                steps.add(new Step(point.seconds, i, point.value));
            }
        }
        steps.sort(Comparator.comparingDouble(Step::seconds));
        double[] values = new double[full.size()];
        double sum = 0;
        List<Point> merged = new ArrayList<>();
        for (Step step : steps) {
            double before = values[step.part];
            values[step.part] = step.value;
            sum += step.value - before;
            if (step.value != before) {
                Point point = new Point(rounded(step.seconds), sum);
                int last = merged.size() - 1;
                if (last >= 0 && merged.get(last).seconds == point.seconds) {
                    merged.set(last, point);
                } else {
                    merged.add(point);
                }
            }
        }
        return merged;
    }

    private static double rounded(double seconds) {
        double hundredths = Math.abs(seconds * 100);
        double whole = Math.floor(hundredths);
        return Math.signum(seconds) * (hundredths - whole >= 0.5 ? whole + 1 : whole) / 100 + 0.0; // zero has no sign
    }

    /** Null if there is no value. */
    static Double aggregate(List<Point> points, String function, Double start, double last) {
        if (points.isEmpty()) {
            return null;
        }
        if (function.equals("mean")) {
            double from = start == null ? points.get(0).seconds : start;
            return weighted(points, from, points.get(points.size() - 1).seconds + last);
        }
        Double extreme = null;
        for (Point point : points) {
            if (start == null || point.seconds >= start) {
                boolean isFirst = extreme == null;
                boolean isMax = function.equals("max");
                extreme =
                        isFirst ? point.value : isMax ? Math.max(extreme, point.value) : Math.min(extreme, point.value);
            }
        }
        return extreme;
    }

    private static Double weighted(List<Point> points, double start, double end) {
        if (end <= start) {
            return null;
        }
        double value = 0;
        for (Point point : points) {
            value = point.seconds <= start ? point.value : value;
        }
        double sum = 0;
        double length = 0;
        double at = start;
        for (Point point : points) {
            if (point.seconds <= start) {
                continue;
            }
            if (point.seconds >= end) {
                break;
            }
            double time = point.seconds - at;
            if (time > 0) {
                sum += value * time;
                length += time;
            }
            value = point.value;
            at = point.seconds;
        }
        if (at < end) {
            sum += value * (end - at);
            length += end - at;
        }
        return length > 0 ? sum / length : null;
    }
}
