package dev.autoscale.testkit.cli.policy;

import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import dev.autoscale.testkit.text.Nearest;
import dev.autoscale.testkit.text.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The list of all keys that a policy file may have, and everything that follows from it. Thread-safe. */
public final class PolicyKeys {
    /** By what the help calls the files that have them. */
    private static final Map<String, List<Keys<?>>> GROUPS = groups();

    /** After a name no key has more, and one may be mistyped. */
    private static final int MAX_DOTS = 3;

    private static final List<Keys<?>> ALL =
            GROUPS.values().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableList());

    private PolicyKeys() {}

    private static Map<String, List<Keys<?>>> groups() {
        Map<String, List<Keys<?>>> groups = new LinkedHashMap<>();
        for (PolicyKind kind : PolicyKind.ALL) {
            String title = kind.title.substring(0, 1).toUpperCase(Locale.ROOT) + kind.title.substring(1);
            groups.put(title, kind.keys);
        }
        groups.put("An HPA file or a KEDA file", CommonKeys.RULES);
        groups.put(
                "An HPA, KEDA, serverless, Flyte, target tracking or SLO file",
                Stream.<List<Keys<?>>>of(MetricKeys.ALL, List.of(ScheduleKeys.ALL), CommonKeys.ALL)
                        .flatMap(List::stream)
                        .toList());
        return groups;
    }

    /** All keys with a name after this prefix. */
    static List<Keys<?>> under(String prefix) {
        return ALL.stream()
                .filter(keys -> keys.prefix.equals(prefix) && !keys.placeholder.isEmpty())
                .toList();
    }

    /** The names in the keys after a prefix, in the order of the file. */
    public static List<String> names(PolicyEntries entries, String prefix) {
        Set<String> names = new LinkedHashSet<>();
        for (Entry entry : entries.all()) {
            under(prefix).stream()
                    .map(keys -> keys.nameIn(entry.key()))
                    .filter(name -> name != null)
                    .forEach(names::add);
        }
        return List.copyOf(names);
    }

    /** Whether metrics or triggers of a type have a key. */
    static boolean hasType(String prefix, String type, String field) {
        return under(prefix).stream()
                .filter(keys -> keys.types.isEmpty() || keys.types.contains(type))
                .flatMap(keys -> keys.keys().stream())
                .anyMatch(key -> key.name().equals(field));
    }

    /** Complains about keys that metrics or triggers of a type do not have. */
    static void refuseOthers(PolicyEntries entries, String prefix, String name, String type) {
        for (Keys<?> keys : under(prefix)) {
            keys.keys().stream()
                    .filter(key -> !hasType(prefix, type, key.name()))
                    .forEach(key -> keys.in(entries, name).refuse("for the type " + type, key));
        }
    }

    static boolean isKnown(String key) {
        return ALL.stream().anyMatch(keys -> keys.nameIn(key) != null);
    }

    /** Whether a known key has a name in it. */
    static boolean isNamed(String key) {
        return ALL.stream().anyMatch(keys -> !keys.placeholder.isEmpty() && keys.nameIn(key) != null);
    }

    /** Complains about every unknown key; those of Knative are only ignored. */
    static void check(PolicyEntries entries) {
        for (Entry entry : entries.all()) {
            String key = entry.key();
            if (isKnown(key) || key.equals(KnativeFile.EXAMPLE)) {
                continue;
            }
            if (key.startsWith(KnativeFile.PREFIX)) {
                String hint = entries.warnsEnough() ? "" : hint(key);
                entries.warn(key, "unknown key is ignored, as Knative does: " + Shown.value(key) + hint);
            } else if (entry.isCutOff()) {
                entries.bad(key, key, cutOff(entry));
            } else {
                entries.bad(key, key, "unknown key: " + Shown.value(key) + (entries.isFull() ? "" : hint(key)));
            }
        }
    }

    /** A colon or a blank within a key ends it. */
    private static String cutOff(Entry entry) {
        String rest = entry.value().substring(0, entry.value().indexOf('=')).stripTrailing();
        String whole = entry.key() + entry.separator() + rest;
        String escaped = whole.replaceAll("[: ]", "\\\\$0");
        boolean isColon = entry.separator() == ':';
        return "a key ends at its first " + (isColon ? "colon" : "blank") + "; write "
                + (isColon ? "\\:" : "\\ and a blank") + " within a name: "
                + Shown.value(escaped + entry.value().substring(rest.length()));
    }

    /** A name may be anything, so in a key with one only the rest can be mistyped. */
    private static String hint(String key) {
        List<String> candidates = new ArrayList<>();
        for (Keys<?> keys : ALL) {
            if (keys.placeholder.isEmpty()) {
                keys.keys().forEach(each -> candidates.add(keys.full("", each.name())));
                continue;
            }
            boolean isDeep = keys.prefix.indexOf('.') < keys.prefix.length() - 1;
            int first = isDeep ? keys.prefix.length() - 1 : key.indexOf('.');
            int end = isDeep && !key.startsWith(keys.prefix) ? 0 : key.length();
            for (int i = 0; i < MAX_DOTS; i++) {
                end = key.lastIndexOf('.', end - 1);
                if (first > 0 && end > first) {
                    String name = key.substring(first + 1, end);
                    keys.keys().forEach(each -> candidates.add(keys.full(name, each.name())));
                }
            }
        }
        String near = Nearest.hint(key, candidates);
        if (!near.isEmpty()) {
            return near;
        }
        return ALL.stream()
                .filter(keys -> !keys.placeholder.isEmpty() && key.startsWith(keys.prefix))
                .findFirst()
                .map(keys -> "; " + keys.prefix + keys.placeholder + ". is followed by one of "
                        + under(keys.prefix).stream()
                                .flatMap(each -> each.keys().stream())
                                .map(Key::name)
                                .distinct()
                                .collect(Collectors.joining(", ")))
                .orElse("");
    }

    /** How a key of an HPA's file is called in this file: as it is, if the file has no other name. */
    public static String nameIn(PolicyEntries entries, String hpaKey) {
        return names(entries).getOrDefault(hpaKey, hpaKey);
    }

    private static Map<String, String> names(PolicyEntries entries) {
        List<String> ids = new ArrayList<>(names(entries, KedaFile.TRIGGERS));
        ids.add(entries.text("targetTracking.metric", "metric"));
        Map<String, String> found = new HashMap<>();
        for (Keys<?> keys : PolicyKind.of(entries).keys) {
            for (String id : ids) {
                boolean suits = keys.types.isEmpty() || keys.types.contains(entries.text(keys.full(id, "type"), ""));
                for (Key<?> key : suits ? keys.keys() : List.<Key<?>>of()) {
                    String own = keys.full(keys.placeholder.isEmpty() ? "" : id, key.name());
                    for (String lint : key.lintNames()) {
                        String[] words = lint.replace("<id>", id).split(" ", 2);
                        found.put(words[0], words.length == 1 ? own : own + ' ' + words[1]);
                    }
                }
            }
        }
        return found;
    }

    /** The key that the engine means in a broken rule, as this file calls it; null if it means none. */
    static @Nullable String ofPath(PolicyEntries entries, String path) {
        List<Keys<?>> engines = new ArrayList<>(CommonKeys.RULES);
        engines.addAll(CommonKeys.ALL);
        engines.addAll(List.of(HpaFile.BOUNDS, MetricKeys.OPTIONS, ScheduleKeys.ALL));
        for (Keys<?> keys : engines) {
            List<String> names = keys == ScheduleKeys.ALL ? names(entries, keys.prefix) : entries.metricIds();
            String key = keys.ofPath(path, names);
            if (key != null) {
                return nameIn(entries, key).replaceFirst(" .*", "");
            }
        }
        return path.equals("activation") ? entries.firstKey(CommonKeys.ACTIVATION.prefix) : null;
    }

    /** Every key with an example, how its value is written, and what it sets. */
    public static String help() {
        StringBuilder help = new StringBuilder();
        GROUPS.forEach((title, groups) -> {
            help.append(help.isEmpty() ? "" : "\n").append(title).append(":\n");
            for (Keys<?> keys : groups) {
                for (Key<?> key : keys.keys()) {
                    String full = keys.full(keys.placeholder, key.name()) + '=' + key.example();
                    String types = keys.types.isEmpty() ? "" : " (of " + String.join(", ", keys.types) + ')';
                    help.append(String.format(
                            Locale.ROOT, "  %-52s  %s: %s%s%n", full, key.form().title(), key.help(), types));
                }
            }
        });
        return help.toString();
    }
}
