package dev.autoscale;

import static dev.autoscale.MetricSpec.external;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidSettingsExceptionTest {
    @Test
    void a_spec_names_every_broken_rule_as_a_value() {
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(5, 3)
                .metric(external("queue").averageValue(1).maxAge(Duration.ZERO))
                .flapBudget(FlapBudget.per(Duration.ofSeconds(60)).replicas(0));
        InvalidSettingsException e = catchThrowableOfType(InvalidSettingsException.class, builder::build);
        assertThat(e.violations())
                .containsExactly(
                        new Violation(
                                "maxReplicas",
                                Violation.Type.INVALID,
                                "maxReplicas must be >= minReplicas",
                                "3, minReplicas=5"),
                        new Violation("queue.maxAge", Violation.Type.INVALID, "maxAge must be > 0", "0 ms"),
                        new Violation(
                                "flapBudget.replicas",
                                Violation.Type.INVALID,
                                "flapBudget replicas must be >= 1",
                                "0"));
        assertThat(e)
                .hasMessage("maxReplicas must be >= minReplicas: maxReplicas=3, minReplicas=5; maxAge must be > 0: "
                        + "queue.maxAge=0 ms; flapBudget replicas must be >= 1: flapBudget.replicas=0");
    }

    @Test
    void a_text_that_is_no_known_word_comes_with_the_known_ones() {
        Violation.Collector broken = new Violation.Collector();
        broken.requireOneOf(List.of("Max", "Min"), Violation.Type.NOT_SUPPORTED, "select", "Max");
        broken.requireOneOf(List.of("Max", "Min"), Violation.Type.NOT_SUPPORTED, "select", "");
        assertThat(broken.violations())
                .containsExactly(new Violation(
                        "select",
                        Violation.Type.NOT_SUPPORTED,
                        "must be one of Max, Min",
                        "\"\"",
                        List.of("Max", "Min")));
    }

    @Test
    void a_collector_keeps_the_order_and_shows_an_empty_text() {
        Violation.Collector broken = new Violation.Collector();
        broken.throwIfAny();
        broken.require(true, "holds", "a", 1);
        broken.require(false, Violation.Type.REQUIRED, "must be given", "name", "");
        broken.requireNotNegative("count", -1);
        broken.requireMillis("time", Duration.ofNanos(1), 0, 1);
        assertThat(broken.violations())
                .extracting(Violation::toString)
                .containsExactly(
                        "must be given: name=\"\"",
                        "count must be >= 0: count=-1",
                        "time must be whole milliseconds, >= 0 ms and <= 1 d: time=PT0.000000001S");
        assertThat(broken.violations()).extracting(Violation::path).containsExactly("name", "count", "time");
        assertThatThrownBy(broken::throwIfAny).isInstanceOf(InvalidSettingsException.class);
    }

    @Test
    void a_single_rule_throws_at_once() {
        Violation.require(true, "must hold", "a", 1);
        assertThatThrownBy(() -> Violation.require(false, "must hold", "a", 1))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("must hold: a=1");
    }

    @Test
    void the_message_survives_serialization_and_there_are_no_values_then() throws IOException, ClassNotFoundException {
        InvalidSettingsException e = catchThrowableOfType(
                InvalidSettingsException.class, () -> Violation.require(false, "must hold", "a", 1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            InvalidSettingsException read = (InvalidSettingsException) in.readObject();
            assertThat(read).hasMessage("must hold: a=1");
            assertThat(read.violations()).isEmpty();
        }
    }
}
