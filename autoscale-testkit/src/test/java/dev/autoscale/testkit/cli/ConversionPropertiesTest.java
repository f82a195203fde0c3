package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.kubernetes.HorizontalPodAutoscaler;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.HpaMetric;
import dev.autoscale.policies.kubernetes.HpaMetric.Identifier;
import dev.autoscale.policies.kubernetes.HpaMetric.Target;
import dev.autoscale.policies.kubernetes.LabelSelector;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.manifest.YamlText;
import dev.autoscale.testkit.cli.policy.Conversion;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** A manifest, its text, and the files that it is converted to are one policy. */
class ConversionPropertiesTest {
    private static final String[] NAMES = {
        "cpu",
        "a",
        "a.b",
        "a:b",
        "a b",
        "a#b",
        "#a",
        "a=b",
        "=",
        "a.type",
        "type",
        "ä",
        "a.b.type",
        "yes",
        "010",
        "a\\b",
        " a",
        "a ",
        "a: b",
        "s0-external",
        "a'\"b",
        "!a",
        "- a",
        "{a}",
        "1e3",
        "null",
        "~",
        "a\tb"
    };

    private static Path file = Path.of("");

    @BeforeContainer
    static void create() throws IOException {
        file = Files.createTempFile("conversion", ".policy");
    }

    @AfterContainer
    static void delete() throws IOException {
        Files.delete(file);
    }

    private static PolicyEntries entries(String text) throws IOException {
        return PolicyFile.one(Files.writeString(file, text), new Selection(List.of(), Map.of()));
    }

    private static AutoscalerSpec spec(PolicyEntries entries) {
        return ((Policy) PolicyFile.read(entries.fresh())).spec();
    }

    @Property(tries = 500)
    void an_hpa_stays_what_it_is(@ForAll("hpas") HorizontalPodAutoscaler hpa) throws IOException {
        Assume.that(hpa.violations(true).isEmpty());
        AutoscalerSpec expected = HorizontalPodAutoscaler.of(hpa.toMap()).toBuilder()
                .scaleToZero(true)
                .build();
        PolicyEntries manifest = entries(YamlText.of(hpa.toMap()));
        assertThat(spec(manifest)).isEqualTo(expected);
        Conversion properties = Conversion.toProperties(manifest);
        PolicyEntries converted = entries(properties.text());
        assertThat(spec(converted)).as(properties.text()).isEqualTo(expected);
        Conversion back = Conversion.toHpa(converted);
        if (back.unsaid().isEmpty()) {
            assertThat(spec(entries(back.text()))).as(back.text()).isEqualTo(expected);
        }
    }

    /**
     * A trigger of a formula that is called as another metric is, such as cpu, has another id in a file of properties, by which the
     * formula of the manifest does not call it: such a manifest is refused, or means the same where the formula does without it.
     */
    private static boolean areCalledByTheirNames(ScaledObject object, AutoscalerSpec spec) {
        return IntStream.range(0, object.triggers().size()).allMatch(i -> {
            String name = object.triggers().get(i).name();
            return name.isEmpty() || name.equals(spec.metric(i).id());
        });
    }

    @Property(tries = 500)
    void a_scaled_object_stays_what_it_is(@ForAll("objects") ScaledObject object) throws IOException {
        Assume.that(object.violations().isEmpty());
        AutoscalerSpec expected = ScaledObject.of(object.toMap()).toBuilder().build();
        Assume.that(object.scalingModifiers() == null || areCalledByTheirNames(object, expected));
        PolicyEntries manifest = entries(YamlText.of(object.toMap()));
        assertThat(spec(manifest)).isEqualTo(expected);
        Conversion properties = Conversion.toProperties(manifest);
        assertThat(spec(entries(properties.text()))).as(properties.text()).isEqualTo(expected);
    }

