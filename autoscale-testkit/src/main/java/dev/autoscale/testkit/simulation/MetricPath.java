package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Fault.Kind;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import dev.autoscale.testkit.simulation.fleet.Events;
import dev.autoscale.testkit.simulation.fleet.Faults;
import dev.autoscale.testkit.simulation.fleet.IntList;
import dev.autoscale.testkit.simulation.fleet.Station;
import dev.autoscale.testkit.simulation.score.Tally;
import dev.autoscale.testkit.simulation.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** From the workload to the controller: scrapes, and the time they take to arrive. */
final class MetricPath {
    private static final double PERCENT = 100;

    private final Environment environment;
    private final Events events;
    private final Station station;
    private final ReplicaCounts counts;
    private final Tally tally;
    private final Consumer<Measurement> controller;
    private final Faults faults;
    private final SeededRandom delays;

    private final Measurement scrape = new Measurement();
    private final Measurement before = new Measurement();
    private boolean hasBefore;
    private final List<Measurement> underWay = new ArrayList<>();
    private final IntList free = new IntList();
    private long scrapedMicros;
    private long inSystemMicros;
    private long runningMicros;
    private long arrivals;
    private long newestMillis = Long.MIN_VALUE;

    MetricPath(
            Environment environment,
            Events events,
            Station station,
            ReplicaCounts counts,
            Tally tally,
            Consumer<Measurement> controller,
            Faults faults,
            SeededRandom random) {
        this.environment = environment;
        this.events = events;
        this.station = station;
        this.counts = counts;
        this.tally = tally;
        this.controller = controller;
        this.faults = faults;
        delays = random.split("metric delays");
    }

    void scrape(long nowMicros) {
        boolean isFrozen = faults.isOn(Kind.METRICS_FROZEN);
        if (faults.isOn(Kind.METRICS_MISSING) || (isFrozen && !hasBefore)) {
            return;
        }
        long epochMillis = Micros.sum(environment.startEpochMillis(), nowMicros / Micros.PER_MILLI);
        if (isFrozen) {
            scrape.copyFrom(before);
            scrape.set(epochMillis, counts.ready());
        } else {
            measure(nowMicros, epochMillis);
            before.copyFrom(scrape);
            hasBefore = true;
        }
        if (faults.isOn(Kind.METRICS_FAILING)) {
            scrape.spoil();
        }
        long late = Micros.product(faults.amount(Kind.METRICS_LATE, 0), Micros.PER_MILLI);
        long delay = Micros.sum(environment.metricDelay().drawMicros(delays), late);
        if (delay == 0) {
            deliver(scrape);
        } else {
            send(Micros.sum(nowMicros, delay));
        }
    }

    private void measure(long nowMicros, long epochMillis) {
        long dt = nowMicros - scrapedMicros;
        scrape.set(epochMillis, counts.ready());
        scrape.set(WorkloadMetric.IN_SYSTEM, station.inService() + station.queued());
        scrape.set(WorkloadMetric.QUEUED, station.queued());
        scrape.set(WorkloadMetric.IN_SERVICE, station.inService());
        scrape.set(WorkloadMetric.OLDEST_WAIT, seconds(nowMicros - station.oldestMicros(nowMicros)));
        scrape.set(
                WorkloadMetric.CONCURRENCY,
                dt == 0
                        ? station.inService() + station.queued()
                        : (double) (tally.inSystemMicros() - inSystemMicros) / dt);
        scrape.set(WorkloadMetric.ARRIVAL_RATE, dt == 0 ? 0 : (tally.arrivals() - arrivals) / seconds(dt));
        double busy = dt == 0 ? station.running() : (double) (tally.runningMicros() - runningMicros) / dt;
        scrape.set(WorkloadMetric.CPU, PERCENT * busy / environment.concurrency());
        scrape.set(
                WorkloadMetric.MEMORY,
                counts.ready() * environment.memoryBasePercent()
                        + station.inService() * environment.memoryPerArrivalPercent());
        scrapedMicros = nowMicros;
        inSystemMicros = tally.inSystemMicros();
        runningMicros = tally.runningMicros();
        arrivals = tally.arrivals();
    }

    private static double seconds(long micros) {
        return (double) micros / Micros.PER_SECOND;
    }

    private void send(long arrivesMicros) {
        int slot = free.size() > 0 ? free.removeLast() : underWay.size();
        if (slot == underWay.size()) {
            underWay.add(new Measurement());
        }
        underWay.get(slot).copyFrom(scrape);
        events.add(arrivesMicros, Events.DELIVERY, slot, 0);
    }

    void arrive(int slot) {
        free.add(slot);
        deliver(underWay.get(slot));
    }

    /** One that was overtaken by a newer one is of no use. */
    private void deliver(Measurement sample) {
        if (sample.sampledMillis() >= newestMillis) {
            newestMillis = sample.sampledMillis();
            controller.accept(sample);
        }
    }
}
