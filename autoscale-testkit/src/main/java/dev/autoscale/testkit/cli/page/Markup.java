package dev.autoscale.testkit.cli.page;

import dev.autoscale.testkit.cli.chart.Svg;
import java.util.stream.Stream;

/** Collects markup. */
final class Markup {
    private final StringBuilder text = new StringBuilder(1 << 16);

    /** Adds a pattern for {@link String#format}; what is put into it becomes safe. */
    Markup add(String pattern, Object... values) {
        Object[] safe =
                Stream.of(values).map(value -> Svg.escaped(value.toString())).toArray();
        text.append(pattern.formatted(safe));
        return this;
    }

    /** Adds what is markup already. */
    Markup addMarkup(CharSequence markup) {
        text.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
