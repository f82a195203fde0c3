package dev.autoscale.examples.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Of two processes one decides, and the other takes over. */
class LeaderTest {
    private static final Leader.Timing FAST =
            new Leader.Timing(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(200));

    private final MockCluster cluster = new MockCluster();
    private final Map<String, AtomicInteger> started = new ConcurrentHashMap<>();

    @Test
    void one_decides_and_the_other_takes_over() {
        cluster.deployment("web", 2);
        CompletableFuture<?> first = start("first");
        MockCluster.await(() -> starts("first") == 1);
        CompletableFuture<?> second = start("second");

        first.cancel(true);
        MockCluster.await(() -> starts("second") == 1);
        assertThat(starts("first")).isEqualTo(1);
        second.cancel(true);
        cluster.close();
    }

    private int starts(String identity) {
        return started.getOrDefault(identity, new AtomicInteger()).get();
    }

    private CompletableFuture<?> start(String identity) {
        Loop loop = new Loop(
                () -> {
                    started.computeIfAbsent(identity, any -> new AtomicInteger())
                            .incrementAndGet();
                    return new Controller(cluster.client(), cluster.metrics, new SimpleMeterRegistry());
                },
                Duration.ofMillis(100),
                Clock.systemUTC());
        return new Leader(cluster.client(), MockCluster.NAMESPACE, identity, FAST).start(loop);
    }
}
