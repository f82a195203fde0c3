package dev.autoscale.testkit.cli.policy;

import static dev.autoscale.testkit.cli.policy.Form.INTEGER;
import static dev.autoscale.testkit.cli.policy.Form.TEXT;
import static dev.autoscale.testkit.cli.policy.Form.TIME;
import static java.util.Map.entry;

import dev.autoscale.policies.nomad.NomadCheck;
import dev.autoscale.policies.nomad.NomadPolicy;
import dev.autoscale.policies.nomad.NomadSchedule;
import dev.autoscale.policies.nomad.NomadStrategy;
import dev.autoscale.testkit.cli.engine.UpstreamReplay;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scaling policy of the Nomad Autoscaler in properties syntax. */
final class NomadFile {
    /** A setting of strategies, and which of them read it. */
    private record Setting(Key<String> key, Set<NomadStrategy.Type> types) {}

    private static final String PREFIX = "nomad.";
    private static final String CHECKS = PREFIX + "check.";

    private static final Form<NomadCheck.OnError> ON_ERROR =
            Form.choice(entry("ignore", NomadCheck.OnError.IGNORE), entry("fail", NomadCheck.OnError.FAIL));

    private static final Key<Integer> MIN = Key.of("min=2", INTEGER, "the fewest replicas");
    private static final Key<Integer> MAX = Key.of("max=20", INTEGER, "the most replicas");
    private static final Key<String> START = Key.of(
                    "schedule.start=0 8 * * 1-5", TEXT, "cron in UTC, when it begins to apply")
            .paths("start");
    private static final Key<String> END =
            Key.of("schedule.end=0 18 * * 1-5", TEXT, "cron in UTC, until when").paths("end", "end, duration");
    private static final Key<String> DURATION =
            Key.of("schedule.duration=10h", TEXT, "or for how long").paths("duration");

    private static final Keys<NomadPolicy.Builder> POLICY = Keys.<NomadPolicy.Builder>under(PREFIX)
            .parts(MIN, MAX)
            .key(
                    Key.of("cooldown=2m", TIME, "how long nothing is scaled after a change (default 5m)"),
                    NomadPolicy.Builder::cooldown)
            .key(
                    Key.of("cooldown_on_scale_up=1m", TIME, "the same after one upwards (default cooldown)")
                            .paths("cooldownOnScaleUp"),
                    NomadPolicy.Builder::cooldownOnScaleUp)
            .key(
                    Key.of("evaluation_interval=30s", TIME, "the time between decisions (default 10s)")
                            .paths("evaluationInterval"),
                    NomadPolicy.Builder::evaluationInterval)
            .key(
                    Key.of("on_check_error=fail", ON_ERROR, "what a failing strategy means (default ignore)"),
                    NomadPolicy.Builder::onCheckError)
            .parts(START, END, DURATION);

    private static final Key<NomadStrategy.Type> STRATEGY = Key.of(
            "strategy=target-value",
            Form.choice(
                    entry("target-value", NomadStrategy.Type.TARGET_VALUE),
                    entry("threshold", NomadStrategy.Type.THRESHOLD),
                    entry("pass-through", NomadStrategy.Type.PASS_THROUGH),
                    entry("fixed-value", NomadStrategy.Type.FIXED_VALUE)),
            "what is made of the values");
    private static final Key<String> QUERY = Key.of("query=cpu", TEXT, "the metric (default the check's name)");

    /** As they stand in Nomad's files. */
    private static final List<Setting> CONFIG = List.of(
            setting("target=70", "the value that is wanted", NomadStrategy.Type.TARGET_VALUE),
            setting(
                    "threshold=0.05",
                    "share of the target by which a value may be off",
                    NomadStrategy.Type.TARGET_VALUE),
            setting(
                    "max_scale_up=4",
                    "the most that one answer adds",
                    NomadStrategy.Type.TARGET_VALUE,
                    NomadStrategy.Type.PASS_THROUGH),
            setting(
                    "max_scale_down=2",
                    "the most that one answer removes",
                    NomadStrategy.Type.TARGET_VALUE,
                    NomadStrategy.Type.PASS_THROUGH),
            setting("lower_bound=80", "values below it are out of bounds", NomadStrategy.Type.THRESHOLD),
            setting("upper_bound=200", "values from here on are out of bounds", NomadStrategy.Type.THRESHOLD),
            setting(
                    "within_bounds_trigger=3",
                    "how many values must be within the bounds (default 5)",
                    NomadStrategy.Type.THRESHOLD),
            setting("delta=2", "replicas more, or fewer if negative", NomadStrategy.Type.THRESHOLD),
            setting("percentage=20", "percent more, or fewer if negative", NomadStrategy.Type.THRESHOLD),
            setting("value=5", "the count to go to", NomadStrategy.Type.THRESHOLD, NomadStrategy.Type.FIXED_VALUE));

