package dev.autoscale.policies.keda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.policies.internal.Documents;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.Manifest;
import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.policies.kubernetes.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class KedaManifestPropertiesTest {
    @Property(tries = 300)
    void a_scaled_object_comes_back(@ForAll("objects") ScaledObject object) {
        assertThat(ScaledObject.of(object.toMap())).isEqualTo(object);
        assertThat(ScaledObject.read(object.toMap()).toMap()).isEqualTo(object.toMap());
    }

    @Property(tries = 300)
    void a_scaled_job_comes_back(@ForAll("jobs") ScaledJobSpec job) {
        Map<String, Object> document = job.toMap();
        spec(document).put("jobTargetRef", Map.of());
        assertThat(ScaledJobSpec.of(document)).isEqualTo(job);
        assertThat(ScaledJobSpec.read(document).toMap()).isEqualTo(document);
    }

    @Property(tries = 300)
    void what_nobody_knows_is_kept_and_named(
            @ForAll("objects") ScaledObject object, @ForAll("values") Object value, @ForAll int place) {
        Map<String, Object> document = object.toMap();
        document.put("metadata", Map.of("name", "x"));
        String path = Documents.insert(document, "somethingElse", value, place);
        if (path.contains(".metadata.")) {
            return; // A trigger's metadata may hold any text.
        }
        Manifest<ScaledObject> manifest = ScaledObject.read(document);
        assertThat(manifest.spec()).isEqualTo(object);
        assertThat(manifest.toMap()).isEqualTo(document);
        assertThat(manifest.notes()).anyMatch(note -> note.contains(path + '='));
    }

    @Property(tries = 1000)
    void no_document_throws_anything_else(
            @ForAll("objects") ScaledObject object,
            @ForAll("jobs") ScaledJobSpec job,
            @ForAll("values") Object value,
            @ForAll int place) {
        for (Map<String, Object> document : List.of(object.toMap(), job.toMap())) {
            Documents.replace(document, value, place);
            try {
                if ("ScaledJob".equals(document.get("kind"))) {
                    ScaledJobSpec spec = ScaledJobSpec.of(document);
                    assertThat(spec.violations()).isNotNull();
                    assertThat(spec.warnings()).isNotNull();
                } else {
                    ScaledObject spec = ScaledObject.of(document);
                    assertThat(spec.violations()).isNotNull();
                    assertThat(spec.warnings()).isNotNull();
                }
            } catch (InvalidSettingsException e) {
                assertThat(e.violations()).isNotEmpty();
            }
        }
    }

    @SuppressWarnings("unchecked") // toMap() makes it
    private static Map<String, Object> spec(Map<String, Object> document) {
        return (Map<String, Object>) document.get("spec");
    }

    @Provide
    Arbitrary<Object> values() {
        return Documents.values();
    }

    @Provide
    Arbitrary<ScaledObject> objects() {
        return Arbitraries.randomValue(KedaManifestPropertiesTest::object);
    }

    @Provide
    Arbitrary<ScaledJobSpec> jobs() {
        return Arbitraries.randomValue(random -> new ScaledJobSpec(
                count(random),
                count(random),
                count(random),
                word(random, "default", "custom", "eager", "x"),
                count(random),
                word(random, "0.5", "", "x"),
                word(random, "max", "sum", "x"),
                triggers(random)));
    }

    private static ScaledObject object(Random random) {
        ScaledObject.Fallback fallback = new ScaledObject.Fallback(
                random.nextInt(5) - 1, random.nextInt(5) - 1, word(random, "static", "currentReplicas", "x"));
        return new ScaledObject(
                new ObjectReference("", random.nextBoolean() ? "" : "StatefulSet", "orders"),
                count(random),
                count(random),
                count(random),
                count(random),
                count(random),
                count(random),
                random.nextBoolean() ? null : fallback,
                triggers(random),
                random.nextBoolean() ? null : new HpaBehavior(rules(random), rules(random)),
                random.nextBoolean()
                        ? null
                        : new ScaledObject.ScalingModifiers(
                                word(random, "a + b", "x"),
                                word(random, "5"),
                                word(random, "1"),
                                word(random, "Value")));
    }

    private static HpaBehavior.@Nullable Rules rules(Random random) {
        HpaBehavior.Policy policy = new HpaBehavior.Policy(random.nextBoolean() ? "Pods" : "", random.nextInt(9), 15);
        return random.nextInt(3) == 0
                ? null
                : new HpaBehavior.Rules(
                        count(random),
                        word(random, "Max", "Disabled", "x"),
                        random.nextBoolean() ? null : random.nextBoolean() ? List.of() : List.of(policy, policy),
                        random.nextBoolean() ? null : Quantity.ofMilli(random.nextInt(900)));
    }

    private static List<KedaTrigger> triggers(Random random) {
        List<KedaTrigger> triggers = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            triggers.add(trigger(random, "t" + i));
        }
        return triggers;
    }

    private static KedaTrigger trigger(Random random, String name) {
        List<KedaTriggerType> types = KedaTriggerType.all();
        KedaTriggerType type = types.get(random.nextInt(types.size()));
        KedaTrigger trigger = switch (random.nextInt(8)) {
            case 0 -> KedaTrigger.cpu(random.nextInt(100));
            case 1 -> KedaTrigger.memory(Quantity.ofMilli(random.nextLong()));
            case 2 -> KedaTrigger.cron(name, "Europe/Berlin", "0 8 * * *", "0 9 * * *", random.nextInt(9));
            case 3 -> KedaTrigger.prometheus(name, random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20), 1);
            case 4 -> KedaTrigger.queue("", random.nextLong(), random.nextLong());
            case 5 -> KedaTrigger.of("external", name, Map.of("scalerAddress", "x"), null);
            case 6 -> KedaTrigger.of("x" + random.nextInt(9), name, Map.of(), null);
            default ->
                KedaTrigger.of(
                        type.name(), name, Map.of(type.targetKey(), "7", "mode", "QueueLength", "other", "${X}"), null);
        };
        return random.nextInt(4) == 0 ? trigger.withMetricType("Value") : trigger;
    }

    private static @Nullable Integer count(Random random) {
        return random.nextBoolean() ? null : (Integer) (random.nextInt(20) - 2);
    }

    private static @Nullable String word(Random random, String... words) {
        int word = random.nextInt(words.length + 1);
        return word == words.length ? null : words[word];
    }
}
