package dev.autoscale.examples.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One process of several that may decide: two that scale with a memory each would not keep the rules of either. */
final class Leader {
    private static final String LEASE = "autoscale";

    /**
     * How leadership is kept.
     *
     * @param lease after which time without a sign of life others may take over
     * @param renewal how long the leader tries to give one
     * @param retry the time between two tries
     */
    record Timing(Duration lease, Duration renewal, Duration retry) {
        /** As in Kubernetes' own controllers. */
        static final Timing DEFAULT = new Timing(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    private final KubernetesClient client;
    private final String namespace;
    private final String identity;
    private final Timing timing;

    Leader(KubernetesClient client, String namespace, String identity, Timing timing) {
        this.client = client;
        this.namespace = namespace;
        this.identity = identity;
        this.timing = timing;
    }

    /** Waits for leadership, leads, and returns when it is lost. */
    void run(Loop loop) {
        start(loop).join();
    }

    /** Begins to try for leadership; whoever cancels the result gives it up. */
    CompletableFuture<?> start(Loop loop) {
        LeaderElectionConfig config = new LeaderElectionConfigBuilder()
                .withName(LEASE)
                .withLock(new LeaseLock(namespace, LEASE, identity))
                .withLeaseDuration(timing.lease())
                .withRenewDeadline(timing.renewal())
                .withRetryPeriod(timing.retry())
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(new LeaderCallbacks(loop::start, loop::stop, leader -> {}))
                .build();
        return client.leaderElector().withConfig(config).build().start();
    }
}
