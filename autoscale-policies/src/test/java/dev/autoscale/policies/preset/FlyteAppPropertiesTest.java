package dev.autoscale.policies.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Apps of all kinds under any load: never too few, at zero exactly when promised. */
class FlyteAppPropertiesTest {
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void enough_for_the_load_and_at_zero_exactly_scaledown_after_behind_the_last_request(@ForAll long seed) {
        Random random = new Random(seed);
        int min = random.nextInt(2) * random.nextInt(4);
        int max = Math.max(1, min) + random.nextInt(9);
        int targetMilli = 1 + random.nextInt(5_000);
        long after = random.nextInt(4) * random.nextInt(30_000);
        FlyteApp settings = FlyteApp.replicas(min, max).concurrency(targetMilli / 1000.0);
        Driver app =
                new Driver(settings.scaledownAfter(Duration.ofMillis(after)).toSpec(), min);
        long now = random.nextInt(3) * -20_000L;
        long lastRequest = now; // the first decision begins a cooldown, as if there had been one
        for (int step = 0; step < 80; step++) {
            long loadMilli = random.nextInt(3) == 0 ? random.nextInt(10) * random.nextInt(5_000) : 0;
            int before = app.replicas;
            int count = app.at(now / 1000.0, loadMilli / 1000.0);
            int need = (int) Math.min(max, (loadMilli + targetMilli - 1) / targetMilli);
            lastRequest = loadMilli > 0 ? now : lastRequest;
            if (before == 0 && min == 0) {
                assertThat(count).as("lands with one").isEqualTo(Math.min(1, need));
            } else {
                assertThat(count).isGreaterThanOrEqualTo(need).isBetween(min, max);
                assertThat(count == 0).isEqualTo(min == 0 && now - lastRequest >= after && loadMilli == 0);
            }
            // Often exactly at the end, or just before it.
            long rest = lastRequest + after - now;
            now += random.nextInt(4) > 0 || rest < 1 ? random.nextInt(8_000) : rest - random.nextInt(2);
        }
    }
}
