package dev.autoscale.policies.schedule;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import dev.autoscale.policies.internal.NearNames;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time zones by the names of the IANA database. */
final class CronZones {
    /** Names of the database that a JDK may lack, and what they link to. */
    private static final Map<String, String> LINKS =
            Map.of("EST", "America/Panama", "MST", "America/Phoenix", "HST", "Pacific/Honolulu", "ROC", "Asia/Taipei");

    /** Of the JDK alone. */
    private static final String JDK_ONLY = "SystemV/";

    /** Whole hours from UTC as people write them. */
    private static final Pattern OFFSET =
            Pattern.compile("(?i:etc/)?(?i:utc|gmt|ut|z)? ?([+-])0?([0-9]{1,2})(?::?([0-9]{2}))?");

    private CronZones() {}

    static ZoneId named(String name) {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty()) {
            return ZoneOffset.UTC;
        }
        Set<String> known = ZoneId.getAvailableZoneIds();
        String linked = LINKS.getOrDefault(name, name);
        if (known.contains(linked) && !linked.startsWith(JDK_ONLY)) {
            try {
                return ZoneId.of(linked);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("zone must be readable: zone=" + name, e);
            }
        }
        List<String> real =
                known.stream().filter(zone -> !zone.startsWith(JDK_ONLY)).toList();
        throw new InvalidSettingsException(List.of(new Violation(
                "zone",
                Violation.Type.NOT_SUPPORTED,
                "zone must be a name of the IANA time zone database",
                name + hint(name, real))));
    }

    /** Names of offsets have the sign that POSIX has: what people call GMT+2 is Etc/GMT-2. */
    private static String hint(String name, List<String> real) {
        Matcher offset = OFFSET.matcher(name);
        if (!offset.matches()) {
            return NearNames.offer(name, real);
        }
        int hours = Integer.parseInt(offset.group(2));
        boolean isAhead = offset.group(1).equals("+");
        String meant = hours == 0 ? "UTC" : "Etc/GMT" + (isAhead ? "-" : "+") + hours;
        String minutes = offset.group(3);
        if (!real.contains(meant) || (minutes != null && !minutes.equals("00"))) {
            return "; did you mean a place, such as Europe/Berlin?";
        }
        return "; did you mean " + meant + "?"
                + (hours == 0
                        ? ""
                        : " (the sign of these names is turned: " + meant + " is " + hours + " h "
                                + (isAhead ? "ahead of" : "behind") + " UTC)");
    }
}
