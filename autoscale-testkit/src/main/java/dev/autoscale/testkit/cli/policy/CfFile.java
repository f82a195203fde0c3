package dev.autoscale.testkit.cli.policy;

import static dev.autoscale.testkit.cli.policy.Form.INTEGER;
import static dev.autoscale.testkit.cli.policy.Form.SECONDS;
import static dev.autoscale.testkit.cli.policy.Form.TEXT;
import static dev.autoscale.testkit.cli.policy.Form.TIME;

import dev.autoscale.policies.cloudfoundry.CfPolicy;
import dev.autoscale.policies.cloudfoundry.CfRule;
import dev.autoscale.testkit.cli.engine.UpstreamReplay;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A scaling policy of Cloud Foundry's app-autoscaler in properties syntax; its rules in the order of the file. */
final class CfFile {
    private static final String PREFIX = "cf.";
    private static final String RULES = PREFIX + "rule.";

    private static final Key<Integer> MIN =
            Key.of("instance_min_count=2", INTEGER, "the fewest instances").paths("instanceMinCount");
    private static final Key<Integer> MAX =
            Key.of("instance_max_count=20", INTEGER, "the most instances").paths("instanceMaxCount");

    private static final Keys<CfPolicy.Builder> POLICY = Keys.<CfPolicy.Builder>under(PREFIX)
            .parts(MIN, MAX)
            .key(
                    Key.of("default_breach_duration_secs=60", SECONDS, "for rules that give none (default 120)")
                            .paths("defaultBreachDurationSecs"),
                    CfPolicy.Builder::defaultBreachDurationSecs)
            .key(
                    Key.of("default_cool_down_secs=120", SECONDS, "for rules that give none (default 300)")
                            .paths("defaultCoolDownSecs"),
                    CfPolicy.Builder::defaultCoolDownSecs)
            .key(
                    Key.of("evaluation_interval=60s", TIME, "the time between decisions (default 40s)")
                            .paths("evaluationInterval"),
                    CfPolicy.Builder::evaluationInterval);

    private static final Key<String> METRIC =
            Key.of("metric_type=cpu", TEXT, "the metric").paths("metricType");
    private static final Key<String> OPERATOR = Key.of(
            "operator=>", Form.word(List.of("<", "<=", ">", ">=")), "how a value is compared with the threshold");
    private static final Key<Integer> THRESHOLD = Key.of("threshold=80", INTEGER, "beyond it the rule is breached");
    private static final Key<String> ADJUSTMENT =
            Key.of("adjustment=+1", TEXT, "instances more or fewer, such as -2 or +10%");
    private static final Keys<CfRule.Builder> RULE = Keys.<CfRule.Builder>named(RULES, "<name>")
            .parts(METRIC, OPERATOR, THRESHOLD, ADJUSTMENT)
            .key(
                    Key.of("breach_duration_secs=120", SECONDS, "for how long it must be breached")
                            .paths("breachDurationSecs"),
                    CfRule.Builder::breachDurationSecs)
            .key(
                    Key.of("cool_down_secs=180", SECONDS, "how long no rule acts after it did")
                            .paths("coolDownSecs"),
                    CfRule.Builder::coolDownSecs);

    static final List<Keys<?>> KEYS = List.of(POLICY, RULE);

    private CfFile() {}

    static UpstreamReplay read(PolicyEntries entries) {
        Section<CfPolicy.Builder> section = POLICY.in(entries);
        CfPolicy.Builder builder =
                section.read(CfPolicy.builder(section.required(MIN, 1), section.required(MAX, Integer.MAX_VALUE)));
        List<String> names = PolicyKeys.names(entries, RULES);
        for (String name : names) {
            Section<CfRule.Builder> rule = RULE.in(entries, name);
            CfRule built = rule.build(rule.read(CfRule.of(
                    rule.required(METRIC, "metric"),
                    rule.required(OPERATOR, ">"),
                    rule.required(THRESHOLD, 0),
                    rule.required(ADJUSTMENT, "+1")))::build);
            if (built != null) {
                builder.rule(built);
            }
        }
        if (names.isEmpty()) {
            entries.bad(RULES, RULES, "must have a rule: " + RULES + "<name>.metric_type");
        }
        entries.throwIfAny();
        CfPolicy policy = section.build(builder::build);
        entries.throwIfAny();
        Objects.requireNonNull(policy);
        return new UpstreamReplay(
                entries.name(), policy, Map.of(), Set.copyOf(policy.metrics()), List.copyOf(entries.warnings()));
    }
}
