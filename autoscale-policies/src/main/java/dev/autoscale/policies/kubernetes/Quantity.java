package dev.autoscale.policies.kubernetes;

import dev.autoscale.Violation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes quantity such as {@code 500m}, {@code 2} or {@code 1.5Gi}: an exact decimal number. Immutable and
 * thread-safe.
 *
 * <p>A quantity has whole billionths and a magnitude of at most 2<sup>63</sup>-1; text that says more is rounded away from
 * zero or capped, as the Kubernetes API reference of {@code Quantity} describes. Two quantities are equal if their numbers
 * are, so {@code 0.5} equals {@code 500m}; how the text was written only shows in {@link #toString()}.
 */
public final class Quantity implements Comparable<Quantity> {
    private enum Form {
        DECIMAL,
        BINARY,
        EXPONENT
    }

    private static final Pattern SYNTAX = Pattern.compile("([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))"
            + "(?:(?<binary>[KMGTPE])i|[eE](?<exponent>[+-]?[0-9]{1,9})|(?<decimal>[numkMGTPE]?))");

    /** The decimal suffixes from 10^-9 to 10^18, three powers of ten apart; a blank is no suffix. */
    private static final String DECIMAL_SUFFIXES = "num kMGTPE";

    private static final String BINARY_SUFFIXES = "KMGTPE";

    /** The powers that go with {@link #DECIMAL_SUFFIXES}, as factors: dividing by 1000 does not always give the same. */
    private static final double[] POWERS = {1e-9, 1e-6, 1e-3, 1.0, 1e3, 1e6, 1e9, 1e12, 1e15, 1e18};

    /** The longest text; what a decimal number costs grows with the square of its digits. */
    private static final int MAX_LENGTH = 10_000;

    private static final int MIN_EXPONENT = -9;
    private static final BigInteger KIBI = BigInteger.valueOf(1024);
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal NANO = BigDecimal.ONE.movePointLeft(9);

    /** Without trailing zeros, so that equal numbers are equal {@code BigDecimal}s. */
    private final BigDecimal number;

    private final Form form;

    private Quantity(BigDecimal number, Form form) {
        this.number = number.stripTrailingZeros();
        this.form = form;
    }

    /**
     * Reads a quantity: decimal digits with an optional sign and fraction, then one of the suffixes n, u, m, k, M, G, T, P, E
     * (powers of 1000), Ki, Mi, Gi, Ti, Pi, Ei (powers of 1024), or an exponent such as e3 or E-2, or nothing.
     *
     * @param quantity the text, without blanks
     * @return the quantity, rounded away from zero to whole billionths and capped at a magnitude of 2<sup>63</sup>-1
     * @throws IllegalArgumentException if the text is not a quantity, or has more than 10,000 characters
     */
    public static Quantity parse(String quantity) {
        int length = Objects.requireNonNull(quantity, "quantity").length();
        Violation.require(length <= MAX_LENGTH, "must have <= 10000 characters", "quantity.length", length);
        Matcher matcher = SYNTAX.matcher(quantity);
        Violation.require(
                matcher.matches(), "must be a Kubernetes quantity such as 500m, 2 or 1.5Gi", "quantity", quantity);
        BigDecimal digits = new BigDecimal(matcher.group(1));
        String binary = matcher.group("binary");
        if (binary != null) {
            int power = BINARY_SUFFIXES.indexOf(binary) + 1;
            return new Quantity(bounded(digits.multiply(new BigDecimal(KIBI.pow(power))), 0), Form.BINARY);
        }
        String exponent = matcher.group("exponent");
        if (exponent != null) {
            return new Quantity(bounded(digits, Integer.parseInt(exponent)), Form.EXPONENT);
        }
        String decimal = matcher.group("decimal");
        int power = decimal.isEmpty() ? 0 : DECIMAL_SUFFIXES.indexOf(decimal) * 3 + MIN_EXPONENT;
        return new Quantity(bounded(digits, power), Form.DECIMAL);
    }

    /**
     * The quantity of this many thousandths.
     *
     * @param milliValue thousandths, any value
     * @return the quantity
     */
    public static Quantity ofMilli(long milliValue) {
        return new Quantity(BigDecimal.valueOf(milliValue, 3), Form.DECIMAL);
    }

    /** Returns digits * 10^exponent in whole billionths and within the largest magnitude. */
    private static BigDecimal bounded(BigDecimal digits, int exponent) {
        BigDecimal sign = BigDecimal.valueOf(digits.signum());
        if (digits.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // |digits * 10^exponent| < 10^magnitude. Deciding by it keeps 1e999999999 from becoming a billion digits.
        long magnitude = (long) digits.precision() - digits.scale() + exponent;
        if (magnitude <= MIN_EXPONENT) {
            return NANO.multiply(sign);
        }
        if (magnitude > LARGEST.precision()) {
            return LARGEST.multiply(sign);
        }
        BigDecimal rounded = digits.scaleByPowerOfTen(exponent).setScale(-MIN_EXPONENT, RoundingMode.UP);
        return rounded.abs().compareTo(LARGEST) > 0 ? LARGEST.multiply(sign) : rounded;
    }

    /**
     * {@return the quantity in thousandths, the unit in which the Kubernetes HPA computes} Rounded up (away from zero)
     * to the next whole one; {@link Long#MAX_VALUE} or {@link Long#MIN_VALUE} if there are more than a long can hold.
     */
    public long milliValue() {
        BigInteger milli = number.movePointRight(3).setScale(0, RoundingMode.UP).toBigInteger();
        if (milli.bitLength() < Long.SIZE) {
            return milli.longValue();
        }
        return milli.signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    /**
     * The double that Kubernetes takes a tolerance for: the mantissa of the canonical text as a double, times the power of
     * ten of its suffix as a double. {@code 118m} is 118.0 * 0.001, which can differ in the last bit from 118.0 / 1000 and
     * from 0.118; whole numbers up to 2<sup>53</sup> are exact.
     *
     * @return the double
     */
    public double toDouble() {
        if (hasBinaryText()) {
            return number.doubleValue();
        }
        int exponent = decimalExponent();
        return mantissa(exponent).doubleValue() * POWERS[(exponent - MIN_EXPONENT) / 3];
    }

    /** {@return the sign} -1, 0 or 1. */
    public int signum() {
        return number.signum();
    }

    private boolean hasBinaryText() {
        return form == Form.BINARY && isWhole() && number.abs().compareTo(new BigDecimal(KIBI)) >= 0;
    }

    private boolean isWhole() {
        return number.scale() <= 0;
    }

    /** The largest multiple of three that leaves a whole mantissa. */
    private int decimalExponent() {
        return Math.floorDiv(-number.scale(), 3) * 3;
    }

    private BigInteger mantissa(int exponent) {
        return number.scaleByPowerOfTen(-exponent).toBigIntegerExact();
    }

    /**
     * Compares the numbers, whatever their texts.
     *
     * @param other the quantity to compare with
     * @return below 0, 0 or above 0 as this quantity is less than, equal to or more than the other
     */
    @Override
    public int compareTo(Quantity other) {
        return number.compareTo(other.number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Quantity that && number.equals(that.number);
    }

    @Override
    public int hashCode() {
        return number.hashCode();
    }

    /**
     * {@return the canonical text: no fraction, and the largest suffix of the kind the quantity was written with, so
     * {@code 1.5Gi} is {@code 1536Mi} and {@code 0.1} is {@code 100m}} A quantity written with a power of 1024 that is
     * below 1024 or not whole takes a decimal suffix. Text that {@link #parse(String)} reads as an equal quantity.
     */
    @Override
    public String toString() {
        return hasBinaryText() ? binaryText() : decimalText();
    }

    private String decimalText() {
        int exponent = decimalExponent();
        String suffix = "";
        if (exponent != 0) {
            suffix = form == Form.EXPONENT
                    ? "e" + exponent
                    : DECIMAL_SUFFIXES.substring((exponent - MIN_EXPONENT) / 3, (exponent - MIN_EXPONENT) / 3 + 1);
        }
        return mantissa(exponent) + suffix;
    }

    private String binaryText() {
        BigInteger rest = mantissa(0);
        int power = 0;
        while (rest.remainder(KIBI).signum() == 0) { // At most six times: a quantity is below 8Ei and not 0.
            rest = rest.divide(KIBI);
            power++;
        }
        return power == 0 ? rest.toString() : rest.toString() + BINARY_SUFFIXES.charAt(power - 1) + 'i';
    }
}
