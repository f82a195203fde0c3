package dev.autoscale.testkit.scenario;

import org.jspecify.annotations.Nullable;

/** What is expected of a run, held against its decisions one after the other, unless others do it; of one run. */
class Expectation {
    private final String text;
    private @Nullable String broken;
    private long further;

    Expectation(String text) {
        this.text = text;
    }

    /** The latest time that it speaks of; 0 if it speaks of the whole run. */
    long latestMillis() {
        return 0;
    }

    void decided(Moment now) {}

    /** The run is over. */
    void ended(Moment last, long endMillis) {}

    /** The first time counts, later ones are counted. */
    final void isBroken(long atMillis, String seen, String explanation) {
        if (broken == null) {
            broken = seen + " at " + ScenarioTime.text(atMillis) + '\n' + explanation.indent(5);
        } else {
            further++;
        }
    }

    /** It is broken by what the whole run came to. */
    final void isBroken(String seen) {
        broken = seen + '\n';
    }

    final boolean isBroken() {
        return broken != null;
    }

    final String report() {
        String more = further == 0 ? "" : "     (and " + further + " times more)\n";
        return text + ": " + broken + more;
    }

    @Override
    public final String toString() {
        return text;
    }
}
