package example.consumer;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.proof.PreviewPurity;
import dev.autoscale.testkit.proof.RandomLife;
import dev.autoscale.testkit.proof.SnapshotEquivalence;
import dev.autoscale.testkit.proof.ZeroAllocation;

/** A stranger's tests: all proofs but one do without the allocation counter. */
public final class Proofs {
    private Proofs() {}

    public static void main(String[] args) {
        AutoscalerSpec spec = AutoscalerSpec.builder(1, 9)
                .metric(MetricSpec.external("queue").averageValue(5))
                .build();
        SnapshotEquivalence.check(spec::newAutoscaler, RandomLife.of(spec, 1), 50);
        PreviewPurity.check(spec.newAutoscaler(), RandomLife.of(spec, 1), 50);
        System.out.println("proven");
        try {
            ZeroAllocation.checkDeciding(spec, 1, 1_000);
            System.out.println("counted");
        } catch (UnsupportedOperationException e) {
            System.out.println(e.getMessage());
        }
    }
}
