package dev.autoscale.testkit.text;

/** How text from outside is quoted: on one line, not without end, and with nothing that a terminal would obey. Thread-safe. */
public final class Shown {
    private static final int MAX_VALUE = 200;
    private static final int MAX_LINE = 2_000;

    private Shown() {}

    /** A value within a sentence. */
    public static String value(String text) {
        return plain(cut(text, MAX_VALUE).replace('\n', '?').replace('\t', '?'));
    }

    /** A whole line, whatever is quoted in it. */
    public static String line(String text) {
        return cut(text, MAX_LINE).replace('\n', '?').replace('\r', '?').replace('\t', '?');
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "... (" + text.length() + " characters)";
    }

    /** A text in which control characters, and those that turn the direction of writing, are question marks; lines stay. */
    public static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHarmful(text, i)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder plain = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isHarmful(text, i)) {
                plain.setCharAt(i, '?');
            }
        }
        return plain.toString();
    }

    private static boolean isHarmful(String text, int at) {
        char c = text.charAt(at);
        if (c == '\n' || c == '\t') {
            return false;
        }
        if (c == '\r') {
            return at + 1 == text.length() || text.charAt(at + 1) != '\n';
        }
        boolean turnsWriting = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
        return Character.isISOControl(c) || turnsWriting || c == '\u2028' || c == '\u2029';
    }
}
