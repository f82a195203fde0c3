package dev.autoscale.testkit.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.keda.KedaTriggerType;
import dev.autoscale.testkit.cli.engine.KnativePolicy;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.engine.UpstreamReplay;
import dev.autoscale.testkit.cli.text.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The one list of keys: each of its examples can be read, and the pages name what is in it. */
class KeyListTest {
    private static final String HPA = "minReplicas=1; maxReplicas=40; metrics.x.averageValue=5; ";
    private static final String SIGNALS =
            "metrics.beat.type=signal; metrics.beat.activation=1; metrics.rate.type=signal; "
                    + "metrics.arrivals.type=signal; metrics.requests.type=signal; ";
    private static final String POD = "minReplicas=1; maxReplicas=40; metrics.x.type=";
    private static final String KEDA = "triggers.x.type=";
    private static final String CRON = "start=0 0 * * *; triggers.x.end=1 0 * * *; triggers.x.desiredReplicas=9";
    private static final String WINDOW =
            HPA + "schedule.x.type=ceiling; schedule.x.start=@daily; schedule.x.duration=1h; schedule.x.replicas=3; ";

    private static final String NOMAD =
            "nomad.min=1; nomad.max=9; nomad.check.x.strategy=fixed-value; nomad.check.x.value=3; ";
    private static final String CF =
            "cf.rule.x.metric_type=rps; cf.rule.x.operator=<; cf.rule.x.threshold=3; cf.rule.x.adjustment=-1; ";

