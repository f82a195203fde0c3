package dev.autoscale.testkit.scenario;

/** The decision that is in force at a time gives a certain reason. */
final class ExplanationExpectation extends Expectation {
    private final long atMillis;
    private final String part;
    private String explanation = "";
    private boolean isSettled;

    ExplanationExpectation(long atMillis, String part) {
        super("the explanation at " + ScenarioTime.text(atMillis) + " says \"" + part + '"');
        this.atMillis = atMillis;
        this.part = part;
    }

    @Override
    long latestMillis() {
        return atMillis;
    }

    @Override
    void decided(Moment now) {
        if (now.atMillis() <= atMillis) {
            explanation = now.explanation();
        }
        if (now.atMillis() >= atMillis) {
            settle();
        }
    }

    private void settle() {
        if (!isSettled && !explanation.contains(part)) {
            isBroken(atMillis, explanation.isEmpty() ? "no decision yet" : "something else", explanation);
        }
        isSettled = true;
    }

    @Override
    void ended(Moment last, long endMillis) {
        settle();
    }
}
