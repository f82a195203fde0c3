package dev.autoscale.testkit.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Holds a run against its expectations and sums up what is broken; of one run. */
final class Verdict {
    /** A message is read by people. */
    private static final int MAX_CHANGES = 60;

    private final List<Expectation> expectations;
    private Moment now;
    private final List<String> changes = new ArrayList<>();
    private final Expectation invariants = new Expectation("invariants");
    private long furtherChanges;

    Verdict(List<Expectation> expectations, int replicas, int readyReplicas) {
        this.expectations = new ArrayList<>(expectations);
        now = new Moment(0, replicas, replicas, readyReplicas, readyReplicas, false, () -> "");
        changes.add(replicas + " at first");
    }

    void decided(long atMillis, int before, int count, int ready, boolean isBusy, Supplier<String> explanation) {
        now = new Moment(atMillis, before, count, now.ready(), ready, isBusy, explanation);
        if (count != before && changes.size() < MAX_CHANGES) {
            changes.add(count + " at " + ScenarioTime.text(atMillis));
        } else if (count != before) {
            furtherChanges++;
        }
        for (Expectation expectation : expectations) {
            expectation.decided(now);
        }
    }

    void breaksInvariant(long atMillis, AssertionError error) {
        String[] message = String.valueOf(error.getMessage()).split(":\n", 2);
        invariants.isBroken(atMillis, '"' + message[0] + "\" does not hold", message[message.length - 1]);
    }

    /** Adds an expectation of what the run came to. */
    void note(String text, boolean holds, String seen) {
        Expectation expectation = new Expectation(text);
        if (!holds) {
            expectation.isBroken(seen);
        }
        expectations.add(expectation);
    }

    void ended(long endMillis) {
        for (Expectation expectation : expectations) {
            expectation.ended(now, endMillis);
        }
    }

    /** Throws if anything is broken. */
    void check(String subject) {
        List<Expectation> all = new ArrayList<>(expectations);
        all.add(invariants);
        List<Expectation> broken = all.stream().filter(Expectation::isBroken).toList();
        if (broken.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder();
        message.append(broken.size()).append(" of ").append(all.size()).append(" expectations broken");
        message.append(subject.isEmpty() ? "" : ": ").append(subject).append('\n');
        for (int i = 0; i < broken.size(); i++) {
            message.append(i + 1).append(". ").append(broken.get(i).report());
        }
        message.append("counts: ").append(String.join(", ", changes));
        message.append(furtherChanges == 0 ? "" : ", and " + furtherChanges + " changes more");
        throw new AssertionError(message.toString());
    }
}
