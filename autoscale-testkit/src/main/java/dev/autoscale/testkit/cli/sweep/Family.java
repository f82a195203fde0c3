package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.compare.SimulationFeeds;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.sweep.SweepSettings.Setting;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A policy with all its settings that build. Immutable once read. */
final class Family {
    private final String name;
    private final SweepSettings settings;
    private final List<Setting> tried;

    Family(FamilyWords.Family words, Selection selection, SimulationFeeds feeds) {
        name = words.name();
        Problems problems = new Problems();
        List<SweepKey> keys = new ArrayList<>();
        for (String text : words.tries()) {
            SweepKey key = SweepKey.parse(text, problems);
            if (key != null && keys.stream().anyMatch(other -> other.key().equals(key.key()))) {
                problems.add("key must be tried once: --try " + text);
            } else if (key != null) {
                keys.add(key);
            }
        }
        problems.throwIfAny();
        SweepGrid grid = new SweepGrid(keys);
        settings = new SweepSettings(PolicyFile.one(words.path(), selection), keys, feeds);
        if (!keys.isEmpty()) {
            grid.numbers(Integer.MAX_VALUE, 1).forEach(number -> settings.add(grid.values(number), feeds));
        }
        boolean countsAsGiven = keys.isEmpty() || settings.triesAsGiven();
        tried = settings.built().subList(countsAsGiven ? 0 : 1, settings.built().size());
        if (tried.isEmpty()) {
            Setting first = settings.failed().get(0);
            throw new BadInput(name + ": no setting builds; the first, " + first.name() + ": " + first.error());
        }
    }

    String name() {
        return name;
    }

    int size() {
        return tried.size();
    }

    int fewestAtStart() {
        return settings.fewestAtStart();
    }

    List<Setting> tried() {
        return tried;
    }

    static ScalingPolicy policy(Setting setting, long everyMillis) {
        return SweepSettings.policy(setting).simulated(setting.name(), setting.feeds(), everyMillis);
    }

    /** Tells what has no effect, and which settings are left out. */
    void note(PrintStream err) {
        SweepSettings.policy(settings.built().get(0)).warnings().forEach(warning -> err.println("note: " + warning));
        settings.failed()
                .forEach(failed -> err.println("note: " + name + ": left out, as it does not build: " + failed.name()
                        + ": " + failed.error()));
    }
}
