package dev.autoscale.testkit.file;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.knative.KpaSpec;
import dev.autoscale.policies.upstream.UpstreamPolicy;
import dev.autoscale.testkit.cli.compare.SimulationFeeds;
import dev.autoscale.testkit.cli.engine.KnativePolicy;
import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.engine.UpstreamReplay;
import dev.autoscale.testkit.cli.policy.PolicyEntries;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.policy.Selection;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.simulation.Feed;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A policy as a file says it, whatever the command line takes for {@code --policy}: properties, or a manifest in YAML or JSON. Immutable and
 * thread-safe. Manifests need {@code org.snakeyaml:snakeyaml-engine} on the path, properties nothing.
 */
public final class LoadedPolicy {
    private final ReplayPolicy policy;

    private LoadedPolicy(ReplayPolicy policy) {
        this.policy = policy;
    }

    /**
     * Reads the one policy of a file.
     *
     * @param file at most 1 MB of UTF-8; not null
     * @return the policy
     * @throws PolicyFileException with all that is wrong with it; also if it cannot be read, holds several policies, is a
     *     ScaledJob, which scales nothing, or is a manifest and no parser is on the path
     */
    public static LoadedPolicy read(Path file) {
        return loaded(() -> PolicyFile.one(file, Selection.ALL));
    }

    /**
     * Reads one of the policies of a file of manifests.
     *
     * @param file at most 1 MB of UTF-8; not null
     * @param title the policy, as {@code kind/name}, such as {@code ScaledObject/web}; of no effect on properties; not null
     * @return the policy
     * @throws PolicyFileException with all that is wrong with it, as for {@link #read(Path)}, or if the file has no such policy
     */
    public static LoadedPolicy read(Path file, String title) {
        return loaded(() -> PolicyFile.one(file, selection(title)));
    }

    /**
     * Reads the one policy that a text holds.
     *
     * @param name what messages call the text; {@code .yaml}, {@code .yml} or {@code .json} at its end make it a manifest, which other
     *     texts are if they begin as one; not null
     * @param text at most 1,000,000 characters; not null
     * @return the policy
     * @throws PolicyFileException with all that is wrong with it, as for {@link #read(Path)}
     */
    public static LoadedPolicy parse(String name, String text) {
        return loaded(() -> PolicyFile.one(Path.of(name), text, Selection.ALL));
    }

    /**
     * Reads one of the policies that a text of manifests holds.
     *
     * @param name what messages call the text, as for {@link #parse(String, String)}; not null
     * @param text at most 1,000,000 characters; not null
     * @param title the policy, as {@code kind/name}; not null
     * @return the policy
     * @throws PolicyFileException with all that is wrong with it, or if the text has no such policy
     */
    public static LoadedPolicy parse(String name, String text, String title) {
        return loaded(() -> PolicyFile.one(Path.of(name), text, selection(title)));
    }

    private static Selection selection(String title) {
        return new Selection(List.of(title), Map.of());
    }

    private static LoadedPolicy loaded(Supplier<PolicyEntries> entries) {
        return checked(() -> new LoadedPolicy(PolicyFile.read(entries.get())));
    }

    private static <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (BadInput e) {
            throw new PolicyFileException(e.lines());
        }
    }

    /** {@return what titles call it} The file's name, or kind and name where a file holds several. */
    public String name() {
        return policy.name();
    }

    /** {@return what has no effect in the file, or is read otherwise than it looks} A line each; empty if there is nothing to say. */
    public List<String> warnings() {
        return List.copyOf(policy.warnings());
    }

    /** {@return the settings of the main engine} Empty for a revision of Knative and for other systems. */
    public Optional<AutoscalerSpec> spec() {
        return policy instanceof Policy main ? Optional.of(main.spec()) : Optional.empty();
    }

    /** {@return the settings of a revision of Knative} Empty for all others. */
    public Optional<KpaSpec> knative() {
        return policy instanceof KnativePolicy revision ? Optional.of(revision.spec()) : Optional.empty();
    }

    /** {@return the policy of another system} Empty for all that the main engine or Knative's follow. */
    public Optional<UpstreamPolicy> upstream() {
        return policy instanceof UpstreamReplay other ? Optional.of(other.policy()) : Optional.empty();
    }

    /**
     * The policy for simulations, each metric fed as its type tells: CPU utilization by CPU, a queue's length by what waits.
     *
     * @return the policy, under its {@link #name}
     * @throws PolicyFileException that names each metric whose type does not tell what it measures
     */
    public ScalingPolicy scalingPolicy() {
        return scalingPolicy(Map.of());
    }

    /**
     * The policy for simulations.
     *
     * @param feeds what feeds metrics, by id, where that is not what their type tells; not null, nor is anything in it
     * @return the policy, under its {@link #name}
     * @throws PolicyFileException that names each metric that neither is in the map nor has a type that tells what it measures, and
     *     each id that is no metric's
     */
    public ScalingPolicy scalingPolicy(Map<String, ? extends Feed> feeds) {
        Map<String, Feed> given = Map.copyOf(Objects.requireNonNull(feeds, "feeds"));
        return checked(() -> {
            Problems problems = new Problems();
            SimulationFeeds all = SimulationFeeds.given(given, problems);
            Map<String, Feed> fed = all.of(policy);
            all.refuseUnused();
            problems.throwIfAny();
            return policy.simulated(name(), fed, 0);
        });
    }

    /** {@return name and settings in one line} */
    @Override
    public String toString() {
        Object settings = spec().<Object>map(any -> any)
                .or(this::knative)
                .or(this::upstream)
                .orElse("");
        return "LoadedPolicy[" + name() + ", " + settings + ']';
    }
}
