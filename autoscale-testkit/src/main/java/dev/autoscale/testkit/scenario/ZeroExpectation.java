package dev.autoscale.testkit.scenario;

/** Zero replicas are reached a certain time behind the last decision that saw load. Not thread-safe. */
final class ZeroExpectation extends Expectation {
    private static final long NEVER = -1;

    private final long behindMillis;
    private long busyMillis = NEVER;
    private boolean hasRested;

    ZeroExpectation(long behindMillis) {
        super("0 replicas exactly " + ScenarioTime.text(behindMillis) + " behind the last request");
        this.behindMillis = behindMillis;
    }

    @Override
    long latestMillis() {
        return 0;
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
        boolean rests = now.count() == 0;
        hasRested |= rests;
        if (rests ? now.before() > 0 && idle < behindMillis : idle >= behindMillis) {
            String seen = now.count() + " replicas " + ScenarioTime.text(idle) + " behind it";
            isBroken(now.atMillis(), seen, now.explanation());
        }
    }

    @Override
    void ended(Moment last, long endMillis) {
        if (!hasRested && !isBroken()) {
            isBroken(endMillis, "never 0 replicas: " + last.count(), last.explanation());
        }
    }
}
