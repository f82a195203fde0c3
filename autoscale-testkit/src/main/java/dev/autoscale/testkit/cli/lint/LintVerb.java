package dev.autoscale.testkit.cli.lint;

import dev.autoscale.policies.knative.KnativeRevision;
import dev.autoscale.testkit.cli.engine.KnativePolicy;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.PolicyKeys;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.JsonText;
import dev.autoscale.testkit.lint.Fact;
import dev.autoscale.testkit.lint.Finding;
import dev.autoscale.testkit.lint.Finding.Severity;
import dev.autoscale.testkit.lint.Lint;
import dev.autoscale.testkit.lint.PolicyText;
import dev.autoscale.testkit.lint.WorkloadFacts;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The verb {@code lint}: what policies are likely to get wrong. */
public final class LintVerb {
    private static final int GOOD = 0;
    private static final int FOUND = 1;

    /** True of about every second file, so that all of them share one line. */
    private static final String COMMON = "min-without-redundancy";

    private static final String TARGET = "scaleTargetRef";
    /** What the rules begin with that are about Knative alone. */
    private static final String KNATIVE = "knative-";

    private final Options options;
    private final PrintStream out;
    private final LintFacts known;
    private final List<String> warnings = new ArrayList<>();
    private final Map<Fact, Set<String>> unchecked = new EnumMap<>(Fact.class);
    private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    /** Manifests of revisions. */
    private final Map<String, PolicyEntries> revisions = new LinkedHashMap<>();
    /** Files by what they scale. */
    private final Map<String, List<String>> owners = new LinkedHashMap<>();
    /** What files say of their workloads, by file. */
    private final Map<String, String> stated = new LinkedHashMap<>();
    /** By file. */
    private final Map<String, Finding> common = new LinkedHashMap<>();

    private LintVerb(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        known = new LintFacts(options);
    }

    public static int run(List<String> args, PrintStream out) {
        Options options = Options.parse(args, Selection.OPTIONS + "policy* json! " + LintFacts.options());
        options.refuseRest();
        options.required("--policy");
        return new LintVerb(options, out).run();
    }

    /** All files are read before anything is printed. */
    private int run() {
        Map<String, Lint> lints = new LinkedHashMap<>();
        for (String file : options.values("--policy")) {
            List<PolicyEntries> all = PolicyFile.all(Path.of(file), Selection.of(options));
            for (PolicyEntries entries : all) {
                String title = all.size() == 1 ? file : file + " " + entries.name();
                lints.put(title, lint(title, entries));
            }
        }
        if (options.has("--json")) {
            return printJson(lints);
        }
        known.notes().forEach(out::println);
        if (!known.notes().isEmpty()) {
            out.println();
        }
        warnings.forEach(warning -> out.println("note: " + warning));
        lints.forEach(this::print);
        owners.forEach(this::printOwners);
        printCommon(lints.size());
        unchecked.forEach((fact, rules) ->
                out.println("not checked without " + LintFacts.option(fact) + ": " + String.join(", ", rules)));
        return status();
    }

    private int status() {
        return counts.containsKey(Severity.ERROR) || counts.containsKey(Severity.WARNING) ? FOUND : GOOD;
    }

    private void count(Collection<Finding> findings) {
        findings.forEach(finding -> counts.merge(finding.severity(), 1, Integer::sum));
    }

    /** The same as one JSON object. */
    private int printJson(Map<String, Lint> lints) {
        lints.forEach((title, lint) -> {
            count(findings(title, lint));
            addUnchecked(lint);
        });
        List<Finding> across = new ArrayList<>();
        owners.forEach((target, files) -> twoOwners(target, files).ifPresent(across::add));
        count(across);
        int status = status();
        out.println(JsonText.of(json -> {
            json.flag("good", status == GOOD).texts("load", known.notes()).texts("warnings", warnings);
            json.objects("policies", lints.entrySet(), (entry, file) -> {
                file.text("file", entry.getKey());
                String startup = stated.get(entry.getKey());
                if (startup != null) {
                    file.text("startup", startup);
                }
                file.objects("findings", findings(entry.getKey(), entry.getValue()), LintVerb::fields);
            });
            json.objects("across", across, LintVerb::fields);
            json.objects(
                    "unchecked",
                    unchecked.entrySet(),
                    (entry, fact) -> fact.text("without", LintFacts.option(entry.getKey()))
                            .texts("rules", entry.getValue()));
        }));
        return status;
    }

    private static void fields(Finding finding, JsonText json) {
        json.text("rule", finding.rule())
                .text("severity", JsonText.name(finding.severity().name()))
                .text("value", finding.value())
                .text("why", finding.why())
                .text("fix", finding.fix());
    }

