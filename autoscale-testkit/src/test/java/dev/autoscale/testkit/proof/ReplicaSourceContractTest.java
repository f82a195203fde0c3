package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.MetricSpec;
import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.forecast.SeasonalFloor;
import dev.autoscale.policies.forecast.SloSource;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.policies.source.StepAdjustment;
import dev.autoscale.policies.source.StepScaling;
import dev.autoscale.policies.source.WatermarkBand;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every source keeps the contract, and each broken rule is found. With as many seeds as {@code -Dautoscale.seeds} says. */
class ReplicaSourceContractTest {
    private static final int SEEDS = Integer.getInteger("autoscale.seeds", 1);

    private enum Source {
        CEIL(() -> RatioTarget.of("other").dividedBy(3).atMost(3).asMetric()),
        FLOOR(() -> RatioTarget.of("other")
                .times(3)
                .dividedBy(2)
                .plus(-1)
                .rounding(RatioTarget.Rounding.FLOOR)
                .asMetric()),
        LADDER(() ->
                RatioTarget.ladder("other").step(1, 1).step(64, 3).step(512, 5).asMetric()),
        STEPS(() -> StepScaling.builder()
                .below(10, StepAdjustment.exactCapacity(1))
                .between(10, 30, StepAdjustment.percentChangeInCapacity(-10).rounding(StepAdjustment.Rounding.NEAREST))
                .between(60, 80, StepAdjustment.changeInCapacity(2))
                .from(80, StepAdjustment.percentChangeInCapacity(30).minAdjustmentMagnitude(2))
                .asMetric("source")),
        AVERAGE_BAND(() -> WatermarkBand.ofAverage(60, 80).asMetric("source")),
        TOTAL_BAND(() -> WatermarkBand.ofTotal(600, 800)
                .tolerance(0.1)
                .convergeTowards(WatermarkBand.Watermark.HIGH, 1)
                .asMetric("source")),
        BACKLOG(() -> Backlog.perReplica(20).maxAddedPerDecision(4).asMetric("source")),
        DRAIN(() -> Backlog.drainWithin(Duration.ofSeconds(300))
                .ratesPer(Duration.ofSeconds(60))
                .ratePerReplica(12)
                .asMetric("source")),
        MEASURED_DRAIN(() -> Backlog.drainWithin(Duration.ofSeconds(300))
                .arrivalRateFrom("other")
                .ratePerReplicaFrom("rate")
                .asMetric("source")),
        QUEUE_DELAY(() -> QueueDelay.longerThan(Duration.ofSeconds(4))
                .abstainWhileInTime()
                .asMetric("source")),
        COUNTED_QUEUE_DELAY(() -> QueueDelay.longerThan(Duration.ofSeconds(4))
                .requestsFrom("other", 2)
                .asMetric("source")),
        SLO(() -> SloSource.wait(0.99, Duration.ofSeconds(2))
                .concurrency(4)
                .startup(Duration.ofSeconds(60))
                .seasons(false)
                .asMetric("source")),
        KEDA_CRON(() -> ScaledObject.builder()
                .trigger(KedaTrigger.cron("day", "Europe/Berlin", "30 8 * * 1-5", "0 18 * * *", 5))
                .build()
                .toSpec()
                .metric(0)),
        PEAK_STAFFING(() -> MetricSpec.source("source", new PeakStaffing(1.5))),
        WINDOW(() -> MetricSpec.source("source", new RandomSource(RandomSource.Rule.WINDOW))),
        SIGNAL(() -> MetricSpec.source("source", new RandomSource(RandomSource.Rule.SIGNAL)));

        private final Supplier<MetricSpec> metrics;

        Source(Supplier<MetricSpec> metrics) {
            this.metrics = metrics;
        }

