package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.policy.PolicyFile;
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
    private static final String EXTENSION = ".properties";

    private final List<String> names = new ArrayList<>();
    private final List<ReplayPolicy> policies = new ArrayList<>();

    /** Reads the files, and names them as shortly as keeps them apart. */
    SimulatedPolicies(List<Path> paths) {
        Problems problems = new Problems();
        for (Path path : paths) {
            names.add(nameOf(path, paths));
            try {
                policies.add(PolicyFile.read(path));
            } catch (BadInput e) {
                problems.add(e.lines());
            }
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                problems.add("policy must be given once: --policy " + paths.get(i));
            }
        }
        problems.throwIfAny();
    }

    private static String nameOf(Path path, List<Path> all) {
        String file = TextFiles.nameOf(path);
        String shortest = file.endsWith(EXTENSION) ? file.substring(0, file.length() - EXTENSION.length()) : file;
        long alike = all.stream()
                .filter(other -> TextFiles.nameOf(other).equals(file))
                .count();
        boolean isTaken = shortest.equals(League.ORACLE) || shortest.equals(League.FIXED_AT_PEAK);
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
