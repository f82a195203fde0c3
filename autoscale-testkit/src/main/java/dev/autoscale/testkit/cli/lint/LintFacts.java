package dev.autoscale.testkit.cli.lint;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.compare.SimulatedLoad;
import dev.autoscale.testkit.cli.options.OptionValues;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.options.Options.Takes;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyKeys;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.lint.Fact;
import dev.autoscale.testkit.lint.WorkloadFacts;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the options of {@code lint} say of a workload. Immutable. */
final class LintFacts {
    private static final String CONCURRENCY = "--concurrency";
    private static final String WAITING = "--waiting";
    private static final String EVERY = "--every";

    private static final List<String> LOADS = List.of("--trace", "--load", "--scale", "--service", "--seed");

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
        Problems problems = new Problems();
        OptionValues values = new OptionValues(options, problems);
        Load load = SimulatedLoad.read(options, values, problems);
        long seed = values.anyNumber("--seed", 1);
        problems.throwIfAny();
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
        String words = fact.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return "--" + (fact == Fact.RISE_TIME ? "rise" : words);
    }

    static Map<String, Takes> options() {
        Map<String, Takes> known = new LinkedHashMap<>();
        for (Fact fact : Fact.values()) {
            known.put(option(fact), Takes.ONE);
        }
        known.put(CONCURRENCY, Takes.ONE);
        known.put(WAITING, Takes.MANY);
        known.put(EVERY, Takes.ONE);
        LOADS.forEach(option -> known.put(option, Takes.ONE));
        return known;
    }

    /** What is known of the workload of a policy file. */
    WorkloadFacts of(PolicyEntries entries) {
        WorkloadFacts.Builder facts = WorkloadFacts.builder();
        Problems problems = new Problems();
        time(option(Fact.STARTUP), facts::startup, problems);
        time(option(Fact.INITIALIZATION), facts::initialization, problems);
        time(option(Fact.WORK_TIME), facts::workTime, problems);
        time(option(Fact.SAMPLE_INTERVAL), facts::sampleInterval, problems);
        time(option(Fact.RISE_TIME), facts::riseTime, problems);
        time(EVERY, facts::decisionsEvery, problems);
        if (offered != null) {
            facts.peakLoad(offered.peak()).meanLoad(offered.mean());
        }
        number(option(Fact.PEAK_LOAD), facts::peakLoad, problems);
        number(option(Fact.MEAN_LOAD), facts::meanLoad, problems);
        String capacity = option(Fact.CAPACITY_PER_REPLICA);
        if (options.has(capacity) && options.has(CONCURRENCY)) {
            problems.add("must be one of the two: " + capacity + ", " + CONCURRENCY);
        }
        number(capacity, facts::capacityPerReplica, problems);
        number(CONCURRENCY, facts::capacityPerReplica, problems);
        problems.throwIfAny();
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

    private void time(String option, Consumer<Duration> setter, Problems problems) {
        String text = options.value(option);
        if (text != null) {
            try {
                setter.accept(Duration.ofMillis(Spans.millis(text)));
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage() + ": " + option + ' ' + text);
            }
        }
    }

    private void number(String option, Consumer<Double> setter, Problems problems) {
        String text = options.value(option);
        if (text != null) {
            try {
                setter.accept(Double.valueOf(text));
            } catch (NumberFormatException e) {
                problems.add("must be a number: " + option + ' ' + text);
            }
        }
    }
}
