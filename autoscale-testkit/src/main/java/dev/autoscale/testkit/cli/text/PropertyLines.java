package dev.autoscale.testkit.cli.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Reads properties syntax with the order and the line numbers that {@link Properties} forgets. Escapes and continuations are
 * still its work: it is given one logical line at a time.
 */
public final class PropertyLines {
    /**
     * One key with its value.
     *
     * @param line the first of its logical line, from 1
     * @param separator what ends the key: {@code =}, a colon, or a blank
     */
    public record Entry(String key, String value, int line, char separator) {
        /** Whether the key was likely to go on behind the colon or blank that ends it. */
        public boolean isCutOff() {
            return separator != '=' && value.indexOf('=') > 0;
        }
    }

    /** A logical line that cannot be read. */
    public record Malformed(int line, String rule) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Malformed> malformed = new ArrayList<>();

    private PropertyLines() {}

    public static PropertyLines of(String text) throws IOException {
        PropertyLines lines = new PropertyLines();
        BufferedReader reader = new BufferedReader(new StringReader(text));
        StringBuilder logical = new StringBuilder();
        int first = 0;
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (logical.isEmpty()) {
                if (isSilent(line)) {
                    continue;
                }
                first = number;
            }
            logical.append(line).append('\n');
            if (!continues(line)) {
                lines.add(logical.toString(), first);
                logical.setLength(0);
            }
        }
        if (!logical.isEmpty()) {
            lines.add(logical.toString(), first);
        }
        return lines;
    }

    private static boolean isSilent(String line) {
        String text = line.strip();
        return text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!';
    }

    /** An odd number of backslashes at the end continues the line. */
    private static boolean continues(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private void add(String logical, int line) throws IOException {
        Properties one = new Properties();
        try {
            one.load(new StringReader(withoutEnd(logical)));
        } catch (IllegalArgumentException e) {
            malformed.add(new Malformed(line, "must be properties syntax (\\uXXXX has four hexadecimal digits)"));
            return;
        }
        for (String key : one.stringPropertyNames()) {
            entries.add(new Entry(key, one.getProperty(key), line, separator(logical)));
        }
    }

    /** Blanks at the end of a value are no part of it, unless they are escaped. */
    private static String withoutEnd(String logical) {
        String text = logical.stripTrailing();
        return continues(text) ? logical.substring(0, text.length() + 1) : text;
    }

    /** The first character of a line that ends its key, or stands after the blanks that do. */
    private static char separator(String logical) {
        String text = logical.stripLeading();
        int at = 0;
        while (at < text.length() && "=: \t\f\n".indexOf(text.charAt(at)) < 0) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        String rest = text.substring(Math.min(at, text.length())).stripLeading();
        boolean isWritten = rest.startsWith("=") || rest.startsWith(":");
        return isWritten ? rest.charAt(0) : rest.isEmpty() ? '=' : ' ';
    }

    public List<Entry> entries() {
        return entries;
    }

    public List<Malformed> malformed() {
        return malformed;
    }
}
