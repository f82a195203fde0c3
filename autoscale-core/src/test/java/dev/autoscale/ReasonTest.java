package dev.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {
    @ParameterizedTest
    @EnumSource(Reason.class)
    void every_condition_keeps_its_own_reason(Reason reason) {
        Condition condition = reason.condition();
        if (condition == null) {
            assertThat(reason.status()).isFalse();
            return;
        }
        int packed = 0;
        for (Condition other : Condition.values()) {
            for (Reason any : Reason.values()) {
                packed = any.condition() == other && other != condition ? any.setIn(packed) : packed;
            }
        }
        int with = reason.setIn(packed);
        assertThat(condition.reasonIn(with)).isEqualTo(reason);
        assertThat(Condition.isWellFormed(with)).isTrue();
        assertThat(condition.removedFrom(with)).isEqualTo(packed);
        assertThat(condition.reasonIn(packed)).isNull();
    }
}
