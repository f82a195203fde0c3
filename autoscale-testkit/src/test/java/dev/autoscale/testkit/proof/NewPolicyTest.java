package dev.autoscale.testkit.proof;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.source;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Activation;
import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.FlapBudget;
import dev.autoscale.Observation;
import dev.autoscale.Reason;
import dev.autoscale.testkit.drive.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A policy is added without touching the engine, in under 40 lines, and has all that the engine has. */
class NewPolicyTest {
    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(0, 50)
            .metric(source("busy", new PeakStaffing(1.5)).maxAge(ofSeconds(60)))
            .metric(external("queue").averageValue(10))
            .scaleDown(rules().stabilizationWindow(ofSeconds(0)).cooldown(ofSeconds(30)))
            .activation(Activation.cooldown(ofMinutes(5)))
            .flapBudget(FlapBudget.per(ofMinutes(10)).replicas(60))
            .build();

    private final Autoscaler autoscaler = SPEC.newAutoscaler();
    private final Observation in = SPEC.newObservation();
    private final Decision out = SPEC.newDecision();

    private Decision decide(long seconds, int replicas, double busy, double queue) {
        autoscaler.decide(
                in.at(seconds * 1000).replicas(replicas).value(0, busy).value(1, queue), out);
        return out;
    }

    @Test
    void it_takes_less_than_forty_lines() throws IOException {
        Path source = Path.of("src/test/java/dev/autoscale/testkit/proof/PeakStaffing.java");
        assertThat(Files.readAllLines(source)).hasSizeLessThan(40);
    }

    @Test
    void it_decides_and_explains_itself() {
        // 16 + 1.5 * 4 = 22, which the rate policies reach in steps; a tenth of the peak is forgotten: 14.4 + 1.5 *
        // 3.79.
        assertThat(decide(0, 11, 16, 50).replicas()).isEqualTo(22);
        assertThat(out).hasToString("""
                11 -> 22 replicas
                  busy        16 by peak staffing(1.5)   22
                  queue       50 of 10 per replica        5
                  wanted      22  (busy)
                  stabilized  22
                  limited     22
                  activation  22  ACTIVE
                """);
        autoscaler.scaled(0, 11, 22);
        assertThat(decide(60, 22, 0, 50).replicas()).isEqualTo(21);
    }

    @Test
    void it_has_cooldowns_and_snapshots_and_bears_failures() {
        decide(0, 22, 16, 0);
        assertThat(decide(60, 22, 0, 0).replicas()).isEqualTo(21);
        autoscaler.scaled(60_000, 22, 21);
        assertThat(decide(75, 21, 0, 0).reason()).isEqualTo(Reason.COOLDOWN);
        Autoscaler restored = Snapshots.copy(autoscaler);
        String expected = DecisionText.of(decide(120, 21, 0, 0));
        Decision again = SPEC.newDecision();
        restored.decide(in, again);
        assertThat(DecisionText.of(again)).isEqualTo(expected);
        assertThat(decide(180, 21, Double.NaN, 0).replicas()).isEqualTo(21);
    }
}
