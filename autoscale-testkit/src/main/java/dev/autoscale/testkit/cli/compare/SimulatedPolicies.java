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
import java.util.stream.IntStream;

/** The policies of a simulation, the baseline first. Immutable once read. */
final class SimulatedPolicies {
    private static final String EXTENSION = "(?<=.)\\.(?:properties|ya?ml|json)$";

    private final List<String> names = new ArrayList<>();
    private final List<ReplayPolicy> policies = new ArrayList<>();

    /**
     * Reads the files, and names their policies as shortly as keeps them apart.
     *
     * @param selection what is to be read of manifests
     * @param isOne whether there must be one only
     */
    SimulatedPolicies(List<Path> paths, Selection selection, boolean isOne) {
        Problems problems = new Problems();
        for (Path path : paths) {
            try {
                List<PolicyEntries> all =
                        isOne ? List.of(PolicyFile.one(path, selection)) : PolicyFile.all(path, selection);
                for (PolicyEntries entries : all) {
                    add(entries, all.size() > 1 ? entries.name() : nameOf(path, paths), problems);
                }
            } catch (BadInput e) {
                problems.add(e.lines());
            }
        }
        problems.throwIfAny();
    }

    private void add(PolicyEntries entries, String name, Problems problems) {
        if (names.contains(name)) {
            problems.add("policy must be given once: --policy " + entries.file());
        }
        names.add(name);
        try {
            policies.add(PolicyFile.read(entries));
        } catch (BadInput e) {
            problems.add(e.lines());
        }
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
        return names;
    }

    /** What has no effect in the files, a line each. */
    List<String> warnings() {
        return policies.stream().flatMap(policy -> policy.warnings().stream()).toList();
    }

    int fewestAtStart() {
        return policies.stream().mapToInt(ReplayPolicy::fewestAtStart).max().orElse(0);
    }

    /** Which of them go by the clock. */
    List<String> byTheClock() {
        return IntStream.range(0, names.size())
                .filter(i -> policies.get(i).goesByTheClock())
                .mapToObj(names::get)
                .toList();
    }

    /** What feeds the metrics of each, in order. */
    List<Map<String, Feed>> feeds(SimulationFeeds feeds) {
        List<Map<String, Feed>> feedsOf = policies.stream().map(feeds::of).toList();
        feeds.refuseUnused();
        return feedsOf;
    }

    /** Ready to decide. */
    List<ScalingPolicy> fed(List<Map<String, Feed>> feedsOf, long everyMillis) {
        List<ScalingPolicy> fed = new ArrayList<>();
        for (int i = 0; i < policies.size(); i++) {
            fed.add(policies.get(i).simulated(names.get(i), feedsOf.get(i), everyMillis));
        }
        return fed;
    }
}
