package dev.autoscale.testkit.scenario;

/** A count is reached until a deadline, and then kept for a while. */
final class CountExpectation extends Expectation {
    private static final long NOT_REACHED = -1;

    private final int count;
    private final boolean isReady;
    private final long fromMillis;
    private final long deadlineMillis;
    private final long heldMillis;

    private long reachedMillis = NOT_REACHED;
    private boolean isSettled;
    private String latestExplanation = "";

    CountExpectation(int count, boolean isReady, long fromMillis, long withinMillis, long heldMillis) {
        super(text(count, isReady, fromMillis, withinMillis, heldMillis));
        this.count = count;
        this.isReady = isReady;
        this.fromMillis = fromMillis;
        this.heldMillis = heldMillis;
        deadlineMillis = ScenarioTime.saturatedSum(fromMillis, withinMillis);
    }

    private static String text(int count, boolean isReady, long fromMillis, long withinMillis, long heldMillis) {
        return (isReady ? "at least " + count + " ready" : String.valueOf(count))
                + (count == 1 ? " replica" : " replicas")
                + (withinMillis == 0 ? " at " : " within " + ScenarioTime.text(withinMillis) + " of ")
                + ScenarioTime.text(fromMillis)
                + (heldMillis == 0 ? "" : ", held for " + ScenarioTime.text(heldMillis));
    }

    @Override
    long latestMillis() {
        return ScenarioTime.saturatedSum(deadlineMillis, heldMillis);
    }

    private boolean fits(int seen) {
        return isReady ? seen >= count : seen == count;
    }

    @Override
    void decided(Moment now) {
        long at = now.atMillis();
        int before = isReady ? now.readyBefore() : now.before();
        int after = isReady ? now.ready() : now.count();
        if (isSettled) {
            return;
        }
        if (reachedMillis == NOT_REACHED) {
            wait(now, before, after);
        } else if (at >= ScenarioTime.saturatedSum(reachedMillis, heldMillis)) {
            isSettled = true;
        } else if (!fits(after)) {
            isBroken(at, seen(after), now.explanation());
        }
    }

    private void wait(Moment now, int before, int after) {
        long at = now.atMillis();
        if (at > fromMillis && fits(before)) {
            reachedMillis = fromMillis;
            decided(now);
        } else if (at >= fromMillis && at <= deadlineMillis && fits(after)) {
            reachedMillis = at;
        } else if (at > deadlineMillis) {
            isMissed(before, latestExplanation);
        } else if (at == deadlineMillis) {
            isMissed(after, now.explanation());
        } else {
            latestExplanation = now.explanation();
        }
    }

    private void isMissed(int seen, String explanation) {
        isSettled = true;
        isBroken(deadlineMillis, seen(seen), explanation);
    }

    private String seen(int replicas) {
        return replicas + (isReady ? " ready" : "");
    }

    @Override
    void ended(Moment last, long endMillis) {
        int seen = isReady ? last.ready() : last.count();
        if (!isSettled && reachedMillis == NOT_REACHED && !fits(seen)) {
            isMissed(seen, latestExplanation);
        }
    }
}
