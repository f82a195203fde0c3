package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.compare.SimulationFeeds;
import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.simulation.Feed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the policies of a sweep: the file as given, and with other values of some keys. */
final class SweepSettings {
    static final String AS_GIVEN = "as given";

    /**
     * One setting of a sweep. Immutable.
     *
     * @param name what it is called in sentences
     * @param values of the tried keys, in their order; empty where the policy file as given has none
     * @param changes how many of them differ from the file as given
     * @param policy what the file with these values says; null if it does not build
     * @param feeds of the policy's metrics
     * @param error why it does not build, on one line; else empty
     */
    record Setting(
            String name,
            List<String> values,
            int changes,
            @Nullable ReplayPolicy policy,
            Map<String, Feed> feeds,
            String error) {}

    private final PolicyEntries file;
    private final List<SweepKey> keys;
    private final List<String> given;
    private final Setting asGiven;
    private final List<Setting> built = new ArrayList<>();
    private final List<Setting> failed = new ArrayList<>();
    private boolean triesAsGiven;

    /** Reads the file as given, which has to build. */
    SweepSettings(PolicyEntries file, List<SweepKey> keys, SimulationFeeds feeds) {
        this.file = file;
        this.keys = keys;
        given = keys.stream().map(key -> given(key.key())).toList();
        ReplayPolicy policy = PolicyFile.read(file);
        asGiven = new Setting(AS_GIVEN, given, 0, policy, feeds.of(policy), "");
        built.add(asGiven);
    }

    /** Adds a setting, unless it is just what is given. */
    void add(List<String> values, SimulationFeeds feeds) {
        if (values.equals(given)) {
            triesAsGiven = true;
            return;
        }
        PolicyEntries entries = file.fresh();
        List<String> name = new ArrayList<>();
        int changes = 0;
        for (int i = 0; i < values.size(); i++) {
            SweepKey key = keys.get(i);
            entries.put(file.keyOf(key.key()), values.get(i));
            name.add(key.label(keys) + '=' + values.get(i));
            changes += values.get(i).equals(given.get(i)) ? 0 : 1;
        }
        String title = String.join(", ", name);
        try {
            ReplayPolicy policy = PolicyFile.read(entries);
            Problems problems = new Problems();
            Map<String, Feed> fed = feeds.of(policy, problems);
            problems.throwIfAny();
            built.add(new Setting(title, values, changes, policy, fed, ""));
        } catch (BadInput e) {
            String error = e.lines().replace("\n", "; ");
            failed.add(new Setting(title, values, changes, null, Map.of(), error));
        }
    }

    /** The policy as given, and after it the settings that build, in the order of the grid. */
    List<Setting> built() {
        return built;
    }

    /** Takes out a setting that builds. */
    void leaveOut(Setting setting, String error) {
        built.remove(setting);
        failed.add(new Setting(setting.name(), setting.values(), setting.changes(), null, Map.of(), error));
    }

    List<Setting> failed() {
        return failed;
    }

    /** Whether one of the settings was the policy as given. */
    boolean triesAsGiven() {
        return triesAsGiven;
    }

    int fewestAtStart() {
        return built.stream()
                .mapToInt(setting -> policy(setting).fewestAtStart())
                .max()
                .orElse(0);
    }

    boolean goByTheClock() {
        return built.stream().anyMatch(setting -> policy(setting).goesByTheClock());
    }

    /** The policy of a setting that builds. */
    static ReplayPolicy policy(Setting setting) {
        return Objects.requireNonNull(setting.policy(), setting.name());
    }

    /** What to write into the file for a setting, by key; only what differs. */
    Map<String, String> toWrite(Setting setting) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            if (!setting.values().get(i).equals(given.get(i))) {
                lines.put(keys.get(i).key(), setting.values().get(i));
            }
        }
        return lines;
    }

    /** What the file as given has for a key; empty if nothing. */
    String given(String key) {
        return file.text(file.keyOf(key), "");
    }
}
