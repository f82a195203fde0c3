package dev.autoscale.policies.source;

import dev.autoscale.ReplicaSource;
import org.jspecify.annotations.Nullable;

/**
 * A source without memory that is its formula: equal formulas answer alike. Formulas of different kinds begin differently.
 * Immutable.
 */
abstract class FormulaSource implements ReplicaSource {
    private final String id;

    FormulaSource(String id) {
        this.id = id;
    }

    /** {@return the whole formula: two sources are equal if and only if their ids are} */
    @Override
    public final String id() {
        return id;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof FormulaSource that && id.equals(that.id);
    }

    @Override
    public final int hashCode() {
        return id.hashCode();
    }

    /** {@return the same as {@link #id()}} */
    @Override
    public final String toString() {
        return id;
    }
}
