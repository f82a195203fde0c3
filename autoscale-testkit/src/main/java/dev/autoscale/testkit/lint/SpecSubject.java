package dev.autoscale.testkit.lint;

import static dev.autoscale.testkit.lint.FileText.share;
import static dev.autoscale.testkit.lint.FileText.span;
import static dev.autoscale.testkit.lint.Times.millis;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.MetricSpec;
import dev.autoscale.RatePolicy;
import dev.autoscale.ScalingRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A spec, what is known of its workload, and how its keys are called. Immutable. */
final class SpecSubject {
    static final String MIN = "minReplicas";
    static final String MAX = "maxReplicas";
    static final String COOLDOWN = "activation.cooldown";

    final AutoscalerSpec spec;
    final WorkloadFacts facts;
    final Direction up;
    final Direction down;
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

    private final PolicyText text;

    /** One direction's rules, none of which is left to a default. */
    record Direction(String prefix, ScalingRules rules, boolean isLegacy) {
        long windowMillis() {
            return millis(Objects.requireNonNull(rules.stabilizationWindow()));
        }

        double tolerance() {
            return Objects.requireNonNull(rules.tolerance());
        }

        List<RatePolicy> policies() {
            return Objects.requireNonNull(rules.policies());
        }

        boolean isDisabled() {
            return rules.select() == ScalingRules.SelectPolicy.DISABLED;
        }

        boolean selectsLeast() {
            return rules.select() == ScalingRules.SelectPolicy.MIN;
        }

        /** How long a wish in this direction must have lasted before it moves anything. */
        long waitMillis() {
            return Math.max(windowMillis(), millis(rules.sustainedFor()));
        }
    }

    SpecSubject(AutoscalerSpec spec, WorkloadFacts facts, PolicyText text) {
        this.spec = spec;
        this.facts = facts;
        this.text = text;
        up = new Direction("behavior.scaleUp.", spec.scaleUp(), spec.isLegacy());
        down = new Direction("behavior.scaleDown.", spec.scaleDown(), spec.isLegacy());
    }

    /** A key of an HPA's file, as the user calls it, and a value to write there. */
    String at(String key, Object value) {
        return text.keyName(key) + '=' + value;
    }

    String at(MetricSpec metric, String field, Object value) {
        return at("metrics." + metric.id() + '.' + field, value);
    }

    /** A key with what stands there, or with the default that holds because nothing does. */
    String now(String key, Object value) {
        if (isDefault(key)) {
            return at(key, value) + (value.toString().startsWith("(") ? "" : " (default)");
        }
        String given = text.written(key).orElse(value.toString());
        boolean isOther =
                value instanceof Integer count && WHOLE.matcher(given).matches() && Integer.parseInt(given) != count;
        return at(key, given) + (isOther ? " (" + value + " in effect)" : "");
    }

    String now(MetricSpec metric, String field, Object value) {
        return now("metrics." + metric.id() + '.' + field, value);
    }

    /** What stands at a key of an HPA's file; empty if that is not known. */
    Optional<String> written(String key) {
        return text.written(key);
    }

    /** Whether the owner is known to have left a key out. */
    boolean isDefault(String key) {
        return text.isDefault(key);
    }

    /** What the policy's own system warns of. */
    List<String> warnings() {
        return text.warnings();
    }

    private static String windowKey(Direction direction) {
        return direction.isLegacy()
                ? "controller.downscaleStabilization"
                : direction.prefix() + "stabilizationWindowSeconds";
    }

    /** The window of a direction. */
    String windowNow(Direction direction) {
        long millis = direction.windowMillis();
        return now(windowKey(direction), direction.isLegacy() ? span(millis) : FileText.seconds(millis));
    }

    /** Whether the owner is known to have said nothing of a direction's window. */
    boolean isDefaultWindow(Direction direction) {
        return isDefault(windowKey(direction));
    }

    /** Another window for a direction, as a manifest can say it: flags of the controller are the cluster's. */
    String window(Direction direction, long millis) {
        return at(direction.prefix() + "stabilizationWindowSeconds", FileText.seconds(millis));
    }

