package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Fleet;
import dev.autoscale.Observation;
import dev.autoscale.testkit.drive.Snapshots;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every policy decides in a fleet as it does alone, workload after workload through one view. */
class FleetPoliciesTest {
    private static final int WORKLOADS = 25;
    private static final int STEPS = 200;

    @ParameterizedTest
    @EnumSource
    void every_policy_is_alike_in_a_fleet(EachPolicy policy) {
        AutoscalerSpec spec = policy.spec();
        Fleet.Group group = new Fleet().group(spec);
        PolicyLife[] lives = new PolicyLife[WORKLOADS];
        Autoscaler[] alone = new Autoscaler[WORKLOADS];
        for (int i = 0; i < WORKLOADS; i++) {
            group.add();
            lives[i] = new PolicyLife(spec, i, STEPS);
            alone[i] = spec.newAutoscaler();
        }
        Observation in = spec.newObservation();
        Decision out = spec.newDecision();
        Decision expected = spec.newDecision();
        for (int step = 0; step < STEPS; step++) {
            for (int i = step % 3; i < WORKLOADS; i++) {
                lives[i].next();
                lives[i].measure(in);
                group.at(i).decide(in, out);
                String decided = DecisionText.of(out);
                alone[i].decide(in, expected);
                assertThat(decided).as("%s", lives[i]).isEqualTo(DecisionText.of(expected));
                lives[i].answered(expected);
                lives[i].tell(group.at(i));
                lives[i].tell(alone[i]);
            }
        }
        for (int i = 0; i < WORKLOADS; i++) {
            assertThat(Snapshots.bytes(group.at(i))).isEqualTo(Snapshots.bytes(alone[i]));
        }
    }
}
