package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
}