    private Lint lint(String title, PolicyEntries entries) {
        ReplayPolicy policy = PolicyFile.read(entries);
        String target = entries.text(TARGET, "");
        if (!target.isBlank()) {
            String key = target.contains("/") ? target : "Deployment/" + target;
            owners.computeIfAbsent(key, any -> new ArrayList<>()).add(title);
        }
        warnings.addAll(policy.warnings());
        WorkloadFacts facts = known.of(entries);
        String startup = known.statedStartup(entries);
        if (startup != null) {
            stated.put(title, startup + '=' + entries.text(startup));
        }
        if (policy instanceof KnativePolicy knative) {
            if (entries.isManifest()) {
                revisions.put(title, entries);
            }
            return Lint.of(knative.config(), knative.annotations(), knative.containerConcurrency(), facts);
        }
        if (!(policy instanceof Policy main)) {
            throw new BadInput(title + ": is of a system that lint has no rules for");
        }
        return Lint.of(main.spec(), facts, new FileWords(entries));
    }

    /** A policy file as lint quotes it. */
    private record FileWords(PolicyEntries entries) implements PolicyText {
        @Override
        public String keyName(String key) {
            String[] words = PolicyKeys.nameIn(entries, key).split(" ", 2);
            return entries.called(words[0]) + (words.length == 1 ? "" : ' ' + words[1]);
        }

        /** Empty for a part of a value, which has a word of its own behind the key. */
        @Override
        public Optional<String> written(String key) {
            return Optional.ofNullable(entries.text(PolicyKeys.nameIn(entries, key)));
        }

        @Override
        public List<String> warnings() {
            return PolicyFile.warnings(entries);
        }

        @Override
        public boolean isDefault(String key) {
            return entries.text(PolicyKeys.nameIn(entries, key).replaceFirst(" .*", "")) == null;
        }
    }

    private void print(String file, Lint lint) {
        List<Finding> own = new ArrayList<>(findings(file, lint));
        own.removeIf(finding -> {
            boolean isCommon = finding.rule().equals(COMMON);
            if (isCommon) {
                common.put(file, finding);
            }
            return isCommon;
        });
        String startup = stated.get(file);
        out.println(file + ": " + summary(own) + (startup == null ? "" : "; start-up time from " + startup));
        count(own);
        own.forEach(finding -> out.println("  " + finding.toString().replace("\n", "\n  ")));
        out.println();
        addUnchecked(lint);
    }

    /** Those about a revision's manifest in its words; on Cloud Run nothing that only Knative does is found. */
    private List<Finding> findings(String title, Lint lint) {
        PolicyEntries manifest = revisions.get(title);
        if (manifest == null) {
            return lint.findings();
        }
        boolean isKnative = KnativeRevision.of(manifest.document()).platform() != KnativeRevision.Platform.CLOUD_RUN;
        return lint.findings().stream()
                .filter(finding -> isKnative || !finding.rule().startsWith(KNATIVE))
                .map(finding -> new Finding(
                        finding.rule(),
                        finding.severity(),
                        annotated(manifest, finding.value()),
                        annotated(manifest, finding.why()),
                        annotated(manifest, finding.fix())))
                .toList();
    }

    private static String annotated(PolicyEntries manifest, String text) {
        // What is not given has no path; a path has the group of annotations within.
        return manifest.inOwnWords(text)
                .replaceAll("(?<![\\w.])knative\\.config\\.", "config-autoscaler ")
                .replaceAll("(?<![\\w.])knative\\.(?!dev/)", "autoscaling.knative.dev/");
    }

    private void addUnchecked(Lint lint) {
        lint.unchecked()
                .forEach((fact, rules) ->
                        unchecked.computeIfAbsent(fact, any -> new TreeSet<>()).addAll(rules));
    }

    private void printOwners(String target, List<String> files) {
        twoOwners(target, files).ifPresent(finding -> {
            count(List.of(finding));
            out.println(finding);
            out.println();
        });
    }

    private static Optional<Finding> twoOwners(String target, List<String> files) {
        if (files.size() < 2) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "two-owners-of-one-target",
                Severity.ERROR,
                TARGET + '=' + target + " in " + String.join(", ", files),
                "Each of them sets the replicas that the other one wants otherwise, so they push against each other without end.",
                "one policy with the metrics of both"));
    }

    private void printCommon(int files) {
        if (common.isEmpty()) {
            return;
        }
        Map.Entry<String, Finding> first = common.entrySet().iterator().next();
        Finding finding = first.getValue();
        String where = files == 1 ? "" : " in " + common.size() + " of " + files + " files, first in " + first.getKey();
        out.println(
                "info  " + COMMON + "  " + finding.value() + where + ": " + finding.why() + " fix: " + finding.fix());
        out.println();
    }

    private static String summary(List<Finding> findings) {
        List<String> parts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            long count = findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            if (count > 0) {
                parts.add(count + " " + severity.name().toLowerCase(Locale.ROOT)
                        + (count > 1 && severity != Severity.INFO ? "s" : ""));
            }
        }
        return parts.isEmpty() ? "nothing found" : String.join(", ", parts);
    }
}