    @Provide
    Arbitrary<HorizontalPodAutoscaler> hpas() {
        return Arbitraries.randomValue(random -> {
            List<HpaMetric> metrics = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                metrics.add(metric(random));
            }
            int max = 1 + random.nextInt(50);
            return new HorizontalPodAutoscaler(
                    new ObjectReference("apps/v1", "Deployment", "web"),
                    random.nextBoolean() ? null : (Integer) random.nextInt(Math.min(max, 3) + 1),
                    max,
                    metrics,
                    behavior(random));
        });
    }

    private static HpaMetric metric(Random random) {
        String name = NAMES[random.nextInt(NAMES.length)];
        Identifier identifier = new Identifier(name, selector(random));
        Target amount = random.nextBoolean() ? Target.averageValue(quantity(random)) : Target.value(quantity(random));
        Target average = Target.averageValue(quantity(random));
        Target any = random.nextBoolean() ? average : Target.averageUtilization(1 + random.nextInt(200));
        return switch (random.nextInt(5)) {
            case 0 -> HpaMetric.resource(random.nextBoolean() ? "cpu" : "memory", any);
            case 1 ->
                new HpaMetric(
                        "ContainerResource",
                        null,
                        null,
                        null,
                        new HpaMetric.ContainerResourceSource("cpu", "app", any),
                        null);
            case 2 -> new HpaMetric("Pods", null, new HpaMetric.PodsSource(identifier, average), null, null, null);
            case 3 ->
                new HpaMetric(
                        "Object",
                        new HpaMetric.ObjectSource(new ObjectReference("v1", "Service", "x"), identifier, amount),
                        null,
                        null,
                        null,
                        null);
            default ->
                new HpaMetric("External", null, null, null, null, new HpaMetric.ExternalSource(identifier, amount));
        };
    }

    private static Quantity quantity(Random random) {
        String[] texts = {"1", "500m", "1.5Gi", "1e3", "7n", "10k", "0.1", "100u"};
        return Quantity.parse(texts[random.nextInt(texts.length)]);
    }

    private static @Nullable LabelSelector selector(Random random) {
        LabelSelector.Requirement in = new LabelSelector.Requirement("zone", "In", List.of("a", "b"));
        return switch (random.nextInt(4)) {
            case 0 -> new LabelSelector(Map.of("queue", "in", "app.kubernetes.io/name", "x"), List.of());
            case 1 -> new LabelSelector(Map.of("queue", "in"), List.of(in));
            case 2 -> new LabelSelector(Map.of(), List.of(in));
            default -> null;
        };
    }

    private static @Nullable HpaBehavior behavior(Random random) {
        return random.nextInt(3) == 0 ? null : new HpaBehavior(rules(random), rules(random));
    }

    private static HpaBehavior.@Nullable Rules rules(Random random) {
        if (random.nextInt(3) == 0) {
            return null;
        }
        List<HpaBehavior.Policy> policies = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            policies.add(new HpaBehavior.Policy(random.nextBoolean() ? "Pods" : "Percent", 1 + random.nextInt(9), 15));
        }
        return new HpaBehavior.Rules(
                random.nextBoolean() ? null : (Integer) random.nextInt(400),
                random.nextBoolean() ? null : List.of("Max", "Min", "Disabled").get(random.nextInt(3)),
                random.nextBoolean() ? null : policies,
                random.nextInt(3) > 0 ? null : Quantity.ofMilli(random.nextInt(900)));
    }

    @Provide
    Arbitrary<ScaledObject> objects() {
        return Arbitraries.randomValue(random -> {
            boolean isFormula = random.nextInt(4) == 0;
            List<KedaTrigger> triggers = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                // A formula cannot name what has no name.
                triggers.add(trigger(random, isFormula || random.nextBoolean()));
            }
            return new ScaledObject(
                    new ObjectReference("", "", "orders"),
                    random.nextBoolean() ? null : (Integer) (1 + random.nextInt(60)),
                    random.nextBoolean() ? null : (Integer) random.nextInt(600),
                    random.nextBoolean() ? null : (Integer) random.nextInt(600),
                    random.nextInt(4) > 0 ? null : (Integer) 0,
                    random.nextBoolean() ? null : (Integer) random.nextInt(4),
                    random.nextBoolean() ? null : (Integer) (4 + random.nextInt(50)),
                    random.nextBoolean() ? null : new ScaledObject.Fallback(3, 2, null),
                    triggers,
                    behavior(random),
                    isFormula ? new ScaledObject.ScalingModifiers("max([1, 2])", "5", null, "AverageValue") : null);
        });
    }

    private static KedaTrigger trigger(Random random, boolean isNamed) {
        String name = isNamed ? NAMES[random.nextInt(NAMES.length)] : "";
        KedaTrigger trigger = switch (random.nextInt(7)) {
            case 0 -> KedaTrigger.cpu(1 + random.nextInt(100));
            case 1 -> KedaTrigger.memory(quantity(random));
            case 2 -> KedaTrigger.cron(name, "Europe/Berlin", "0 8 * * *", "0 9 * * *", random.nextInt(9));
            case 3 -> KedaTrigger.of("prometheus", name, Map.of("threshold", "2.5", "activationThreshold", "1"), null);
            case 4 ->
                KedaTrigger.of(
                        "rabbitmq", name, Map.of("mode", "MessageRate", "value", "0.7", "activationValue", "3"), null);
            case 5 -> KedaTrigger.of("loki", name, Map.of("threshold", "1e1", "ignoreNullValues", "f"), null);
            default -> KedaTrigger.of("aws-sqs-queue", name, Map.of("queueLength", "5", "scaleOnInFlight", "x"), null);
        };
        return random.nextInt(4) == 0 && !trigger.kedaType().equals("cpu") ? trigger.withMetricType("Value") : trigger;
    }
}
