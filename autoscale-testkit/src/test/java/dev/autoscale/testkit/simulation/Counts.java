package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.simulation.score.Report;
import java.util.TreeMap;

/** Orders counts by the clock, whatever is measured, and writes down the replicas that it sees at each cycle. */
final class Counts implements ScalingPolicy {
    private final TreeMap<Long, Integer> orders = new TreeMap<>();
    private final StringBuilder seen = new StringBuilder();

    static Counts of(int replicas) {
        return new Counts().then(0, replicas);
    }

    Counts then(long atSecond, int replicas) {
        orders.put(atSecond * 1_000, replicas);
        return this;
    }

    /** By cycle: waiting/starting/ready/draining. */
    String seen() {
        return seen.toString().strip();
    }

    int atSecond(int second) {
        return at(second * 1_000L);
    }

    private int at(long epochMillis) {
        return orders.floorEntry(epochMillis).getValue();
    }

    @Override
    public String name() {
        return "counts";
    }

    @Override
    public int firstReplicas(SimulationStart start) {
        return at(0);
    }

    @Override
    public Scaler newScaler(SimulationStart start) {
        return new PlainScaler("Ordered", this::at);
    }

    /** Runs and looks at the counts after each order. */
    Report run(Simulation simulation) {
        return simulation.run(
                this,
                1,
                (atMillis, from, to, counts, scaler) -> seen.append(counts.waiting())
                        .append('/')
                        .append(counts.starting())
                        .append('/')
                        .append(counts.ready())
                        .append('/')
                        .append(counts.draining())
                        .append(' '));
    }
}
