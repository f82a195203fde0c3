package dev.autoscale.testkit.cli.policy;

import static dev.autoscale.testkit.cli.policy.Form.INTEGER;
import static dev.autoscale.testkit.cli.policy.Form.NUMBER;
import static dev.autoscale.testkit.cli.policy.Form.SECONDS;
import static dev.autoscale.testkit.cli.policy.Form.TEXT;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.Violation;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.KedaTriggerType;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.policies.schedule.CronExpression;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A KEDA ScaledObject in properties syntax, judged by KEDA's rules. */
final class KedaFile {
    static final String PREFIX = "keda.";
    static final String TRIGGERS = "triggers.";

    private static final Key<Integer> MIN = Key.of("minReplicaCount=1", INTEGER, "the fewest replicas (default 0)")
            .lint("minReplicas");
    private static final Key<Integer> MAX = Key.of("maxReplicaCount=20", INTEGER, "the most replicas (default 100)")
            .lint("maxReplicas");
    private static final Key<Integer> THRESHOLD = Key.of(
                    "fallback.failureThreshold=3", INTEGER, "tolerated failures in a row")
            .lint("metrics.<id>.fallback.failures");
    private static final Key<Integer> REPLICAS = Key.of("fallback.replicas=6", INTEGER, "the replicas of the fallback")
            .lint("metrics.<id>.fallback.replicas");
    private static final Key<String> BEHAVIOR = Key.of(
                    "fallback.behavior=currentReplicasIfHigher",
                    TEXT,
                    "static, currentReplicas, currentReplicasIfHigher or ...IfLower")
            .lint("metrics.<id>.fallback.behavior");

    private static final Key<String> FORMULA =
            Key.of("scalingModifiers.formula=max(a, b ?? 5)", TEXT, "one metric of all triggers by name");
    private static final Key<String> TARGET =
            Key.of("scalingModifiers.target=5", TEXT, "what the formula gives for each replica");
    private static final Key<String> ACTIVATION_TARGET =
            Key.of("scalingModifiers.activationTarget=1", TEXT, "above it the workload is active (default 0)");
    private static final Key<String> COMPOSITE_TYPE =
            Key.of("scalingModifiers.metricType=Value", TEXT, "AverageValue (the default) or Value");

    private static final Keys<ScaledObject.Builder> SETTINGS = Keys.<ScaledObject.Builder>under(PREFIX)
            .key(MIN, ScaledObject.Builder::minReplicaCount)
            .key(MAX, ScaledObject.Builder::maxReplicaCount)
            .key("idleReplicaCount=0", INTEGER, ScaledObject.Builder::idleReplicaCount, "replicas without activity")
            .lint("activation.idleReplicas")
            .key("pollingInterval=30", SECONDS, ScaledObject.Builder::pollingInterval)
            .help("judged only: how often is decided is the caller's")
            .key("cooldownPeriod=2m", SECONDS, ScaledObject.Builder::cooldownPeriod)
            .help("time without activity until zero (default 300)")
            .lint("activation.cooldown")
            .key("initialCooldownPeriod=60", SECONDS, ScaledObject.Builder::initialCooldownPeriod)
            .help("the same for a new workload (default 0)")
            .lint("activation.initialCooldown")
            .parts(THRESHOLD, REPLICAS, BEHAVIOR, FORMULA, TARGET, ACTIVATION_TARGET, COMPOSITE_TYPE);

    private static final List<String> TYPES = List.of("cpu", "cron", "memory", "prometheus", "queue", "workload");
    private static final Key<String> TYPE = Key.of(
            "type=queue",
            Form.word(String.join(" | ", TYPES) + " | any of KEDA's", TYPES, KedaTypeKeys.names()),
            "the kind of trigger");
    private static final Key<String> METRIC_TYPE = Key.of(
                    "metricType=Value", TEXT, "AverageValue, Value or Utilization")
            .lint("metrics.<id>.metricType");
    private static final Key<Integer> SIZE =
            target("targetQueueSize=10", INTEGER, "messages for each replica (default 5)");
    private static final Key<Integer> ACTIVATION_SIZE =
            Key.of("activationTargetQueueSize=2", INTEGER, "above it the workload is active");
    private static final Key<Double> QUERY = target("threshold=0.5", NUMBER, "amount for each replica");
    private static final Key<Double> ACTIVATION_QUERY =
            Key.of("activationThreshold=0.1", NUMBER, "above it the workload is active");
    static final Key<Boolean> IGNORES =
            Key.of("ignoreNullValues=true", Form.GO_FLAG, "NaN and infinite values are 0 (default: they fail)");
    private static final Key<Double> PODS = target("value=2.5", NUMBER, "the other workload's pods for each replica");
    private static final Key<Double> ACTIVATION_PODS =
            Key.of("activationValue=1", NUMBER, "above it the workload is active");
    private static final Key<Quantity> RESOURCE =
            target("value=70", Form.QUANTITY, "percent, or an amount with metricType AverageValue");
    private static final Key<ZoneId> ZONE =
            Key.of("timezone=Europe/Berlin", Form.ZONE, "of start and end (default UTC)");
    private static final Key<CronExpression> START =
            Key.of("start=0 8 * * 1-5", Form.CRON, "when it begins").lint("metrics.<id>.start");
    private static final Key<CronExpression> END =
            Key.of("end=0 18 * * 1-5", Form.CRON, "when it ends").lint("metrics.<id>.end");
    private static final Key<Integer> DESIRED =
            Key.of("desiredReplicas=4", INTEGER, "replicas from start to end").lint("metrics.<id>.replicas");

