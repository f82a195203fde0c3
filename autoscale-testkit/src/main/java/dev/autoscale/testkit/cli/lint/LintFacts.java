package dev.autoscale.testkit.cli.lint;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.compare.SimulatedLoad;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyKeys;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.lint.Fact;
import dev.autoscale.testkit.lint.WorkloadFacts;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the options of {@code lint} say of a workload. Immutable. */
final class LintFacts {
    private static final String CONCURRENCY = "--concurrency";
    private static final String WAITING = "--waiting";
    private static final String EVERY = "--every";

    private static final List<String> LOADS =
            List.of("--trace", "--load", "--scale", "--service", "--linear", "--zeros-are-gaps", "--seed");

    /** Keys of policy files that say how long a replica takes to start. */
    private static final List<String> STARTUPS =
            List.of("serverless.initializationTime", "targetTracking.instanceWarmup", "slo.startup");

    private final Options options;
    private final @Nullable OfferedLoad offered;
    private final List<String> notes = new ArrayList<>();

    /** Reads the load if there is one. */
    LintFacts(Options options) {
        this.options = options;
        if (LOADS.stream().noneMatch(options::has)) {
            offered = null;
            return;
        }
        Load load = SimulatedLoad.read(options);
        long seed = options.anyNumber("--seed", 1);
        options.problems().throwIfAny();
        Load arriving = Objects.requireNonNull(load, "load");
        OfferedLoad found = Compare.simulated(() -> OfferedLoad.of(arriving, seed));
        offered = found;
        notes.add("load of " + arriving.name() + ": arrivals in service if none waits, " + Numbers.text(found.mean())
                + " on average and " + Numbers.text(found.peak()) + " in the busiest 15 s;");
        notes.add("taken as mean and peak load, so it is right for a metric that counts arrivals at work");
    }

    /** What was taken from the load, in words; a line each. */
    List<String> notes() {
        return notes;
    }

    static String option(Fact fact) {
        return "--" + name(fact);
    }

    private static String name(Fact fact) {
        return fact == Fact.RISE_TIME
                ? "rise"
                : fact.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of all that it reads. */
    static String options() {
        return Stream.of(Fact.values()).map(LintFacts::name).collect(Collectors.joining(" "))
                + " concurrency waiting* every trace load seed " + SimulatedLoad.OPTIONS;
    }

    /** The key of a file that says how long a start takes, unless an option does; null if there is none. */
    @Nullable
    String statedStartup(PolicyEntries entries) {
        return options.has(option(Fact.STARTUP))
                ? null
                : STARTUPS.stream()
                        .filter(key -> entries.text(key) != null)
                        .findFirst()
                        .orElse(null);
    }

    /** What is known of the workload of a policy file. */
    WorkloadFacts of(PolicyEntries entries) {
        WorkloadFacts.Builder facts = WorkloadFacts.builder();
        String stated = statedStartup(entries);
        if (stated != null) {
            facts.startup(Duration.ofMillis(Spans.millis(entries.text(stated, ""))));
        }
        options.span(option(Fact.STARTUP), 0, facts::startup);
        options.span(option(Fact.INITIALIZATION), 0, facts::initialization);
        options.span(option(Fact.WORK_TIME), 0, facts::workTime);
        options.span(option(Fact.SAMPLE_INTERVAL), 0, facts::sampleInterval);
        options.span(option(Fact.RISE_TIME), 0, facts::riseTime);
        options.span(EVERY, 0, facts::decisionsEvery);
        if (offered != null) {
            facts.peakLoad(offered.peak()).meanLoad(offered.mean());
        }
        options.number(option(Fact.PEAK_LOAD), facts::peakLoad);
        options.number(option(Fact.LIMIT_TO_REQUEST), facts::limitToRequest);
        options.number(option(Fact.MEAN_LOAD), facts::meanLoad);
        String capacity = option(Fact.CAPACITY_PER_REPLICA);
        if (options.has(capacity) && options.has(CONCURRENCY)) {
            options.problems().add("must be one of the two: " + capacity + ", " + CONCURRENCY);
        }
        options.number(capacity, facts::capacityPerReplica);
        options.number(CONCURRENCY, facts::capacityPerReplica);
        options.problems().throwIfAny();
        options.values(WAITING).forEach(facts::countsOnlyWaiting);
        for (String trigger : PolicyKeys.names(entries, "triggers.")) {
            if (entries.text("triggers." + trigger + ".type", "").equals("queue")) {
                facts.countsOnlyWaiting(trigger);
            }
        }
        try {
            return facts.build();
        } catch (IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }
}
