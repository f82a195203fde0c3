package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.testkit.DecisionInvariants;
import dev.autoscale.testkit.SeededRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** More load never means fewer replicas: one total per replica, all else equal and no history. */
class LoadPropertiesTest {
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void more_load_never_means_fewer_replicas(
            @ForAll long seed,
            @ForAll boolean isObject,
            @ForAll @IntRange(max = 50) int replicas,
            @ForAll @IntRange(max = 50) int existing,
            @ForAll @LongRange(min = 0, max = 200_000) long loadMilli,
            @ForAll @LongRange(min = 0, max = 20_000) long moreMilli) {
        SeededRandom random = SeededRandom.of(seed);
        long target = 1 + random.nextInt(5_000);
        MetricSpec metric = isObject
                ? MetricSpec.object("hits").averageValueMilli(target)
                : MetricSpec.external("queue").averageValueMilli(target);
        AutoscalerSpec spec = RandomSpec.of(seed, metric).spec();
        long top = random.nextInt(10) == 0 ? Long.MAX_VALUE : loadMilli + moreMilli;
        int little = answer(spec, replicas, existing, loadMilli);
        int much = answer(spec, replicas, existing, top);
        assertThat(much).isGreaterThanOrEqualTo(little);
    }

    private static int answer(AutoscalerSpec spec, int replicas, int existing, long loadMilli) {
        Observation in =
                spec.newObservation().at(0).replicas(replicas, existing).valueMilli(0, loadMilli);
        Decision out = spec.newDecision();
        spec.newAutoscaler().decide(in, out);
        DecisionInvariants.check(spec, out);
        return out.replicas();
    }
}
