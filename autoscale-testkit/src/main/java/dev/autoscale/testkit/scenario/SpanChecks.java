package dev.autoscale.testkit.scenario;

import dev.autoscale.testkit.scenario.SpanExpectation.Check;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What can be looked at over a span. Each check is of one run. */
final class SpanChecks {
    private SpanChecks() {}

    /** Every count is one of these. */
    static Check counts(IntPredicate allowed) {
        return new Check() {
            @Override
            public @Nullable String decided(Moment now) {
                return began(now.count());
            }

            @Override
            public @Nullable String began(int replicas) {
                return allowed.test(replicas) ? null : String.valueOf(replicas);
            }
        };
    }

    private static String change(Moment now) {
        return now.before() + " -> " + now.count();
    }

    static Check mostChanges(int most) {
        return new Check() {
            private int changes;

            @Override
            public @Nullable String decided(Moment now) {
                if (now.count() == now.before() || ++changes <= most) {
                    return null;
                }
                return change(now) + (most == 0 ? "" : ", change " + changes);
            }
        };
    }

    static Check noReversal(long withinMillis) {
        return new Check() {
            private int direction;
            private long changedMillis;

            @Override
            public @Nullable String decided(Moment now) {
                int newDirection = Integer.compare(now.count(), now.before());
                if (newDirection == 0) {
                    return null;
                }
                long since = now.atMillis() - changedMillis;
                boolean reverses = newDirection == -direction && since <= withinMillis;
                direction = newDirection;
                changedMillis = now.atMillis();
                return reverses
                        ? change(now) + ", " + ScenarioTime.text(since) + " after the change the other way"
                        : null;
            }
        };
    }

    /** Adds up the changes in a direction, 1 or -1, that are younger than a period. */
    static Check most(int replicas, int direction, long perMillis) {
        record Step(long atMillis, long replicas) {}
        return new Check() {
            private final Deque<Step> steps = new ArrayDeque<>();
            private long sum;

            @Override
            public @Nullable String decided(Moment now) {
                long moved = (long) direction * ((long) now.count() - now.before());
                if (moved <= 0) {
                    return null;
                }
                while (!steps.isEmpty() && now.atMillis() - steps.getFirst().atMillis >= perMillis) {
                    sum -= steps.removeFirst().replicas;
                }
                steps.addLast(new Step(now.atMillis(), moved));
                sum += moved;
                return sum <= replicas ? null : change(now) + ", " + sum + " in " + ScenarioTime.text(perMillis);
            }
        };
    }
}
