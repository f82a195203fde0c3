package dev.autoscale.testkit.simulation.score;

import dev.autoscale.testkit.simulation.time.Micros;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happened over time, from when on scores count, in spans of equal length: the slots of the demand at first, twice as long each time that they become
 * too many, so that its size does not grow with the simulation. Read-only once the simulation has ended; not thread-safe before.
 */
public final class Timeline {
    /** The number of spans that a chart can show, and more than half of it in the end. */
    static final int MAX_SPANS = 2_048;

    private static final int READY = 0;
    private static final int BILLED = 1;
    private static final int IN_SYSTEM = 2;
    private static final int FIRST_SUM = 3;
    private static final int ARRIVED = FIRST_SUM;
    private static final int FINISHED = 4;
    private static final int LATENCY = 5;
    private static final int LATE = 6;
    private static final int COLD = 7;
    private static final int FIRST_HIGHEST = 8;
    private static final int DEMAND = FIRST_HIGHEST;
    private static final int QUEUED = 9;
    private static final int LONGEST = 10;
    private static final int FIRST_LATEST = 11;
    private static final int WANTED = FIRST_LATEST;
    private static final int REASON = 12;
    private static final int COLUMNS = 13;

    private final double[][] columns = new double[COLUMNS][MAX_SPANS];
    private final List<String> reasons = new ArrayList<>(List.of(""));
    private final long startMicros;
    private long spanMicros;
    private int last;
    private long filledMicros;

    /** @param startMicros when it begins; a slot begins then */
    Timeline(long startMicros, long slotMicros) {
        this.startMicros = startMicros;
        spanMicros = slotMicros;
    }

    void pass(long micros, int ready, int billed, int inSystem) {
        columns[READY][last] += (double) ready * micros;
        columns[BILLED][last] += (double) billed * micros;
        columns[IN_SYSTEM][last] += (double) inSystem * micros;
        filledMicros += micros;
    }

    void noteDemand(int demand) {
        raise(DEMAND, demand);
    }

    void noteQueued(int queued) {
        raise(QUEUED, queued);
    }

    void noteWanted(int wanted) {
        columns[WANTED][last] = wanted;
    }

    void noteReason(String reason) {
        int index = reasons.indexOf(reason);
        if (index < 0) {
            index = reasons.size();
            reasons.add(reason);
        }
        columns[REASON][last] = index;
    }

    void noteArrival(boolean isCold) {
        columns[ARRIVED][last]++;
        columns[COLD][last] += isCold ? 1 : 0;
    }

    void noteFinish(long latencyMicros, boolean isLate) {
        columns[FINISHED][last]++;
        columns[LATENCY][last] += latencyMicros;
        columns[LATE][last] += isLate ? 1 : 0;
        raise(LONGEST, (double) latencyMicros);
    }

    void noteLoss() {
        columns[LATE][last]++;
    }

    private void raise(int column, double value) {
        columns[column][last] = Math.max(columns[column][last], value);
    }

    /** Goes on to the next span if this one is full. */
    void slotEnds() {
        if (filledMicros < spanMicros) {
            return;
        }
        if (last + 1 == MAX_SPANS) {
            joinPairs();
        } else {
            last++;
            filledMicros = 0;
        }
        for (double[] column : columns) {
            column[last] = 0;
        }
        columns[WANTED][last] = columns[WANTED][last - 1];
        columns[REASON][last] = columns[REASON][last - 1];
    }

    private void joinPairs() {
        for (int column = 0; column < COLUMNS; column++) {
            double[] values = columns[column];
            for (int i = 0; i < MAX_SPANS / 2; i++) {
                double first = values[2 * i];
                double second = values[2 * i + 1];
                values[i] = column < FIRST_HIGHEST
                        ? first + second
                        : column < FIRST_LATEST ? Math.max(first, second) : second;
            }
            Arrays.fill(values, MAX_SPANS / 2, MAX_SPANS, 0);
        }
        spanMicros *= 2;
        last = MAX_SPANS / 2;
        filledMicros = 0;
    }

    /** {@return how many spans there are} At least 1, at most 2,048. */
    public int size() {
        return filledMicros == 0 && last > 0 ? last : last + 1;
    }

