package dev.autoscale.testkit.cli.replay;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.ScalingDecision;
import dev.autoscale.policies.keda.ScaledJob;
import dev.autoscale.policies.knative.KpaDecision;
import dev.autoscale.policies.knative.KpaObservation;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.policies.upstream.UpstreamDecision;
import dev.autoscale.policies.upstream.UpstreamObservation;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import dev.autoscale.testkit.cli.engine.Feeds;
import dev.autoscale.testkit.cli.engine.KnativePolicy;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.engine.UpstreamReplay;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.policy.JobFile;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.cli.text.Timestamps;
import dev.autoscale.testkit.text.Shown;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verb {@code explain}: one decision in words. */
public final class Explain {
    private static final String NONE = "none";
    private static final String PANIC = "panic";

    private Explain() {}

    public static void run(List<String> args, PrintStream out, PrintStream err) {
        Options options = Options.parse(
                args,
                Selection.OPTIONS
                        + "policy current existing ready starting paused! pause-at at unfinished pending json!");
        if (!options.has("--policy") && !options.has("--unfinished")) {
            options.require("--policy", "--current");
        }
        Path path = Path.of(options.required("--policy"));
        PolicyEntries entries = PolicyFile.one(path, Selection.of(options));
        Optional<JobFile> job = PolicyFile.job(entries);
        if (job.isPresent()) {
            explain(job.get(), options, out);
            return;
        }
        ReplayPolicy policy = PolicyFile.read(entries);
        options.refuse("is for a ScaledJob", "--unfinished", "--pending");
        options.require("--current");
        policy.warnings().forEach(warning -> err.println("note: " + warning));
        int current = options.wholeNumber("--current", 0, 0);
        options.problems().throwIfAny();
        if (policy instanceof KnativePolicy knative) {
            explain(knative, current, options, out);
        } else if (policy instanceof UpstreamReplay upstream) {
            explain(upstream, current, options, out);
        } else if (policy instanceof Policy other) {
            explain(other, current, options, out, err);
        }
    }

    private static void explain(JobFile file, Options options, PrintStream out) {
        String rule = "is not for a ScaledJob, which has --unfinished and --pending";
        options.refuse(rule, "--current", "--at", "--existing", "--ready", "--starting", "--paused", "--pause-at");
        options.require("--unfinished");
        int unfinished = options.wholeNumber("--unfinished", 0, 0);
        int pending = options.wholeNumber("--pending", 0, 0, unfinished);
        options.problems().throwIfAny();
        Map<String, String> samples = samples(List.copyOf(file.triggers().keySet()), options.rest());
        ScaledJob.Input in = new ScaledJob.Input(file.triggers().size()).jobs(unfinished, pending);
        file.triggers().forEach((name, trigger) -> {
            Double length = number(samples.getOrDefault(name, NONE));
            if (length == null) {
                in.failedTrigger();
            } else {
                in.trigger(length, trigger.target(), length > trigger.activation());
            }
        });
        ScaledJob.Decision decision = new ScaledJob.Decision();
        file.job().decide(in, decision);
        if (options.has("--json")) {
            out.println(decision.toJson(new StringBuilder()));
        } else {
            out.print(decision);
        }
    }

    private static void explain(Policy policy, int current, Options options, PrintStream out, PrintStream err) {
        AutoscalerSpec spec = policy.spec();
        Observation in = spec.newObservation().at(atMillis(options, policy)).replicas(current);
        counts(in, current, options);
        List<String> fed = policy.metrics().stream()
                .filter(Feeds.Metric::readsValue)
                .map(Feeds.Metric::id)
                .toList();
        samples(fed, options.rest()).forEach((id, text) -> {
            int metric = spec.metricIndex(id);
            set(in, metric, text);
            Double value = spec.metric(metric).target() == MetricSpec.Target.UTILIZATION ? number(text) : null;
            String note = value == null ? "" : shareNote(id, value);
            if (!note.isEmpty()) {
                err.println("note: " + note);
            }
        });
        Decision decision = spec.newDecision();
        spec.newAutoscaler().decide(in, decision);
        print(decision, options, out);
    }

    /** What a percentage was taken for that looks like a share of 1; empty if it does not. */
    static String shareNote(String metric, double highest) {
        return highest > 0 && highest <= 1
                ? metric + " is at most " + Numbers.text(highest) + " and read as percent: 90 % is written 90"
                : "";
    }

    /** A decision that depends on the time must be given one: no other would be what is meant. */
    private static long atMillis(Options options, Policy policy) {
        String text = options.value("--at");
        if (text == null && policy.goesByTheClock()) {
            throw new BadInput("option must be given, as the policy has windows of time: --at");
        }
        return millis(text);
    }

