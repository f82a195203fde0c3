package dev.autoscale.examples.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
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
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that is killed in the middle decides as one that is not, and both as a program without Flink. */
@Timeout(180)
class FleetJobTest {
    private static final SampleFleet FLEET =
            new SampleFleet(3 * SamplePolicies.KINDS.size(), 240, SampleFleet.EVERY_KIND);

    private static final Duration LONGEST = Duration.ofSeconds(120);

    @TempDir
    Path checkpoints;

    @BeforeEach
    void begin() {
        Collected.DECISIONS.clear();
        Collected.PROBLEMS.clear();
        Collected.REPEATED.set(0);
    }

    @Test
    void decidesAsAProgramWithoutFlink() throws Exception {
        try (var cluster = new LocalCluster(checkpoints)) {
            cluster.await(submit(cluster, RateLimiterStrategy.noOp(), RateLimiterStrategy.noOp()), LONGEST);
        }
        assertThat(Collected.PROBLEMS).isEmpty();
        assertThat(Collected.REPEATED).hasValue(0);
        assertSame(PlainFleet.decisions(FLEET));
    }

    @Test
    void decidesTheSameAfterACheckpointAKillAndARecovery() throws Exception {
        long third = FLEET.events() / 3;
        Pause.at(third, 2 * third);
        long atCheckpoint;
        long atKill;
        try (var cluster = new LocalCluster(checkpoints)) {
            JobID job = submit(cluster, parallelism -> new Pause(), RateLimiterStrategy.noOp());
            until(() -> Pause.emitted() == third && Collected.DECISIONS.size() > third / 2);
            cluster.checkpoint(job);
            atCheckpoint = Collected.DECISIONS.size();
            Pause.goOn();
            until(() -> Pause.emitted() == 2 * third && Collected.DECISIONS.size() > atCheckpoint + third / 2);
            atKill = Collected.DECISIONS.size();
            Pause.neverAgain();
            cluster.killTaskManager();
            cluster.await(job, LONGEST);
        }
        List<FleetDecision> expected = PlainFleet.decisions(FLEET);
        assertThat(atKill).as("killed in the middle").isBetween(expected.size() / 4L, expected.size() * 3L / 4);
        assertThat(Collected.REPEATED).as("decided again after the kill").hasValueGreaterThan(third / 3);
        assertThat(Collected.PROBLEMS).isEmpty();
        assertSame(expected);
    }

    @Test
    void waitsUntilItKnowsThePolicies() throws Exception {
        Pause.at(Long.MAX_VALUE, Long.MAX_VALUE);
        Late.goOn = new CompletableFuture<>();
        try (var cluster = new LocalCluster(checkpoints)) {
            JobID job = submit(cluster, parallelism -> new Pause(), parallelism -> new Late());
            until(() -> Pause.emitted() >= FLEET.events());
            assertThat(Collected.DECISIONS).isEmpty();
            Late.goOn.complete(null);
            cluster.await(job, LONGEST);
        }
        assertThat(Collected.PROBLEMS).isEmpty();
        assertSame(PlainFleet.decisions(FLEET));
    }

    @Test
    void saysWhatItCannotUse() throws Exception {
        long start = SampleFleet.START_MILLIS;
        try (var cluster = new LocalCluster(checkpoints)) {
            StreamExecutionEnvironment environment = cluster.newEnvironment();
            environment.setParallelism(1);
            DataStream<PolicyUpdate> policies = environment
                    .fromData(
                            Types.POJO(PolicyUpdate.class),
                            new PolicyUpdate(0, start, "hpa 10 20"),
                            new PolicyUpdate(0, start, "hpa 10 20"),
                            new PolicyUpdate(0, start, "hpa 5 20"),
                            new PolicyUpdate(0, start + 1, "no policy"))
                    .assignTimestampsAndWatermarks(WatermarkStrategy.<PolicyUpdate>forMonotonousTimestamps()
                            .withTimestampAssigner((update, none) -> update.epochMillis()));
            DataStream<WorkloadEvent> events = environment
                    .fromData(
                            Types.POJO(WorkloadEvent.class),
                            new WorkloadEvent("a", 0, start + 2, 1, new double[] {20}),
                            new WorkloadEvent("b", 99, start + 2, 1, new double[] {20}))
                    .assignTimestampsAndWatermarks(WatermarkStrategy.<WorkloadEvent>forMonotonousTimestamps()
                            .withTimestampAssigner((event, none) -> event.epochMillis()));
            var decisions = FleetJob.decisions(events, policies, SamplePolicies::read);
            decisions.sinkTo(new Collected());
            decisions.getSideOutput(DecideFunction.PROBLEMS).sinkTo(new Problems());
            cluster.await(cluster.submit(environment), LONGEST);
        }
        assertThat(Collected.DECISIONS.get("a@" + (start + 2)).to()).isEqualTo(2);
        assertThat(Collected.PROBLEMS)
                .hasSize(3)
                .anyMatch(problem -> problem.contains("hpa 5 20") && problem.contains("another version"))
                .anyMatch(problem -> problem.contains("no policy"))
                .contains("without policy: b at " + (start + 2));
    }

    @Test
    void theSampleShowsWhatItShould() {
        List<FleetDecision> decisions = PlainFleet.decisions(FLEET);
        assertThat(decisions).hasSizeGreaterThan((int) FLEET.events());
        for (int kind = 0; kind < SamplePolicies.KINDS.size(); kind++) {
            String workload = FLEET.map((long) kind).workload();
            assertThat(decisions.stream().filter(d -> d.workload().equals(workload) && d.hasChange()))
                    .as(SamplePolicies.KINDS.get(kind))
                    .hasSizeGreaterThan(5);
        }
    }

