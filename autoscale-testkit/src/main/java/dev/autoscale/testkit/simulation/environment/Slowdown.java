package dev.autoscale.testkit.simulation.environment;

import dev.autoscale.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How much longer service takes on a replica the more it serves at a time: a GPU that serves in batches. Points of requests in service
 * and factors of the service time, straight lines between them, level before the first and beyond the last. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * Slowdown batching = Slowdown.parse("1:1, 8:1.4, 32:3");
 * batching.factor(20); // 2.2: half-way from 8 to 32
 * }</pre>
 *
 * <p>A replica that serves n takes in n / factor(n) seconds of service a second: 32 / 3 are 10.7 with these points, of which 8 at a
 * time reach little more than half.
 */
public final class Slowdown {
    private static final int MAX_SERVED = 10_000;
    private static final String RULE =
            "slowdown must be points such as 1:1, 8:1.4, 32:3 (requests in service from 1 to " + MAX_SERVED
                    + ", in rising order, and the factor of the service time, above 0)";

    private final String text;

    /** By requests in service, from 0 on. */
    private final double[] factors;

    private Slowdown(String text, double[] factors) {
        this.text = text;
        this.factors = factors;
    }

    /**
     * Reads points as people write them.
     *
     * @param text {@code 1:1, 8:1.4, 32:3}: requests in service, whole numbers from 1 to 10,000 that rise, and for each the factor of
     *     the service time, above 0; at least one point
     * @return the slowdown
     * @throws IllegalArgumentException if a point cannot be used
     */
    public static Slowdown parse(String text) {
        List<double[]> points = new ArrayList<>();
        try {
            for (String point : text.split(",", -1)) {
                String[] parts = point.strip().split("\\s*:\\s*", -1);
                points.add(new double[] {Integer.parseInt(parts[0]), Double.parseDouble(parts[1])});
                Violation.require(parts.length == 2 && isUsable(points), RULE, "slowdown", text);
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            Violation.require(false, RULE, "slowdown", text);
        }
        return new Slowdown(words(points), factors(points));
    }

    private static boolean isUsable(List<double[]> points) {
        double[] last = points.get(points.size() - 1);
        double before = points.size() == 1 ? 0 : points.get(points.size() - 2)[0];
        return last[0] > before && last[0] <= MAX_SERVED && last[1] > 0 && last[1] <= Double.MAX_VALUE;
    }

    private static double[] factors(List<double[]> points) {
        double[] factors = new double[(int) points.get(points.size() - 1)[0] + 1];
        int next = 0;
        for (int served = 0; served < factors.length; served++) {
            next += served > points.get(next)[0] ? 1 : 0;
            double[] to = points.get(next);
            double[] from = next == 0 ? to : points.get(next - 1);
            boolean isOnPoint = served >= to[0] || next == 0;
            factors[served] = isOnPoint ? to[1] : from[1] + (to[1] - from[1]) * (served - from[0]) / (to[0] - from[0]);
        }
        return factors;
    }

    private static String words(List<double[]> points) {
        return String.join(
                ", ",
                points.stream()
                        .map(point -> (int) point[0] + ":"
                                + BigDecimal.valueOf(point[1])
                                        .stripTrailingZeros()
                                        .toPlainString())
                        .toList());
    }

    /**
     * How many times as long service takes.
     *
     * @param served requests in service on the replica, at least 0
     * @return above 0
     */
    public double factor(int served) {
        return factors[Math.min(served, factors.length - 1)];
    }

    /**
     * How fast each of them is served.
     *
     * @param served requests in service on the replica, at least 0
     * @return the part of a service that passes in the time that it takes alone, above 0
     */
    public double speed(int served) {
        return 1 / factor(served);
    }

    /**
     * How many places at full speed a replica is worth at best.
     *
     * @param places how many it serves at most, at least 1
     * @return the highest n / factor(n), rounded down, but at least 1
     */
    public int worth(int places) {
        double most = 1;
        for (int served = 1; served <= Math.min(places, factors.length - 1); served++) {
            most = Math.max(most, served * speed(served));
        }
        most = Math.max(most, places * speed(places));
        return (int) most;
    }

    /** {@return the points, as {@link #parse} reads them} */
    @Override
    public String toString() {
        return text;
    }
}
