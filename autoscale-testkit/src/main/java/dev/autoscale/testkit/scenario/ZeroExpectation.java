package dev.autoscale.testkit.scenario;

/** Zero replicas are reached a certain time after the last decision that saw load. */
final class ZeroExpectation extends Expectation {
    private static final long NEVER = -1;

    private final long behindMillis;
    private long busyMillis = NEVER;
    private boolean hasIdled;

    ZeroExpectation(long behindMillis) {
        super("0 replicas exactly " + ScenarioTime.text(behindMillis) + " after the last request");
        this.behindMillis = behindMillis;
    }

    @Override
    void decided(Moment now) {
        if (now.isBusy()) {
            busyMillis = now.atMillis();
        }
        if (busyMillis == NEVER) {
            return;
        }
        long idle = now.atMillis() - busyMillis;
        boolean idles = now.count() == 0;
        hasIdled |= idles;
        if (idles ? now.before() > 0 && idle < behindMillis : idle >= behindMillis) {
            String seen = now.count() + (now.count() == 1 ? " replica " : " replicas ") + ScenarioTime.text(idle)
                    + " after it";
            isBroken(now.atMillis(), seen, now.explanation());
        }
    }

    @Override
    void ended(Moment last, long endMillis) {
        if (!hasIdled && !isBroken()) {
            isBroken(endMillis, "never 0 replicas: " + last.count(), last.explanation());
        }
    }
}
