package dev.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetOwnershipTest {
    private final TargetOwnership owners = new TargetOwnership();

    @Test
    void a_second_owner_is_refused_by_name_and_changes_nothing() {
        owners.claim("ns/Deployment/web", "hpa");
        assertThatThrownBy(() -> owners.claim("ns/Deployment/web", "keda"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a target must have one owner: target=ns/Deployment/web, owner=hpa, refused=keda");
        assertThat(owners.owner("ns/Deployment/web")).isEqualTo("hpa");
        owners.claim("ns/Deployment/web", "hpa");
        owners.claim("ns/Deployment/db", "keda");
        assertThat(owners.owner("ns/Deployment/db")).isEqualTo("keda");
    }

    @Test
    void only_its_owner_gives_a_target_up() {
        owners.claim("t", "a");
        assertThat(owners.release("t", "b")).isFalse();
        assertThat(owners.owner("t")).isEqualTo("a");
        assertThat(owners.release("t", "a")).isTrue();
        assertThat(owners.owner("t")).isNull();
        assertThat(owners.release("t", "a")).isFalse();
        owners.claim("t", "b");
        assertThat(owners.owner("t")).isEqualTo("b");
    }

    @Test
    void two_registers_know_nothing_of_each_other() {
        owners.claim("t", "a");
        new TargetOwnership().claim("t", "b");
        assertThat(owners.owner("t")).isEqualTo("a");
    }

    @Test
    void of_many_at_once_one_wins() {
        AtomicInteger wins = new AtomicInteger();
        IntStream.range(0, 64).parallel().forEach(i -> {
            try {
                owners.claim("t", "owner-" + i);
                wins.incrementAndGet();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("refused=owner-" + i);
            }
        });
        assertThat(wins).hasValue(1);
    }

    @Test
    void nothing_may_be_null() {
        assertThatThrownBy(() -> owners.claim(null, "a")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> owners.claim("t", null)).isInstanceOf(NullPointerException.class);
    }
}
