package dev.autoscale.testkit.simulation.score;

import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.ReplicaCounts;
import dev.autoscale.testkit.simulation.fleet.Outcomes;
import dev.autoscale.testkit.simulation.fleet.Station;
import dev.autoscale.testkit.simulation.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Adds up what a simulation comes to. Integrals over time are exact: each is added to before anything changes. Public for the
 * package that drives simulations; what it is told of is not exported, so no other package can. Not thread-safe.
 */
@SuppressWarnings("exports")
public final class Tally implements Outcomes {
    /** Explanations are long; a chart shows no more. */
    static final int MAX_CHANGES = 2_000;

    private static final int PERCENT = 100;

    final Environment environment;
    final Timeline timeline;
    final Latencies latencies = new Latencies();
    final Latencies waits = new Latencies();
    final List<Change> changes = new ArrayList<>();

    private final long fromMicros;
    private long nowMicros;
    private long endMicros = Long.MAX_VALUE;
    private int demand;

    /** Of all arrivals; everything else but the integrals over the whole run is of those since scores count. */
    private long allArrivals;

    long arrivals;
    long finishedInTime;
    long refused;
    long lost;
    long interrupted;
    long cold;
    long neverServed;
    long unfinished;

    /** Integrals over the whole run. */
    long inSystemMicros;

    long runningMicros;
    long sojournMicros;

    /** Integrals over the simulated time, which follow-ups to its end do not add to. */
    long readyMicros;

    long billedMicros;
    long demandMicros;
    long underMicros;
    long overMicros;
    double underShareMicros;
    double overShareMicros;

    private long shortSinceMicros = -1;
    final Latencies reactions = new Latencies();

    private long slotStartMicros;
    private int slotsSeen;
    private int slotReady;
    private int slotDemand;
    long comparedMicros;
    long unlikeMicros;
    long demandChanges;

    long cycles;
    long changeCount;
    long reversals;
    private int lastDirection;
    private long lastChangeMicros;

    /**
     * Begins at the simulation's time 0.
     *
     * @param environment what is promised, and for how long it runs
     */
    public Tally(Environment environment) {
        this.environment = environment;
        fromMicros = environment.scoredFromMicros();
        timeline = new Timeline(fromMicros, environment.slotMicros());
        endMicros = environment.durationMicros() < 0 ? Long.MAX_VALUE : environment.durationMicros();
    }

    /**
     * This many replicas are wanted from the beginning.
     *
     * @param replicas at least 0
     */
    public void begin(int replicas) {
        timeline.noteWanted(replicas);
    }

    /**
     * Says when the simulated time is over, unless the environment does.
     *
     * @param micros in microseconds since its beginning
     */
    public void end(long micros) {
        endMicros = micros;
    }

    /** {@return when the simulated time is over} Microseconds since its beginning; {@link Long#MAX_VALUE} if not known yet. */
    public long endMicros() {
        return endMicros;
    }

    /** {@return for how long scores count} Microseconds. */
    long scoredMicros() {
        return endMicros - fromMicros;
    }

    /** {@return whether what happens now counts} */
    public boolean isScoring() {
        return nowMicros >= fromMicros;
    }

    /** {@return whether the simulated time is over} What follows adds to what was served alone. */
    public boolean isOver() {
        return nowMicros >= endMicros;
    }

    /**
     * Everything has been as it is since the last call.
     *
     * @param micros the current time
     * @param station who is here
     * @param counts the replicas
     */
    public void passUntil(long micros, Station station, ReplicaCounts counts) {
        long dt = micros - nowMicros;
        if (dt == 0) {
            return;
        }
        int inSystem = station.inService() + station.queued();
        inSystemMicros += inSystem * dt;
        runningMicros += station.running() * dt;
        long within = Math.min(micros, endMicros) - Math.max(nowMicros, fromMicros);
        if (within > 0) {
            nowMicros = Math.max(nowMicros, fromMicros);
            provide(within, counts);
            timeline.pass(within, counts.ready(), counts.billed(), inSystem);
        }
        nowMicros = micros;
    }

    private void provide(long dt, ReplicaCounts counts) {
        int ready = counts.ready();
        readyMicros += ready * dt;
        billedMicros += counts.billed() * dt;
        demandMicros += demand * dt;
        if (demand > ready) {
            underMicros += dt;
            underShareMicros += (double) (demand - ready) / demand * dt;
            shortSinceMicros = shortSinceMicros < 0 ? nowMicros : shortSinceMicros;
            return;
        }
        if (ready > demand) {
            overMicros += dt;
            overShareMicros += (double) (ready - demand) / Math.max(1, demand) * dt;
        }
        if (shortSinceMicros >= 0) {
            reactions.add(nowMicros - shortSinceMicros);
            shortSinceMicros = -1;
        }
    }