    String toleranceNow(Direction direction) {
        String key = direction.isLegacy() ? "controller.tolerance" : direction.prefix() + "tolerance";
        return now(key, share(direction.tolerance()));
    }

    /** Another tolerance for a direction, as a manifest can say it. */
    String tolerance(Direction direction, double share) {
        return at(direction.prefix() + "tolerance", share(share));
    }

    /** What makes a wish wait, with its length. */
    String wait(Direction direction) {
        long sustained = millis(direction.rules().sustainedFor());
        return sustained > direction.windowMillis()
                ? now(direction.prefix() + "sustainedFor", span(sustained))
                : windowNow(direction);
    }

    /** What would make no wish wait. */
    String noWait(Direction direction) {
        return millis(direction.rules().sustainedFor()) > direction.windowMillis()
                ? at(direction.prefix() + "sustainedFor", "0s")
                : window(direction, 0);
    }

    /** What makes shrinking wait, with its length. */
    String shrinkWait() {
        long cooldown = millis(down.rules().cooldownAfterAny());
        return cooldown > down.waitMillis() ? now(down.prefix() + "cooldownAfterAny", span(cooldown)) : wait(down);
    }

    /** How long the count of a moment ago is surely kept when it is no longer wanted. */
    long shrinkWaitMillis() {
        return Math.max(down.waitMillis(), millis(down.rules().cooldownAfterAny()));
    }

    /** The fewest replicas of a workload at work. */
    int lowest() {
        return Math.max(1, spec.minReplicas());
    }

    boolean isFixed() {
        return spec.minReplicas() >= spec.maxReplicas();
    }

    /** Whether it may go to zero by the rules of activation. */
    boolean restsAtZero() {
        return spec.activation() != null
                && spec.minReplicas() == 0
                && spec.activation().idleReplicas().orElse(0) == 0;
    }

    long startupMillis() {
        return facts.millis(Fact.STARTUP);
    }

    /** The metrics that ask for replicas. */
    List<MetricSpec> metrics() {
        return IntStream.range(0, spec.metricCount())
                .mapToObj(spec::metric)
                .filter(metric -> metric.kind() != MetricSpec.Kind.SIGNAL)
                .toList();
    }

    /** Whether the count is never below what any single metric asks for. */
    boolean highestWins() {
        return metrics().size() == 1 || spec.combination().equals(Combination.MAX);
    }

    /** The metric that a load is told of; null if there is none. */
    @Nullable
    MetricSpec loadMetric() {
        return metrics().stream().filter(EngineAnswers::isKnown).findFirst().orElse(null);
    }

    /** The replicas that a load asks for; empty if it is unknown. */
    OptionalInt needed(double load) {
        MetricSpec metric = highestWins() ? loadMetric() : null;
        return metric == null ? OptionalInt.empty() : OptionalInt.of(EngineAnswers.replicasFor(metric, load));
    }

    /** The next count from here on that is allowed; empty if there is none up to twice as many, so that it is no advice. */
    OptionalInt allowed(int replicas) {
        long most = Math.min(Integer.MAX_VALUE, 2L * replicas);
        // Multiples and divisors have numbers of at most a million.
        for (long count = replicas; count <= most && count <= replicas + 1_000_000L; count++) {
            if (spec.alignment() == null || spec.alignment().allows((int) count)) {
                return OptionalInt.of((int) count);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether it works with one replica at most, so that its metrics can only switch it on and off. */
    boolean isSwitch() {
        return spec.maxReplicas() <= 1;
    }

    /** Whether it may go below its minimum when nothing is active. */
    boolean idles() {
        return spec.activation() != null
                && (spec.minReplicas() == 0 || spec.activation().idleReplicas().isPresent());
    }

    /** What may be reached from a count in a direction's first step. */
    int firstStep(boolean isUp, int from) {
        return RateRules.limit(spec, isUp, from);
    }

    /** Whether it is a resource of pods or of one container. */
    static boolean isResource(MetricSpec metric, String name) {
        boolean isResource =
                metric.kind() == MetricSpec.Kind.RESOURCE || metric.kind() == MetricSpec.Kind.CONTAINER_RESOURCE;
        return isResource && metric.name().equals(name);
    }
}
