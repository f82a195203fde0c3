package dev.autoscale.policies.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compares quantities with plain decimal arithmetic on their texts. */
class QuantityPropertiesTest {
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** What each suffix multiplies by. */
    private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(
            Map.entry("n", new BigDecimal("1e-9")),
            Map.entry("u", new BigDecimal("1e-6")),
            Map.entry("m", new BigDecimal("1e-3")),
            Map.entry("", BigDecimal.ONE),
            Map.entry("k", new BigDecimal("1e3")),
            Map.entry("M", new BigDecimal("1e6")),
            Map.entry("G", new BigDecimal("1e9")),
            Map.entry("T", new BigDecimal("1e12")),
            Map.entry("P", new BigDecimal("1e15")),
            Map.entry("E", new BigDecimal("1e18")),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)),
            Map.entry("e-12", new BigDecimal("1e-12")),
            Map.entry("e-4", new BigDecimal("1e-4")),
            Map.entry("E2", new BigDecimal("1e2")),
            Map.entry("e+18", new BigDecimal("1e18")));

    /** A quantity's text in its two parts. */
    record Text(String digits, String suffix) {
        Quantity parsed() {
            return Quantity.parse(digits + suffix);
        }

        /** The number in whole billionths and within the bounds. */
        BigDecimal number() {
            BigDecimal exact = new BigDecimal(digits).multiply(FACTORS.get(suffix));
            return exact.setScale(9, RoundingMode.UP).min(LARGEST).max(LARGEST.negate());
        }
    }

    @Provide
    Arbitrary<Text> texts() {
        Arbitrary<String> whole = Arbitraries.longs().map(n -> Long.toString(n));
        Arbitrary<String> small = Arbitraries.integers().between(-3000, 3000).map(n -> Integer.toString(n));
        Arbitrary<String> digits = Arbitraries.strings().numeric().ofMaxLength(12);
        Arbitrary<String> fraction =
                Combinators.combine(Arbitraries.oneOf(whole, small), digits).as((left, right) -> left + '.' + right);
        return Combinators.combine(Arbitraries.oneOf(whole, small, fraction), Arbitraries.of(FACTORS.keySet()))
                .as(Text::new);
    }

    @Property
    void milli_value_is_the_number_times_thousand_rounded_away_from_zero(@ForAll("texts") Text text) {
        BigDecimal milli = text.number().movePointRight(3).setScale(0, RoundingMode.UP);

        BigDecimal bounded = milli.min(LARGEST).max(BigDecimal.valueOf(Long.MIN_VALUE));
        assertThat(text.parsed().milliValue()).isEqualTo(bounded.longValueExact());
    }

    @Property
    void what_is_printed_reads_as_the_same_quantity_and_prints_the_same(@ForAll("texts") Text text) {
        Quantity quantity = text.parsed();

        assertThat(Quantity.parse(quantity.toString())).isEqualTo(quantity).hasToString(quantity.toString());
        assertThat(quantity.toString()).doesNotContain(".", "+");
    }

    @Property
    void the_canonical_suffix_is_the_largest_of_its_kind(@ForAll("texts") Text text) {
        String canonical = text.parsed().toString();
        String mantissa = canonical.replaceAll("(e-?[0-9]+|[A-Za-z]+)$", "");
        String suffix = canonical.substring(mantissa.length());

        if (suffix.endsWith("i")) {
            assertThat(new BigDecimal(mantissa).remainder(BigDecimal.valueOf(1024)))
                    .isNotZero();
        } else if (text.parsed().signum() != 0 && !text.suffix().endsWith("i")) {
            assertThat(new BigDecimal(mantissa).remainder(BigDecimal.valueOf(1000)))
                    .isNotZero();
        }
    }

    @Property
    void to_double_is_the_canonical_mantissa_times_the_suffix(@ForAll("texts") Text text) {
        String canonical = text.parsed().toString();
        String mantissa = canonical.replaceAll("(e-?[0-9]+|[A-Za-z]+)$", "");
        String suffix = canonical.substring(mantissa.length());
        double factor = suffix.startsWith("e")
                ? Double.parseDouble('1' + suffix)
                : FACTORS.get(suffix).doubleValue();

        assertThat(text.parsed().toDouble()).isEqualTo(Double.parseDouble(mantissa) * factor);
    }

    @Property
    void compares_as_the_numbers_do(@ForAll("texts") Text left, @ForAll("texts") Text right) {
        int expected = left.number().compareTo(right.number());

        assertThat(Integer.signum(left.parsed().compareTo(right.parsed()))).isEqualTo(expected);
        assertThat(left.parsed().equals(right.parsed())).isEqualTo(expected == 0);
        assertThat(left.parsed().signum()).isEqualTo(left.number().signum());
    }

    @Property
    void milli_units_survive(@ForAll long milli) {
        assertThat(Quantity.ofMilli(milli).milliValue()).isEqualTo(milli);
        assertThat(Quantity.parse(Quantity.ofMilli(milli).toString())).isEqualTo(Quantity.ofMilli(milli));
    }
}
