import org.jspecify.annotations.NullMarked;

/** What a user of the library tests a policy with: clock, scenarios, simulator, invariants, proofs, conformance runner. */
@NullMarked
module dev.autoscale.testkit {
    requires transitive dev.autoscale.policies;
    requires static jdk.management;
    requires static org.assertj.core;
    requires static org.jspecify;
    requires static org.snakeyaml.engine;

    exports dev.autoscale.testkit;
    exports dev.autoscale.testkit.assertj;
    exports dev.autoscale.testkit.file;
    exports dev.autoscale.testkit.lint;
    exports dev.autoscale.testkit.proof;
    exports dev.autoscale.testkit.scenario;
    exports dev.autoscale.testkit.simulation;
    exports dev.autoscale.testkit.simulation.environment;
    exports dev.autoscale.testkit.simulation.league;
    exports dev.autoscale.testkit.simulation.load;
    exports dev.autoscale.testkit.simulation.score;
}
