package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Observation;
import dev.autoscale.policies.Quantity;
import dev.autoscale.testkit.cli.Options.Takes;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The verb {@code explain}: one decision in words. */
final class Explain {
    private static final Map<String, Takes> OPTIONS =
            Map.of("--policy", Takes.ONE, "--current", Takes.ONE, "--at", Takes.ONE);

    private Explain() {}

    static void run(List<String> args, PrintStream out) {
        Options options = Options.parse(args, OPTIONS);
        Policy policy = PolicyFile.read(Path.of(options.required("--policy")));
        AutoscalerSpec spec = policy.spec();
        int current = Replay.wholeNumber("--current", options.required("--current"), 0);
        Observation in = spec.newObservation().at(atMillis(options, policy)).replicas(current);
        fill(in, spec, options.rest());
        Decision decision = spec.newDecision();
        spec.newAutoscaler().decide(in, decision);
        out.print(decision);
    }

    /** A decision that depends on the time must be given one: no other would be what is meant. */
    private static long atMillis(Options options, Policy policy) {
        String text = options.value("--at");
        boolean dependsOnTime = !policy.schedule().windows().isEmpty()
                || fedIds(policy.spec()).size() < policy.spec().metricCount();
        if (text == null && dependsOnTime) {
            throw new BadInput("option must be given, as the policy has windows of time: --at");
        }
        try {
            return text == null ? 0 : new Timestamps("t_ms").millis(text);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e.getMessage() + ": --at " + text);
        }
    }

    private static void fill(Observation in, AutoscalerSpec spec, List<String> samples) {
        List<String> ids = fedIds(spec);
        Set<String> seen = new HashSet<>();
        Problems problems = new Problems();
        for (String sample : samples) {
            int equals = sample.lastIndexOf('=');
            String id = equals < 0 ? sample : sample.substring(0, equals);
            if (equals < 0) {
                problems.add("must be metric=value: " + sample);
            } else if (!ids.contains(id)) {
                problems.add("unknown metric: " + id + Options.hint(id, ids));
            } else if (!seen.add(id)) {
                problems.add("must be given once: " + sample);
            } else if (!set(in, spec.metricIndex(id), sample.substring(equals + 1))) {
                problems.add("must be a number, none or NaN: " + sample);
            }
        }
        problems.throwIfAny();
    }

    static List<String> ids(AutoscalerSpec spec) {
        return IntStream.range(0, spec.metricCount())
                .mapToObj(i -> spec.metric(i).id())
                .toList();
    }

    /** The metrics that need values. */
    static List<String> fedIds(AutoscalerSpec spec) {
        return ids(spec).stream()
                .filter(id -> Feeds.readsValue(spec.metric(spec.metricIndex(id))))
                .toList();
    }

    private static boolean set(Observation in, int metric, String text) {
        if (text.equalsIgnoreCase("none")) {
            in.failed(metric);
            return true;
        }
        try {
            in.valueMilli(metric, Quantity.parse(text).milliValue());
            return true;
        } catch (IllegalArgumentException notAQuantity) {
            try {
                in.value(metric, Double.parseDouble(text));
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }
}
