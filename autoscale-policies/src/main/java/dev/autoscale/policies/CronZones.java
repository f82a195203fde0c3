package dev.autoscale.policies;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Time zones by the names of the IANA database. Thread-safe. */
final class CronZones {
    private static final int MOST_OFFERED = 3;
    private static final int MOST_ERRORS = 3;

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
        List<String> near = near(name, known);
        String offer = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
        throw new IllegalArgumentException("zone must be a name of the IANA time zone database: zone=" + name + offer);
    }

    /** Names within a few typing errors, or with a last part (such as a city) that is. */
    private static List<String> near(String name, Set<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> !candidate.startsWith(JDK_ONLY) && distance(wanted, candidate) <= MOST_ERRORS)
                .sorted(Comparator.<String>comparingInt(candidate -> distance(wanted, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_OFFERED)
                .toList();
    }

    private static int distance(String wanted, String candidate) {
        String lower = candidate.toLowerCase(Locale.ROOT);
        int whole = errors(wanted, lower);
        int city = errors(lastPart(wanted), lastPart(lower));
        return Math.min(whole, city < MOST_ERRORS ? city + 1 : city);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Up to one for every four characters; more are no resemblance. */
    private static int errors(String wanted, String candidate) {
        int edits = edits(wanted, candidate);
        return edits <= wanted.length() / 4 ? edits : Integer.MAX_VALUE;
    }

    /** How many characters have to be put in, left out or replaced. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
