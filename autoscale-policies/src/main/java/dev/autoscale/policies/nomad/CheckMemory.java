package dev.autoscale.policies.nomad;

import dev.autoscale.policies.internal.Series;
import dev.autoscale.policies.nomad.NomadAction.Kind;
import dev.autoscale.policies.upstream.UpstreamObservation;

/** One check and what its query answered: whether it failed, and the values of its window. Immutable; the values are the caller's. */
final class CheckMemory {
    private static final long FAILED = 1;

    private final NomadCheck check;
    /** Which of the observation's values is the query's; of no meaning without a query. */
    private final int metric;
    /** Where the word is that says whether the query failed; the values follow. */
    private final int at;

    private final Series values;
    private final int words;
    private final long windowMillis;
    private final long offsetMillis;
    /** Whether it ends an evaluation if its strategy fails. */
    private final boolean failsWithStrategy;

    CheckMemory(NomadCheck check, int metric, int at, long intervalMillis, NomadCheck.OnError onCheckError) {
        this.check = check;
        this.metric = metric;
        this.at = at;
        windowMillis = check.queryWindow().toMillis();
        offsetMillis = check.queryWindowOffset().toMillis();
        boolean isNewestEnough = !check.strategy().needsHistory() && offsetMillis == 0;
        values = new Series(at + 1, isNewestEnough ? 1 : capacity(windowMillis + offsetMillis, intervalMillis));
        words = check.strategy().needsValues() ? 1 + values.words() : 0;
        NomadCheck.OnError onError = check.onError();
        failsWithStrategy = (onError == NomadCheck.OnError.UNSET ? onCheckError : onError) == NomadCheck.OnError.FAIL;
    }

    private static int capacity(long spanMillis, long intervalMillis) {
        return (int) Math.min(spanMillis / intervalMillis + 2, NomadPolicy.MAX_VALUES);
    }

    NomadCheck check() {
        return check;
    }

    int words() {
        return words;
    }

    boolean isActive(long nowMillis) {
        NomadSchedule schedule = check.schedule();
        return schedule == null || schedule.isActive(nowMillis);
    }

    /** Takes the value of a decision, which is the only one of its instant. A negative one is none. */
    void see(long[] memory, long nowMillis, UpstreamObservation in) {
        if (words > 0) {
            double value = in.value(metric);
            values.forgetFrom(memory, nowMillis);
            record(memory, nowMillis, value < 0 ? Double.NaN : value);
        }
    }

    boolean isPossible(long[] memory) {
        if (words == 0) {
            return true;
        }
        boolean isPossible = (memory[at] == 0 || memory[at] == FAILED) && values.isPossible(memory);
        for (int i = 0; isPossible && i < values.size(memory); i++) {
            isPossible = Double.isFinite(Double.longBitsToDouble(memory[values.indexOf(i)]));
        }
        return isPossible;
    }

    void record(long[] memory, long epochMillis, double value) {
        if (words == 0) {
            return;
        }
        boolean isNumber = Double.isFinite(value);
        memory[at] = isNumber ? 0 : FAILED;
        if (isNumber) {
            values.forgetBefore(memory, since(epochMillis));
            values.add(memory, epochMillis, Double.doubleToRawLongBits(value));
        }
    }

    void fail(long[] memory) {
        if (words > 0) {
            memory[at] = FAILED;
        }
    }

    /** What ends the evaluation because of this check; nothing to do if nothing does. */
    Kind failure(long nowMillis, long[] memory) {
        if (words > 0) {
            if (memory[at] == FAILED) {
                return Kind.QUERY_FAILS;
            }
            if (end(nowMillis, memory) == begin(nowMillis, memory)) {
                return Kind.NO_METRICS;
            }
        }
        boolean isBroken = !check.strategy().violations().isEmpty();
        return isBroken && failsWithStrategy ? Kind.STRATEGY_FAILS : Kind.NONE;
    }

    /** What the strategy answers, nothing to do where it does not. */
    long run(long nowMillis, long count, long[] memory) {
        int from = words == 0 ? 0 : begin(nowMillis, memory);
        int to = words == 0 ? 0 : end(nowMillis, memory);
        long action = check.strategy().run(count, memory, from, to);
        return NomadAction.kind(action).isMovement() ? action : NomadAction.of(Kind.NONE, 0);
    }

    private long since(long nowMillis) {
        long since = nowMillis - offsetMillis - windowMillis;
        return since > nowMillis ? Long.MIN_VALUE : since;
    }

    private int begin(long nowMillis, long[] memory) {
        return values.indexOf(values.firstFrom(memory, since(nowMillis)));
    }

    private int end(long nowMillis, long[] memory) {
        long until = Math.max(nowMillis, Long.MIN_VALUE + offsetMillis) - offsetMillis;
        return Math.max(
                begin(nowMillis, memory),
                values.indexOf(until == Long.MAX_VALUE ? values.size(memory) : values.firstFrom(memory, until + 1)));
    }
}
