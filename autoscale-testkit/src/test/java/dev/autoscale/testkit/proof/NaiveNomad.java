package dev.autoscale.testkit.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules of the Nomad Autoscaler as plainly as possible: texts, and lists of all that ever happened. */
final class NaiveNomad {
    /** When something counts; without an end the duration says how long. */
    record Schedule(NaiveCron start, NaiveCron end, long durationNanos) {
        boolean isActive(long nowNanos) {
            if (end == null) {
                return start.last(nowNanos, nowNanos - durationNanos + 1) != null || !start.comes();
            }
            Long lastStart = start.last(nowNanos, Long.MIN_VALUE / 2);
            Long lastEnd = end.last(nowNanos, Long.MIN_VALUE / 2);
            return lastStart != null && (lastEnd == null || lastStart > lastEnd);
        }
    }

    record Check(
            String query,
            String group,
            String onError,
            String strategy,
            Map<String, String> config,
            long windowMillis,
            long offsetMillis,
            Schedule schedule) {}

    record Policy(
            long min,
            long max,
            String onCheckError,
            long cooldownMillis,
            long upCooldownMillis,
            Schedule schedule,
            List<Check> checks) {}

    /** What a strategy, check or evaluation answers. */
    record Action(String kind, long count) {
        static final Action NONE = new Action("NONE", 0);

        boolean scales(long current) {
            return rank() != 0 && count != current;
        }

        int rank() {
            return kind.equals("UP") ? 1 : kind.equals("DOWN") ? -1 : 0;
        }

        boolean preempts(Action other) {
            return rank() > other.rank() || (rank() == other.rank() && rank() != 0 && count > other.count);
        }
    }

    /** An evaluation that ends without an answer. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        Failure(String kind) {
            super(kind, null, false, false);
        }
    }

    /** A value of a query: NaN for one that fails. */
    record Sample(long millis, double value) {}

    private final Policy policy;
    final List<List<Sample>> samples = new ArrayList<>();
    private Long cooldownUntil;
    private Action pending = Action.NONE;
    private long now = Long.MIN_VALUE;

    NaiveNomad(Policy policy) {
        this.policy = policy;
        policy.checks().forEach(check -> samples.add(new ArrayList<>()));
    }

    /** The answer of an evaluation, or a failure's kind. */
    Action evaluate(long nowMillis, long count) {
        try {
            Map<String, List<Action>> groups = new LinkedHashMap<>();
            for (int i = 0; i < policy.checks().size(); i++) {
                Check check = policy.checks().get(i);
                if (check.schedule() == null || check.schedule().isActive(nowMillis * 1_000_000)) {
                    Action action = cap(check(check, samples.get(i), nowMillis, count));
                    groups.computeIfAbsent(check.group(), name -> new ArrayList<>())
                            .add(action);
                }
            }
            List<Action> winners = new ArrayList<>();
            groups.forEach((group, actions) -> winners.add(winner(group.isEmpty() ? actions : movements(actions))));
            return winners.isEmpty() ? Action.NONE : winner(winners);
        } catch (Failure e) {
            return new Action(e.getMessage(), 0);
        }
    }

    private static List<Action> movements(List<Action> actions) {
        List<Action> movements =
                actions.stream().filter(action -> action.rank() != 0).toList();
        return movements.isEmpty() ? actions : movements;
    }

    private static Action winner(List<Action> actions) {
        Action winner = actions.get(0);
        for (Action action : actions) {
            winner = action.preempts(winner) ? action : winner;
        }
        return winner;
    }

    private Action cap(Action action) {
        if (action.count() == -1) {
            return action;
        }
        return new Action(action.kind(), Math.min(policy.max(), Math.max(policy.min(), action.count())));
    }

    private Action check(Check check, List<Sample> all, long nowMillis, long count) throws Failure {
        boolean asks = !check.strategy().equals("fixed-value");
        if (asks && !all.isEmpty() && Double.isNaN(all.get(all.size() - 1).value())) {
            throw new Failure("QUERY_FAILS");
        }
        long to = nowMillis - check.offsetMillis();
        List<Double> values = all.stream()
                .filter(sample -> sample.millis() >= to - check.windowMillis() && sample.millis() <= to)
                .map(Sample::value)
                .filter(value -> !value.isNaN())
                .toList();
        if (asks && values.isEmpty()) {
            throw new Failure("NO_METRICS");
        }
        Action action = NaiveNomadStrategy.run(check.strategy(), check.config(), count, values);
        if (action.kind().equals("STRATEGY_FAILS")) {
            String meaning = check.onError().isEmpty() ? policy.onCheckError() : check.onError();
            if (meaning.equals("fail")) {
                throw new Failure("STRATEGY_FAILS");
            }
        }
        return action.rank() == 0 ? Action.NONE : action;
    }

    /** What is recorded of a check's query from now on. */
    void record(int check, long millis, double value) {
        samples.get(check).add(new Sample(millis, value));
    }

    /** Of each check the value that its query has now; of one instant only the last one counts. What is decided is in the reason and count. */
    Action decide(long nowMillis, int count, double[] values) {
        now = Math.max(now, nowMillis);
        for (int i = 0; i < values.length; i++) {
            samples.get(i).removeIf(sample -> sample.millis() == now);
            boolean fails = !Double.isFinite(values[i]) || values[i] < 0;
            record(i, now, fails ? Double.NaN : values[i]);
        }
        if (policy.schedule() != null && !policy.schedule().isActive(now * 1_000_000)) {
            return new Action("OUT_OF_SCHEDULE", count);
        }
        Action action = evaluate(now, count);
        if (action.rank() == 0 && !action.kind().equals("NONE")) {
            return new Action(action.kind(), count);
        }
        if (!action.scales(count)) {
            return new Action("NOTHING_TO_DO", count);
        }
        if (cooldownUntil != null && now <= cooldownUntil) {
            return new Action("COOLDOWN", count);
        }
        if (action.count() == -1) {
            return new Action("DRY_RUN", count);
        }
        pending = action;
        return action;
    }

    void scaled(long millis) {
        if (pending.rank() != 0) {
            cooldownUntil = millis + (pending.rank() > 0 ? policy.upCooldownMillis() : policy.cooldownMillis());
        }
        pending = Action.NONE;
    }

    void scaleFailed() {
        pending = Action.NONE;
    }
}
