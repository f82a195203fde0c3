package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.environment.Fault.Kind;
import dev.autoscale.testkit.simulation.fleet.Events;
import dev.autoscale.testkit.simulation.fleet.Faults;
import dev.autoscale.testkit.simulation.fleet.Fleet;
import dev.autoscale.testkit.simulation.fleet.PlaceStation;
import dev.autoscale.testkit.simulation.fleet.SharingStation;
import dev.autoscale.testkit.simulation.fleet.Station;
import dev.autoscale.testkit.simulation.load.Arrivals;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.score.Tally;
import dev.autoscale.testkit.simulation.time.Micros;
import dev.autoscale.testkit.text.Spans;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of a simulation, event by event. */
final class SimulationRun implements AutoCloseable {
    private static final long OVERTIME_MICROS = 3_600 * Micros.PER_SECOND;
    private static final long USUAL_PERCENT = 100;

    private final Load load;
    private final Environment environment;
    private final SeededRandom random;
    private final SimulationListener listener;
    private final Events events = new Events();
    private final Tally tally;
    private final Station station;
    private final Fleet fleet;
    private final Demand demand;
    private @Nullable RateNeed rateNeed;
    private final Arrivals arrivals;
    private final Faults faults;
    private final Scaler scaler;
    private final Supplier<String> explanation;
    private final MetricPath metrics;
    private long syncMicros;
    private final long scrapeMicros;
    private final long leadMicros;
    private long nowMicros;
    private boolean hasArrivals;

    SimulationRun(Load load, Environment environment, ScalingPolicy policy, long seed, SimulationListener listener) {
        this.environment = environment;
        this.listener = listener;
        this.load = load;
        random = SeededRandom.of(seed);
        tally = new Tally(environment);
        station = environment.serving() == Serving.SHARED_CPU || environment.slowdown() != null
                ? new SharingStation(environment, events, tally)
                : new PlaceStation(environment, events, tally);
        fleet = new Fleet(environment, events, station, random);
        faults = new Faults(environment.faults());
        // One each: a load may draw from what it is given, and both have to read the same.
        demand = new Demand(load, random.split("arrivals"), environment);
        arrivals = load.open(random.split("arrivals"));
        leadMicros = longestStart(random);
        // For the oracle's first count, which has to last until its first decision; a cycle of its own comes with the
        // scaler.
        syncMicros = syncMicros(PlainScaler.CYCLE_MILLIS);
        scaler = begin(policy);
        explanation = scaler::explanation;
        syncMicros = syncMicros(scaler.cycleMillis());
        scrapeMicros = Micros.PER_MILLI
                * (environment.scrapeMillis() > 0 ? environment.scrapeMillis() : scaler.scrapeMillis());
        metrics = new MetricPath(environment, events, station, fleet, tally, this::measured, faults, random);
        plan(random.split("phases"));
    }

    private long syncMicros(long usualMillis) {
        return Micros.PER_MILLI * (environment.syncMillis() > 0 ? environment.syncMillis() : usualMillis);
    }

    private Scaler begin(ScalingPolicy policy) {
        int said = environment.initialReplicas();
        // An HPA does not leave zero.
        int replicas = policy.firstReplicas(start(said >= 0 ? said : Math.max(1, highestAhead(demand))));
        fleet.begin(replicas);
        tally.begin(replicas);
        listener.begins(replicas);
        return policy.newScaler(start(replicas));
    }

    private SimulationStart start(int replicas) {
        return new SimulationStart(
                environment.startEpochMillis(),
                replicas,
                environment.initialReplicas() >= 0,
                () -> highestAhead(demand),
                () -> tally.isScoring() ? 0 : highestAhead(demand),
                () -> highestAhead(rateNeed()));
    }

    /** Opened when it is asked for, which only one policy does. */
    private RateNeed rateNeed() {
        RateNeed opened = rateNeed;
        if (opened == null) {
            opened = new RateNeed(load, random.split("arrivals"), environment);
            rateNeed = opened;
        }
        return opened;
    }

    /** Of an order: the longest of many draws, since the longest of all is unknown. */
    private long longestStart(SeededRandom random) {
        SeededRandom draws = random.split("longest start");
        long longest = 0;
        for (int i = 0; i < 64; i++) {
            longest = Math.max(
                    longest,
                    Micros.sum(
                            environment.scheduling().drawMicros(draws),
                            environment.startup().drawMicros(draws)));
        }
        return longest;
    }

    /** From now on, whatever the controller's clock says: the past cannot be foreseen. */
    private int highestAhead(NeedAhead need) {
        return need.highest(nowMicros, Micros.sum(nowMicros, Micros.sum(leadMicros, syncMicros)));
    }

    private void plan(SeededRandom phases) {
        for (int i = 0; i < faults.all().size(); i++) {
            events.add(faults.all().get(i).fromMicros(), Events.FAULT_BEGINS, i, 0);
            events.add(faults.all().get(i).toMicros(), Events.FAULT_ENDS, i, 0);
        }
        boolean isRandom = environment.isPhaseRandom();
        long scrapePhase = isRandom ? wholeMillis(phases.nextLong(scrapeMicros)) : 0;
        long syncPhase = isRandom ? wholeMillis(phases.nextLong(syncMicros)) : 0;
        events.add(0, Events.SLOT, 0, 0);
        events.add(scrapePhase, Events.SCRAPE, 0, 0);
        events.add(syncPhase, Events.SYNC, 0, 0);
        planArrival();
    }

