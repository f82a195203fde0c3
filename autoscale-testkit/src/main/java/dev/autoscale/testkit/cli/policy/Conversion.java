package dev.autoscale.testkit.cli.policy;

import dev.autoscale.policies.kubernetes.ObjectReference;
import dev.autoscale.testkit.cli.manifest.YamlText;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.PropertyLines.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A policy in another form. Immutable.
 *
 * @param text what says the policy, as far as it can be said
 * @param unsaid what cannot, as {@code name=value} of the policy that was converted
 */
public record Conversion(String text, List<String> unsaid) {
    private static final String TARGET = "scaleTargetRef";

    /** As a policy file: everything can be said. */
    public static Conversion toProperties(PolicyEntries entries) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries.all()) {
            text.append(escaped(entry.key(), " :=#!\\"))
                    .append('=')
                    .append(escaped(entry.value(), "\\"))
                    .append('\n');
        }
        return new Conversion(text.toString(), List.of());
    }

    private static String escaped(String text, String special) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (special.indexOf(character) >= 0) {
                escaped.append('\\');
            }
            escaped.append(character == '\n' ? "\\n" : String.valueOf(character));
        }
        return escaped.toString();
    }

    /** As a manifest of {@code autoscaling/v2}. */
    public static Conversion toHpa(PolicyEntries entries) {
        requireKind(entries, PolicyKind.HPA);
        Map<String, Object> document =
                HpaFile.manifest(entries, target(entries)).toMap();
        return manifest(
                entries,
                document,
                Stream.concat(HpaFile.KEYS.stream(), CommonKeys.MANIFEST.stream())
                        .toList());
    }

    private static void requireKind(PolicyEntries entries, PolicyKind wanted) {
        PolicyKind kind = PolicyKind.of(entries);
        if (kind != wanted) {
            throw new BadInput(entries.file() + ": must be " + wanted.title + ", not " + kind.title
                    + ", which means other things: convert it --to properties");
        }
    }

    /** What is scaled, as kind and name; of a bare name a Deployment. */
    private static ObjectReference target(PolicyEntries entries) {
        String[] words = entries.text(TARGET, "NAME").split("/", 2);
        boolean isBare = words.length == 1;
        return new ObjectReference("apps/v1", isBare ? "Deployment" : words[0], words[isBare ? 0 : 1]);
    }

    private static Conversion manifest(PolicyEntries entries, Map<String, ?> document, List<Keys<?>> said) {
        Map<String, Object> named = new LinkedHashMap<>();
        document.forEach((name, value) -> {
            named.put(name, value);
            if (name.equals("kind")) {
                named.put("metadata", Map.of("name", target(entries).name()));
            }
        });
        List<String> unsaid = entries.all().stream()
                .filter(entry -> !entry.key().equals(TARGET)
                        && said.stream().noneMatch(keys -> keys.nameIn(entry.key()) != null))
                .map(entry -> entries.called(entry.key()) + '=' + entry.value())
                .toList();
        return new Conversion(YamlText.of(named), unsaid);
    }
}
