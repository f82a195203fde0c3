package dev.autoscale.examples.flink;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.autoscale.ScalingDecision;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast and how large, for a nightly run; the build does not run it:
 *
 * <pre>
 * mvn -B -f examples/pom.xml -pl fleet-on-flink test -Dtest=FleetBenchmark -DargLine="-Xmx8g -Dworkloads=1000000"
 * </pre>
 */
@Tag("nightly")
class FleetBenchmark {
    private static final int STEPS = 8;

    @TempDir
    Path checkpoints;

    /** A fleet of HPAs, an event of each in 15 s, as fast as two cores can. */
    @Test
    void fleet() throws Exception {
        int workloads = Integer.getInteger("workloads", 100_000);
        int kind = SamplePolicies.KINDS.indexOf(System.getProperty("kind", "hpa"));
        var fleet = new SampleFleet(workloads, STEPS + 1, kind);
        long last = (long) workloads * STEPS
                + 1; // the first event of a further step, so that the watermark passes the others
        try (var cluster = new LocalCluster(checkpoints)) {
            long heapBefore = heapUsed();
            Hold.at = last;
            JobID job = submit(cluster, fleet);
            long begin = awaitDecisions(workloads);
            long cpuBegin = cpuNanos();
            long first = Counted.DECISIONS.sum();
            long end = awaitQuiet(last);
            long decisions = Counted.DECISIONS.sum();
            print(
                    "%,d workloads of kind %s, %,d events, %,d decisions",
                    workloads, SamplePolicies.KINDS.get(kind), last - 1, decisions);
            print("%,.0f decisions a second", (decisions - first) * 1e9 / (end - begin));
            print("%,.0f ns of CPU a decision, all threads", (double) (cpuNanos() - cpuBegin) / (decisions - first));
            var checkpoint = cluster.checkpoint(job);
            print(
                    "checkpoint %,d MB in %,d ms: %,.0f bytes a workload",
                    checkpoint.getStateSize() >> 20,
                    checkpoint.getEndToEndDuration(),
                    (double) checkpoint.getStateSize() / workloads);
            print("heap: %,.0f bytes a workload", (double) (heapUsed() - heapBefore) / workloads);
            Hold.FOREVER.complete(null);
            cluster.await(job, Duration.ofMinutes(30));
        }
    }

    /** What it costs that one engine serves all workloads from bytes, against an engine for each: CPU time and bytes of an event. */
    @Test
    void engines() {
        print("%-18s %8s %10s %10s %10s %10s", "", "snapshot", "live", "from bytes", "recheck", "allocated");
        print("%-18s %8s %10s %10s %10s %10s", "", "bytes", "ns", "ns", "ns", "bytes");
        SamplePolicies.KINDS.forEach(kind -> engines(kind, false));
        SamplePolicies.KINDS.forEach(kind -> engines(kind, true));
    }

    private static void engines(String kind, boolean warm) {
        var fleet = new SampleFleet(1_000, 200, SamplePolicies.KINDS.indexOf(kind));
        PolicyEngine shared = SamplePolicies.read(kind + " 10 20");
        PolicyEngine[] live = new PolicyEngine[fleet.workloads()];
        byte[][] bytes = new byte[live.length][];
        byte[][] again = new byte[live.length][];
        int[] replicas = new int[live.length];
        WorkloadEvent[] events = new WorkloadEvent[live.length];
        var state = new WorkloadState();
        var costs = new Costs();
        for (int step = 0; step < fleet.steps(); step++) {
            for (int i = 0; i < events.length; i++) {
                events[i] = fleet.map((long) step * events.length + i);
                if (step == 0) {
                    live[i] = SamplePolicies.read(kind + " 10 20");
                    live[i].begin(events[i].epochMillis(), events[i].replicas());
                }
            }
            costs.begin();
            for (int i = 0; i < events.length; i++) {
                state.replicas = replicas[i];
                decide(live[i], state, events[i], false);
                replicas[i] = state.replicas;
            }
            costs.end(0);
            for (int i = 0; i < events.length; i++) {
                fromBytes(shared, state, events[i], bytes, i, false);
            }
            costs.end(1);
            for (int i = 0; i < events.length; i++) {
                fromBytes(shared, state, events[i], again, i, true);
            }
            costs.end(2);
        }
        if (warm) {
            double count = fleet.events();
            print(
                    "%-18s %8d %10.0f %10.0f %10.0f %10.0f",
                    kind,
                    shared.engine().snapshotSize(),
                    costs.nanos[0] / count,
                    costs.nanos[1] / count,
                    (costs.nanos[2] - costs.nanos[1]) / count,
                    costs.bytes[2] / count);
        }
    }