    /** What stands next to a key, by the beginning of the key; the longest beginning counts. */
    private static final Map<String, String> CONTEXTS = Map.ofEntries(
            Map.entry("", HPA),
            Map.entry("metrics.x.", HPA + SIGNALS),
            Map.entry("metrics.x.averageUtilization", POD + "Resource"),
            Map.entry("metrics.x.averageValue", POD + "External"),
            Map.entry("metrics.x.value", POD + "Object"),
            Map.entry(
                    "metrics.x.container", POD + "ContainerResource; metrics.x.averageValue=1; metrics.x.container=y"),
            Map.entry("metrics.x.fallback.", HPA + "metrics.x.fallback.failures=9; metrics.x.fallback.replicas=9"),
            Map.entry("metrics.x.workload", POD + "ratio"),
            Map.entry("metrics.x.times", POD + "ratio"),
            Map.entry("metrics.x.dividedBy", POD + "ratio"),
            Map.entry("metrics.x.plus", POD + "ratio"),
            Map.entry("metrics.x.rounding", POD + "ratio; metrics.x.dividedBy=2"),
            Map.entry("metrics.x.atLeast", POD + "ratio"),
            Map.entry("metrics.x.atMost", POD + "ratio"),
            Map.entry("metrics.x.steps", POD + "steps; metrics.x.steps=from 1: +1"),
            Map.entry("metrics.x.low", POD + "watermark; metrics.x.low=1; metrics.x.high=99"),
            Map.entry("metrics.x.high", POD + "watermark; metrics.x.low=1; metrics.x.high=99"),
            Map.entry("metrics.x.of", POD + "watermark; metrics.x.low=1; metrics.x.high=99"),
            Map.entry("metrics.x.tolerance", POD + "watermark; metrics.x.low=1; metrics.x.high=99"),
            Map.entry("metrics.x.towards", POD + "watermark; metrics.x.low=1; metrics.x.high=99"),
            Map.entry("metrics.x.by", POD + "watermark; metrics.x.low=1; metrics.x.high=99; metrics.x.towards=low"),
            Map.entry("metrics.x.perReplica", POD + "backlog; metrics.x.perReplica=1"),
            Map.entry("metrics.x.drainWithin", POD + "backlog; metrics.x.drainWithin=1; metrics.x.ratePerReplica=1"),
            Map.entry("metrics.x.ratePerReplica", POD + "backlog; metrics.x.drainWithin=1; metrics.x.ratePerReplica=1"),
            Map.entry("metrics.x.ratePerReplicaFrom", SIGNALS + POD + "backlog; metrics.x.drainWithin=1; "),
            Map.entry(
                    "metrics.x.arrivalRateFrom",
                    SIGNALS + POD + "backlog; metrics.x.drainWithin=1; metrics.x.ratePerReplica=1"),
            Map.entry("metrics.x.ratesPer", POD + "backlog; metrics.x.drainWithin=1; metrics.x.ratePerReplica=1"),
            Map.entry("metrics.x.maxAddedPerDecision", POD + "backlog; metrics.x.perReplica=1"),
            Map.entry("metrics.x.longerThan", POD + "queueDelay; metrics.x.longerThan=1"),
            Map.entry("metrics.x.step", POD + "queueDelay; metrics.x.longerThan=1"),
            Map.entry("metrics.x.requestsFrom", SIGNALS + POD + "queueDelay; metrics.x.longerThan=1"),
            Map.entry(
                    "metrics.x.requestsPerWorker",
                    SIGNALS + POD + "queueDelay; metrics.x.longerThan=1; metrics.x.requestsFrom=requests"),
            Map.entry(
                    "metrics.x.headroom",
                    SIGNALS + POD + "queueDelay; metrics.x.longerThan=1; metrics.x.requestsFrom=requests"),
            Map.entry(
                    "metrics.x.abstainWhileInTime",
                    "minReplicas=1; maxReplicas=40; metrics.y.averageValue=5; metrics.x.type=queueDelay; metrics.x.longerThan=1"),
            Map.entry("metrics.x.usualPerReplica", POD + "seasonalFloor; metrics.x.usualPerReplica=1"),
            Map.entry("metrics.x.quantile", POD + "seasonalFloor; metrics.x.usualPerReplica=1; metrics.x.quantile=0.5"),
            Map.entry("metrics.x.lead", POD + "seasonalFloor; metrics.x.usualPerReplica=1"),
            Map.entry("metrics.x.days", POD + "seasonalFloor; metrics.x.usualPerReplica=1"),
            Map.entry("metrics.x.valueFrom", SIGNALS + POD + "seasonalFloor; metrics.x.usualPerReplica=1"),
            Map.entry("slo.", "slo.maxReplicas=9; slo.wait=9"),
            Map.entry("slo.latency", "slo.maxReplicas=9; slo.latency=9"),
            Map.entry("activation.", HPA + "activation.cooldown=9m"),
            Map.entry("activation.idleTtl", HPA + "activation.cooldown=9m; activation.idleReplicas=1"),
            Map.entry("flapBudget.", HPA + "flapBudget.per=9m"),
            Map.entry("alignment.", "minReplicas=0; maxReplicas=20; metrics.x.averageValue=5"),
            Map.entry("alignment.divisorsOf", "minReplicas=1; maxReplicas=20; metrics.x.averageValue=5"),
            Map.entry("alignment.sameLargestShareOf", "minReplicas=1; maxReplicas=199; metrics.x.averageValue=5"),
            Map.entry("capacityBackoff.", HPA + "capacityBackoff.first=1s; capacityBackoff.longest=9m"),
            Map.entry("schedule.x.", WINDOW),
            Map.entry("schedule.x.end", WINDOW.replace("schedule.x.duration=1h; ", "")),
            Map.entry("keda.", "keda.minReplicaCount=2; " + KEDA + "queue"),
            Map.entry("keda.fallback.", KEDA + "queue; keda.fallback.failureThreshold=9; keda.fallback.replicas=9"),
            Map.entry(
                    "keda.scalingModifiers.",
                    "triggers.a.type=queue; triggers.b.type=queue; keda.scalingModifiers.formula=a; keda.scalingModifiers.target=9"),
            Map.entry("triggers.x.", KEDA + "prometheus; triggers.x.threshold=9"),
            Map.entry("triggers.x.type", "keda.maxReplicaCount=20"),
            Map.entry("triggers.x.targetQueueSize", KEDA + "queue"),
            Map.entry("triggers.x.activationTargetQueueSize", KEDA + "queue"),
            Map.entry("triggers.x.timezone", KEDA + "cron; triggers.x." + CRON),
            Map.entry("triggers.x.start", KEDA + "cron; triggers.x." + CRON),
            Map.entry("triggers.x.end", KEDA + "cron; triggers.x." + CRON),
            Map.entry("triggers.x.desiredReplicas", KEDA + "cron; triggers.x." + CRON),
            Map.entry("triggers.x.value", KEDA + "workload; triggers.x.value=9"),
            Map.entry("triggers.x.activationValue", KEDA + "workload; triggers.x.value=9"),
            Map.entry("serverless.", "serverless.maxWorkers=8; serverless.requestCount=1"),
            Map.entry("serverless.queueDelay", "serverless.maxWorkers=8; serverless.queueDelay=9"),
            Map.entry("serverless.profile", "serverless.maxWorkers=8; serverless.profile=lowCost"),
            Map.entry("serverless.initializationTime", "serverless.maxWorkers=8; serverless.queueDelay=9"),
            Map.entry("flyte.", "flyte.replicas=0, 9; flyte.concurrency=1"),
            Map.entry("flyte.requestRate", "flyte.replicas=0, 9; flyte.requestRate=1"),
            Map.entry(
                    "targetTracking.",
                    "targetTracking.metric=x; targetTracking.target=1; targetTracking.maxCapacity=9"),
            Map.entry("scaledJob.", "scaledJob.maxReplicaCount=9; scaledJob.triggers.y.target=1"),
            Map.entry("scaledJob.triggers.x.activation", "scaledJob.triggers.x.target=1"),
            Map.entry("scaledJob.deduction", "scaledJob.strategy=custom; scaledJob.triggers.y.target=1"),
            Map.entry("scaledJob.runningShare", "scaledJob.strategy=custom; scaledJob.triggers.y.target=1"),
            Map.entry("ray.", "ray.max_replicas=9"),
            Map.entry("wpa.", "wpa.maxReplicas=9; wpa.metrics.y.highWatermark=9"),
            Map.entry("wpa.metrics.x.lowWatermark", "wpa.maxReplicas=9; wpa.metrics.x.highWatermark=99"),
            Map.entry("wpa.metrics.x.highWatermark", "wpa.maxReplicas=9; wpa.metrics.x.lowWatermark=9"),
            Map.entry("nomad.", "nomad.min=1; nomad.max=9; nomad.check.y.strategy=fixed-value; nomad.check.y.value=3"),
            Map.entry(
                    "nomad.check.x.",
                    "nomad.min=1; nomad.max=9; nomad.check.x.strategy=target-value; nomad.check.x.target=9"),
            Map.entry("nomad.check.x.strategy", "nomad.min=1; nomad.max=9; nomad.check.x.target=9"),
            Map.entry("nomad.check.x.schedule.start", NOMAD + "nomad.check.x.schedule.duration=1h"),
            Map.entry("nomad.check.x.schedule.end", NOMAD + "nomad.check.x.schedule.start=0 9 * * *"),
            Map.entry("nomad.check.x.schedule.duration", NOMAD + "nomad.check.x.schedule.start=0 9 * * *"),
            Map.entry("nomad.schedule.start", NOMAD + "nomad.schedule.duration=1h"),
            Map.entry("nomad.schedule.end", NOMAD + "nomad.schedule.start=0 9 * * *"),
            Map.entry("nomad.schedule.duration", NOMAD + "nomad.schedule.start=0 9 * * *"),
            Map.entry("cf.", CF + "cf.instance_min_count=1; cf.instance_max_count=9"),
            Map.entry("cf.rule.x.", CF + "cf.instance_min_count=1; cf.instance_max_count=9"),
            Map.entry("flink.", "flink.history.max.count=9"),
            Map.entry("flink.scaling.parallelism-alignment.mode", "flink.release=trunk"),
            Map.entry("knative.", "knative.metric=concurrency"),
            Map.entry("knative.config.", "knative.metric=concurrency"),
            Map.entry("knative.config.max-scale-limit", "knative.config.max-scale=8"),
            Map.entry("knative.config.initial-scale", "knative.config.allow-zero-initial-scale=true"));

