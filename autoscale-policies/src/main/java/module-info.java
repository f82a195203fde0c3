import org.jspecify.annotations.NullMarked;

/** The shapes of Kubernetes, KEDA and Knative, schedules, and further policies. */
@NullMarked
@SuppressWarnings("module") // the module that queueing is exported to is built later
module dev.autoscale.policies {
    requires transitive dev.autoscale.core;
    requires static org.jspecify;

    exports dev.autoscale.policies.budget;
    exports dev.autoscale.policies.cloudfoundry;
    exports dev.autoscale.policies.flink;
    exports dev.autoscale.policies.forecast;
    exports dev.autoscale.policies.keda;
    exports dev.autoscale.policies.knative;
    exports dev.autoscale.policies.kubernetes;
    exports dev.autoscale.policies.nomad;
    exports dev.autoscale.policies.preset;
    exports dev.autoscale.policies.queueing to
            dev.autoscale.testkit;
    exports dev.autoscale.policies.ray;
    exports dev.autoscale.policies.schedule;
    exports dev.autoscale.policies.source;
    exports dev.autoscale.policies.upstream;
    exports dev.autoscale.policies.wpa;
}
