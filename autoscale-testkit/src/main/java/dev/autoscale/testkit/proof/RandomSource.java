package dev.autoscale.testkit.proof;

import dev.autoscale.ReplicaSource;
import java.util.List;

/** Sources of all sorts: good ones, bad ones, with and without a value, a signal or a memory. */
record RandomSource(Rule rule) implements ReplicaSource {
    private static final PeriodicWindow WINDOW = new PeriodicWindow(47_000, 20_000);

    /** What it does. */
    enum Rule {
        /** Its value, with all kinds of bad answers among the good ones. */
        VALUE,
        /** Some replicas during a window, as KEDA's cron. */
        WINDOW,
        /** A total of its signal. */
        SIGNAL,
        /** The mean of its value and what it answered before. */
        SMOOTH
    }

    @Override
    public String id() {
        return rule.toString();
    }

    @Override
    public int replicas(ReplicaSource.Input in) {
        return switch (rule) {
            case VALUE -> fromValue(in);
            case WINDOW -> {
                in.validUntil(WINDOW.nextTransitionMillis(in.epochMillis()));
                yield WINDOW.isActive(in.epochMillis()) ? 7 : ABSTAIN;
            }
            case SIGNAL -> in.averageValue(in.signalMilli(0), 2_000);
            case SMOOTH -> smooth(in);
        };
    }

    private static int fromValue(ReplicaSource.Input in) {
        int value = (int) Math.min(in.valueMilli() / 700, 1_000_000);
        if (value == 13) {
            throw new IllegalStateException("broken");
        }
        return switch (value) {
            case 5 -> ABSTAIN;
            case 6 -> in.failed("six");
            case 7 -> -7;
            default -> value;
        };
    }

    private static int smooth(ReplicaSource.Input in) {
        // What it remembers changes with each decision.
        in.validUntil(in.epochMillis());
        return (int) ((in.memory(0) + in.memory(1) % 2 + Math.min(in.valueMilli() / 1_000, 1_000)) / 2);
    }

    @Override
    public void remember(ReplicaSource.Input in) {
        if (rule == Rule.SMOOTH) {
            in.remember(0, smooth(in));
            in.remember(1, in.memory(1) + 1);
        }
    }

    @Override
    public int memorySize() {
        return rule == Rule.SMOOTH ? 2 : 0;
    }

    @Override
    public boolean readsValue() {
        return rule == Rule.VALUE || rule == Rule.SMOOTH;
    }

    @Override
    public List<String> signals() {
        return rule == Rule.SIGNAL ? List.of("signal") : List.of();
    }
}
