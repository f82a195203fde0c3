package dev.autoscale.testkit.cli.text;

import dev.autoscale.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One JSON object, put together field by field; the same bytes on every JDK. Not thread-safe. */
public final class JsonText {
    private static final int DECIMALS = 3;

    private final StringBuilder text;
    private boolean isEmpty = true;

    private JsonText(StringBuilder text) {
        this.text = text;
        text.append('{');
    }

    /** An object with the fields that are added to it. */
    public static String of(Consumer<JsonText> fields) {
        return append(new StringBuilder(), fields).toString();
    }

    private static StringBuilder append(StringBuilder text, Consumer<JsonText> fields) {
        fields.accept(new JsonText(text));
        return text.append('}');
    }

    /** The constant of an enum, or a label of several words, as a field is called: {@code sloShare}. */
    public static String name(String words) {
        StringBuilder name = new StringBuilder();
        for (String word : words.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)) {
            name.append(
                    name.isEmpty() || word.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    private StringBuilder field(String name) {
        text.append(isEmpty ? "" : ",");
        isEmpty = false;
        Json.text(text, name);
        return text.append(':');
    }

    public JsonText text(String name, @Nullable CharSequence value) {
        Json.text(field(name), value);
        return this;
    }

    public JsonText number(String name, long value) {
        Json.number(field(name), value);
        return this;
    }

    public JsonText flag(String name, boolean value) {
        Json.bool(field(name), value);
        return this;
    }

    /** Rounded half to even to thousandths; left out if it is not finite, which JSON has no word for. */
    public JsonText decimal(String name, double value) {
        if (Double.isFinite(value)) {
            field(name).append(decimal(value));
        }
        return this;
    }

    private static String decimal(double value) {
        return new BigDecimal(value)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A list of decimals, with null for what is not finite. */
    public JsonText decimals(String name, double[] values) {
        StringBuilder list = field(name).append('[');
        for (int i = 0; i < values.length; i++) {
            list.append(i == 0 ? "" : ",").append(Double.isFinite(values[i]) ? decimal(values[i]) : "null");
        }
        list.append(']');
        return this;
    }

    public JsonText object(String name, Consumer<JsonText> fields) {
        append(field(name), fields);
        return this;
    }

    public JsonText texts(String name, Collection<? extends CharSequence> values) {
        return list(name, values, value -> Json.text(text, value));
    }

    /** A list of objects. */
    public <T> JsonText objects(String name, Collection<? extends T> values, Fields<? super T> fields) {
        return list(name, values, value -> append(text, json -> fields.add(value, json)));
    }

    /** A list of objects of a name and a text each. */
    public JsonText named(String name, Map<String, String> texts) {
        return objects(
                name,
                texts.entrySet(),
                (entry, fields) -> fields.text("name", entry.getKey()).text("text", entry.getValue()));
    }

    /** What adds the fields of one object. */
    public interface Fields<T> {
        void add(T value, JsonText json);
    }

    private <T> JsonText list(String name, Collection<? extends T> values, Consumer<? super T> element) {
        StringBuilder list = field(name).append('[');
        String separator = "";
        for (T value : values) {
            list.append(separator);
            separator = ",";
            element.accept(value);
        }
        list.append(']');
        return this;
    }
}