    /** {@return how long each span is; the last one may be shorter} Milliseconds. */
    public double spanMillis() {
        return (double) spanMicros / Micros.PER_MILLI;
    }

    /**
     * When a span begins.
     *
     * @param span its number, from 0
     * @return milliseconds since the simulation's beginning
     */
    public double startMillis(int span) {
        return (double) startMicros / Micros.PER_MILLI + span * spanMillis();
    }

    private double mean(int column, int span) {
        long micros = span == last ? filledMicros : spanMicros;
        return micros == 0 ? 0 : columns[column][span] / micros;
    }

    /**
     * The mean of the ready replicas.
     *
     * @param span its number, from 0
     * @return replicas
     */
    public double ready(int span) {
        return mean(READY, span);
    }

    /**
     * The mean of the replicas that cost something: starting, ready or draining.
     *
     * @param span its number, from 0
     * @return replicas
     */
    public double billed(int span) {
        return mean(BILLED, span);
    }

    /**
     * The mean of the arrivals that wait or are being served.
     *
     * @param span its number, from 0
     * @return arrivals
     */
    public double inSystem(int span) {
        return mean(IN_SYSTEM, span);
    }

    /**
     * The highest demand.
     *
     * @param span its number, from 0
     * @return replicas
     */
    public int demand(int span) {
        return (int) columns[DEMAND][span];
    }

    /**
     * The longest queue that an arrival or a slot's end found.
     *
     * @param span its number, from 0
     * @return arrivals
     */
    public int queued(int span) {
        return (int) columns[QUEUED][span];
    }

    /**
     * The replicas that were ordered last.
     *
     * @param span its number, from 0
     * @return replicas
     */
    public int wanted(int span) {
        return (int) columns[WANTED][span];
    }

    /**
     * What came.
     *
     * @param span its number, from 0
     * @return arrivals
     */
    public long arrived(int span) {
        return (long) columns[ARRIVED][span];
    }

    /**
     * What came while no replica was ready.
     *
     * @param span its number, from 0
     * @return arrivals
     */
    public long cold(int span) {
        return (long) columns[COLD][span];
    }

    /**
     * What was served to its end.
     *
     * @param span its number, from 0
     * @return arrivals
     */
    public long finished(int span) {
        return (long) columns[FINISHED][span];
    }

    /**
     * What ended later than the SLO says, or was refused or lost.
     *
     * @param span its number, from 0
     * @return arrivals
     */
    public long late(int span) {
        return (long) columns[LATE][span];
    }

    /**
     * The mean latency of what was served to its end.
     *
     * @param span its number, from 0
     * @return milliseconds; NaN if nothing was
     */
    public double meanLatencyMillis(int span) {
        return columns[LATENCY][span] / columns[FINISHED][span] / Micros.PER_MILLI;
    }

    /**
     * The longest latency of what was served to its end.
     *
     * @param span its number, from 0
     * @return milliseconds; 0 if nothing was
     */
    public double maxLatencyMillis(int span) {
        return columns[LONGEST][span] / Micros.PER_MILLI;
    }

    /**
     * The reason of the last decision.
     *
     * @param span its number, from 0
     * @return the reason; empty before the first decision
     */
    public String reason(int span) {
        return reasons.get((int) columns[REASON][span]);
    }

    /** All that is known of a span, to the last bit. */
    String exactText(int span) {
        String means = Stream.of(startMillis(span), ready(span), billed(span), inSystem(span))
                .map(Report::exact)
                .collect(Collectors.joining(" "));
        return means
                + ' '
                + demand(span)
                + ' '
                + queued(span)
                + ' '
                + wanted(span)
                + ' '
                + arrived(span)
                + ' '
                + cold(span)
                + ' '
                + finished(span)
                + ' '
                + late(span)
                + ' '
                + Report.exact(meanLatencyMillis(span))
                + ' '
                + Report.exact(maxLatencyMillis(span))
                + ' '
                + reason(span);
    }

    /** {@return how many spans there are, and how long each is} */
    @Override
    public String toString() {
        return "Timeline[spans=" + size() + ", spanMicros=" + spanMicros + ']';
    }
}
