package dev.autoscale.testkit.cli.policy;

import static dev.autoscale.testkit.cli.policy.Form.INTEGER;
import static dev.autoscale.testkit.cli.policy.Form.NUMBER;
import static dev.autoscale.testkit.cli.policy.Form.TIME;

import dev.autoscale.Activation;
import dev.autoscale.Alignment;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Combination;
import dev.autoscale.FlapBudget;
import dev.autoscale.ScalingRules;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.HpaBehavior.Rules;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What files of several kinds have: the rules of directions, the controller's parameters, and what the library adds. */
final class CommonKeys {
    static final String BEHAVIOR = "behavior.";

    private static final Keys<Rules> RULES_UP = rules("scaleUp");
    private static final Keys<Rules> RULES_DOWN = rules("scaleDown");
    private static final Keys<ScalingRules> DAMPING_UP = damping("scaleUp")
            .flag(
                    "largerWithinCooldown=true",
                    ScalingRules::largerWithinCooldown,
                    "growth that is larger than the last one does not wait");
    private static final Keys<ScalingRules> DAMPING_DOWN = damping("scaleDown");

    /** What belongs to Kubernetes' controller, not to a manifest. */
    static final Keys<AutoscalerSpec.Builder> CONTROLLER = Keys.<AutoscalerSpec.Builder>under("controller.")
            .key("tolerance=0.2", NUMBER, AutoscalerSpec.Builder::tolerance, "share of the target that is near enough")
            .key("downscaleStabilization=2m", TIME, AutoscalerSpec.Builder::downscaleStabilization)
            .help("stabilization window of scaling down where the behavior has none")
            .key("cpuInitializationPeriod=1m", TIME, AutoscalerSpec.Builder::cpuInitializationPeriod)
            .help("how long CPU samples of a new pod are treated with caution")
            .key("initialReadinessDelay=20s", TIME, AutoscalerSpec.Builder::initialReadinessDelay)
            .help("how long a change of a new pod's readiness counts as its first")
            .key("legacyScaleUpFactor=3", NUMBER, AutoscalerSpec.Builder::legacyScaleUpFactor)
            .help("times the replicas (at least 4) that one decision may reach without behavior");

    private static final Key<Duration> COOLDOWN =
            Key.of("cooldown=5m", TIME, "time without activity until zero, or the idle count");

    static final Keys<Activation> ACTIVATION = Keys.<Activation>under("activation.")
            .key(COOLDOWN, (any, time) -> Activation.cooldown(time))
            .key("initialCooldown=1m", TIME, Activation::initialCooldown, "the same for a new workload")
            .key("idleReplicas=1", INTEGER, Activation::idleReplicas, "replicas without activity, instead of zero")
            .key("idleTtl=1h", TIME, Activation::idleTtl, "how long the idle replicas stay until zero")
            .key("activationReplicas=2", INTEGER, Activation::activationReplicas, "replicas to wake up with, at least")
            .key("keepAfterWaking=60s", TIME, Activation::keepAfterWaking, "how long what was woken stays, to start")
            .key("zeroDelay=10m", TIME, Activation::zeroDelay, "how long the last replica stays until zero");

    private static final Key<Duration> PER =
            Key.of("per=10m", TIME, "the period of the budget").paths("period");

    static final Keys<FlapBudget> FLAP_BUDGET = Keys.<FlapBudget>under("flapBudget.", "flapBudget.")
            .key(PER, (any, period) -> FlapBudget.per(period))
            .key("replicas=20", INTEGER, FlapBudget::replicas, "replicas that may come and go in a period")
            .key("reversals=2", INTEGER, FlapBudget::reversals, "changes of direction in a period")
            .flag("shrinkOnly=true", FlapBudget::shrinkOnly, "whether only shrinking is held");

    private static final Key<Duration> FIRST = Key.of("first=15s", TIME, "first wait after a lack of capacity");
    private static final Key<Duration> LONGEST = Key.of("longest=10m", TIME, "longest wait; each is twice the last");

