package dev.autoscale.testkit.scenario;

/** A part of a scenario. Immutable. */
final class ScenarioPart<S extends Scenario<S>> extends ScenarioSpan<S> {
    private final S scenario;
    private final long fromMillis;
    private final long toMillis;

    ScenarioPart(S scenario, long fromMillis, long toMillis) {
        this.scenario = scenario;
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
    }

    @Override
    S scenario() {
        return scenario;
    }

    @Override
    long fromMillis() {
        return fromMillis;
    }

    @Override
    long toMillis() {
        return toMillis;
    }
}
