package dev.autoscale.testkit.cli.policy;

import dev.autoscale.policies.schedule.CronExpression;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Times and zones of a policy file, with complaints that keep field and character. */
final class PolicyCron {
    private PolicyCron() {}

    /** Null only if there is a complaint. */
    static @Nullable ZoneId zone(PolicyEntries entries, String key, ZoneId orElse) {
        String name = entries.text(key);
        if (name == null) {
            return orElse;
        }
        try {
            return CronExpression.zone(name);
        } catch (IllegalArgumentException e) {
            entries.bad(key, key, message(e).replace("zone=" + name, key + '=' + name));
            return null;
        }
    }

    /** Null if there is none, or a complaint. */
    static @Nullable CronExpression expression(
            PolicyEntries entries, String key, ZoneId zone, CronExpression.Grammar grammar) {
        String text = entries.text(key);
        if (text == null) {
            return null;
        }
        try {
            return CronExpression.parse(text, zone, grammar);
        } catch (IllegalArgumentException e) {
            entries.bad(key, message(e).replace(", expression=" + text, ""));
            return null;
        }
    }

    private static String message(IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
    }
}