    /**
     * A slot of the demand begins, and scores count.
     *
     * @param newDemand of this slot, in replicas
     * @param station who is here
     * @param counts the replicas
     */
    public void slot(int newDemand, Station station, ReplicaCounts counts) {
        if (isOver()) {
            return;
        }
        timeline.noteQueued(station.queued());
        timeline.slotEnds();
        timeline.noteDemand(newDemand);
        if (slotsSeen > 0) {
            compareSlots(newDemand, counts.ready());
        }
        slotsSeen++;
        slotStartMicros = nowMicros;
        slotReady = counts.ready();
        slotDemand = newDemand;
        demand = newDemand;
    }

    private void compareSlots(int newDemand, int newReady) {
        int supplyMoves = Integer.signum(newReady - slotReady);
        int demandMoves = Integer.signum(newDemand - slotDemand);
        long slotMicros = nowMicros - slotStartMicros;
        comparedMicros += slotMicros;
        unlikeMicros += supplyMoves == demandMoves ? 0 : slotMicros;
        demandChanges += demandMoves == 0 ? 0 : 1;
    }

    /**
     * One has arrived, and is not in the station yet.
     *
     * @param station who is here
     * @param isCold whether no replica is ready
     */
    public void arrived(Station station, boolean isCold) {
        allArrivals++;
        if (!isScoring()) {
            return;
        }
        arrivals++;
        cold += isCold ? 1 : 0;
        timeline.noteArrival(isCold);
        timeline.noteQueued(station.queued());
    }

    @Override
    public void finished(long arrivedMicros, long waitMicros, long atMicros) {
        long latency = atMicros - arrivedMicros;
        sojournMicros += latency;
        if (arrivedMicros < fromMicros) {
            return;
        }
        long promised = environment.isSloOnWait() ? waitMicros : latency;
        boolean isLate = promised > environment.sloMicros();
        latencies.add(latency);
        waits.add(waitMicros);
        finishedInTime += isLate ? 0 : 1;
        timeline.noteFinish(latency, isLate);
    }

    @Override
    public void refused() {
        if (isScoring()) {
            refused++;
            timeline.noteLoss();
        }
    }

    @Override
    public void interrupted(long arrivedMicros, long atMicros, boolean isLost) {
        boolean counts = arrivedMicros >= fromMicros;
        interrupted += counts ? 1 : 0;
        if (isLost) {
            sojournMicros += atMicros - arrivedMicros;
        }
        if (isLost && counts) {
            lost++;
            timeline.noteLoss();
        }
    }

    /**
     * A decision has been taken, and is not carried out yet as far as the scaler knows.
     *
     * @param atMicros when
     * @param from the replicas that were wanted before
     * @param to the replicas that were decided
     * @param isOrdered whether orders are taken
     * @param reason in one line
     * @param explanation asked for only if it is kept
     */
    public void decided(
            long atMicros, int from, int to, boolean isOrdered, String reason, Supplier<String> explanation) {
        cycles += isScoring() ? 1 : 0;
        if (isOver()) {
            return;
        }
        timeline.noteReason(reason);
        if (!isOrdered || from == to) {
            return;
        }
        timeline.noteWanted(to);
        int direction = Integer.signum(to - from);
        boolean isReversal = direction == -lastDirection && atMicros - lastChangeMicros <= environment.reversalMicros();
        lastDirection = direction;
        lastChangeMicros = atMicros;
        if (!isScoring()) {
            return;
        }
        changeCount++;
        reversals += isReversal ? 1 : 0;
        if (changes.size() < MAX_CHANGES) {
            changes.add(new Change(atMicros / Micros.PER_MILLI, from, to, reason, explanation.get()));
        }
    }

    /**
     * Checks Little's law, exactly: the arrivals in the system added up over time are the times they spent in it.
     *
     * @param station who is still here
     */
    public void finish(Station station) {
        if (shortSinceMicros >= 0) {
            reactions.add(endMicros - shortSinceMicros);
        }
        neverServed = station.queuedSince(fromMicros);
        unfinished = station.leftSince(fromMicros);
        long left = station.waitedMicros(nowMicros);
        if (inSystemMicros != sojournMicros + left) {
            throw new IllegalStateException("Little's law must hold: arrivals over time=" + inSystemMicros
                    + ", times spent=" + (sojournMicros + left));
        }
    }

    double percentOfTime(long micros) {
        return percentOfTime((double) micros);
    }

    double percentOfTime(double micros) {
        return PERCENT * micros / scoredMicros();
    }

    /** {@return the arrivals in the system, added up over time} Microseconds. */
    public long inSystemMicros() {
        return inSystemMicros;
    }

    /** {@return the busy places or cores, added up over time} Microseconds. */
    public long runningMicros() {
        return runningMicros;
    }

    /** {@return what has arrived, whether or not it counts} At least 0. */
    public long arrivals() {
        return allArrivals;
    }

    /** {@return what was counted so far, in one line} */
    @Override
    public String toString() {
        return "Tally[arrivals=" + arrivals + ", finishedInTime=" + finishedInTime + ", unfinished=" + unfinished
                + ", changes=" + changes.size() + ']';
    }
}
