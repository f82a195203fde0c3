package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.LookBack.Aggregation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories that are too short for decisions that come so fast, against one that keeps every value. */
class FullLookBackTest {
    private static final int PERIOD_SECONDS = 60;

    /** Keeps every value. */
    private static final class Complete {
        private final List<long[]> timesAndValues = new ArrayList<>();
        private final Aggregation aggregation;

        Complete(Aggregation aggregation) {
            this.aggregation = aggregation;
        }

        void add(long millis, long value) {
            timesAndValues.add(new long[] {millis, value});
        }

        /** What the values of a period come to. */
        long over(long nowMillis, long periodMillis) {
            LongStream values = timesAndValues.stream()
                    .filter(entry -> nowMillis - entry[0] < periodMillis)
                    .mapToLong(entry -> entry[1]);
            return switch (aggregation) {
                case MAX -> values.max().orElseThrow();
                case MIN -> values.min().orElseThrow();
                case MEAN -> ceilMean(values.toArray());
            };
        }

        private static long ceilMean(long[] values) {
            return -Math.floorDiv(-LongStream.of(values).sum(), (long) values.length);
        }
    }

    private static Life life(LookBack rule, int entries) {
        return new Life(Life.free(rules(), rules())
                .bounds(1, 1_000_000)
                .tolerance(0)
                .historyCapacity(entries)
                .metrics(List.of(external("queue").averageValue(1).lookBack(rule))));
    }

    @ParameterizedTest
    @EnumSource(Aggregation.class)
    void never_come_to_less_than_all_values_and_to_no_other_than_those_of_a_cell_more_or_less(Aggregation aggregation) {
        Random random = new Random(0x5EED);
        for (int run = 0; run < 60; run++) {
            int entries = 2 + random.nextInt(20);
            Life life = life(new LookBack(ofSeconds(PERIOD_SECONDS), aggregation), entries);
            Complete complete = new Complete(aggregation);
            long period = PERIOD_SECONDS * 1_000L;
            long cell = 2 * period / Math.max(4, entries) + 1;
            long highest = 0;
            for (long now = -5_000; now < 200_000; now += 1 + random.nextInt(2_000)) {
                long value = random.nextInt(1 + random.nextInt(100));
                highest = Math.max(highest, value);
                complete.add(now, value);
                life.decide(now, 5, value);
                long answer = life.out.metric(0).totalMilli() / 1_000;
                String when = "entries=" + entries + ", now=" + now + ", run=" + run;
                long exact = complete.over(now, period);
                if (aggregation == Aggregation.MEAN) {
                    assertThat(life.out.replicas()).as(when).isBetween((int) exact, (int) Math.max(1, highest));
                } else {
                    long longer = aggregation == Aggregation.MAX ? period + cell : Math.max(1, period - cell);
                    assertThat(answer).as(when).isBetween(exact, complete.over(now, longer));
                }
            }
        }
    }

    @Test
    void a_mean_of_a_minute_at_a_decision_a_second_is_near_the_complete_one() {
        Life life = life(LookBack.mean(ofSeconds(PERIOD_SECONDS)), 6);
        Complete complete = new Complete(Aggregation.MEAN);
        for (int second = 0; second < 600; second++) {
            long value = 100 + (second % 120 < 60 ? 0 : 100);
            complete.add(second * 1_000L, value);
            life.decide(second * 1_000L, 5, value);
            long exact = complete.over(second * 1_000L, PERIOD_SECONDS * 1_000L);
            assertThat((long) life.out.replicas()).as("second %s", second).isBetween(exact, exact + 35);
        }
    }

    @Test
    void a_shorter_history_takes_over_what_still_counts() {
        Life life = life(LookBack.min(ofSeconds(PERIOD_SECONDS)), 60);
        for (int second = 0; second < PERIOD_SECONDS; second++) {
            life.decide(second * 1_000L, 5, 10 + second);
        }
        AutoscalerSpec shorter = life.spec.toBuilder()
                .historyCapacity(5)
                .metrics(List.of(external("queue").averageValue(1).lookBack(LookBack.min(ofSeconds(20)))))
                .build();
        life.autoscaler.respec(shorter, 59_000);
        Decision out = shorter.newDecision();
        life.autoscaler.decide(shorter.newObservation().at(59_001).replicas(5).value(0, 90), out);
        assertThat(out.replicas()).isBetween(50, 50 + 9);
    }
}
