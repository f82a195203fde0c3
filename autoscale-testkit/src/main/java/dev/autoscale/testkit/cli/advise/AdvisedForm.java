package dev.autoscale.testkit.cli.advise;

import dev.autoscale.testkit.cli.compare.SimulationFeeds;
import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.simulation.Feed;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.league.Advisor.Family;
import dev.autoscale.testkit.text.Spans;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * A kind of policy that may be advised: what is tried of it, and the file that says a setting. What is simulated is read from that file.
 * Immutable.
 *
 * @param title what it is, for the head of the file
 * @param family with the knobs whose values lines are made from
 * @param lines from the values of the knobs to the keys, each with its reason
 * @param signals what the metrics of the file are to be fed from, in words
 */
record AdvisedForm(
        String title, Family family, Function<? super List<Double>, List<AdvisedForm.Line>> lines, String signals) {
    static final List<String> NAMES = List.of("hpa", "keda", "keda-waiting", "slo");

    private static final long CYCLE_MILLIS = 15_000;
    private static final double[] BUSY_SHARES = {0.25, 0.4, 0.55, 0.7, 0.85, 1, 1.25, 1.6};
    private static final double[] WAITING_SHARES = {0.05, 0.15, 0.4, 1, 2.5};
    private static final double[] MISS_FACTORS = {8, 4, 2, 1, 0.5, 0.25, 0.1, 0.03};
    private static final double LEAST_MISS_PERCENT = 0.08;
    private static final double[] WINDOW_SECONDS = {60, 300};
    private static final String WINDOW = "behavior.scaleDown.stabilizationWindowSeconds";
    private static final String TUNED = "tuned: ";
    private static final Map<String, Feed> FEEDS =
            Map.of("in_progress", WorkloadMetric.IN_SYSTEM, "waiting", WorkloadMetric.QUEUED);
    private static final String IN_PROGRESS = "in_progress: requests that wait or are being served, of all replicas";

    /** A key of a policy file. */
    record Line(String key, String value, String why) {}

    /** The kinds by name. */
    static AdvisedForm of(String name, Workload workload, long everyMillis) {
        return switch (name) {
            case "hpa" -> hpa(workload, everyMillis);
            case "keda" -> keda(workload, everyMillis);
            case "keda-waiting" -> waiting(workload, everyMillis);
            default -> slo(workload, everyMillis);
        };
    }

    /** Why a kind makes no sense for a workload; empty if it does. */
    static String unfit(String name, Workload workload) {
        if (name.equals("keda") && workload.min() > 0) {
            return "with at least one replica its answers are those of the HPA, which convert --to scaledobject writes as one";
        }
        if (name.equals("keda-waiting") && workload.sloMillis() <= workload.startupMillis() + CYCLE_MILLIS) {
            return "it sees only what waits already, and a replica that is ordered then is ready after more than "
                    + Spans.text(workload.sloMillis());
        }
        return "";
    }

    private static AdvisedForm hpa(Workload workload, long everyMillis) {
        Function<List<Double>, List<Line>> lines = values -> List.of(
                new Line("minReplicas", Integer.toString(workload.minAbove0()), workload.minWhy()),
                new Line("maxReplicas", Integer.toString(workload.max()), workload.maxWhy()),
                new Line(
                        "metrics.in_progress.averageValue",
                        Numbers.exact(values.get(0)),
                        busy(workload, values.get(0))),
                window(values.get(1)));
        Family family = Family.of("hpa", values -> policy("hpa", lines.apply(values), everyMillis))
                .knob("averageValue", times(workload.places(), BUSY_SHARES))
                .choice("window", WINDOW_SECONDS);
        return new AdvisedForm("an HPA", family, lines, IN_PROGRESS);
    }

    private static AdvisedForm keda(Workload workload, long everyMillis) {
        Function<List<Double>, List<Line>> lines = values ->
                scaledObject(workload, "in_progress", values.get(0), busy(workload, values.get(0)), values.get(1));
        Family family = Family.of("keda", values -> policy("keda", lines.apply(values), everyMillis))
                .knob("threshold", times(workload.places(), BUSY_SHARES))
                .choice("window", WINDOW_SECONDS);
        return new AdvisedForm("a ScaledObject of KEDA", family, lines, IN_PROGRESS);
    }

    private static AdvisedForm waiting(Workload workload, long everyMillis) {
        Function<List<Double>, List<Line>> lines = values -> scaledObject(
                workload,
                "waiting",
                values.get(0),
                TUNED + "one replica for each " + Numbers.text(values.get(0)) + " that wait",
                values.get(1));
        Family family = Family.of("keda-waiting", values -> policy("keda-waiting", lines.apply(values), everyMillis))
                .knob("threshold", times(workload.places(), WAITING_SHARES))
                .choice("window", WINDOW_SECONDS);
        return new AdvisedForm(
                "a ScaledObject of KEDA", family, lines, "waiting: requests that wait, those in service not counted");
    }

    private static List<Line> scaledObject(
            Workload workload, String trigger, double threshold, String why, double windowSeconds) {
        return List.of(
                new Line("keda.minReplicaCount", Integer.toString(workload.min()), workload.minWhy()),
                new Line("keda.maxReplicaCount", Integer.toString(workload.max()), workload.maxWhy()),
                new Line("triggers." + trigger + ".type", "prometheus", "any scaler that brings this number will do"),
                new Line("triggers." + trigger + ".threshold", Numbers.exact(threshold), why),
                window(windowSeconds));
    }

    private static AdvisedForm slo(Workload workload, long everyMillis) {
        Function<List<Double>, List<Line>> lines = values -> sloLines(workload, values.get(0));
        double allowed = Math.max(LEAST_MISS_PERCENT, workload.allowedPercent());
        Family family = Family.of("slo", values -> policy("slo", lines.apply(values), everyMillis))
                .knob(
                        "100 - share",
                        DoubleStream.of(times(allowed, MISS_FACTORS))
                                .filter(percent -> percent < 100)
                                .toArray());
        return new AdvisedForm(
                "a promise (slo)",
                family,
                lines,
                "arrivals: requests per second; in_progress: those that wait or are being served");
    }

    private static List<Line> sloLines(Workload workload, double missPercent) {
        double share = 100 - missPercent;
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("slo.minReplicas", Integer.toString(workload.minAbove0()), workload.minWhy()));
        lines.add(new Line("slo.maxReplicas", Integer.toString(workload.max()), workload.maxWhy()));
        lines.add(new Line(
                workload.isSloOnWait() ? "slo.wait" : "slo.latency",
                span(workload.sloMillis()),
                "as --slo says" + (workload.isSloOnWait() ? ", to wait" : ", from arrival to end")));
        lines.add(new Line("slo.share", Numbers.text(share), shareWhy(workload, share)));
        lines.add(new Line("slo.concurrency", Integer.toString(workload.places()), "as --concurrency says"));
        lines.add(new Line(
                "slo.startup",
                span(workload.startupMillis()),
                workload.isDrawn()
                        ? "the mean of --startup and --scheduling; learned where the caller tells which replicas are ready"
                        : "as --startup and --scheduling say"));
        return lines;
    }

    private static String shareWhy(Workload workload, double share) {
        double promised = workload.sharePercent();
        String than = share == promised
                ? "as much as is promised"
                : Numbers.text(promised)
                        + (share < promised
                                ? " are promised, and its margins have room to spare"
                                : " are promised, which takes more than that here");
        return TUNED + than;
    }

    private static Line window(double seconds) {
        return new Line(
                WINDOW,
                Numbers.exact(seconds),
                TUNED + (seconds == 300 ? "as Kubernetes has it" : "the default of 300 keeps more than is needed"));
    }

    private static String busy(Workload workload, double target) {
        return TUNED + Numbers.text(100 * target / workload.places()) + " % of the "
                + Numbers.count(workload.places(), "place") + " of a replica";
    }

    private static String span(long millis) {
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    private static double[] times(double factor, double[] shares) {
        return DoubleStream.of(shares)
                .map(share -> Double.parseDouble(Numbers.text(factor * share)))
                .distinct()
                .toArray();
    }

    /** The file without a word about it. */
    private static String text(List<Line> lines) {
        return lines.stream()
                .map(line -> line.key() + '=' + line.value() + '\n')
                .collect(Collectors.joining());
    }

    private static ReplayPolicy read(String name, String text) {
        return PolicyFile.read(PolicyFile.one(Path.of(name), text, Selection.ALL));
    }

    private static ScalingPolicy policy(String name, List<Line> lines, long everyMillis) {
        ReplayPolicy policy = read(name, text(lines));
        Problems problems = new Problems();
        Map<String, Feed> feeds = SimulationFeeds.given(FEEDS, problems).of(policy);
        problems.throwIfAny();
        return policy.simulated(name, feeds, everyMillis);
    }

    /** A setting in the words of its file. */
    String words(List<Double> setting) {
        return family.name() + ": "
                + (family.name().equals("slo") ? "share=" + Numbers.text(100 - setting.get(0)) : family.words(setting));
    }

    /** The file of a setting, with a reason for each value. */
    String file(List<String> head, List<Double> setting) {
        StringBuilder text = new StringBuilder();
        head.forEach(line -> text.append("# ").append(line).append('\n'));
        for (Line line : lines.apply(setting)) {
            text.append("\n# ").append(line.why()).append('\n');
            text.append(line.key()).append('=').append(line.value()).append('\n');
        }
        return text.toString();
    }
}
