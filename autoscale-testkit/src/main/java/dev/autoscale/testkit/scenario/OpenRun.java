package dev.autoscale.testkit.scenario;

import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingObservation;
import dev.autoscale.testkit.drive.Drive;
import dev.autoscale.testkit.simulation.OpenLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One run of a scenario with given values. */
final class OpenRun<I extends ScalingObservation<I>, O extends ScalingDecision> {
    /** Longer than any window there is no use in samples. */
    private static final long MAX_SAMPLES = 3_600;

    /** Something that happens at a time. */
    record Step(long atMillis, Consumer<OpenRun<?, ?>> action) {}

    private record Start(long readyMillis, int replicas) {}

    private final OpenLoop<I, O> loop;
    private final Verdict verdict;
    private final long everyMillis;
    private final long startupMillis;
    private final Map<String, Reading> readings = new LinkedHashMap<>();
    /** What was read at the decision before. */
    private final Map<String, Reading> readBefore = new LinkedHashMap<>();
    /** The oldest first. */
    private final Deque<Start> starting = new ArrayDeque<>();

    private Drive<I, O> drive;
    private long nowMillis;
    private int ready;

    OpenRun(
            Drive<I, O> drive,
            long startEpochMillis,
            int replicas,
            long everyMillis,
            long startupMillis,
            Verdict verdict) {
        this.drive = drive;
        this.verdict = verdict;
        this.everyMillis = everyMillis;
        this.startupMillis = startupMillis;
        loop = new OpenLoop<>(drive.newEngine(startEpochMillis, replicas), startEpochMillis, everyMillis, replicas);
        ready = replicas;
    }

    /** Decides at 0 and then again and again, the end included; a step counts from the first decision at or after its time. */
    void run(List<Step> steps, long endMillis) {
        Iterator<Step> ahead = steps.iterator();
        Step next = ahead.hasNext() ? ahead.next() : null;
        for (; nowMillis >= 0 && nowMillis <= endMillis; nowMillis += everyMillis) {
            while (next != null && next.atMillis <= nowMillis) {
                next.action.accept(this);
                next = ahead.hasNext() ? ahead.next() : null;
            }
            while (!starting.isEmpty() && starting.getFirst().readyMillis <= nowMillis) {
                ready += starting.removeFirst().replicas;
            }
            loop.run(1, this::measure, this::decided);
        }
        verdict.ended(endMillis);
    }

    /** Where each sample counts, one since the decision before for each; what has changed since then counts from now on. */
    private void measure(long epochMillis, int replicas, I in) {
        drive.counts(in, replicas, replicas, ready);
        long sampleMillis = drive.sampleMillis();
        boolean eachCounts = sampleMillis > 0 && nowMillis > 0;
        int earlier = eachCounts ? (int) Math.min(MAX_SAMPLES, (everyMillis - 1) / sampleMillis) : 0;
        drive.ensureCapacity(in, earlier + 1);
        for (int i = earlier; i > 0; i--) {
            read(readBefore, epochMillis - i * sampleMillis, in);
        }
        read(readings, sampleMillis > 0 ? epochMillis : Drive.AT_DECISION, in);
        readBefore.putAll(readings);
    }

    private void read(Map<String, Reading> from, long sampledMillis, I in) {
        from.forEach((id, reading) -> {
            int metric = drive.metricIndex(id);
            if (metric < 0) {
                return;
            }
            switch (reading.kind()) {
                case VALUE -> drive.value(in, metric, sampledMillis, reading.value());
                case FAILED -> drive.failed(in, metric, sampledMillis);
                case NO_SERIES -> drive.noSeries(in, metric);
            }
        });
    }

    private void decided(O out) {
        try {
            drive.check(out);
        } catch (AssertionError e) {
            verdict.breaksInvariant(nowMillis, e);
        }
        int before = loop.replicas();
        int count = out.hasChange() ? out.replicas() : before;
        order(count - before);
        boolean isBusy = readings.values().stream().anyMatch(Reading::isLoad);
        verdict.decided(
                nowMillis,
                before,
                count,
                ready,
                isBusy,
                () -> out.explainTo(new StringBuilder().append(out.reason()).append('\n'))
                        .toString());
    }

    /** Replicas that are no longer wanted go at once, the youngest first. */
    private void order(int more) {
        if (more > 0 && startupMillis == 0) {
            ready += more;
        } else if (more > 0) {
            starting.addLast(new Start(nowMillis + startupMillis, more));
        }
        int tooMany = -more;
        while (tooMany > 0 && !starting.isEmpty()) {
            Start youngest = starting.removeLast();
            int left = Math.max(0, youngest.replicas - tooMany);
            tooMany -= youngest.replicas - left;
            if (left > 0) {
                starting.addLast(new Start(youngest.readyMillis, left));
            }
        }
        ready -= Math.max(0, tooMany);
    }

    void read(String metric, Reading reading) {
        readings.put(metric, reading);
    }

    void moveClock(long millis) {
        loop.moveClock(millis);
    }

    void restart(boolean withMemory) {
        loop.goOnWith(drive.restarted(loop.engine(), withMemory, loop.nextMillis(), ready));
    }

    void respec(Drive<?, ?> next) {
        drive = drive.respec(loop.engine(), next, loop.nextMillis());
        loop.goOnWith(loop.engine());
    }
}
