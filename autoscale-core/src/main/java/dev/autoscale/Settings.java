package dev.autoscale;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value that is nothing but its settings: one list of them makes it equal, hashes it and tells it apart in snapshots. Immutable
 * and thread-safe, as its parts are: numbers, texts, enums, further settings, and what says all of itself in {@code toString}.
 */
class Settings {
    private final @Nullable Object[] parts;

    Settings(@Nullable Object... parts) {
        this.parts = parts;
    }

    /** Adds what is wrong with these settings in a spec to {@code broken}. */
    void check(Violation.Collector broken, AutoscalerSpec spec) {}

    final long fingerprint() {
        Checksum sum = new Checksum();
        addTo(sum);
        return sum.value();
    }

    private void addTo(Checksum sum) {
        sum.add(parts.length);
        for (Object part : parts) {
            if (part == null) {
                sum.add(-1);
            } else if (part instanceof Settings settings) {
                settings.addTo(sum);
            } else if (part instanceof Double number) {
                sum.add(Double.doubleToLongBits(number));
            } else if (part instanceof Number number) {
                sum.add(number.longValue());
            } else {
                sum.add(part.toString());
            }
        }
    }

    @Override
    @SuppressWarnings("EqualsGetClass") // each kind of settings is one final class
    public boolean equals(@Nullable Object other) {
        return other instanceof Settings that && getClass() == that.getClass() && Arrays.equals(parts, that.parts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parts);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + Arrays.toString(parts);
    }
}
