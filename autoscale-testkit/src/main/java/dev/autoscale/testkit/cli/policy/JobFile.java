package dev.autoscale.testkit.cli.policy;

import static dev.autoscale.testkit.cli.policy.Form.INTEGER;
import static dev.autoscale.testkit.cli.policy.Form.NUMBER;

import dev.autoscale.policies.keda.ScaledJob;
import dev.autoscale.policies.keda.ScaledJob.Combination;
import dev.autoscale.policies.keda.ScaledJob.Strategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A KEDA ScaledJob in properties syntax: it creates jobs and scales nothing, so it is explained only. Immutable.
 *
 * @param job what decides
 * @param triggers by their names, in the order of the file
 */
public record JobFile(ScaledJob job, Map<String, Trigger> triggers) {
    /**
     * What a trigger is measured against.
     *
     * @param target the queue length for each job
     * @param activation above it the trigger is active
     */
    public record Trigger(double target, double activation) {}

    static final String PREFIX = "scaledJob.";
    private static final String TRIGGERS = PREFIX + "triggers.";

    private static final Key<Strategy> STRATEGY =
            Key.of("strategy=accurate", Form.oneOf(Strategy.values()), "how jobs that exist count against the queue");
    private static final Key<Integer> DEDUCTION =
            Key.of("deduction=1", INTEGER, "of the strategy custom: jobs to subtract");
    private static final Key<Double> SHARE =
            Key.of("runningShare=0.5", NUMBER, "of the strategy custom: share of the running jobs to subtract");
    private static final Keys<ScaledJob.Builder> SETTINGS = Keys.<ScaledJob.Builder>under(PREFIX)
            .key("minReplicaCount=1", INTEGER, ScaledJob.Builder::minReplicaCount, "the fewest jobs (default 0)")
            .key("maxReplicaCount=20", INTEGER, ScaledJob.Builder::maxReplicaCount, "the most jobs (default 100)")
            .parts(STRATEGY, DEDUCTION, SHARE)
            .key("combination=sum", Form.oneOf(Combination.values()), ScaledJob.Builder::combination)
            .help("of several triggers' queues (default max)");

    private static final Key<Double> TARGET = Key.of("target=5", NUMBER, "the queue length for each job");
    private static final Key<Double> ACTIVATION =
            Key.of("activation=2", NUMBER, "above it the trigger is active (default 0)");
    private static final Keys<Object> TRIGGER = Keys.named(TRIGGERS, "<name>").parts(TARGET, ACTIVATION);

    static final List<Keys<?>> KEYS = List.of(SETTINGS, TRIGGER);

    static JobFile read(PolicyEntries entries) {
        Section<ScaledJob.Builder> settings = SETTINGS.in(entries);
        ScaledJob.Builder builder = settings.read(ScaledJob.builder());
        Strategy strategy = settings.get(STRATEGY, Strategy.DEFAULT);
        if (strategy == Strategy.CUSTOM) {
            int deduction = settings.get(DEDUCTION, 0);
            double share = settings.get(SHARE, 0.0);
            entries.judged(settings.key(SHARE), () -> builder.custom(deduction, share));
        } else {
            settings.refuse("without " + settings.key(STRATEGY) + "=custom", DEDUCTION, SHARE);
            builder.strategy(strategy);
        }
        Map<String, Trigger> triggers = new LinkedHashMap<>();
        for (String name : PolicyKeys.names(entries, TRIGGERS)) {
            Section<Object> trigger = TRIGGER.in(entries, name);
            double target = trigger.required(TARGET, 1.0);
            if (!(target > 0 && target < Double.POSITIVE_INFINITY)) {
                entries.bad(trigger.key(TARGET), "must be > 0");
            }
            triggers.put(name, new Trigger(target, trigger.get(ACTIVATION, 0.0)));
        }
        if (triggers.isEmpty()) {
            entries.bad(TRIGGERS, TRIGGERS, "must have a trigger: " + TRIGGERS + "<name>.target");
        }
        ScaledJob job = settings.build(builder::build);
        entries.throwIfAny();
        return new JobFile(Objects.requireNonNull(job), triggers);
    }
}
