package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/** Several loads at a time; of arrivals at the same time, those of earlier loads come first. */
final class MergedArrivals extends NextArrival {
    private final List<Arrivals> parts = new ArrayList<>();

    /** When each part's next arrival comes; none does at {@link Long#MAX_VALUE}. */
    private final long[] heads;

    private int first = -1;

    MergedArrivals(LoadParts loads, SeededRandom random) {
        heads = new long[loads.size()];
        try {
            for (int i = 0; i < heads.length; i++) {
                parts.add(loads.open(i, random));
                advance(i);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void advance(int part) {
        long before = heads[part];
        if (parts.get(part).next()) {
            heads[part] = parts.get(part).arrivalMicros();
        } else {
            endMicros = Math.max(endMicros, Math.max(before, parts.get(part).endMicros()));
            heads[part] = Long.MAX_VALUE;
        }
    }

    @Override
    public boolean next() {
        if (first >= 0 && heads[first] != Long.MAX_VALUE) {
            advance(first);
        }
        first = 0;
        for (int i = 1; i < heads.length; i++) {
            first = heads[i] < heads[first] ? i : first;
        }
        if (heads[first] == Long.MAX_VALUE) {
            return false;
        }
        arrivalMicros = heads[first];
        serviceMicros = parts.get(first).serviceMicros();
        return true;
    }

    @Override
    public void close() {
        for (Arrivals part : parts) {
            part.close();
        }
    }
}
