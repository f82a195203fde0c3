package dev.autoscale.testkit.cli.policy;

import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.KedaTriggerType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of all types of KEDA's triggers that {@link KedaFile} has no words of its own for, from the library's table. Stateless. */
final class KedaTypeKeys {
    static final List<String> EXTERNAL = List.of("external", "external-push");
    private static final String PROMETHEUS = "prometheus";
    private static final Key<Double> TARGET =
            KedaFile.target("target=7", Form.NUMBER, "amount for each replica, which the scaler tells in a cluster");

    private static final List<KedaTriggerType> ALL = KedaTriggerType.all().stream()
            .filter(type -> !type.name().equals(PROMETHEUS))
            .toList();

    private KedaTypeKeys() {}

    static List<String> names() {
        List<String> names =
                new ArrayList<>(ALL.stream().map(KedaTriggerType::name).sorted().toList());
        names.addAll(EXTERNAL);
        return names;
    }

    /** A group for every key and kind of number, with its types. */
    static List<Keys<?>> groups() {
        Map<Key<?>, List<String>> types = new LinkedHashMap<>();
        for (KedaTriggerType type : ALL) {
            type.targetKeys().forEach(key -> add(types, target(type, key), type));
            type.activationKeys().forEach(key -> add(types, activation(type, key), type));
        }
        List<Keys<?>> groups = new ArrayList<>();
        types.forEach((key, names) ->
                groups.add(KedaFile.triggers(names.toArray(String[]::new)).parts(key)));
        groups.add(KedaFile.triggers(EXTERNAL.toArray(String[]::new)).parts(TARGET));
        return groups;
    }

    private static void add(Map<Key<?>, List<String>> types, Key<?> key, KedaTriggerType type) {
        types.computeIfAbsent(key, any -> new ArrayList<>()).add(type.name());
    }

    private static Form<? extends Number> form(KedaTriggerType type) {
        return type.isWhole() ? Form.INTEGER : Form.NUMBER;
    }

    private static Key<? extends Number> target(KedaTriggerType type, String key) {
        return KedaFile.target(key + "=7", form(type), "amount for each replica");
    }

    private static Key<? extends Number> activation(KedaTriggerType type, String key) {
        return Key.of(key + "=3", form(type), "above it the workload is active (default 0)");
    }

    /** The trigger of a type that is neither in {@link KedaFile} nor unknown. */
    static KedaTrigger read(Section<Object> section, String type) {
        String name = section.name();
        if (EXTERNAL.contains(type)) {
            return KedaTrigger.of(type, name, Map.of(), null).withTarget(section.required(TARGET, 1.0));
        }
        KedaTriggerType known = KedaTriggerType.named(type).orElseThrow();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String key : known.targetKeys()) {
            put(metadata, key, section, target(known, key));
        }
        for (String key : known.activationKeys()) {
            put(metadata, key, section, activation(known, key));
        }
        boolean hasTarget = known.targetKeys().stream().anyMatch(metadata::containsKey);
        if (known.defaultTarget() == null && !hasTarget) {
            section.require(target(known, known.targetKey()));
            metadata.put(known.targetKey(), "1"); // breaks no other rule
        }
        // What a cluster needs beside these numbers, and what says which of them counts.
        if (metadata.containsKey("pendingEntriesCount") || metadata.containsKey("lagCount")) {
            metadata.put("consumerGroup", name);
        }
        if (type.equals("rabbitmq") && metadata.containsKey("value")) {
            metadata.put("mode", "QueueLength");
        }
        return KedaTrigger.of(type, name, metadata, null).withIgnoreNullValues(section.get(KedaFile.IGNORES, false));
    }

    private static void put(
            Map<String, String> metadata, String name, Section<Object> section, Key<? extends Number> key) {
        if (section.has(key)) {
            Number value = section.get(key);
            metadata.put(name, value == null ? "1" : text(value));
        }
    }

    /** As the Go language reads it. */
    private static String text(@Nullable Number value) {
        return value instanceof Double number && Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
