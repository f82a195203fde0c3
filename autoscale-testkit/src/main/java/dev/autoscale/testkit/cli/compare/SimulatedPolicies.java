package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.simulation.Feed;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.league.League;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The policies of a simulation, the baseline first: files and classes. Immutable once read. */
final class SimulatedPolicies {
    private static final String EXTENSION = "(?<=.)\\.(?:properties|ya?ml|json)$";

    /** A policy of a file, or a class. */
    private record Entrant(
            String name,
            @Nullable ReplayPolicy file,
            @Nullable ScalingPolicy own) {
        Stream<ReplayPolicy> files() {
            return Stream.ofNullable(file);
        }
    }

    private final List<Entrant> all = new ArrayList<>();

    /**
     * Reads the files, names their policies as shortly as keeps them apart, and makes the classes.
     *
     * @param policies as they are written after the options
     * @param selection what is to be read of manifests
     * @param isOne whether there must be one only
     */
    SimulatedPolicies(List<String> policies, PolicyClasses classes, Selection selection, boolean isOne) {
        Problems problems = new Problems();
        List<Path> paths = paths(policies);
        for (String policy : policies) {
            try {
                if (PolicyClasses.isClass(policy)) {
                    ScalingPolicy own = classes.read(policy);
                    add(new Entrant(own.name(), null, own), policy, problems);
                } else {
                    addFile(Path.of(policy), paths, isOne, selection, problems);
                }
            } catch (BadInput e) {
                problems.add(e.lines());
            }
        }
        problems.throwIfAny();
    }

    /** The files among them. */
    static List<Path> paths(List<String> policies) {
        return policies.stream()
                .filter(policy -> !PolicyClasses.isClass(policy))
                .map(Path::of)
                .toList();
    }

    private void addFile(Path path, List<Path> paths, boolean isOne, Selection selection, Problems problems) {
        List<PolicyEntries> of = isOne ? List.of(PolicyFile.one(path, selection)) : PolicyFile.all(path, selection);
        for (PolicyEntries entries : of) {
            String name = of.size() > 1 ? entries.name() : nameOf(path, paths);
            try {
                add(new Entrant(name, PolicyFile.read(entries), null), entries.file(), problems);
            } catch (BadInput e) {
                problems.add(e.lines());
            }
        }
    }

    private void add(Entrant entrant, String policy, Problems problems) {
        if (names().contains(entrant.name())) {
            problems.add("policy must be given once: --policy " + policy);
        }
        if (League.YARDSTICKS.contains(entrant.name())) {
            problems.add("policy must have a name that is no yardstick's: --policy " + policy);
        }
        all.add(entrant);
    }

    private static String nameOf(Path path, List<Path> all) {
        String file = TextFiles.nameOf(path);
        String shortest = file.replaceFirst(EXTENSION, "");
        long alike = all.stream()
                .filter(other ->
                        TextFiles.nameOf(other).replaceFirst(EXTENSION, "").equals(shortest))
                .count();
        boolean isTaken = League.YARDSTICKS.contains(shortest);
        return alike > 1 ? path.toString() : isTaken || shortest.isEmpty() ? file : shortest;
    }

    /** What tables call them. */
    List<String> names() {
        return all.stream().map(Entrant::name).toList();
    }

    private Stream<ReplayPolicy> files() {
        return all.stream().flatMap(Entrant::files);
    }

    /** Whether one is a class, which takes what it likes of all that is measured. */
    boolean isClass(int index) {
        return all.get(index).own() != null;
    }

    /** What has no effect in the files, a line each. */
    List<String> warnings() {
        return files().flatMap(policy -> policy.warnings().stream()).toList();
    }

    int fewestAtStart() {
        return files().mapToInt(ReplayPolicy::fewestAtStart).max().orElse(0);
    }

    /** Which of them go by the clock. */
    List<String> byTheClock() {
        return all.stream()
                .filter(entrant -> entrant.files().anyMatch(ReplayPolicy::goesByTheClock))
                .map(Entrant::name)
                .toList();
    }

    /** What feeds the metrics of each, in order; a class takes what it likes. */
    List<Map<String, Feed>> feeds(SimulationFeeds feeds) {
        List<Map<String, Feed>> feedsOf = all.stream()
                .map(entrant -> entrant.file() == null ? Map.<String, Feed>of() : feeds.of(entrant.file()))
                .toList();
        feeds.refuseUnused();
        return feedsOf;
    }

    /** Ready to decide. */
    List<ScalingPolicy> fed(List<Map<String, Feed>> feedsOf, long everyMillis) {
        List<ScalingPolicy> fed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Entrant entrant = all.get(i);
            ReplayPolicy file = entrant.file();
            fed.add(
                    file == null
                            ? Objects.requireNonNull(entrant.own())
                            : file.simulated(entrant.name(), feedsOf.get(i), everyMillis));
        }
        return fed;
    }
}