    private static final Keys<NomadCheck.Builder> CHECK = Keys.<NomadCheck.Builder>named(CHECKS, "<name>")
            .parts(STRATEGY, QUERY)
            .parts(CONFIG.stream().map(Setting::key).toArray(Key<?>[]::new))
            .key(
                    Key.of("group=load", TEXT, "checks of a group are weighed by themselves first"),
                    NomadCheck.Builder::group)
            .key(
                    Key.of("on_error=fail", ON_ERROR, "what its failing strategy means (default on_check_error)"),
                    NomadCheck.Builder::onError)
            .key(
                    Key.of("query_window=2m", TIME, "how far back it looks (default 1m)")
                            .paths("queryWindow"),
                    NomadCheck.Builder::queryWindow)
            .key(
                    Key.of("query_window_offset=30s", TIME, "how long before now that ends (default 0s)")
                            .paths("queryWindowOffset"),
                    NomadCheck.Builder::queryWindowOffset)
            .parts(START, END, DURATION);

    static final List<Keys<?>> KEYS = List.of(POLICY, CHECK);

    private NomadFile() {}

    private static Setting setting(String shown, String help, NomadStrategy.Type... types) {
        return new Setting(Key.of(shown, TEXT, help), Set.of(types));
    }

    static UpstreamReplay read(PolicyEntries entries) {
        Section<NomadPolicy.Builder> section = POLICY.in(entries);
        NomadPolicy.Builder builder =
                section.read(NomadPolicy.builder(section.required(MIN, 0), section.required(MAX, Integer.MAX_VALUE)));
        builder.schedule(schedule(section));
        List<String> names = PolicyKeys.names(entries, CHECKS);
        for (String name : names) {
            NomadCheck check = check(CHECK.in(entries, name));
            if (check != null) {
                builder.check(check);
            }
        }
        if (names.isEmpty()) {
            entries.bad(CHECKS, CHECKS, "must have a check: " + CHECKS + "<name>.strategy");
        }
        entries.throwIfAny();
        NomadPolicy policy = section.build(builder::build);
        entries.throwIfAny();
        Objects.requireNonNull(policy);
        return new UpstreamReplay(entries.name(), policy, Map.of(), shares(policy), List.copyOf(entries.warnings()));
    }

    private static @Nullable NomadCheck check(Section<NomadCheck.Builder> section) {
        NomadStrategy.Type type = section.required(STRATEGY, NomadStrategy.Type.FIXED_VALUE);
        if (!section.has(STRATEGY)) {
            return null;
        }
        NomadStrategy.Builder strategy = NomadStrategy.of(type);
        for (Setting setting : CONFIG) {
            String key = section.key(setting.key());
            if (section.has(setting.key())) {
                strategy.set(setting.key().name(), section.get(setting.key(), ""));
            }
            if (section.has(setting.key()) && !setting.types().contains(type)) {
                section.entries().warn(key, "has no effect with the strategy " + type + ": " + key);
            }
        }
        NomadStrategy built = section.build(strategy::build);
        NomadSchedule schedule = schedule(section);
        if (built == null) {
            return null;
        }
        NomadCheck.Builder check = section.read(NomadCheck.of(section.get(QUERY, section.name()), built));
        return section.build(check.schedule(schedule)::build);
    }

    private static @Nullable NomadSchedule schedule(Section<?> section) {
        boolean isGiven = section.has(START) || section.has(END) || section.has(DURATION);
        return isGiven
                ? section.build(NomadSchedule.builder()
                        .start(section.get(START, ""))
                        .end(section.get(END, ""))
                        .duration(section.get(DURATION, ""))::build)
                : null;
    }

    /** The metrics that a strategy takes for those of one replica: what is passed through is a count. */
    private static Set<String> shares(NomadPolicy policy) {
        Set<String> shares = new HashSet<>();
        for (NomadCheck check : policy.checks()) {
            NomadStrategy.Type type = check.strategy().type();
            if (type == NomadStrategy.Type.TARGET_VALUE || type == NomadStrategy.Type.THRESHOLD) {
                shares.add(check.query());
            }
        }
        return shares;
    }
}