    /** Names the first differences; all of them would be a message of megabytes. */
    private static void assertSame(List<FleetDecision> expected) {
        var differences = expected.stream()
                .filter(decision -> !decision.equals(Collected.DECISIONS.get(key(decision))))
                .sorted(Comparator.comparingLong(FleetDecision::epochMillis))
                .limit(5)
                .map(decision ->
                        "without Flink " + decision + ", with Flink " + Collected.DECISIONS.get(key(decision)));
        assertThat(differences.toList()).isEmpty();
        assertThat(Collected.DECISIONS).hasSameSizeAs(expected);
    }

    private static String key(FleetDecision decision) {
        return decision.workload() + '@' + decision.epochMillis();
    }

    private static JobID submit(
            LocalCluster cluster,
            RateLimiterStrategy<NumberSequenceSplit> pace,
            RateLimiterStrategy<NumberSequenceSplit> paceOfPolicies)
            throws Exception {
        StreamExecutionEnvironment environment = cluster.newEnvironment();
        var source = new DataGeneratorSource<>(FLEET, FLEET.events(), pace, Types.POJO(WorkloadEvent.class));
        DataStream<WorkloadEvent> events = environment
                .fromSource(
                        source,
                        WatermarkStrategy.<WorkloadEvent>forBoundedOutOfOrderness(
                                        Duration.ofMillis(SampleFleet.MOST_OUT_OF_ORDER_MILLIS))
                                .withTimestampAssigner((event, none) -> event.epochMillis()),
                        "events")
                .setParallelism(1)
                .filter(event -> event.values().length > 0);
        DataStream<PolicyUpdate> policies = environment
                .fromSource(
                        new DataGeneratorSource<>(
                                index -> FLEET.policies().get(index.intValue()),
                                FLEET.policies().size(),
                                paceOfPolicies,
                                Types.POJO(PolicyUpdate.class)),
                        WatermarkStrategy.<PolicyUpdate>forMonotonousTimestamps()
                                .withTimestampAssigner((update, none) -> update.epochMillis()),
                        "policies")
                .setParallelism(1);
        var decisions = FleetJob.decisions(events, policies, SamplePolicies::read);
        decisions.sinkTo(new Collected());
        decisions.getSideOutput(DecideFunction.PROBLEMS).sinkTo(new Problems());
        return cluster.submit(environment);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%d emitted, %d decisions", Pause.emitted(), Collected.DECISIONS.size())
                    .isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    /** Keeps the decisions by workload and instant. One that comes again, after a recovery, must be the same again. */
    private static final class Collected implements Sink<FleetDecision>, SinkWriter<FleetDecision> {
        static final Map<String, FleetDecision> DECISIONS = new ConcurrentHashMap<>();
        static final ConcurrentLinkedQueue<String> PROBLEMS = new ConcurrentLinkedQueue<>();
        static final AtomicLong REPEATED = new AtomicLong();
        private static final long serialVersionUID = 1;

        @Override
        public SinkWriter<FleetDecision> createWriter(WriterInitContext context) {
            return this;
        }

        @Override
        public void write(FleetDecision decision, Context context) {
            FleetDecision before = DECISIONS.putIfAbsent(key(decision), decision);
            if (before != null) {
                REPEATED.incrementAndGet();
                if (!before.equals(decision)) {
                    PROBLEMS.add("first " + before + ", then " + decision);
                }
            }
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }

    private static final class Problems implements Sink<String>, SinkWriter<String> {
        private static final long serialVersionUID = 1;

        @Override
        public SinkWriter<String> createWriter(WriterInitContext context) {
            return this;
        }

        @Override
        public void write(String problem, Context context) {
            Collected.PROBLEMS.add(problem);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }

    /** Holds the source at two points, without blocking its thread. After {@link #neverAgain} new readers are not held. */
    private static final class Pause implements RateLimiter<NumberSequenceSplit> {
        private static final AtomicLong EMITTED = new AtomicLong();
        private static volatile CompletableFuture<Void> goOn = new CompletableFuture<>();
        private static volatile long first = Long.MAX_VALUE;
        private static volatile long second = Long.MAX_VALUE;

        static void at(long firstPoint, long secondPoint) {
            EMITTED.set(0);
            goOn = new CompletableFuture<>();
            first = firstPoint;
            second = secondPoint;
        }

        static long emitted() {
            return EMITTED.get();
        }

        static void goOn() {
            goOn.complete(null);
        }

        static void neverAgain() {
            first = Long.MAX_VALUE;
            second = Long.MAX_VALUE;
        }

        @Override
        public CompletionStage<Void> acquire(int events) {
            long before = EMITTED.get();
            if (before == first && !goOn.isDone()) {
                return goOn.thenRun(EMITTED::incrementAndGet);
            }
            if (before == second) {
                return new CompletableFuture<>(); // until it is killed
            }
            EMITTED.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Holds the policies before the second versions. */
    private static final class Late implements RateLimiter<NumberSequenceSplit> {
        static volatile CompletableFuture<Void> goOn = new CompletableFuture<>();
        private int updates;

        @Override
        public CompletionStage<Void> acquire(int count) {
            return updates++ < SamplePolicies.KINDS.size() ? CompletableFuture.completedFuture(null) : goOn;
        }
    }
}