    private static final Keys<Object> BOUNDS = Keys.under(PREFIX).parts(MIN, MAX);
    private static final Keys<Object> TRIGGER = triggers().parts(TYPE, METRIC_TYPE);
    static final List<Keys<?>> KEYS = Stream.concat(
                    List.<Keys<?>>of(
                            SETTINGS,
                            TRIGGER,
                            triggers("queue").parts(SIZE, ACTIVATION_SIZE),
                            triggers("prometheus").parts(QUERY, ACTIVATION_QUERY),
                            triggers("prometheus", "loki").parts(IGNORES),
                            triggers("cron").parts(ZONE, START, END, DESIRED),
                            triggers("workload").parts(PODS, ACTIVATION_PODS),
                            triggers("cpu", "memory").parts(RESOURCE))
                            .stream(),
                    KedaTypeKeys.groups().stream())
            .toList();

    private static final Pattern TRIGGER_PATH = Pattern.compile("triggers\\[([0-9]+)]\\.(?:metadata\\.)?([a-zA-Z]+)");
    private static final String FALLBACK = PREFIX + "fallback.";
    private static final String MODIFIERS = PREFIX + "scalingModifiers.";

    private final PolicyEntries entries;
    private final List<String> names;
    private final ScaledObject.Builder builder = ScaledObject.builder();
    /** Those that became triggers, in their order. */
    private final List<String> triggers = new ArrayList<>();

    private KedaFile(PolicyEntries entries) {
        this.entries = entries;
        names = PolicyKeys.names(entries, TRIGGERS);
    }

    static <T> Key<T> target(String shown, Form<T> form, String help) {
        return Key.of(shown, form, help)
                .lint("metrics.<id>.averageUtilization", "metrics.<id>.averageValue", "metrics.<id>.value");
    }

    static Keys<Object> triggers(String... types) {
        return Keys.named(TRIGGERS, "<name>", types);
    }

    /** What a manifest can say of a file. */
    static ScaledObject manifest(PolicyEntries entries, ObjectReference target) {
        KedaFile file = new KedaFile(entries);
        file.builder.scaleTargetRef(target);
        return file.object();
    }

    /** Whether the HPA that KEDA creates has a place for a key: for bounds and targets it has. */
    static boolean isSaidByHpa(PolicyEntries entries, String key) {
        if (BOUNDS.nameIn(key) != null || TRIGGER.nameIn(key) != null) {
            return true;
        }
        int dot = key.lastIndexOf('.');
        String type = entries.text(key.substring(0, dot + 1) + TYPE.name(), "");
        List<Key<?>> words = List.of(SIZE, QUERY, PODS, RESOURCE);
        List<String> targets = KedaTriggerType.named(type)
                .map(KedaTriggerType::targetKeys)
                .orElse(words.stream().<String>map(Key::name).toList());
        return key.startsWith(TRIGGERS) && (targets.contains(key.substring(dot + 1)) || key.endsWith(".target"));
    }

    static PolicyShape read(PolicyEntries entries) {
        return new KedaFile(entries).shape();
    }

    /** What KEDA takes although it has no effect, with the keys of a file without complaints: {@code rule: key=value}. */
    static List<String> warnings(PolicyEntries entries) {
        KedaFile file = new KedaFile(entries);
        List<String> warnings = new ArrayList<>();
        for (String warning : file.object().warnings()) {
            Matcher trigger = TRIGGER_PATH.matcher(warning);
            warnings.add(
                    trigger.find()
                            ? trigger.replaceFirst(found -> Matcher.quoteReplacement(TRIGGER.full(
                                            file.triggers.get(Integer.parseInt(found.group(1))), found.group(2))))
                                    .replace(" spec.", " ")
                            : warning.replace(" spec.", ' ' + PREFIX));
        }
        return warnings;
    }

    private ScaledObject object() {
        for (String name : names) {
            KedaTrigger trigger = trigger(TRIGGER.in(entries, name));
            if (trigger != null) {
                triggers.add(name);
                builder.trigger(trigger);
            }
        }
        Section<ScaledObject.Builder> settings = SETTINGS.in(entries);
        settings.read(builder);
        if (entries.hasAny(FALLBACK)) {
            settings.requireBeside(FALLBACK, THRESHOLD, REPLICAS);
            builder.fallback(settings.get(THRESHOLD, 0), settings.get(REPLICAS, 0), settings.get(BEHAVIOR));
        }
        if (entries.hasAny(MODIFIERS)) {
            settings.requireBeside(MODIFIERS, FORMULA, TARGET);
            builder.scalingModifiers(new ScaledObject.ScalingModifiers(
                    settings.get(FORMULA, "1"),
                    settings.get(TARGET, "1"),
                    settings.get(ACTIVATION_TARGET),
                    settings.get(COMPOSITE_TYPE)));
        }
        return builder.behavior(CommonKeys.behavior(entries)).build();
    }

