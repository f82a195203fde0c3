package dev.autoscale.testkit.scenario;

import java.util.List;

/** What decides in a scenario with given values, before it has any memory. Immutable. */
sealed interface Subject permits SpecSubject, KpaSubject {
    /** The ids of the metrics that read a value. */
    List<String> metrics();

    /** How often it usually decides. */
    long everyMillis();

    SubjectEngine<?, ?> begin(long epochMillis, int replicas);
}
