package dev.autoscale.testkit.proof;

import dev.autoscale.Violation;

/** What the proofs along a life share: the number of steps, and how a failure reads. */
final class Steps {
    private Steps() {}

    static void check(int steps) {
        Violation.require(steps >= 1, "steps must be >= 1", "steps", steps);
    }

    static AssertionError failure(String what, int step, Object life, String detail) {
        return new AssertionError(what + " at step " + step + " of " + life + '\n' + detail);
    }
}
