package dev.autoscale.testkit.scenario;

/**
 * What a metric says in a scenario with given values.
 *
 * @param kind what kind of answer it is
 * @param value of {@link Kind#VALUE} alone
 */
record Reading(Kind kind, double value) {
    static final Reading FAILED = new Reading(Kind.FAILED, 0);
    static final Reading NO_SERIES = new Reading(Kind.NO_SERIES, 0);

    enum Kind {
        VALUE,
        FAILED,
        NO_SERIES
    }

    static Reading of(double value) {
        return new Reading(Kind.VALUE, value);
    }

    boolean isLoad() {
        return kind == Kind.VALUE && value > 0;
    }
}
