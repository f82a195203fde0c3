package dev.autoscale.testkit.scenario;

import org.jspecify.annotations.Nullable;

/** Something that holds from a time, inclusive, to another, exclusive. */
final class SpanExpectation extends Expectation {
    /** What is looked at; of one run. */
    interface Check {
        /** What is seen if a decision breaks it, else null. */
        @Nullable
        String decided(Moment now);

        /** What is seen if the count that the span begins with breaks it, else null. */
        default @Nullable String began(int replicas) {
            return null;
        }
    }

    private final Check check;
    private final long fromMillis;
    private final long toMillis;
    private boolean hasBegun;
    private String explanationBefore = "";

    SpanExpectation(String text, Check check, long fromMillis, long toMillis) {
        super(text + span(fromMillis, toMillis));
        this.check = check;
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
    }

    private static String span(long fromMillis, long toMillis) {
        if (toMillis == Long.MAX_VALUE) {
            return fromMillis == 0 ? "" : " from " + ScenarioTime.text(fromMillis) + " on";
        }
        return " from " + ScenarioTime.text(fromMillis) + " to " + ScenarioTime.text(toMillis);
    }

    @Override
    long latestMillis() {
        return toMillis == Long.MAX_VALUE ? fromMillis : toMillis;
    }

    @Override
    void decided(Moment now) {
        long at = now.atMillis();
        if (at < fromMillis) {
            explanationBefore = now.explanation();
            return;
        }
        if (at > fromMillis) {
            begin(now.before());
        }
        hasBegun = true;
        if (at < toMillis) {
            note(at, check.decided(now), now);
        }
    }

    private void note(long at, @Nullable String seen, Moment now) {
        if (seen != null) {
            isBroken(at, seen, now.explanation());
        }
    }

    private void begin(int replicas) {
        String seen = hasBegun ? null : check.began(replicas);
        hasBegun = true;
        if (seen != null) {
            isBroken(fromMillis, seen, explanationBefore);
        }
    }

    @Override
    void ended(Moment last, long endMillis) {
        begin(last.count());
    }
}
