package dev.autoscale.testkit.simulation;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.resource;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Interrupted;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Equal seeds give equal reports to the last bit, on every JDK: the scores and a digest of the whole text of each report stand in a
 * file. {@code -Dautoscale.rewrite=true} writes it again.
 */
class SameBitsTest {
    private static final Path FILE = Path.of("src/test/resources/simulation/reports.txt");

    @Test
    void a_seed_gives_the_same_bits_everywhere() throws IOException, NoSuchAlgorithmException {
        String text = all();
        assertThat(all()).isEqualTo(text);
        if (Boolean.getBoolean("autoscale.rewrite")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text);
        }
        assertThat(text).isEqualTo(Files.readString(FILE));
    }

    private static String all() throws NoSuchAlgorithmException {
        StringBuilder text = new StringBuilder();
        AutoscalerSpec requests = AutoscalerSpec.builder(0, 40)
                .metric(external("requests").averageValue(4))
                .build();
        AutoscalerSpec cpu = AutoscalerSpec.builder(2, 40)
                .metric(resource("cpu").averageUtilization(60))
                .metric(resource("memory").averageUtilization(70))
                .build();
        Load day = Loads.diurnal(0.5, 6, ofMinutes(40), ofMinutes(80), ServiceTimes.logNormal(ofSeconds(2), 0.7));
        Load crowd = Loads.flashCrowd(1, 20)
                .at(ofMinutes(10))
                .rise(ofSeconds(30))
                .decay(ofMinutes(4))
                .load(ofMinutes(40), ServiceTimes.exponential(ofSeconds(2)));
        Load bursts =
                Loads.onOff(0.2, 8, ofMinutes(5), ofMinutes(2), ofMinutes(60), ServiceTimes.exponential(ofSeconds(1)));
        for (Load load : new Load[] {day, crowd, bursts}) {
            for (Serving serving : Serving.values()) {
                Simulation simulation = Simulation.of(load, environment(serving));
                append(
                        text,
                        serving,
                        simulation.run(
                                ScalingPolicy.of("requests", requests, Map.of("requests", WorkloadMetric.IN_SYSTEM)),
                                11));
                append(text, serving, simulation.run(ScalingPolicy.of("cpu", cpu), 12));
                append(text, serving, simulation.run(knative(), 13));
                append(text, serving, simulation.run(ScalingPolicy.oracle(), 14));
            }
        }
        return text.toString();
    }

    private static ScalingPolicy knative() {
        return ScalingPolicy.knative("knative", KpaSpec.builder().target(3).build(), WorkloadMetric.CONCURRENCY);
    }

    private static Environment environment(Serving serving) {
        return Environment.builder()
                .serving(serving)
                .interrupted(Interrupted.RESUMED)
                .concurrency(4)
                .memory(20, 9)
                .scheduling(ServiceTimes.exponential(ofSeconds(3)))
                .startup(ServiceTimes.logNormal(ofSeconds(30), 0.5))
                .metricDelay(ServiceTimes.uniform(ofSeconds(0), ofSeconds(9)))
                .faults(Fault.random(5, 10, ofMinutes(40)))
                .build();
    }

    private static void append(StringBuilder text, Serving serving, Report report) throws NoSuchAlgorithmException {
        text.append(serving).append(' ').append(report).append('\n');
        for (Score score : Score.values()) {
            text.append("  ").append(score).append(' ').append(Double.toHexString(report.score(score)));
        }
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(report.toText().getBytes(StandardCharsets.UTF_8));
        text.append("\n  ").append(HexFormat.of().formatHex(digest)).append('\n');
    }
}