    private PolicyShape shape() {
        ScaledObject object = object();
        boolean isComplete = triggers.size() == names.size();
        List<Violation> violations = object.violations();
        violations.forEach(
                violation -> judge(violation, isComplete, SETTINGS.in(entries).get(MIN, 0)));
        HpaBehavior behavior = PolicyShape.sound(object.behavior(), violations);
        ScaledObject sound = builder.behavior(behavior).build();
        Map<String, MetricSpec> metrics = new LinkedHashMap<>();
        names.forEach(name -> metrics.put(name, MetricSpec.external(name).averageValue(1)));
        AutoscalerSpec spec = sound.toBuilder().buildUnchecked();
        for (int i = 0; i < triggers.size(); i++) {
            metrics.put(triggers.get(i), spec.metric(i).id(triggers.get(i)));
        }
        for (int i = triggers.size(); i < spec.metricCount(); i++) {
            metrics.put(spec.metric(i).id(), spec.metric(i)); // what a formula makes of the triggers
        }
        return new PolicyShape(sound.toBuilder(), metrics, behavior, isComplete);
    }

    /** One trigger; null if it cannot even be judged. */
    private @Nullable KedaTrigger trigger(Section<Object> section) {
        section.require(TYPE);
        String type = section.get(TYPE);
        if (type == null) {
            return null;
        }
        PolicyKeys.refuseOthers(entries, TRIGGERS, section.name(), type);
        String name = section.name();
        KedaTrigger trigger = switch (type) {
            case "queue" -> {
                int size = section.get(SIZE, (int) KedaTrigger.DEFAULT_TARGET_QUEUE_SIZE);
                yield KedaTrigger.queue(name, size, section.get(ACTIVATION_SIZE, 0));
            }
            case "prometheus" ->
                KedaTrigger.prometheus(name, section.required(QUERY, 1.0), section.get(ACTIVATION_QUERY, 0.0))
                        .withIgnoreNullValues(section.get(IGNORES, false));
            case "workload" ->
                KedaTrigger.workload(name, section.required(PODS, 1.0), section.get(ACTIVATION_PODS, 0.0));
            case "cron" -> cron(section);
            case "cpu", "memory" -> resource(section, type.equals("cpu"));
            default -> KedaTypeKeys.read(section, type);
        };
        String metricType = section.get(METRIC_TYPE);
        return metricType == null || trigger == null ? trigger : trigger.withMetricType(metricType);
    }

    /** Read here too, because these complaints point at a character. */
    private @Nullable KedaTrigger cron(Section<Object> section) {
        section.require(START, END, DESIRED);
        ZoneId zone = section.get(ZONE, ZoneOffset.UTC);
        for (Key<?> key : List.of(START, END)) {
            Form.cron(zone, CronExpression.Grammar.KEDA).read(entries, section.key(key));
        }
        String start = entries.text(section.key(START));
        String end = entries.text(section.key(END));
        Integer desired = section.get(DESIRED);
        return start == null || end == null || desired == null
                ? null
                : KedaTrigger.cron(section.name(), entries.text(section.key(ZONE), ""), start, end, desired);
    }

    private @Nullable KedaTrigger resource(Section<Object> section, boolean isCpu) {
        section.require(RESOURCE);
        if ("AverageValue".equals(section.get(METRIC_TYPE))) {
            Quantity value = section.get(RESOURCE);
            return value == null ? null : isCpu ? KedaTrigger.cpu(value) : KedaTrigger.memory(value);
        }
        Integer percent = INTEGER.read(entries, section.key(RESOURCE));
        return percent == null ? null : isCpu ? KedaTrigger.cpu(percent) : KedaTrigger.memory(percent);
    }

    private void judge(Violation violation, boolean isComplete, int minReplicas) {
        String path = violation.path().replaceFirst("^spec\\.(?:advanced\\.(?=scalingModifiers))?", "");
        Matcher trigger = TRIGGER_PATH.matcher(path);
        int behavior = path.indexOf(CommonKeys.BEHAVIOR + "scale");
        boolean isAboutAllTriggers = path.equals("triggers")
                || (path.equals("fallback") && violation.type() == Violation.Type.FORBIDDEN)
                || (path.equals("minReplicaCount") && minReplicas == 0);
        if (trigger.matches()) {
            Section<Object> section = TRIGGER.in(entries, triggers.get(Integer.parseInt(trigger.group(1))));
            entries.broken(violation, TRIGGER.full(section.name(), trigger.group(2)), section.first());
        } else if (behavior >= 0) {
            PolicyShape.judge(entries, violation, path.substring(behavior));
        } else if (!isAboutAllTriggers || isComplete) {
            // What could not be read may yet satisfy a rule about all triggers.
            if (path.equals("triggers")) {
                entries.bad(TRIGGERS, path, "must have a trigger: triggers.<name>.type");
            } else {
                PolicyShape.judge(entries, violation, PREFIX + path);
            }
        }
    }
}
