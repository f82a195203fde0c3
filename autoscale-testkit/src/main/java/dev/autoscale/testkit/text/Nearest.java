package dev.autoscale.testkit.text;

import java.util.Collection;
import java.util.Locale;

/** Finds what a mistyped word was meant to be, by edit distance. Thread-safe. */
public final class Nearest {
    private static final int MAX_LENGTH = 500;

    private Nearest() {}

    /** Text to append to a complaint; empty if no candidate is near. */
    public static String hint(String word, Collection<String> candidates) {
        if (word.length() > MAX_LENGTH) {
            return "";
        }
        String lower = word.toLowerCase(Locale.ROOT);
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int farthest = Math.max(1, Math.max(word.length(), candidate.length()) / 3);
            int least = Math.abs(word.length() - candidate.length());
            if (least > farthest || least >= bestDistance) {
                continue;
            }
            int distance = distanceOfLower(lower, candidate.toLowerCase(Locale.ROOT));
            if (distance <= farthest && distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : " (did you mean " + best + "?)";
    }

    /** The same, without what both begin and end with: it changes no distance, and names of metrics are long. */
    private static int distanceOfLower(String word, String candidate) {
        int shorter = Math.min(word.length(), candidate.length());
        int begin = 0;
        while (begin < shorter && word.charAt(begin) == candidate.charAt(begin)) {
            begin++;
        }
        int end = 0;
        while (end < shorter - begin
                && word.charAt(word.length() - 1 - end) == candidate.charAt(candidate.length() - 1 - end)) {
            end++;
        }
        return distance(
                word.substring(begin, word.length() - end), candidate.substring(begin, candidate.length() - end));
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
    public static int distance(String from, String to) {
        int[][] distances = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : step(distances, from, to, i, j);
            }
        }
        return distances[from.length()][to.length()];
    }

    private static int step(int[][] distances, String from, String to, int i, int j) {
        int replaced = distances[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int edited = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(edited, distances[i - 2][j - 2] + 1) : edited;
    }
}
