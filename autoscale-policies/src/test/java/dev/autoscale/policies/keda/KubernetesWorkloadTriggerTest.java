package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesWorkloadTriggerTest {
    @Test
    void isActiveAboveItsActivationValueOnly() {
        KubernetesWorkloadTrigger trigger = new KubernetesWorkloadTrigger(0.5, 2);

        assertThat(trigger.isActive(2)).isFalse();
        assertThat(trigger.isActive(3)).isTrue();
        assertThat(trigger.targetMilli()).isEqualTo(500);
    }

    @Test
    void aTinyValueHasNoTarget() {
        assertThat(new KubernetesWorkloadTrigger(0.0004, 0).targetMilli()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void theValueMustBePositive(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubernetesWorkloadTrigger(value, 0))
                .withMessage("value must be > 0: value=" + value);
    }

    @Test
    void theActivationValueMustBeANumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KubernetesWorkloadTrigger(1, Double.NaN))
                .withMessage("activationValue must be a number: activationValue=NaN");
    }
}
