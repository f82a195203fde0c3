package dev.autoscale.testkit.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.testkit.simulation.environment.Fault;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTextTest {
    @ParameterizedTest
    @CsvSource({
        "metrics-missing at 10m for 5m, METRICS_MISSING, 600, 300, 0",
        "metrics-failing at 0s for 1h30m, METRICS_FAILING, 0, 5400, 0",
        "metrics-frozen at 1m for 1m, METRICS_FROZEN, 60, 60, 0",
        "metrics-late at 1m for 1m 30s, METRICS_LATE, 60, 60, 30000",
        "controller-down at 1m for 1m, CONTROLLER_DOWN, 60, 60, 0",
        "controller-restart at 1m, CONTROLLER_RESTART, 60, 0, 0",
        "controller-restart at 1m with-memory, CONTROLLER_RESTART, 60, 0, 1",
        "clock-behind at 1m for 1m 500ms, CLOCK_BEHIND, 60, 60, 500",
        "scale-fails at 1m for 1m, SCALE_FAILS, 60, 60, 0",
        "capacity at 1m for 1m 0, CAPACITY, 60, 60, 0",
        "starts-slowly at 1m for 1m 300, STARTS_SLOWLY, 60, 60, 300",
        "crash at 1m, CRASH, 60, 0, 1",
        "  crash  at 1m  2 , CRASH, 60, 0, 2",
        "rollout at 1m 3, ROLLOUT, 60, 0, 3"
    })
    void reads_every_kind(String text, Fault.Kind kind, long seconds, long lasting, long amount) {
        assertThat(FaultText.parse(text))
                .isEqualTo(Fault.during(kind, Duration.ofSeconds(seconds), Duration.ofSeconds(lasting), amount));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            crash                          | must be crash at SPAN [REPLICAS]
            crash at 1m for 1m             | must be crash at SPAN [REPLICAS]
            crash at 1m 0                  | must be crash at SPAN [REPLICAS]
            crash at 1m 1 2                | must be crash at SPAN [REPLICAS]
            capacity at 1m for 1m          | must be capacity at SPAN for SPAN REPLICAS
            capacity at 1m for 1m x        | must be capacity at SPAN for SPAN REPLICAS
            starts-slowly at 1m for 1m -1  | must be starts-slowly at SPAN for SPAN PERCENT
            metrics-missing at 1m          | must be metrics-missing at SPAN for SPAN
            controller-restart at 1m soon  | must be controller-restart at SPAN [with-memory]
            metrics-late at 1m for 1m      | must be a length of time such as 15s, 5m, 1h30m or plain seconds
            crash at noon                  | must be a length of time such as 15s, 5m, 1h30m or plain seconds
            metric-missing at 1m for 1m    | must begin with a fault (did you mean metrics-missing?)
            """)
    void says_how_it_must_be(String text, String rule) {
        assertThatThrownBy(() -> FaultText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(rule);
    }
}
