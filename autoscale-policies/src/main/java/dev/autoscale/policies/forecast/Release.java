package dev.autoscale.policies.forecast;

import dev.autoscale.ReplicaSource.Input;

/**
 * What is kept of places that were needed a moment ago: a part of a replica, so that a load that trembles does not move replicas up and
 * down; and all of them where arrivals come in batches, as one may be followed by others at times that nothing tells. Owns its words
 * of a source's memory.
 */
final class Release {
    private static final long KEPT_MILLIS = 180_000;
    private static final long BATCHES_KEPT_MILLIS = 300_000;
    private static final double KEPT_REPLICAS = 0.25;

    private static final int HIGHEST = 0;
    private static final int AT = 1;

    private final int begin;
    private final double keptPlaces;

    Release(int begin, double placesOfReplica) {
        this.begin = begin;
        keptPlaces = KEPT_REPLICAS * placesOfReplica;
    }

    int end() {
        return begin + 2;
    }

    /** The places to have if so many are needed now. */
    double kept(Input in, double places, boolean mayBeBatches) {
        if (!isKept(in, places, mayBeBatches)) {
            return places;
        }
        in.validUntil(in.memory(begin + AT) + keptMillis(mayBeBatches));
        double highest = Words.real(in, begin + HIGHEST);
        return mayBeBatches ? highest : Math.min(highest, places + keptPlaces);
    }

    private boolean isKept(Input in, double places, boolean mayBeBatches) {
        long since = in.epochMillis() - in.memory(begin + AT);
        return Words.real(in, begin + HIGHEST) > places && since >= 0 && since < keptMillis(mayBeBatches);
    }

    private static long keptMillis(boolean mayBeBatches) {
        return mayBeBatches ? BATCHES_KEPT_MILLIS : KEPT_MILLIS;
    }

    void needed(Input in, double places, boolean mayBeBatches) {
        if (!isKept(in, places, mayBeBatches)) {
            Words.real(in, begin + HIGHEST, places);
            in.remember(begin + AT, in.epochMillis());
        }
    }
}
