package dev.autoscale.testkit;

import static dev.autoscale.MetricSpec.containerResource;
import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.object;
import static dev.autoscale.MetricSpec.pods;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.ScalingRules.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.PodSamples;
import dev.autoscale.RatePolicy;
import dev.autoscale.Reason;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Bad data never throws out of a decision and never shrinks; programming errors throw at once. */
class BadInputTest {
    private static final int CURRENT = 5;
    private static final int MAX = 20;

    private static final List<MetricSpec> METRICS = List.of(
            resource("cpu").averageUtilization(70),
            resource("memory").averageValue(10),
            containerResource("cpu", "app").averageUtilization(70),
            pods("requests").averageValue(10),
            object("hits").value(10),
            object("hits").averageValue(10),
            external("queue").value(10),
            external("queue").averageValue(10));

    private static final List<MetricSpec> PER_POD = METRICS.subList(0, 4);

    /** Nothing that would hold a shrink or a growth back. */
    private static AutoscalerSpec.Builder free(MetricSpec metric) {
        return AutoscalerSpec.builder(1, MAX)
                .metric(metric)
                .scaleUp(rules().policy(RatePolicy.pods(Integer.MAX_VALUE).per(Duration.ofSeconds(1))))
                .scaleDown(rules().stabilizationWindow(Duration.ZERO));
    }

    private static Decision decide(AutoscalerSpec spec, Observation in) {
        Decision out = spec.newDecision();
        spec.newAutoscaler().decide(in, out);
        DecisionInvariants.check(spec, out);
        return out;
    }

    @Provide
    Arbitrary<MetricSpec> metrics() {
        return Arbitraries.of(METRICS);
    }

    @Provide
    Arbitrary<MetricSpec> perPod() {
        return Arbitraries.of(PER_POD);
    }

