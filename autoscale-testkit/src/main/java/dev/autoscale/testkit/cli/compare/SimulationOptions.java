package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Interrupted;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.environment.Slowdown;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Where a simulated workload runs, as the options say. Reads everything once; not thread-safe. */
public final class SimulationOptions {
    /** The options that say where a workload runs. */
    public static final String OPTIONS =
            "concurrency serving slowdown interrupted queue-limit scheduling startup drain capacity initial"
                    + " memory scrape metric-delay every in-step! slo slo-share slo-on-wait! slot duration score-from start seed seeds fault* busy";

    private static final List<String> SERVINGS = List.of("shared", "per-replica", "cpu");
    private static final List<String> SERVING_WORDS =
            List.of("one queue for all", "a queue each", "shared by all that it has");
    private static final List<String> INTERRUPTED = List.of("retried", "resumed", "failed");
    private static final double DEFAULT_PERCENT = 99;
    private static final String SLOWDOWN_RULE =
            "must be requests in service and factors of the service time such as 1:1, 8:1.4, 32:3";
    private static final int MAX_REPLICAS = 100_000;
    private static final int MAX_SEEDS = 1_000;
    private static final double MAX_MEMORY_PERCENT = 1e9;

    private final Options options;
    private final long everyMillis;
    private final List<Load> loads;
    private final double sharePercent;
    private final Map<String, String> settings = new LinkedHashMap<>();

    public SimulationOptions(Options options) {
        this.options = options;
        everyMillis = options.span("--every", Duration.ZERO, 1).toMillis();
        loads = SimulatedLoad.readAll(options);
        double goal = options.number("--goal", DEFAULT_PERCENT, 0.001, 100);
        sharePercent = options.number("--slo-share", goal, 0.001, 100);
        if (options.has("--goal") && sharePercent != goal) {
            options.bad("must be what --slo-share says, for which the yardsticks are sized", "--goal");
        }
    }

    /** What arrives, at least one; complains of everything so far. */
    public List<Load> loads() {
        options.problems().throwIfAny();
        return loads;
    }

    /** What metrics are fed from. */
    public SimulationFeeds feeds() {
        return new SimulationFeeds(options.values("--map"), options.has("--memory"), options.problems());
    }

    /** The time between two decisions; 0 if each policy has its own. */
    public long everyMillis() {
        return everyMillis;
    }

    /** What the oracle, which foresees the load alone, knows nothing of. */
    public List<String> beyondForesight() {
        List<String> limits = new ArrayList<>();
        boolean isShort = options.has("--capacity")
                || options.values("--fault").stream()
                        .anyMatch(fault -> fault.strip().startsWith("capacity"));
        if (isShort) {
            limits.add("room is short");
        }
        if (options.choice("--serving", SERVINGS) != 0) {
            limits.add("like the clairvoyant it reckons with one queue before all replicas");
        }
        if (options.has("--slowdown")) {
            limits.add("it does not foresee how service slows down");
        }
        if (options.values("--fault").stream().anyMatch(fault -> !fault.strip().startsWith("capacity"))) {
            limits.add("it does not foresee faults");
        }
        return limits;
    }

    /** Whether decisions and scrapes begin with the load. */
    boolean isInStep() {
        return options.has("--in-step");
    }

    public long[] seeds() {
        long first = options.anyNumber("--seed", 1);
        int count = options.wholeNumber("--seeds", 1, 1, MAX_SEEDS);
        return LongStream.range(0, count).map(i -> first + i).toArray();
    }

    /** The first instant: 0, or what is given, which also says how times are written. */
    public long startMillis(Timestamps timestamps) {
        String text = options.value("--start");
        if (text == null) {
            return 0;
        }
        try {
            long millis = timestamps.millis(text);
            timestamps.first(text, millis);
            return millis;
        } catch (IllegalArgumentException e) {
            options.bad(String.valueOf(e.getMessage()), "--start");
            return 0;
        }
    }

    /** What was read, in words. */
    Map<String, String> settings() {
        return settings;
    }

    /**
     * The environment; it can be built unless there was a complaint.
     *
     * @param fewestAtStart no simulation may begin with fewer replicas
     * @param startMillis the first instant
     */
    public Environment.Builder environment(int fewestAtStart, long startMillis) {
        Environment.Builder builder = Environment.builder().startsAt(startMillis);
        replicas(builder, fewestAtStart);
        controller(builder);
        promise(builder);
        faults(builder);
        return builder;
    }

