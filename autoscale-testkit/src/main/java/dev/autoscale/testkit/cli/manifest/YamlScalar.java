package dev.autoscale.testkit.cli.manifest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain scalar is to a cluster. Clusters and their tools read YAML 1.1, in which {@code yes} and {@code on} are true, a
 * leading zero means octal and digits may be grouped by {@code _}; in YAML 1.2 all of that is text or decimal.
 *
 * @param value a text, a long, a big integer, a double or a boolean; null for null
 * @param differs whether YAML 1.2 reads something else
 */
record YamlScalar(@Nullable Object value, boolean differs) {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("y", "yes", "on");
    private static final Set<String> FALSE = Set.of("n", "no", "off");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(?:0|[1-9][0-9]*)");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([0-9]+))");
    /** Hexadecimal and octal numbers as YAML 1.2 has them, too. */
    private static final Pattern OF_BOTH = Pattern.compile("0x[0-9a-fA-F]+|0o[0-7]+");

    private static final Pattern REAL = Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    private static final double LARGEST_WHOLE = 1e21;
    /** More is no number to a cluster. */
    private static final int MAX_DIGITS = 400;

    static YamlScalar of(String plain) {
        if (NULLS.contains(plain)) {
            return new YamlScalar(null, false);
        }
        String lower = plain.toLowerCase(Locale.ROOT);
        boolean isCased = plain.equals(lower)
                || plain.equals(plain.toUpperCase(Locale.ROOT))
                || plain.equals(lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
        if (isCased && (lower.equals("true") || lower.equals("false"))) {
            return new YamlScalar(lower.equals("true"), false);
        }
        if (isCased && (TRUE.contains(lower) || FALSE.contains(lower))) {
            return new YamlScalar(TRUE.contains(lower), true);
        }
        char first = plain.charAt(0);
        boolean isNumeric = (first >= '0' && first <= '9') || "+-.".indexOf(first) >= 0;
        if (!isNumeric || plain.length() > MAX_DIGITS) {
            return new YamlScalar(plain, false);
        }
        return DECIMAL.matcher(plain).matches() ? new YamlScalar(small(new BigInteger(plain)), false) : number(plain);
    }

    private static YamlScalar number(String plain) {
        String digits = plain.replace("_", "");
        boolean isGrouped = digits.length() < plain.length();
        Matcher integer = INTEGER.matcher(digits);
        if (integer.matches() && integer.group(5) == null) {
            int radix = integer.group(2) != null ? 16 : integer.group(3) != null ? 2 : 8;
            String group = integer.group(radix == 16 ? 2 : radix == 2 ? 3 : 4);
            BigInteger number = new BigInteger(group, radix);
            boolean isOfBoth = !isGrouped && OF_BOTH.matcher(digits).matches();
            return new YamlScalar(small(integer.group(1).equals("-") ? number.negate() : number), !isOfBoth);
        }
        if (REAL.matcher(digits).matches()) {
            double number = Double.parseDouble(digits);
            boolean isWhole = number == Math.rint(number) && Math.abs(number) < LARGEST_WHOLE;
            boolean hasZero = digits.matches("[-+]?0[0-9].*");
            Object value = isWhole ? small(new BigDecimal(number).toBigInteger()) : number;
            return Double.isFinite(number) ? new YamlScalar(value, isGrouped || hasZero) : new YamlScalar(plain, false);
        }
        return switch (plain) {
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> new YamlScalar(Double.POSITIVE_INFINITY, false);
            case "-.inf", "-.Inf", "-.INF" -> new YamlScalar(Double.NEGATIVE_INFINITY, false);
            case ".nan", ".NaN", ".NAN" -> new YamlScalar(Double.NaN, false);
            default -> new YamlScalar(plain, false);
        };
    }

    private static Object small(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
}