    static final Keys<AutoscalerSpec.Builder> BACKOFF = Keys.<AutoscalerSpec.Builder>under(
                    "capacityBackoff.", "capacityBackoff.")
            .parts(FIRST, LONGEST);

    /** Read last of all, because a formula is about the metrics of the file. */
    private static final Key<String> COMBINATION = Key.of(
            "combination=votes(1, all)",
            new Form<>("combination", text -> text),
            "of the metrics: max, min, sum, average, votes(metrics to grow, metrics to shrink), or as in formula max(a, b)");

    static final Keys<AutoscalerSpec.Builder> GENERAL = Keys.<AutoscalerSpec.Builder>under("")
            .key("scaleTargetRef=Deployment/web", Form.TEXT, (builder, any) -> builder)
            .help("judged only: what it scales, so that lint sees two owners of one target")
            .parts(COMBINATION)
            .flag(
                    "rolloutHold=true",
                    AutoscalerSpec.Builder::rolloutHold,
                    "a rolling update holds the count (for a controller, not a replay)")
            .flag(
                    "countUnreported=true",
                    AutoscalerSpec.Builder::countUnreported,
                    "a change that nobody reported counts (for a controller, not a replay)");

    private static final Key<Integer> MULTIPLES =
            Key.of("multiplesOf=2", INTEGER, "the only counts that are allowed, besides 0");
    private static final Key<Integer> DIVISORS =
            Key.of("divisorsOf=20", INTEGER, "the only counts that are allowed, besides 0");

    private static final Key<Integer> SHARES =
            Key.of("sameLargestShareOf=199", INTEGER, "only counts that make its largest share smaller");

    static final Keys<AutoscalerSpec.Builder> ALIGNMENT = Keys.<AutoscalerSpec.Builder>under("alignment.")
            .key(MULTIPLES, (builder, number) -> builder.alignment(Alignment.multiplesOf(number)))
            .key(DIVISORS, (builder, number) -> builder.alignment(Alignment.divisorsOf(number)))
            .key(SHARES, (builder, number) -> builder.alignment(Alignment.sameLargestShareOf(number)));

    /** What a manifest has a place for. */
    static final List<Keys<?>> MANIFEST = List.of(RULES_UP, RULES_DOWN);

    /** What only Kubernetes and KEDA have: the presets have rules of their own. */
    static final List<Keys<?>> RULES = List.of(RULES_UP, DAMPING_UP, RULES_DOWN, DAMPING_DOWN, CONTROLLER);

    static final List<Keys<?>> ALL = List.of(ACTIVATION, GENERAL, FLAP_BUDGET, ALIGNMENT, BACKOFF);

    private CommonKeys() {}

    private static Keys<Rules> rules(String direction) {
        return Keys.<Rules>under(BEHAVIOR + direction + '.')
                .key("stabilizationWindowSeconds=60", INTEGER, Rules::withStabilizationWindowSeconds)
                .help("how far the stabilization window looks back")
                .key("selectPolicy=Min", Form.TEXT, Rules::withSelectPolicy, "which policy decides: Max, Min, Disabled")
                .key("policies=Percent 100 15, Pods 4 15", Form.POLICIES, Rules::withPolicies)
                .help("rate policies: Percent or Pods, amount, seconds")
                .key("tolerance=50m", Form.QUANTITY, Rules::withTolerance, "share of the target that is near enough");
    }

    private static Keys<ScalingRules> damping(String direction) {
        return Keys.<ScalingRules>under(BEHAVIOR + direction + '.', direction + '.')
                .key("sustainedFor=2m", TIME, ScalingRules::sustainedFor, "how long a change must be asked for")
                .key("sustainedIn=3 of 5", Form.OF, CommonKeys::sustainedIn, "the same, counted in decisions")
                .key("cooldown=5m", TIME, ScalingRules::cooldown, "wait after a change in this direction")
                .key("cooldownAfterAny=5m", TIME, ScalingRules::cooldownAfterAny)
                .help("wait after a change in any direction")
                .key("gain=0.5", NUMBER, ScalingRules::gain, "factor on the recommended change");
    }

