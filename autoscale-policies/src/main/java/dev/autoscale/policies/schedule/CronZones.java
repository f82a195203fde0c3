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

/** Time zones by the names of the IANA database. */
final class CronZones {
    /** Names of the database that a JDK may lack, and what they link to. */
    private static final Map<String, String> LINKS =
            Map.of("EST", "America/Panama", "MST", "America/Phoenix", "HST", "Pacific/Honolulu", "ROC", "Asia/Taipei");

    /** Of the JDK alone. */
    private static final String JDK_ONLY = "SystemV/";

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
                name + NearNames.offer(name, real))));
    }
}