    private static long millis(@Nullable String text) {
        try {
            return text == null ? 0 : new Timestamps("t_ms").millis(text);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e.getMessage() + ": --at " + Shown.value(String.valueOf(text)));
        }
    }

    /** Of a revision that was never in panic. */
    private static void explain(KnativePolicy policy, int current, Options options, PrintStream out) {
        for (String option : List.of("--existing", "--starting", "--paused", "--pause-at")) {
            if (options.has(option)) {
                options.problems().add("must not be given for a revision of Knative: " + option);
            }
        }
        int ready = options.wholeNumber("--ready", current, 0);
        options.problems().throwIfAny();
        long now = millis(options.value("--at"));
        Map<String, String> samples = samples(List.of(policy.metric(), PANIC), options.rest());
        KpaSpec spec = policy.spec();
        KpaObservation in = spec.newObservation().at(now).replicas(current).ready(ready);
        String given = samples.getOrDefault(policy.metric(), NONE);
        Double stable = number(given);
        Double panic = number(samples.getOrDefault(PANIC, given));
        if (stable == null || panic == null || !Double.isFinite(stable) || !Double.isFinite(panic)) {
            in.failed();
        } else {
            in.averages(stable, panic);
        }
        KpaDecision decision = spec.newDecision();
        spec.newAutoscaler(now, 0).decide(in, decision);
        print(decision, options, out);
    }

    /** Of another system, in its first decision. */
    private static void explain(UpstreamReplay policy, int current, Options options, PrintStream out) {
        for (String option : List.of("--paused", "--pause-at")) {
            if (options.has(option)) {
                options.problems()
                        .add("must not be given for " + policy.policy().system() + ": " + option);
            }
        }
        int existing = options.wholeNumber("--existing", current, 0);
        int starting = options.wholeNumber("--starting", 0, 0, existing);
        int ready = options.wholeNumber("--ready", existing - starting, 0, existing);
        options.problems().throwIfAny();
        long now = millis(options.value("--at"));
        UpstreamPolicy rules = policy.policy();
        UpstreamObservation in = rules.newObservation().at(now).replicas(current, existing, ready);
        samples(rules.metrics(), options.rest()).forEach((id, text) -> {
            Double value = number(text);
            in.value(rules.metrics().indexOf(id), value == null ? Double.NaN : value);
        });
        UpstreamDecision decision = rules.newDecision();
        rules.newAutoscaler(now, current).decide(in, decision);
        print(decision, options, out);
    }

    private static void print(ScalingDecision decision, Options options, PrintStream out) {
        if (options.has("--json")) {
            out.println(decision.toJson(new StringBuilder()));
        } else {
            out.print(decision);
        }
    }

    /** What the options tell of the replicas beside the wanted ones, and of a pause. */
    private static void counts(Observation in, int current, Options options) {
        int existing = options.wholeNumber("--existing", current, 0);
        int starting = options.wholeNumber("--starting", 0, 0, existing);
        int ready = options.wholeNumber("--ready", existing - starting, 0, existing);
        int pausedAt = options.wholeNumber("--pause-at", 0, 0);
        if (options.has("--ready") && options.has("--starting")) {
            options.problems().add("must be one of the two: --ready, --starting");
        }
        options.problems().throwIfAny();
        if (options.has("--existing")) {
            in.replicas(current, existing);
        }
        if (options.has("--ready") || options.has("--starting")) {
            in.readyReplicas(ready);
        }
        if (options.has("--pause-at")) {
            in.overrides().pauseAt(pausedAt);
        } else if (options.has("--paused")) {
            in.overrides().pause();
        }
    }

    /** The texts by id. */
    private static Map<String, String> samples(List<String> ids, List<String> words) {
        Map<String, String> samples = new LinkedHashMap<>();
        Problems problems = new Problems();
        for (String sample : words) {
            int equals = sample.lastIndexOf('=');
            String id = equals < 0 ? sample : sample.substring(0, equals);
            String text = sample.substring(equals + 1);
            if (equals < 0) {
                problems.add("must be metric=value: " + Shown.value(sample));
            } else if (!ids.contains(id)) {
                problems.add("unknown metric: " + Shown.value(id) + Options.hint(id, ids));
            } else if (samples.putIfAbsent(id, text) != null) {
                problems.add("must be given once: " + Shown.value(sample));
            } else if (!text.equalsIgnoreCase(NONE) && number(text) == null) {
                problems.add("must be a number, none or NaN: " + Shown.value(sample));
            }
        }
        problems.throwIfAny();
        return samples;
    }

    /** A number as Kubernetes or Java writes it, null if it is none. */
    private static @Nullable Double number(String text) {
        try {
            return Quantity.parse(text).toDouble();
        } catch (IllegalArgumentException notAQuantity) {
            return Numbers.sample(text);
        }
    }

    private static void set(Observation in, int metric, String text) {
        if (text.equalsIgnoreCase(NONE)) {
            in.failed(metric);
            return;
        }
        try {
            in.valueMilli(metric, Quantity.parse(text).milliValue());
        } catch (IllegalArgumentException notAQuantity) {
            in.value(metric, Objects.requireNonNull(Numbers.sample(text)));
        }
    }
}
