package dev.autoscale.policies.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a mistyped name was probably meant to be. Thread-safe. */
public final class NearNames {
    private static final int MAX_OFFERED = 3;
    private static final int MAX_ERRORS = 3;

    private NearNames() {}

    /** Words to put after a complaint about an unknown name; empty if no known one is near. */
    public static String offer(String name, Collection<String> known) {
        List<String> near = near(name, known);
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    /** Names within a few typing errors, or with a last part (such as a city) that is. */
    private static List<String> near(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> distance(wanted, candidate) <= MAX_ERRORS)
                .sorted(Comparator.<String>comparingInt(candidate -> distance(wanted, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MAX_OFFERED)
                .toList();
    }

    private static int distance(String wanted, String candidate) {
        String lower = candidate.toLowerCase(Locale.ROOT);
        int whole = errors(wanted, lower);
        int city = errors(lastPart(wanted), lastPart(lower));
        return Math.min(whole, city < MAX_ERRORS ? city + 1 : city);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Up to one for every four characters; more are no resemblance. */
    private static int errors(String wanted, String candidate) {
        if (Math.abs(wanted.length() - candidate.length()) > MAX_ERRORS) {
            return Integer.MAX_VALUE; // and a name of a million characters costs nothing
        }
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