        ReplicaSource source() {
            return Objects.requireNonNull(metrics.get().replicaSource());
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_source_of_the_library_keeps_it(Source source) {
        for (long seed = 0; seed < SEEDS; seed++) {
            ReplicaSourceContract.check(source::source, seed);
        }
    }

    /** Once each: what they were told is long. */
    @Test
    void sources_with_seasons_keep_it() {
        Supplier<SloSource> promise =
                () -> SloSource.latency(0.95, Duration.ofSeconds(3)).build();
        Supplier<SeasonalFloor> floor = () -> SeasonalFloor.of(3).build();
        ReplicaSourceContract.check(promise, 1);
        ReplicaSourceContract.check(floor, 1);
        ReplicaSourceContract.checkAllocation(promise, 3);
        ReplicaSourceContract.checkAllocation(floor, 3);
    }

    @ParameterizedTest
    @EnumSource
    void and_allocates_nothing(Source source) {
        ReplicaSourceContract.checkAllocation(source::source, 3);
    }

    /** A source of a test: what it answers, and what it says of itself. */
    private record Given(ToIntFunction<ReplicaSource.Input> rule, String id, int memorySize, boolean readsValue)
            implements ReplicaSource {
        Given(ToIntFunction<ReplicaSource.Input> rule) {
            this(rule, "given", 0, true);
        }

        @Override
        public int replicas(ReplicaSource.Input in) {
            return rule.applyAsInt(in);
        }
    }

    private static void assertBroken(String rule, Supplier<? extends ReplicaSource> sources) {
        assertThatThrownBy(() -> ReplicaSourceContract.check(sources, 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(rule);
    }

    @Test
    void a_sum_that_wraps_is_found() {
        assertBroken("an answer must be", () -> new RandomSource(RandomSource.Rule.VALUE));
        assertBroken(
                "an answer must be replicas >= 0, ABSTAIN or FAILED: answer=-",
                () -> new Given(in -> (int) (in.valueMilli() / 1000) * 1_000_003));
    }

    @Test
    void an_exception_is_found() {
        assertBroken("replicas must not throw", () -> new Given(in -> (int) (5 / in.valueMilli())));
        assertBroken(
                "replicas must not throw: java.lang.IllegalStateException: memory must be written",
                () -> new Given(
                        in -> {
                            in.remember(0, 1);
                            return 1;
                        },
                        "writes",
                        1,
                        true));
    }

    @Test
    void state_in_fields_is_found() {
        assertBroken("the same input must give the same answer", () -> {
            AtomicLong calls = new AtomicLong();
            return new Given(in -> (int) calls.incrementAndGet());
        });
        AtomicLong calls = new AtomicLong();
        assertBroken("the same input must give the same answer", () -> new Given(in -> (int) calls.incrementAndGet()));
        assertBroken("sources of equal id must answer alike", () -> {
            AtomicLong peak = new AtomicLong();
            return new Given(in -> (int) Math.min(1_000_000, peak.accumulateAndGet(in.valueMilli() / 1000, Math::max)));
        });
    }

    @Test
    void state_that_all_sources_share_is_found() {
        AtomicLong peak = new AtomicLong();
        ReplicaSource shared =
                new Given(in -> (int) Math.min(1_000_000, peak.accumulateAndGet(in.valueMilli() / 1000, Math::max)));
        assertBroken("an answer must follow from the input and the memory alone", () -> shared);
    }

    @Test
    void a_name_that_changes_is_found() {
        AtomicLong names = new AtomicLong();
        assertBroken("id must always be the same", () -> new Given(in -> 1, "n" + names.incrementAndGet(), 0, true));
        assertBroken("an id must say something", () -> new Given(in -> 1, " ", 0, true));
        assertBroken("memorySize must be >= 0", () -> new Given(in -> 1, "less than nothing", -1, true));
    }

    @Test
    void a_value_that_is_read_in_secret_is_found() {
        assertBroken(
                "readsValue must be true if the value counts",
                () -> new Given(in -> in.valueMilli() > 5_000 ? 3 : 2, "secret", 0, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 3_600_000})
    void an_answer_that_changes_unannounced_is_found(long periodMillis) {
        assertBroken(
                "a recheck is late",
                () -> new Given(in -> (int) (in.epochMillis() / periodMillis & 1) + 1, "t", 0, false));
    }

    @Test
    void memory_beyond_the_declared_is_found() {
        assertBroken("remember must not throw: java.lang.IndexOutOfBounds", () -> new ReplicaSource() {
            @Override
            public String id() {
                return "too much";
            }

            @Override
            public int replicas(ReplicaSource.Input in) {
                return 1;
            }

            @Override
            public void remember(ReplicaSource.Input in) {
                in.remember(1, 7);
            }

            @Override
            public int memorySize() {
                return 1;
            }
        });
    }

    @Test
    void a_signal_beyond_the_declared_is_found() {
        assertBroken("replicas must not throw", () -> new ReplicaSource() {
            @Override
            public String id() {
                return "greedy";
            }

            @Override
            public int replicas(ReplicaSource.Input in) {
                return in.signalMilli(1) > 0 ? 2 : 1;
            }

            @Override
            public List<String> signals() {
                return List.of("one");
            }
        });
    }

    @Test
    void an_object_per_answer_is_found() {
        assertThatThrownBy(() -> ReplicaSourceContract.checkAllocation(
                        () -> new Given(in -> List.of(in.valueMilli(), 7L).hashCode() & 15), 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("a loop must allocate nothing: bytes=");
    }
}
