package dev.autoscale.policies.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KpaStatusTest {
    private static void expectSame(KpaStatus actual, KpaStatus expected) {
        assertThat(actual.condition()).isEqualTo(expected.condition());
        assertThat(actual.sinceEpochMillis()).isEqualTo(expected.sinceEpochMillis());
        assertThat(actual.isInitialized()).isEqualTo(expected.isInitialized());
        assertThat(actual.desiredScale()).isEqualTo(expected.desiredScale());
        assertThat(actual.actualScale()).isEqualTo(expected.actualScale());
    }

    private static KpaStatus status(KpaCondition condition, long since, boolean initialized, int desired, int actual) {
        KpaStatus status = new KpaStatus(since);
        status.condition = condition;
        status.initialized = initialized;
        status.desiredScale = desired;
        status.actualScale = actual;
        return status;
    }

    @Property
    void what_is_written_is_read(
            @ForAll KpaCondition condition,
            @ForAll long since,
            @ForAll boolean initialized,
            @ForAll int desired,
            @ForAll int actual,
            @ForAll boolean littleEndian) {
        KpaStatus status = status(condition, since, initialized, desired, actual);
        ByteBuffer bytes = ByteBuffer.allocate(KpaStatus.BYTES + 3)
                .order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .position(2);
        status.write(bytes);
        assertThat(bytes.position()).isEqualTo(KpaStatus.BYTES + 2);

        KpaStatus read = new KpaStatus(1);
        read.read(bytes.position(2));
        assertThat(bytes.position()).isEqualTo(KpaStatus.BYTES + 2);
        expectSame(read, status);
        expectSame(new KpaStatus(1).copyFrom(status), status);
        expectSame(status.created(since), new KpaStatus(since));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, -1, 255, 1 << 9, 1 << 31})
    void other_bytes_are_refused(int flags) {
        ByteBuffer bytes = ByteBuffer.allocate(KpaStatus.BYTES).putInt(0, flags);
        KpaStatus status = status(KpaCondition.ACTIVE, 5, true, 3, 2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> status.read(bytes))
                .withMessageStartingWith("status must have a known condition: condition=");
        assertThat(bytes.position()).isZero();
        expectSame(status, status(KpaCondition.ACTIVE, 5, true, 3, 2));
    }

    @Test
    void too_few_bytes_are_refused() {
        KpaStatus status = status(KpaCondition.ACTIVE, 5, true, 3, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> status.read(ByteBuffer.allocate(KpaStatus.BYTES - 1)))
                .withMessage("status must be whole: remaining=19, needed=20");
        expectSame(status, status(KpaCondition.ACTIVE, 5, true, 3, 2));
        assertThatExceptionOfType(BufferOverflowException.class)
                .isThrownBy(() -> status.write(ByteBuffer.allocate(KpaStatus.BYTES - 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, Unknown, ''",
        "QUEUED, Unknown, Queued",
        "ACTIVE, True, ''",
        "NO_TRAFFIC, False, NoTraffic",
        "TIMED_OUT, False, TimedOut"
    })
    void theWordsAreKnatives(KpaCondition condition, String status, String reason) {
        assertThat(condition.status()).isEqualTo(status);
        assertThat(condition.reason()).isEqualTo(reason);
        assertThat(condition.isActivating()).isEqualTo(status.equals("Unknown"));
        assertThat(condition.isInactive()).isEqualTo(status.equals("False"));
    }
}