    /** Also of any bits, NaN and infinity among them: those that jqwik 1.9.3 makes by itself are finite, with two decimals. */
    @Provide
    Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.longs().map(Double::longBitsToDouble),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    }

    @Property(tries = 1000)
    void any_double_is_a_value_and_a_bad_one_changes_nothing(
            @ForAll("metrics") MetricSpec metric, @ForAll("doubles") double value, @ForAll boolean isSeries) {
        AutoscalerSpec spec = free(metric).build();
        Observation in = spec.newObservation().at(0).replicas(CURRENT);
        Decision out = decide(spec, isSeries ? in.addSeries(0, 50).addSeries(0, value) : in.value(0, value));
        if (!Double.isFinite(value) || value <= -0.001) {
            assertThat(out.replicas()).isEqualTo(CURRENT);
            assertThat(out.metric(0).status().isFailure()).isTrue();
        }
    }

    @Property(tries = 200)
    void no_number_at_all_changes_nothing(@ForAll("metrics") MetricSpec metric, @ForAll boolean first) {
        AutoscalerSpec spec = free(metric).build();
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -1e300}) {
            Observation in = spec.newObservation().at(0).replicas(CURRENT);
            in.addSeries(0, first ? bad : 1).addSeries(0, first ? 1 : bad);
            assertThat(decide(spec, in).replicas()).isEqualTo(CURRENT);
        }
    }

    @Property(tries = 1000)
    void any_long_is_a_value_and_a_negative_one_changes_nothing(
            @ForAll("metrics") MetricSpec metric, @ForAll long milli, @ForAll long otherMilli) {
        AutoscalerSpec spec = free(metric).build();
        Observation in = spec.newObservation().at(0).replicas(CURRENT);
        Decision out = decide(spec, in.addSeriesMilli(0, milli).addSeriesMilli(0, otherMilli));
        if (milli < 0 || otherMilli < 0) {
            assertThat(out.replicas()).isGreaterThanOrEqualTo(CURRENT);
        }
        if (milli >= 0 && otherMilli >= 0 && otherMilli >= Long.MAX_VALUE - milli) {
            assertThat(out.replicas()).isEqualTo(MAX);
        }
        AutoscalerSpec kubernetes = free(metric).kubernetesArithmetic().build();
        decide(kubernetes, kubernetes.newObservation().at(0).replicas(CURRENT).addSeriesMilli(0, milli));
    }

    @Test
    void the_greatest_values_lead_to_max() {
        for (MetricSpec metric : METRICS) {
            for (AutoscalerSpec spec : List.of(
                    free(metric).build(),
                    free(metric).bounds(1, Integer.MAX_VALUE).build())) {
                Observation in = spec.newObservation();
                assertThat(decide(spec, in.at(0).replicas(CURRENT).value(0, Double.MAX_VALUE))
                                .replicas())
                        .isEqualTo(spec.maxReplicas());
                assertThat(decide(spec, in.at(0).replicas(CURRENT).valueMilli(0, Long.MAX_VALUE))
                                .replicas())
                        .isEqualTo(spec.maxReplicas());
                in.at(0).replicas(CURRENT).addSeriesMilli(0, Long.MAX_VALUE).addSeriesMilli(0, Long.MAX_VALUE);
                assertThat(decide(spec, in).replicas()).isEqualTo(spec.maxReplicas());
            }
        }
    }

    @Test
    void the_greatest_samples_of_any_number_of_pods_lead_to_max() {
        for (MetricSpec metric : PER_POD) {
            AutoscalerSpec spec = free(metric).build();
            Observation in = spec.newObservation().ensureCapacity(CURRENT);
            for (int pods = 1; pods <= CURRENT; pods++) {
                in.at(0).replicas(CURRENT);
                for (int i = 0; i < pods; i++) {
                    int pod = in.pods().addReady(-1_000_000, -1_000_000);
                    in.pods().request(0, pod, 1_000);
                    in.pods().sampleMilli(0, pod, Long.MAX_VALUE, 0, 0);
                }
                assertThat(decide(spec, in).replicas()).as("%s", metric).isEqualTo(MAX);
            }
        }
    }

    @Property(tries = 1000)
    void any_samples_and_requests_of_pods_are_taken_and_bad_ones_alone_change_nothing(
            @ForAll("perPod") MetricSpec metric,
            @ForAll long milli,
            @ForAll long requestMilli,
            @ForAll long unlistedMilli,
            @ForAll long time,
            @ForAll @IntRange(max = 4) int bad) {
        AutoscalerSpec spec = free(metric).build();
        AutoscalerSpec kubernetes = free(metric).kubernetesArithmetic().build();
        for (AutoscalerSpec of : List.of(spec, kubernetes)) {
            Observation in =
                    of.newObservation().ensureCapacity(CURRENT).at(time).replicas(CURRENT);
            PodSamples pods = in.pods();
            for (int i = 0; i < CURRENT; i++) {
                int pod = pods.addReady(milli, requestMilli);
                pods.request(0, pod, i < bad ? requestMilli : 1_000);
                pods.sampleMilli(0, pod, i < bad ? milli : 700, i < bad ? unlistedMilli : time, requestMilli);
            }
            if (bad == 3) {
                pods.unlistedSampleMilli(0, unlistedMilli);
            }
            Decision out = decide(of, in);
            if (of == spec && metric.target() == MetricSpec.Target.UTILIZATION && bad > 0 && requestMilli < 0) {
                assertThat(out.replicas()).isEqualTo(CURRENT);
            }
        }
    }

    @Property(tries = 300)
    void negative_or_no_numbers_of_pods_count_as_missing_samples(
            @ForAll("perPod") MetricSpec metric, @ForAll @IntRange(max = CURRENT) int missing) {
        AutoscalerSpec spec = free(metric).build();
        int[] answers = new int[4];
        for (int kind = 0; kind < answers.length; kind++) {
            Observation in = spec.newObservation().ensureCapacity(CURRENT).at(0).replicas(CURRENT);
            for (int i = 0; i < CURRENT; i++) {
                int pod = in.pods().addReady(-1_000_000, -1_000_000);
                in.pods().request(0, pod, 1_000);
                if (i >= missing) {
                    in.pods().sample(0, pod, 5);
                } else if (kind == 1) {
                    in.pods().sample(0, pod, Double.NaN);
                } else if (kind == 2) {
                    in.pods().sampleMilli(0, pod, -5, 0, 0);
                } else if (kind == 3) {
                    in.pods().sample(0, in.pods().sample(0, pod, 3), -5);
                }
            }
            answers[kind] = decide(spec, in).replicas();
        }
        assertThat(answers).containsOnly(answers[0]);
    }

    @Property(tries = 500)
    void any_counts_are_taken_and_negative_or_unset_ones_change_nothing(
            @ForAll("metrics") MetricSpec metric, @ForAll int replicas, @ForAll int existing, @ForAll int ready) {
        AutoscalerSpec spec = free(metric).build();
        Observation in =
                spec.newObservation().at(0).replicas(replicas, existing).readyReplicas(ready);
        Decision out = decide(spec, in.value(0, 500));
        if (replicas < 0 || existing < 0) {
            assertThat(out.hasChange()).isFalse();
        }
        Decision unset = decide(spec, in.at(0).value(0, 500));
        assertThat(unset.replicas()).isEqualTo(Decision.UNKNOWN_REPLICAS);
        assertThat(unset.reason()).isEqualTo(Reason.FAILED_GET_SCALE);
    }

    @Test
    void the_greatest_count_is_a_count_like_any_other() {
        for (MetricSpec metric : METRICS) {
            AutoscalerSpec.Builder builder = free(metric).bounds(1, Integer.MAX_VALUE);
            for (AutoscalerSpec spec : List.of(
                    builder.build(),
                    AutoscalerSpec.builder(1, Integer.MAX_VALUE).metric(metric).build(),
                    AutoscalerSpec.builder(1, Integer.MAX_VALUE)
                            .metric(metric)
                            .legacy()
                            .build())) {
                Observation in = spec.newObservation().at(0).replicas(Integer.MAX_VALUE);
                assertThat(decide(spec, in.value(0, 1e30)).replicas()).isEqualTo(Integer.MAX_VALUE);
                in.at(0).replicas(Integer.MAX_VALUE - 1).value(0, 1e30);
                assertThat(decide(spec, in).replicas()).isEqualTo(Integer.MAX_VALUE);
            }
        }
    }

    @Test
    void programming_errors_throw_at_once_and_name_rule_and_value() {
        AutoscalerSpec spec = free(external("queue").averageValue(1))
                .metric(pods("load").averageValue(1))
                .build();
        Observation in = spec.newObservation().ensureCapacity(1).at(0).replicas(1);
        for (int index : new int[] {-1, 2}) {
            assertOutOfBounds(index, () -> in.value(index, 1));
            assertOutOfBounds(index, () -> in.value(index, Double.NaN));
            assertOutOfBounds(index, () -> in.valueMilli(index, 1));
            assertOutOfBounds(index, () -> in.addSeries(index, 1));
            assertOutOfBounds(index, () -> in.failed(index));
            assertOutOfBounds(index, () -> in.noSeries(index));
            assertOutOfBounds(index, () -> in.sampledAt(index, 1));
            assertOutOfBounds(index, () -> in.pods().unlistedSampleMilli(index, 1));
            assertOutOfBounds(index, () -> spec.metric(index));
            assertOutOfBounds(index, () -> spec.newDecision().metric(index));
        }
        assertThatThrownBy(() -> in.pods().sample(0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("metric must be per pod: metric=queue");
        assertOutOfBounds(0, () -> in.pods().sample(1, 0, 1));
        assertOutOfBounds(0, () -> in.pods().sample(1, 0, Double.NaN));
        assertThat(in.pods().add()).isZero();
        assertThatThrownBy(() -> in.pods().add())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("pods must be <= capacity (ensureCapacity makes room): pods=2, capacity=1");
        assertThatThrownBy(() -> in.ensureCapacity(-1)).hasMessage("podCapacity must be >= 0: podCapacity=-1");
        AutoscalerSpec other = spec.toBuilder().bounds(1, MAX + 1).build();
        assertThatThrownBy(() -> spec.newAutoscaler().decide(other.newObservation(), spec.newDecision()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.." + (MAX + 1));
        assertThatThrownBy(() -> spec.newAutoscaler().preview(in, other.newDecision()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.." + (MAX + 1));
        assertThatThrownBy(() -> spec.newAutoscaler().scaled(0, 3, -2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("replicas must be >= 0: from=3, to=-2");
    }

    private static void assertOutOfBounds(int index, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("" + index);
    }
}
