package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.compare.PolicyClasses;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of {@code frontier}, in which the order counts: each {@code --try} belongs to the {@code --policy} or {@code --rival} before
 * it. Immutable once read.
 */
final class FamilyWords {
    private static final String POLICY = "--policy";
    private static final String RIVAL = "--rival";
    private static final String TRY = "--try";
    private static final String STARTUP = "--startup";
    private static final List<String> OWN = List.of(POLICY, RIVAL, TRY, STARTUP);

    /**
     * A policy and what is tried of it.
     *
     * @param name what tables call it
     * @param policy as it is written after the option
     * @param tries keys with their values; none if the file as given is the only setting
     */
    record Family(String name, String policy, List<String> tries) {}

    private final List<Family> rivals = new ArrayList<>();
    private final List<Family> ours = new ArrayList<>();
    private final List<String> startups = new ArrayList<>();
    private final List<String> rest = new ArrayList<>();

    static FamilyWords of(List<String> args) {
        FamilyWords words = new FamilyWords();
        Family latest = null;
        for (int i = 0; i < args.size(); i++) {
            int equals = args.get(i).indexOf('=');
            String name = equals < 0 ? args.get(i) : args.get(i).substring(0, equals);
            if (!OWN.contains(name)) {
                words.rest.add(args.get(i));
                continue;
            }
            boolean hasNext = i + 1 < args.size() && !args.get(i + 1).startsWith("--");
            if (equals < 0 && !hasNext) {
                throw new BadInput("option needs a value: " + name);
            }
            String value = equals < 0 ? args.get(++i) : args.get(i).substring(equals + 1);
            if (name.equals(STARTUP)) {
                words.startups.add(value);
            } else if (!name.equals(TRY)) {
                latest = new Family(words.freeName(value), value, new ArrayList<>());
                (name.equals(POLICY) ? words.ours : words.rivals).add(latest);
            } else if (latest == null) {
                throw new BadInput("must come after the --policy or --rival that it belongs to: --try " + value);
            } else {
                latest.tries().add(value);
            }
        }
        if (words.startups.isEmpty()) {
            words.startups.add("0s");
        }
        return words;
    }

    /** The file's name without its ending, or that of the class; numbered if another family has it. */
    private String freeName(String value) {
        String name = PolicyClasses.isClass(value)
                ? PolicyClasses.nameOf(value)
                : String.valueOf(Path.of(value).getFileName()).replaceFirst("(?<=.)\\.(?:properties|ya?ml|json)$", "");
        long alike = families().stream()
                .filter(family -> family.name().equals(name) || family.name().startsWith(name + " ("))
                .count();
        return alike == 0 ? name : name + " (" + (alike + 1) + ')';
    }

    void check(Problems problems) {
        if (ours.size() != 1) {
            problems.add("option must be given" + (ours.isEmpty() ? "" : " once") + ": " + POLICY);
        }
        if (rivals.isEmpty()) {
            problems.add("option must be given: " + RIVAL);
        }
    }

    /** That of {@code --policy}, then its rivals. */
    List<Family> families() {
        List<Family> all = new ArrayList<>(ours);
        all.addAll(rivals);
        return all;
    }

    /** The files among the policies. */
    List<Path> files() {
        return families().stream()
                .map(Family::policy)
                .filter(policy -> !PolicyClasses.isClass(policy))
                .map(Path::of)
                .toList();
    }

    /** The start-up times, at least one. */
    List<String> startups() {
        return startups;
    }

    /** Everything else, with one of the start-up times. */
    List<String> rest(String startup) {
        List<String> all = new ArrayList<>(rest);
        all.add(STARTUP);
        all.add(startup);
        return all;
    }
}