    private void replicas(Environment.Builder builder, int fewestAtStart) {
        int places = options.wholeNumber("--concurrency", 1, 1);
        int serving = options.choice("--serving", SERVINGS);
        ServiceTimes startup = options.times("--startup", "0s");
        ServiceTimes scheduling = options.times("--scheduling", "0s");
        Duration drain = options.span("--drain", Duration.ofSeconds(30), 0);
        int interrupted = options.choice("--interrupted", INTERRUPTED);
        builder.concurrency(places)
                .serving(Serving.values()[serving])
                .startup(startup)
                .scheduling(scheduling)
                .drainTimeout(drain)
                .interrupted(Interrupted.values()[interrupted])
                .queueLimit(options.wholeNumber("--queue-limit", 1_000_000, 0))
                .capacity(options.wholeNumber("--capacity", Integer.MAX_VALUE, 0));
        if (options.has("--initial")) {
            builder.initialReplicas(options.wholeNumber("--initial", fewestAtStart, fewestAtStart, MAX_REPLICAS));
        }
        memory(builder);
        slowdown(builder, serving);
        String placed = options.has("--scheduling") ? "placed after " + words(scheduling) + ", " : "";
        settings.put(
                "replicas",
                Numbers.count(places, serving == 2 ? "core" : "place") + " each, "
                        + SERVING_WORDS.get(serving) + optional("--slowdown", ", service slows down by ") + "; "
                        + placed + "ready after " + words(startup) + ", drain "
                        + Spans.text(drain.toMillis()) + optional("--capacity", "; room for "));
        settings.put(
                "at first",
                options.has("--initial")
                        ? options.text("--initial", "") + " of each policy; yardsticks as they begin"
                        : "as many as the oracle, within the bounds of each policy");
    }

    /** Times that are always the same go without saying. */
    private static String words(ServiceTimes times) {
        return times.toString().replaceFirst("^fixed ", "");
    }

    private String optional(String option, String words) {
        return options.has(option) ? words + options.text(option, "") : "";
    }

    private void slowdown(Environment.Builder builder, int serving) {
        if (!options.has("--slowdown")) {
            return;
        }
        if (serving != 0) {
            options.bad("must be with --serving shared", "--slowdown");
            return;
        }
        try {
            builder.slowdown(Slowdown.parse(options.text("--slowdown", "")));
        } catch (IllegalArgumentException e) {
            options.bad(SLOWDOWN_RULE, "--slowdown");
        }
    }

    private void memory(Environment.Builder builder) {
        if (!options.has("--memory")) {
            return;
        }
        String[] parts = options.text("--memory", "").split(",", -1);
        try {
            double base = Double.parseDouble(parts[0]);
            double perArrival = parts.length == 2 ? Double.parseDouble(parts[1]) : Double.NaN;
            if (base >= 0 && perArrival >= 0 && base + perArrival <= MAX_MEMORY_PERCENT) {
                builder.memory(base, perArrival);
                return;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        options.bad("must be two numbers >= 0 such as 30,5: percent, and percent per arrival", "--memory");
    }

    private void controller(Environment.Builder builder) {
        builder.metricDelay(options.times("--metric-delay", "0s"));
        options.span("--scrape", 1, builder::scrapeInterval);
        if (everyMillis > 0) {
            builder.syncInterval(Duration.ofMillis(everyMillis));
        }
        if (options.has("--in-step")) {
            builder.inStep();
        }
        List<String> words = new ArrayList<>();
        words.add(options.has("--every") ? "decisions every " + Spans.text(everyMillis) : "");
        words.add(optional("--scrape", "scrapes every "));
        words.add(optional("--metric-delay", "which arrive after "));
        words.removeIf(String::isEmpty);
        if (!words.isEmpty()) {
            settings.put("metrics", String.join(", ", words));
        }
    }

    /** The share of arrivals that is promised: of {@code --slo-share} or {@code --goal}, which are the same. */
    public double sharePercent() {
        return sharePercent;
    }

    private void promise(Environment.Builder builder) {
        Duration latency = options.span("--slo", Duration.ofSeconds(2), 0);
        builder.slo(latency, sharePercent / 100);
        if (options.has("--slo-on-wait")) {
            builder.sloOnWait();
        }
        builder.slot(options.span("--slot", Duration.ofSeconds(15), 1));
        options.span("--duration", 1, builder::duration);
        Duration learning = options.span("--score-from", Duration.ZERO, 0);
        checkScored(learning);
        builder.scoredFrom(learning);
        settings.put(
                "SLO",
                Spans.text(latency.toMillis())
                        + (options.has("--slo-on-wait") ? " to wait" : " from arrival to end") + " for "
                        + Numbers.text(sharePercent) + " %");
        if (!learning.isZero()) {
            settings.put(
                    "scored", "from " + Spans.text(learning.toMillis()) + " on; before it policies learn, in no score");
        }
    }

    /** The rules of the environment in the words of the options. */
    private void checkScored(Duration learning) {
        Duration slot = options.span("--slot", Duration.ofSeconds(15), 1);
        Duration duration = options.span("--duration", Duration.ofMillis(Long.MAX_VALUE), 1);
        if (learning.toMillis() % slot.toMillis() != 0) {
            options.bad("must be a multiple of --slot, which is " + Spans.text(slot.toMillis()), "--score-from");
        }
        if (learning.compareTo(duration) >= 0) {
            options.bad("must be less than --duration", "--score-from");
        }
    }

    private void faults(Environment.Builder builder) {
        List<Fault> faults = new ArrayList<>();
        for (String text : options.values("--fault")) {
            try {
                faults.add(FaultText.parse(text));
            } catch (IllegalArgumentException e) {
                options.bad(String.valueOf(e.getMessage()), "--fault", text);
            }
        }
        builder.faults(faults);
        if (!faults.isEmpty()) {
            settings.put("faults", String.join("; ", options.values("--fault")));
        }
    }
}