    private static long wholeMillis(long micros) {
        return micros / Micros.PER_MILLI * Micros.PER_MILLI;
    }

    private void planArrival() {
        boolean hadArrivals = hasArrivals;
        hasArrivals = arrivals.next() && arrivals.arrivalMicros() < tally.endMicros();
        if (hasArrivals) {
            events.add(arrivals.arrivalMicros(), Events.ARRIVAL, 0, 0);
        } else if (environment.durationMicros() < 0) {
            long slot = environment.slotMicros();
            long slots = hadArrivals ? nowMicros / slot + 1 : 1;
            long end = Micros.product(slot, Math.max(slots, Micros.ceilDiv(arrivals.endMicros(), slot)));
            if (end <= environment.scoredFromMicros()) {
                throw new IllegalArgumentException("load must be longer than scoredFrom: length=" + Spans.word(end)
                        + ", scoredFrom=" + Spans.word(environment.scoredFromMicros()) + ", load=" + load.name());
            }
            tally.end(end);
        }
    }

    Tally run() {
        while (events.next() && events.micros() < latestMicros()) {
            passUntil(events.micros());
            handle(events.kind(), events.subject(), events.version());
        }
        passUntil(Math.max(nowMicros, latestMicros()));
        tally.finish(station);
        return tally;
    }

    /** The end, or as long after it as it takes while the system drains. */
    private long latestMicros() {
        long end = tally.endMicros();
        return station.isEmpty() || end == Long.MAX_VALUE ? end : Micros.sum(end, OVERTIME_MICROS);
    }

    private void passUntil(long micros) {
        tally.passUntil(micros, station, fleet);
        nowMicros = micros;
    }

    private void handle(int kind, int subject, int version) {
        switch (kind) {
            case Events.ARRIVAL -> arrive();
            case Events.SERVED -> served(subject, version);
            case Events.SCRAPE -> {
                metrics.scrape(nowMicros);
                events.add(Micros.sum(nowMicros, scrapeMicros), Events.SCRAPE, 0, 0);
            }
            case Events.DELIVERY -> metrics.arrive(subject);
            case Events.SYNC -> {
                sync();
                events.add(Micros.sum(nowMicros, syncMicros), Events.SYNC, 0, 0);
            }
            case Events.PLACED -> fleet.place(nowMicros, subject, version);
            case Events.READY -> fleet.ready(nowMicros, subject, version);
            case Events.DRAINED -> fleet.drained(nowMicros, subject, version);
            case Events.SLOT -> {
                if (tally.isScoring()) {
                    tally.slot(demand.at(nowMicros / environment.slotMicros()), station, fleet);
                }
                events.add(Micros.sum(nowMicros, environment.slotMicros()), Events.SLOT, 0, 0);
            }
            case Events.FAULT_BEGINS -> begins(subject);
            default -> adapt();
        }
    }

    private void arrive() {
        tally.arrived(station, fleet.ready() == 0);
        station.arrive(nowMicros, arrivals.serviceMicros());
        planArrival();
    }

    private void served(int subject, int version) {
        int replica = station.served(nowMicros, subject, version);
        if (replica >= 0) {
            fleet.finished(nowMicros, replica);
        }
    }

    private void measured(Measurement sample) {
        scaler.measured(sample);
        if (!tally.isOver()) {
            listener.measured(sample);
        }
    }

    private void sync() {
        if (faults.isOn(Kind.CONTROLLER_DOWN)) {
            return;
        }
        long epochMillis = epochMillis();
        int from = fleet.wanted();
        int to = scaler.decide(epochMillis, fleet);
        boolean isOrdered = !faults.isOn(Kind.SCALE_FAILS);
        if (isOrdered && to != from) {
            fleet.order(nowMicros, to);
        }
        tally.decided(nowMicros, from, to, isOrdered, scaler.reason(), explanation);
        if (!tally.isOver()) {
            listener.decided(nowMicros / Micros.PER_MILLI, from, to, fleet, scaler);
        }
        if (isOrdered && to != from) {
            scaler.scaled(epochMillis, from, to);
        } else if (to != from) {
            scaler.scaleFailed(epochMillis);
        }
    }

    /** The controller's clock. */
    private long epochMillis() {
        long epochMillis = Micros.sum(environment.startEpochMillis(), nowMicros / Micros.PER_MILLI);
        return Micros.sum(epochMillis, -faults.amount(Kind.CLOCK_BEHIND, 0));
    }

    private void begins(int fault) {
        adapt();
        long amount = faults.all().get(fault).amount();
        switch (faults.all().get(fault).kind()) {
            case CRASH -> fleet.crash(nowMicros, amount);
            case ROLLOUT -> fleet.rollOut(nowMicros, (int) Math.min(Integer.MAX_VALUE, amount));
            case CONTROLLER_RESTART -> scaler.restart(epochMillis(), amount == 1, fleet.wanted());
            default -> {
                // It lasts, and the fleet has been told.
            }
        }
    }

    /** The start-up time first, because more room starts replicas at once. */
    private void adapt() {
        faults.moveTo(nowMicros);
        fleet.startPercent(faults.amount(Kind.STARTS_SLOWLY, USUAL_PERCENT));
        fleet.capacity(nowMicros, (int)
                Math.min(environment.capacity(), faults.amount(Kind.CAPACITY, environment.capacity())));
    }

    @Override
    public void close() {
        arrivals.close();
        demand.close();
        if (rateNeed != null) {
            rateNeed.close();
        }
    }
}
