package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Arrivals;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.time.Micros;
import java.util.Arrays;

/** How many replicas it takes, slot by slot. Not thread-safe. */
final class Demand extends NeedAhead {
    private static final int MAX_ARRIVALS = 10_000_000;

    /*
     * Picture the load with unlimited replicas: everything is served at once, and U(t) arrivals are in service. The demand of a slot
     * lies between the mean and the highest U in it, each divided by the places of a replica and rounded up. Within that range it
     * is the least count with which enough of the slot's arrivals meet the SLO, where one whose service alone takes longer than
     * the SLO has to start at once. This is tried out: first come, first served by this many replicas, which begin the slot with
     * what unlimited replicas would have had in service.
     */
    private final Arrivals arrivals;
    private final int concurrency;
    private final long sloMicros;
    private final double sloShare;
    private final boolean isSloOnWait;
    private final long slotMicros;

    private final LongHeap inService = new LongHeap();
    private final LongHeap places = new LongHeap();
    private long[] arrived = new long[256];
    private long[] service = new long[256];
    private int count;
    private boolean hasNext;

    private boolean isOver;

    private long startMicros;
    private long[] initial = new long[64];
    private int initially;
    private int highestInService;
    private long busyMicros;
    private long seenMicros;

    Demand(Load load, SeededRandom random, Environment environment) {
        super(environment.slotMicros());
        arrivals = load.open(random);
        concurrency = environment.placesAtFullSpeed();
        sloMicros = environment.sloMicros();
        sloShare = environment.sloShare();
        isSloOnWait = environment.isSloOnWait();
        slotMicros = environment.slotMicros();
        hasNext = arrivals.next();
    }

    /** The highest demand of the slots that scores are of. */
    static int peak(Load load, SeededRandom random, Environment environment) {
        long end = environment.durationMicros() < 0 ? Long.MAX_VALUE : environment.durationMicros();
        long first = environment.scoredFromMicros() / environment.slotMicros();
        int highest = 0;
        try (Demand demand = new Demand(load, random, environment)) {
            for (long slot = first; !demand.isOver() && slot * environment.slotMicros() < end; slot++) {
                highest = Math.max(highest, demand.at(slot));
            }
        }
        return highest;
    }

    @Override
    boolean isOver() {
        return isOver;
    }

    /** Lets unlimited replicas serve a slot. */
    @Override
    void pass(long fromMicros, long endMicros) {
        startMicros = fromMicros;
        readUntil(endMicros);
        endlessly(endMicros);
        isOver = !hasNext && count == 0;
    }

    @Override
    int ofNext(long fromMicros, long endMicros) {
        initially = inService.size();
        if (initial.length < initially) {
            initial = new long[initially * 2];
        }
        for (int i = 0; i < initially; i++) {
            initial[i] = inService.get(i);
        }
        pass(fromMicros, endMicros);
        int low = Math.max(count == 0 ? 0 : 1, replicasFor(Micros.ceilDiv(busyMicros, slotMicros)));
        int high = replicasFor(highestInService);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isEnough(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private int replicasFor(long busyPlaces) {
        return (int) Math.min(Integer.MAX_VALUE, Micros.ceilDiv(busyPlaces, concurrency));
    }

    private void readUntil(long endMicros) {
        for (count = 0; hasNext && arrivals.arrivalMicros() < endMicros; count++) {
            if (count == MAX_ARRIVALS) {
                throw new IllegalArgumentException(
                        "arrivals of a slot must be <= " + MAX_ARRIVALS + ": slot=" + startMicros / slotMicros);
            }
            if (count == arrived.length) {
                arrived = Arrays.copyOf(arrived, count * 2);
                service = Arrays.copyOf(service, count * 2);
            }
            arrived[count] = arrivals.arrivalMicros();
            service[count] = arrivals.serviceMicros();
            hasNext = arrivals.next();
        }
    }

    /** Lets unlimited replicas serve the slot's arrivals. */
    private void endlessly(long endMicros) {
        busyMicros = 0;
        highestInService = inService.size();
        seenMicros = startMicros;
        for (int i = 0; i < count; i++) {
            letGoUntil(arrived[i]);
            inService.add(Micros.sum(arrived[i], service[i]));
            highestInService = Math.max(highestInService, inService.size());
        }
        letGoUntil(endMicros);
    }

    private void letGoUntil(long micros) {
        while (inService.size() > 0 && inService.earliest() <= micros) {
            pass(inService.earliest());
            inService.removeEarliest();
        }
        pass(micros);
    }

    private void pass(long micros) {
        busyMicros = Micros.sum(busyMicros, Micros.product(inService.size(), micros - seenMicros));
        seenMicros = micros;
    }

    /** Whether enough of the slot's arrivals meet the SLO with this many replicas. */
    private boolean isEnough(int replicas) {
        long all = (long) replicas * concurrency;
        places.clear();
        for (int i = 0; i < Math.min(all, (long) initially + count); i++) {
            places.add(i < initially ? initial[i] : startMicros);
        }
        for (int i = (int) Math.min(all, initially); i < initially; i++) {
            places.replaceEarliest(Micros.sum(places.earliest(), initial[i] - startMicros));
        }
        int met = 0;
        for (int i = 0; i < count; i++) {
            long begin = Math.max(arrived[i], places.earliest());
            met += begin - arrived[i] <= (isSloOnWait ? sloMicros : Math.max(0, sloMicros - service[i])) ? 1 : 0;
            places.replaceEarliest(Micros.sum(begin, service[i]));
        }
        // Not met >= share * count: 0.57 * 100 is not 57, but 57 / 100 is 0.57.
        return count == 0 || (double) met / count >= sloShare;
    }

    @Override
    public void close() {
        arrivals.close();
    }
}
