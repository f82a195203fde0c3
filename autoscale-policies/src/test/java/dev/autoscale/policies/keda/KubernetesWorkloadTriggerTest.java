package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesWorkloadTriggerTest {
    @Test
    void is_active_above_its_activation_value_only() {
        KubernetesWorkloadTrigger trigger = new KubernetesWorkloadTrigger(0.5, 2);

        assertThat(trigger.isActive(2)).isFalse();
        assertThat(trigger.isActive(3)).isTrue();
        assertThat(trigger.targetMilli()).isEqualTo(500);
    }

    @Test
    void a_tiny_value_has_no_target() {
        assertThat(new KubernetesWorkloadTrigger(0.0004, 0).targetMilli()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void the_value_must_be_positive(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubernetesWorkloadTrigger(value, 0))
                .withMessage("value must be > 0: value=" + value);
    }

    @Test
    void the_activation_value_must_be_a_number() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubernetesWorkloadTrigger(1, Double.NaN))
                .withMessage("activationValue must be a number: activationValue=NaN");
    }

    @Test
    void metadata_is_read_as_go_reads_it() {
        KubernetesWorkloadTrigger trigger =
                KubernetesWorkloadTrigger.of(Map.of("value", "0x1p-1", "activationValue", ""));
        assertThat(trigger).isEqualTo(new KubernetesWorkloadTrigger(0.5, 0));
        for (String yes : List.of("1", "t", "T", "TRUE", "true", "True")) {
            assertThat(KubernetesWorkloadTrigger.countsNodes(Map.of("groupByNode", yes)))
                    .isTrue();
        }
        for (String no : List.of("0", "f", "F", "FALSE", "false", "False", "")) {
            assertThat(KubernetesWorkloadTrigger.countsNodes(Map.of("groupByNode", no)))
                    .isFalse();
            assertThat(KubernetesWorkloadTrigger.of(Map.of("value", "2", "groupByNode", no))
                            .value())
                    .isEqualTo(2);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KubernetesWorkloadTrigger.of(Map.of("value", "two", "groupByNode", "tRUE")))
                .withMessage(
                        "value must be a number: value=two; groupByNode must be a boolean as Go writes it: 1, t, T, TRUE, true,"
                                + " True, 0, f, F, FALSE, false or False: groupByNode=tRUE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KubernetesWorkloadTrigger.of(Map.of()))
                .withMessage("value must be > 0: value=0.0");
    }
}