    /** What decides nothing: who is meant, what is only judged, or the default said aloud. */
    private static final List<String> SILENT = List.of(
            "metrics.x.selector",
            "keda.pollingInterval",
            "scaleTargetRef",
            "triggers.x.metricType",
            "knative.class",
            "knative.config.pod-autoscaler-class");

    @TempDir
    private Path directory;

    /** Every setter is wired: with the example a file says something else than without. */
    @TestFactory
    Stream<DynamicTest> every_example_is_read_and_changes_what_the_file_says() {
        return examples().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    String key = each.getKey();
                    Map<String, String> without = context(key);
                    Map<String, String> with = new LinkedHashMap<>(without);
                    with.put(key, each.getValue());
                    Object said = said(with);
                    if (!SILENT.contains(key)) {
                        assertThat(said).isNotEqualTo(saidIfAnything(without));
                    }
                }));
    }

    /** Every key with its example; of several keys of one name the first. */
    private static Map<String, String> examples() {
        Map<String, String> examples = new LinkedHashMap<>();
        Matcher lines =
                Pattern.compile("^  (\\S+?)=(.*?)  +", Pattern.MULTILINE).matcher(PolicyKeys.help());
        while (lines.find()) {
            examples.putIfAbsent(lines.group(1).replaceAll("<\\w+>", "x"), lines.group(2));
        }
        assertThat(examples).hasSizeGreaterThan(130).containsKeys("maxReplicas", "keda.fallback.replicas");
        return examples;
    }

    private static Map<String, String> context(String key) {
        String best = CONTEXTS.keySet().stream()
                .filter(key::startsWith)
                .max(java.util.Comparator.comparingInt(String::length))
                .orElseThrow();
        Map<String, String> lines = new LinkedHashMap<>();
        String context = best.equals("triggers.x.") ? contextOfType(key) : CONTEXTS.get(best);
        for (String line : context.split("; ")) {
            lines.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return lines;
    }

    /** A key of a trigger is that of the first type that has it. */
    private static String contextOfType(String key) {
        String field = key.substring("triggers.x.".length());
        if (field.equals("target")) {
            return KEDA + "external; triggers.x.target=9";
        }
        return KedaTriggerType.all().stream()
                .filter(type -> !type.name().equals("prometheus"))
                .filter(type -> type.targetKeys().contains(field)
                        || type.activationKeys().contains(field))
                .findFirst()
                .map(type -> KEDA + type.name() + "; triggers.x."
                        + (type.targetKeys().contains(field)
                                ? field
                                : field.equals("activationLagCount") ? "lagCount" : type.targetKey())
                        + "=9")
                .orElse(CONTEXTS.get("triggers.x."));
    }

    /** Without a key that must be given a file says nothing. */
    private Object saidIfAnything(Map<String, String> lines) throws IOException {
        try {
            return said(lines);
        } catch (BadInput e) {
            return "";
        }
    }

    private Object said(Map<String, String> lines) throws IOException {
        List<String> file = new ArrayList<>();
        lines.forEach((key, value) -> file.add(key + '=' + value));
        Path path = Files.write(directory.resolve("policy.properties"), file);
        Optional<JobFile> job = PolicyFile.job(PolicyFile.one(path, Selection.ALL));
        if (job.isPresent()) {
            return job.get().toString();
        }
        ReplayPolicy policy = PolicyFile.read(path);
        if (policy instanceof UpstreamReplay upstream) {
            return upstream.policy();
        }
        return policy instanceof KnativePolicy knative
                ? List.of(knative.config(), knative.annotations(), knative.containerConcurrency())
                : ((Policy) policy).spec();
    }

    @Test
    void the_page_of_keys_is_what_help_prints() throws IOException {
        String page = Files.readString(Path.of("../docs/KEYS.md"));
        String list = page.substring(page.indexOf("```text\n") + 8, page.lastIndexOf("```"));
        assertThat(list).isEqualTo(PolicyKeys.help());
    }

    /** In the tables with a column of that name; a name that begins with a dot follows the key before it. */
    @Test
    void the_page_about_migrating_names_only_keys_of_the_list() throws IOException {
        List<String> unknown = new ArrayList<>();
        int found = 0;
        boolean isTable = false;
        String before = "";
        Map<String, String> examples = examples();
        List<String> beginnings = examples.keySet().stream()
                .map(key -> key.replaceFirst("\\..*", "."))
                .distinct()
                .toList();
        for (String line : Files.readAllLines(Path.of("../docs/MIGRATING.md"))) {
            isTable = line.startsWith("|") && (isTable || line.endsWith("| policy file |"));
            String cell = isTable ? line.substring(line.lastIndexOf('|', line.length() - 2)) : "";
            before = isTable ? before : "";
            Matcher names = Pattern.compile("`([^`=]+)[^`]*`").matcher(cell);
            while (names.find()) {
                String name = names.group(1).replaceAll("<(id|name)>", "x").replace("<key>", "min-scale");
                String key = name.startsWith(".") ? before.replaceFirst("\\.[^.]*$", "") + name : name;
                // The values of a key stand there, too.
                if (beginnings.stream().noneMatch(key::startsWith)) {
                    continue;
                }
                before = key;
                String beginning = key.endsWith(".") ? key : key + '.';
                boolean isKnown = PolicyKeys.isKnown(key)
                        || examples.keySet().stream().anyMatch(each -> each.startsWith(beginning));
                found++;
                if (!isKnown) {
                    unknown.add(key);
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(found).isGreaterThan(70);
    }
}