    private static ScalingRules sustainedIn(ScalingRules rules, List<Integer> counts) {
        return rules.sustainedIn(counts.get(0), counts.get(1));
    }

    /** The behavior as Kubernetes would be given it; null if the file has none, which is not the same as an empty one. */
    static @Nullable HpaBehavior behavior(PolicyEntries entries) {
        return entries.hasAny(BEHAVIOR) ? new HpaBehavior(given(entries, RULES_UP), given(entries, RULES_DOWN)) : null;
    }

    private static @Nullable Rules given(PolicyEntries entries, Keys<Rules> keys) {
        return entries.hasAny(keys.prefix) ? keys.in(entries).read(Rules.rules()) : null;
    }

    /** Sets everything but the activation; the behavior is needed again, as the damping stands next to its rules. */
    static void apply(PolicyEntries entries, AutoscalerSpec.Builder builder, @Nullable HpaBehavior behavior) {
        damp(DAMPING_UP.in(entries), behavior == null ? null : behavior.scaleUp(), builder::scaleUp);
        damp(DAMPING_DOWN.in(entries), behavior == null ? null : behavior.scaleDown(), builder::scaleDown);
        CONTROLLER.in(entries).read(builder);
        GENERAL.in(entries).read(builder);
        Combination combination = Form.combination(entries.metricIds()).read(entries, COMBINATION.name());
        if (combination != null) {
            builder.combination(combination);
        }
        Section<AutoscalerSpec.Builder> alignment = ALIGNMENT.in(entries);
        if (alignment.has(MULTIPLES)) {
            alignment.refuse("together with " + alignment.key(MULTIPLES), DIVISORS, SHARES);
        } else if (alignment.has(DIVISORS)) {
            alignment.refuse("together with " + alignment.key(DIVISORS), SHARES);
        }
        alignment.read(builder);
        if (entries.hasAny(FLAP_BUDGET.prefix)) {
            Section<FlapBudget> budget = FLAP_BUDGET.in(entries);
            builder.flapBudget(budget.read(FlapBudget.per(budget.required(PER, Duration.ofDays(1)))));
        }
        if (entries.hasAny(BACKOFF.prefix)) {
            Section<AutoscalerSpec.Builder> backoff = BACKOFF.in(entries);
            Duration first = backoff.required(FIRST, Duration.ofSeconds(1));
            builder.capacityBackoff(first, backoff.required(LONGEST, first));
        }
    }

    private static void damp(Section<ScalingRules> section, @Nullable Rules given, Consumer<ScalingRules> direction) {
        ScalingRules rules = given == null ? ScalingRules.rules() : given.toScalingRules();
        ScalingRules damped = section.read(rules);
        if (damped != rules) {
            direction.accept(damped);
        }
    }

    /**
     * How it goes to zero and back, beyond what the kind of file says.
     *
     * @param own what it says; null if it never goes to zero
     * @param isComplete whether that is all that it says: something else may have been unreadable
     */
    static void activation(
            PolicyEntries entries,
            PolicyKind kind,
            AutoscalerSpec.Builder builder,
            @Nullable Activation own,
            boolean isComplete) {
        Section<Activation> section = ACTIVATION.in(entries);
        if (!entries.hasAny(ACTIVATION.prefix)) {
            return;
        }
        if (kind == PolicyKind.HPA) {
            section.require(COOLDOWN);
        }
        for (Key<?> key : ACTIVATION.keys()) {
            String theirs = PolicyKeys.nameIn(entries, section.key(key));
            if (section.has(key) && !theirs.equals(section.key(key))) {
                entries.bad(section.key(key), "must be " + theirs + " in " + kind.title);
            }
        }
        if (own == null && isComplete && kind != PolicyKind.HPA) {
            entries.bad(section.first(), kind.restless);
        } else {
            builder.activation(section.read(own == null ? Activation.cooldown(Duration.ZERO) : own));
        }
    }
}
