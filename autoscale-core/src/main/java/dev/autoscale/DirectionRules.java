package dev.autoscale;

import dev.autoscale.RatePolicy.Unit;
import dev.autoscale.ScalingRules.DampingRules;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@link ScalingRules} of one direction with all defaults filled in, in the form that decisions read. Immutable. */
final class DirectionRules {
    static final Duration MAX_WINDOW = Duration.ofDays(7);
    private static final Duration MAX_PERIOD = Duration.ofDays(1);
    private static final int MAX_POLICIES = 64;
    private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(15);
    private static final List<RatePolicy> DEFAULT_UP = List.of(
            RatePolicy.pods(4).per(DEFAULT_PERIOD), RatePolicy.percent(100).per(DEFAULT_PERIOD));
    private static final List<RatePolicy> DEFAULT_DOWN =
            List.of(RatePolicy.percent(100).per(DEFAULT_PERIOD));

    final boolean isUp;
    final long windowMillis;
    final double tolerance;
    final DampingRules damping;
    final ScalingRules.SelectPolicy select;
    final RatePolicy[] policies;
    final long[] periodsMillis;
    final long longestPeriodMillis;
    /** What each policy multiplies the count at the start of its period with, and adds to it. */
    final double[] factors;

    final int[] addends;

    private DirectionRules(boolean isUp, ScalingRules rules, long defaultWindowMillis, double defaultTolerance) {
        this.isUp = isUp;
        windowMillis = orElse(rules.stabilizationWindow(), defaultWindowMillis);
        Double ownTolerance = rules.tolerance();
        tolerance = ownTolerance == null ? defaultTolerance : ownTolerance;
        damping = rules.damping();
        ScalingRules.SelectPolicy ownSelect = rules.select();
        select = ownSelect == null ? ScalingRules.SelectPolicy.MAX : ownSelect;
        List<RatePolicy> ownPolicies = rules.policies();
        List<RatePolicy> list = ownPolicies != null ? ownPolicies : isUp ? DEFAULT_UP : DEFAULT_DOWN;
        policies = list.toArray(RatePolicy[]::new);
        periodsMillis = new long[policies.length];
        factors = new double[policies.length];
        addends = new int[policies.length];
        long longest = 0;
        for (int i = 0; i < policies.length; i++) {
            RatePolicy policy = policies[i];
            periodsMillis[i] = Times.millis(policy.period());
            longest = Math.max(longest, periodsMillis[i]);
            boolean percent = policy.unit() == Unit.PERCENT;
            // The order of the operations is Kubernetes': 100 pods and 10 % give 110.00000000000001, so 111.
            factors[i] = !percent ? 1.0 : isUp ? 1 + policy.value() / 100.0 : 1 - policy.value() / 100.0;
            addends[i] = percent ? 0 : policy.value();
        }
        longestPeriodMillis = longest;
    }

    static DirectionRules up(ScalingRules rules, double defaultTolerance) {
        return new DirectionRules(true, rules, 0, defaultTolerance);
    }

    static DirectionRules down(ScalingRules rules, long defaultWindowMillis, double defaultTolerance) {
        return new DirectionRules(false, rules, defaultWindowMillis, defaultTolerance);
    }

    private static long orElse(@Nullable Duration duration, long fallbackMillis) {
        return duration == null ? fallbackMillis : Times.millis(duration);
    }

    Settings settings() {
        return new Settings(windowMillis, tolerance, select, damping.settings(), new Settings((Object[]) policies));
    }

    /** Adds what is wrong with these rules to {@code broken}. */
    void check(Violation.Collector broken) {
        String name = isUp ? "scaleUp." : "scaleDown.";
        long longest = MAX_WINDOW.toMillis();
        broken.require(
                windowMillis >= 0 && windowMillis <= longest,
                "stabilizationWindow must be >= 0 and <= 7 days",
                name + "stabilizationWindow",
                windowMillis + " ms");
        broken.require(
                tolerance >= 0 && Double.isFinite(tolerance), "tolerance must be >= 0", name + "tolerance", tolerance);
        damping.check(broken, name);
        broken.require(
                policies.length >= 1 && policies.length <= MAX_POLICIES,
                "policies must be >= 1 and <= " + MAX_POLICIES,
                name + "policies",
                policies.length);
        for (int i = 0; i < policies.length; i++) {
            String policy = name + "policies[" + i + "].";
            broken.require(policies[i].value() > 0, "value must be > 0", policy + "value", policies[i].value());
            broken.require(
                    periodsMillis[i] >= 1 && periodsMillis[i] <= MAX_PERIOD.toMillis(),
                    "period must be >= 1 ms and <= 1 day",
                    policy + "period",
                    policies[i].period());
        }
    }
}
