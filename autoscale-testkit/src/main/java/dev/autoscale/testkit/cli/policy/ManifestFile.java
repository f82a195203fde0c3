package dev.autoscale.testkit.cli.policy;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.testkit.cli.manifest.ParsedDocument;
import dev.autoscale.testkit.cli.manifest.YamlDocuments;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.text.Nearest;
import dev.autoscale.testkit.text.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the manifests of a file as policies: each is judged as a cluster would judge it, with its own paths and lines, and then
 * becomes the keys of a properties file, so that everything else is written once.
 */
final class ManifestFile {
    private static final Pattern BEGINNING = Pattern.compile(
            "\\A(?:\\s|#.*\\R)*(?:---|%YAML|[{\\[]|['\"]?(?:apiVersion|kind|metadata|spec|items|status)['\"]?\\s*:)");
    private static final List<String> EXTENSIONS = List.of(".yaml", ".yml", ".json");

    /** A document that can be a policy. */
    private record Candidate(ManifestKind kind, ParsedDocument document, String name) {
        /** As users select it. */
        String title() {
            return kind.kind() + '/' + name;
        }
    }

    private final Path path;
    private final List<Candidate> policies = new ArrayList<>();
    private final List<ParsedDocument> clusters = new ArrayList<>();
    private final Set<String> skipped = new LinkedHashSet<>();

    private ManifestFile(Path path, String text) {
        this.path = path;
        for (ParsedDocument document : YamlDocuments.read(path.toString(), text)) {
            document.parts().forEach(this::sort);
        }
    }

    /** Whether a file is YAML or JSON: it says so, or begins as manifests do. */
    static boolean isManifest(Path path, String text) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(name::endsWith)
                || BEGINNING.matcher(text).lookingAt();
    }

    /** The policies of a file, or those that are selected. */
    static List<PolicyEntries> read(Path path, String text, Selection selection) {
        try {
            return new ManifestFile(path, text).read(selection);
        } catch (NoClassDefFoundError e) {
            throw new BadInput(path
                    + ": reading YAML needs org.snakeyaml:snakeyaml-engine, which is optional; autoscale.jar has it");
        }
    }

    private void sort(ParsedDocument document) {
        ManifestKind kind = ManifestKind.of(document);
        if (kind == ManifestKind.CLUSTER) {
            clusters.add(document);
        } else if (kind != null) {
            policies.add(new Candidate(kind, document, document.text("metadata.name", "")));
        } else {
            skipped.add(document.text("kind", "something without a kind"));
        }
    }

    private List<PolicyEntries> read(Selection selection) {
        List<String> selected = selection.titles();
        if (policies.isEmpty()) {
            clusters.forEach(cluster -> skipped.add("config-autoscaler, which is about services beside it"));
            String held = skipped.isEmpty() ? "nothing" : String.join(", ", skipped);
            throw new BadInput(path + ": must hold a " + ManifestKind.titles() + "; it holds " + Shown.value(held));
        }
        List<String> titles = policies.stream().map(Candidate::title).toList();
        List<Candidate> chosen = policies.stream()
                .filter(candidate -> selected.isEmpty() || selected.contains(candidate.title()))
                .toList();
        if (chosen.isEmpty()) {
            throw new BadInput(path + ": holds " + PolicyFile.names(titles) + "; none is selected: --select "
                    + Shown.value(selected.get(0)) + Nearest.hint(selected.get(0), titles));
        }
        Problems problems = new Problems();
        List<PolicyEntries> read = new ArrayList<>();
        for (Candidate candidate : chosen) {
            try {
                read.add(entries(candidate, selection.targets(), policies.size() == 1));
            } catch (BadInput e) {
                problems.add(e.lines());
            }
        }
        problems.throwIfAny();
        return read;
    }

    private PolicyEntries entries(Candidate candidate, Map<String, Double> targets, boolean isAlone) {
        ManifestKeys keys = translated(candidate.kind(), candidate.document(), targets);
        List<String> notes = new ArrayList<>(notes(candidate.document(), keys));
        for (ParsedDocument cluster : candidate.kind().isKnative() ? clusters : List.<ParsedDocument>of()) {
            ManifestKeys settings = translated(ManifestKind.CLUSTER, cluster, Map.of());
            notes.addAll(notes(cluster, settings));
            keys.add(settings);
        }
        String name = isAlone ? TextFiles.nameOf(path) : candidate.title();
        return PolicyEntries.ofManifest(path.toString(), name, keys, notes);
    }

    private ManifestKeys translated(ManifestKind kind, ParsedDocument document, Map<String, Double> targets) {
        ManifestKeys keys = new ManifestKeys(document, targets);
        try {
            kind.translate(document, keys);
            return keys;
        } catch (InvalidSettingsException e) {
            throw refused(document, e.violations(), keys.advice());
        }
    }

    private List<String> notes(ParsedDocument document, ManifestKeys keys) {
        Map<String, Integer> notes = new LinkedHashMap<>();
        keys.paths().values().forEach(read -> {
            ParsedDocument.Reading reading = document.readings().get(read);
            if (reading != null) {
                notes.put(
                        "is " + reading.value() + " to a cluster, which reads YAML 1.1: " + read + '=' + reading.text(),
                        document.line(read));
            }
        });
        keys.notes().forEach(note -> notes.put(note, document.lineOfNote(note)));
        return notes.entrySet().stream()
                .map(note -> path + ":" + note.getValue() + ": " + Shown.line(note.getKey()))
                .toList();
    }

    /** What is probably meant, or is not to be seen. */
    private static String hint(ParsedDocument document, Violation broken) {
        ParsedDocument.Reading reading = document.readings().get(broken.path());
        if (reading != null) {
            return "; " + Shown.value(reading.text()) + " is " + reading.value()
                    + " to a cluster, which reads YAML 1.1";
        }
        boolean isHidden = broken.value().indexOf(YamlDocuments.NON_BREAKING) >= 0;
        return isHidden
                ? "; it holds a non-breaking space, which YAML takes for a letter"
                : Nearest.hint(broken.value(), broken.choices());
    }

    private BadInput refused(ParsedDocument document, List<Violation> violations, String advice) {
        String told = violations.stream()
                .map(broken -> path + ":" + document.line(broken.path()) + ": " + Shown.line(broken.toString())
                        + hint(document, broken))
                .collect(Collectors.joining("\n"));
        return new BadInput(told + (advice.isEmpty() ? "" : "\n" + path + ": " + advice));
    }
}
