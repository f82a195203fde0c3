package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.ScalingEngine;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Drawn specs and lives follow from their seed, on every JDK alike. */
class RandomLifeTest {
    /** All words of some lives. */
    private static int digest(boolean everything) {
        int digest = 0;
        for (long seed = 0; seed < 30; seed++) {
            RandomSpec drawn = everything ? RandomSpec.everything(seed) : RandomSpec.hpa(seed);
            digest = 31 * digest + drawn.toString().hashCode();
            RandomLife life = RandomLife.of(drawn, seed);
            Autoscaler autoscaler = drawn.spec().newAutoscaler();
            Observation in = drawn.spec().newObservation();
            Decision out = drawn.spec().newDecision();
            for (int step = 0; step < 40; step++) {
                life.next();
                life.measure(in);
                autoscaler.decide(in, out);
                life.answered(out);
                life.tell(autoscaler);
                digest = 31 * digest + life.toString().hashCode();
            }
        }
        return digest;
    }

    /** Of this version of the library: a change of the generators changes these numbers. */
    @Test
    void the_same_seed_gives_the_same_life_on_every_jdk() {
        assertThat(digest(false)).isEqualTo(2115209506);
        assertThat(digest(true)).isEqualTo(-1848732572);
    }

    @Test
    void a_knative_life_is_repeatable_and_measures_alike_as_often_as_wanted() {
        RandomKnativeLife one = RandomKnativeLife.of(9);
        RandomKnativeLife other = RandomKnativeLife.of(9);
        for (int step = 0; step < 50; step++) {
            one.next();
            other.next();
            assertThat(one).hasToString(other.toString());
            assertThat(one.epochMillis()).isEqualTo(other.epochMillis());
        }
        assertThat(RandomKnativeLife.of(10))
                .doesNotHaveToString(RandomKnativeLife.of(9).toString());
    }

    @Test
    void a_spec_in_words_names_all_of_it() {
        assertThat(RandomSpec.hpa(3).toString()).contains("replicas: ", "metric: metric-0 (");
        assertThat(RandomSpec.everything(3).toString())
                .contains("combination: ", "activation: ", "schedule: ", "damping: ", "metric: always (");
    }

    @Test
    void a_life_is_set_up_before_it_begins() {
        AutoscalerSpec spec = RandomSpec.hpa(1).spec();
        RandomLife life = RandomLife.of(spec, 4).startingAt(-7).withOverrides();
        Supplier<Observation> fresh = spec::newObservation;
        assertThatThrownBy(() -> life.measure(fresh.get()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("a life must have had its first step");
        assertThat(life).hasToString("seed 4, step -1: not begun");
        life.next();
        assertThatThrownBy(() -> life.startingAt(3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a life must be set up before its first step: step=0");
        assertThatThrownBy(life::withOverrides).isInstanceOf(IllegalStateException.class);
    }

    /** Engines of another kind than the HPA's hear all but of capacity. */
    @Test
    void any_engine_can_be_told() {
        AutoscalerSpec spec = EachPolicy.CAPACITY.spec();
        ScalingEngine<Observation, Decision> engine = spec.newAutoscaler();
        WorkloadRun<Observation, Decision> life = RandomLife.of(spec, 2);
        PreviewPurity.check(engine, life, 100);
        assertThat(life.toString()).contains("seed 2, step 99: at ");
    }
}