    private static void fromBytes(
            PolicyEngine engine, WorkloadState state, WorkloadEvent event, byte[][] bytes, int i, boolean recheck) {
        if (bytes[i] == null) {
            state.begin();
            engine.begin(event.epochMillis(), event.replicas());
        } else {
            engine.restore(state.read(bytes[i]));
        }
        decide(engine, state, event, recheck);
        bytes[i] = state.write(engine.engine(), bytes[i]);
    }

    private static void decide(PolicyEngine engine, WorkloadState state, WorkloadEvent event, boolean recheck) {
        state.measured(event);
        ScalingDecision decision = engine.decide(event.epochMillis(), state);
        state.recheckMillis = recheck ? engine.recheckAtMillis() : WorkloadState.NEVER;
        engine.engine().scaled(decision);
        state.replicas = decision.replicas();
    }

    /** CPU time and allocation of this thread. */
    private static final class Costs {
        final long[] nanos = new long[3];
        final long[] bytes = new long[3];
        private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private long nanosBefore;
        private long bytesBefore;

        void begin() {
            bytesBefore = thread.getCurrentThreadAllocatedBytes();
            nanosBefore = thread.getCurrentThreadCpuTime();
        }

        void end(int part) {
            nanos[part] += thread.getCurrentThreadCpuTime() - nanosBefore;
            bytes[part] += thread.getCurrentThreadAllocatedBytes() - bytesBefore;
            begin();
        }
    }

    private static JobID submit(LocalCluster cluster, SampleFleet fleet) throws Exception {
        StreamExecutionEnvironment environment = cluster.newEnvironment();
        environment.getConfig().enableObjectReuse();
        RateLimiterStrategy<NumberSequenceSplit> hold = parallelism -> new Hold();
        var source = new DataGeneratorSource<>(fleet, fleet.events(), hold, Types.POJO(WorkloadEvent.class));
        var events = environment
                .fromSource(
                        source,
                        WatermarkStrategy.<WorkloadEvent>forMonotonousTimestamps()
                                .withTimestampAssigner((event, none) -> event.epochMillis()),
                        "events")
                .setParallelism(1);
        List<PolicyUpdate> policies = fleet.policies().subList(0, SamplePolicies.KINDS.size());
        var updates = environment
                .fromData(Types.POJO(PolicyUpdate.class), policies.toArray(new PolicyUpdate[0]))
                .assignTimestampsAndWatermarks(WatermarkStrategy.<PolicyUpdate>forMonotonousTimestamps()
                        .withTimestampAssigner((update, none) -> update.epochMillis()));
        FleetJob.decisions(events, updates, SamplePolicies::read).sinkTo(new Counted());
        return cluster.submit(environment);
    }

    private static long awaitDecisions(long count) throws InterruptedException {
        while (Counted.DECISIONS.sum() < count) {
            Thread.sleep(5);
        }
        return System.nanoTime();
    }

    /** Waits until the source holds and nothing more is decided; returns when the last decision was seen. */
    private static long awaitQuiet(long events) throws InterruptedException {
        long seen = 0;
        long seenAt = System.nanoTime();
        while (seen < events - 1 || System.nanoTime() - seenAt < 2_000_000_000L) {
            Thread.sleep(5);
            long now = Counted.DECISIONS.sum();
            if (now != seen) {
                seen = now;
                seenAt = System.nanoTime();
            }
        }
        return seenAt;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long heapUsed() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static final class Counted implements Sink<FleetDecision>, SinkWriter<FleetDecision> {
        static final LongAdder DECISIONS = new LongAdder();
        private static final long serialVersionUID = 1;

        @Override
        public SinkWriter<FleetDecision> createWriter(WriterInitContext context) {
            return this;
        }

        @Override
        public void write(FleetDecision decision, Context context) {
            DECISIONS.increment();
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }

    /** Holds the source before its end, so that the job still runs while it is measured. */
    private static final class Hold implements RateLimiter<NumberSequenceSplit> {
        static final CompletableFuture<Void> FOREVER = new CompletableFuture<>();
        static final AtomicLong EMITTED = new AtomicLong();
        private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);
        static volatile long at;

        @Override
        public CompletionStage<Void> acquire(int events) {
            if (EMITTED.get() >= at) {
                return FOREVER;
            }
            EMITTED.incrementAndGet();
            return NOW;
        }
    }
}
