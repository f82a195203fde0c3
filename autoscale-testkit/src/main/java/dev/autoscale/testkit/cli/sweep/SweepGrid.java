package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.cli.text.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** All combinations of the values of some keys, numbered from 0; the last key changes fastest. Immutable. */
final class SweepGrid {
    /** More are not worth drawing from, and cannot overflow. */
    private static final long MAX_SETTINGS = 1_000_000_000_000_000L;

    private final List<SweepKey> keys;
    private final long size;

    SweepGrid(List<SweepKey> keys) {
        this.keys = keys;
        long product = 1;
        for (SweepKey key : keys) {
            product *= key.values().size();
            if (product > MAX_SETTINGS) {
                throw new BadInput("settings must be <= " + MAX_SETTINGS + ": --try has more combinations");
            }
        }
        size = product;
    }

    /** How many combinations there are. */
    long size() {
        return size;
    }

    /** The values of a combination, in the order of the keys. */
    List<String> values(long number) {
        String[] values = new String[keys.size()];
        long rest = number;
        for (int i = values.length - 1; i >= 0; i--) {
            List<String> all = keys.get(i).values();
            values[i] = all.get((int) (rest % all.size()));
            rest /= all.size();
        }
        return List.of(values);
    }

    /** The numbers of all combinations, or of as many as are drawn without repetition; in ascending order. */
    List<Long> numbers(int samples, long seed) {
        if (samples >= size) {
            return LongStream.range(0, size).boxed().toList();
        }
        // Robert Floyd's way: each set of that size is equally likely, and each draw finds one more.
        SeededRandom random = SeededRandom.of(seed).split("sweep");
        TreeSet<Long> drawn = new TreeSet<>();
        for (long last = size - samples; last < size; last++) {
            if (!drawn.add(random.nextLong(last + 1))) {
                drawn.add(last);
            }
        }
        return new ArrayList<>(drawn);
    }
}
