package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.compare.PolicyClasses;
import dev.autoscale.testkit.cli.compare.SimulationFeeds;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.sweep.SweepSettings.Setting;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A policy, of a file or a class, with all its settings that build. Immutable once read. */
final class Family {
    private final String name;
    private final List<SweepKey> keys;
    private final SweepGrid grid;
    private final long everyMillis;
    private final List<Tried> tried = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int fewestAtStart;
    private boolean goesByTheClock;

    /**
     * A setting that is tried.
     *
     * @param changes in how many places it differs from the policy as given
     */
    record Tried(String name, int changes, ScalingPolicy policy) {}

    private Family(FamilyWords.Family words, long everyMillis) {
        name = words.name();
        this.everyMillis = everyMillis;
        Problems problems = new Problems();
        keys = SweepKey.all(words.tries(), problems);
        problems.throwIfAny();
        grid = new SweepGrid(keys);
    }

    static Family of(
            FamilyWords.Family words,
            Selection selection,
            SimulationFeeds feeds,
            PolicyClasses classes,
            long everyMillis) {
        Family family = new Family(words, everyMillis);
        if (PolicyClasses.isClass(words.policy())) {
            family.addClass(words.policy(), classes);
        } else {
            family.addFile(Path.of(words.policy()), selection, feeds);
        }
        if (family.tried.isEmpty()) {
            throw new BadInput(family.name + ": no setting builds; the first, " + family.leftOut.get(0));
        }
        return family;
    }

    private void addFile(Path path, Selection selection, SimulationFeeds feeds) {
        SweepSettings settings = new SweepSettings(PolicyFile.one(path, selection), keys, feeds);
        if (!keys.isEmpty()) {
            grid.numbers(Integer.MAX_VALUE, 1).forEach(number -> settings.add(grid.values(number), feeds));
        }
        List<Setting> built = settings.built();
        boolean countsAsGiven = keys.isEmpty() || settings.triesAsGiven();
        for (Setting setting : built.subList(countsAsGiven ? 0 : 1, built.size())) {
            ScalingPolicy policy =
                    SweepSettings.policy(setting).simulated(setting.name(), setting.feeds(), everyMillis);
            tried.add(new Tried(setting.name(), setting.changes(), policy));
        }
        settings.failed().forEach(failed -> leftOut.add(failed.name() + ": " + failed.error()));
        warnings.addAll(SweepSettings.policy(built.get(0)).warnings());
        fewestAtStart = settings.fewestAtStart();
        goesByTheClock = settings.goByTheClock();
    }

    /** A class takes from its constructor what is tried, and while it decides what it likes of all that is measured. */
    private void addClass(String policy, PolicyClasses classes) {
        if (keys.isEmpty()) {
            tried.add(new Tried(SweepSettings.AS_GIVEN, 0, classes.read(policy)));
            return;
        }
        for (long number : grid.numbers(Integer.MAX_VALUE, 1)) {
            Map<String, String> values = new LinkedHashMap<>();
            List<String> words = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                String value = grid.values(number).get(i);
                values.put(keys.get(i).key(), value);
                words.add(keys.get(i).label(keys) + '=' + value);
            }
            String title = String.join(", ", words);
            try {
                tried.add(new Tried(title, keys.size(), classes.read(policy, values)));
            } catch (BadInput e) {
                leftOut.add(title + ": " + e.lines().replace("\n", "; "));
            }
        }
    }

    String name() {
        return name;
    }

    int fewestAtStart() {
        return fewestAtStart;
    }

    boolean goesByTheClock() {
        return goesByTheClock;
    }

    /** At least one. */
    List<Tried> tried() {
        return tried;
    }

    /** What has no effect, and which settings are left out, a line each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(warnings);
        leftOut.forEach(setting -> notes.add(name + ": left out, as it does not build: " + setting));
        return notes;
    }
}
