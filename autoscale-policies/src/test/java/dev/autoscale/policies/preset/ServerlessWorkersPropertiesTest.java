package dev.autoscale.policies.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Endpoints of all kinds under any load: never more than can be used, none stopped before it could work. */
class ServerlessWorkersPropertiesTest {
    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void nothing_is_added_that_cannot_be_used_nor_taken_that_still_starts(@ForAll long seed) {
        Random random = new Random(seed);
        int min = random.nextInt(2) * random.nextInt(3);
        int max = Math.max(1, min) + random.nextInt(8);
        int prewarmed = random.nextInt(2) * random.nextInt(max + 1);
        int perWorker = 1 + random.nextInt(4);
        long initMillis = random.nextInt(2) * random.nextInt(40_000);
        long idleMillis = random.nextInt(30_000);
        boolean byDelay = random.nextBoolean();
        ServerlessWorkers settings = ServerlessWorkers.between(min, max)
                .prewarmedWorkers(prewarmed)
                .idleTimeout(Duration.ofMillis(idleMillis))
                .initializationTime(Duration.ofMillis(initMillis));
        Driver endpoint = new Driver(
                (byDelay ? settings.queueDelay(Duration.ofSeconds(4)) : settings.requestCount(perWorker)).toSpec(),
                Math.max(min, prewarmed));
        int fewest = Math.max(min, prewarmed);
        long now = 0;
        long lastChange = -initMillis;
        long lastRequest = 0;
        for (int step = 0; step < 100; step++) {
            int requests = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
            double wait = requests == 0 || random.nextBoolean() ? 0 : random.nextInt(9);
            int before = endpoint.replicas;
            int ready = random.nextInt(4) == 0 ? random.nextInt(before + 3) : before;
            int count = byDelay
                    ? endpoint.readyAt(now / 1000.0, ready, wait, requests)
                    : endpoint.readyAt(now / 1000.0, ready, requests);
            int used = byDelay ? requests : (requests + perWorker - 1) / perWorker;
            assertThat(count).isBetween(fewest, max);
            if (before == 0) {
                assertThat(count).as("the first request").isEqualTo(Math.min(1, requests));
            } else if (count > before) {
                assertThat(count).isLessThanOrEqualTo(Math.max(fewest, used + prewarmed));
            } else if (count == 0) {
                assertThat(now - lastRequest).isGreaterThanOrEqualTo(idleMillis);
            } else if (count < before) {
                assertThat(now - lastChange).isGreaterThanOrEqualTo(initMillis);
                assertThat(count).as("enough").isGreaterThanOrEqualTo(Math.min(max, byDelay ? 0 : used + prewarmed));
            }
            lastRequest = requests > 0 ? now : lastRequest;
            // Moves from and to zero are none.
            lastChange = count == before || count * before == 0 ? lastChange : now;
            now += random.nextInt(8_000);
        }
    }
}
