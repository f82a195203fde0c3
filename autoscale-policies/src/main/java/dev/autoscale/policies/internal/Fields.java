package dev.autoscale.policies.internal;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.Violation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One object of a parsed document (maps, lists, texts, numbers, booleans, null) on its way into a shape. A field is read by its
 * type; one of another type counts as not given and is noted with its path, so that {@link #throwIfAny()} names all of them. What
 * nobody read is left over: {@link #rest()}. Not thread-safe; the document is not changed.
 */
public final class Fields {
    private static final int MAX_SHOWN = 60;
    private static final int MAX_DEPTH = 64;
    /** More than a large list of objects has; a parser's aliases can stand for any number of copies. */
    private static final int MAX_VALUES = 1_000_000;

    private static final Pattern PLACEHOLDER =
            Pattern.compile("[$#]\\{[^}]*}|\\$\\([^)]*\\)|\\{\\{.*}}|<[A-Za-z][A-Za-z0-9_. -]*>|\\$[A-Z][A-Z0-9_]*"
                    + "|@[A-Z][A-Z0-9_]*@|%[A-Z][A-Z0-9_]*%|__[A-Z][A-Z0-9_]*__");

    private final String path;
    private final Map<String, Object> values;
    /** Of the whole document. */
    private final FieldRules rules;

    private final Set<String> read = new HashSet<>();
    /** Every field that a reader asked for or knows, given or not: what a mistyped one may have been meant to be. */
    private final Set<String> known = new TreeSet<>();

    private final Map<String, List<Fields>> children = new HashMap<>();
    private boolean isKept;

    private Fields(String path, Map<String, Object> values, FieldRules rules) {
        this.path = path;
        this.values = values;
        this.rules = rules;
    }

    /**
     * Begins with a whole document.
     *
     * @throws InvalidSettingsException if a name is no text, objects and lists lie deeper in each other than 64, or there are more
     *     than a million values
     */
    public static Fields of(Map<?, ?> document) {
        return new Fields("", new Copier().copy("", document, 0), new FieldRules());
    }

    /** Another object that the document holds, such as in a text that somebody else parsed; complaints are the document's. */
    public Fields part(String at, Map<?, ?> object) {
        return new Fields(at, new Copier().copy(at, object, 0), rules);
    }

    /** Makes the copy of one document, with names in text and without null; stops where a document has no end. */
    private static final class Copier {
        private int values;

        Map<String, Object> copy(String path, Map<?, ?> map, int depth) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                Violation.require(
                        name instanceof String,
                        "must be a name in text",
                        path.isEmpty() ? "document" : path,
                        shown(name));
                if (value != null) {
                    copy.put(
                            (String) name,
                            copyOfValue(path.isEmpty() ? (String) name : path + '.' + name, value, depth + 1));
                }
            });
            return copy;
        }

        private Object copyOfValue(String path, Object value, int depth) {
            Violation.require(depth <= MAX_DEPTH, "must not lie deeper than " + MAX_DEPTH, shown(path), "...");
            values++;
            Violation.require(
                    values <= MAX_VALUES, "must not hold more than " + MAX_VALUES + " values", "document", "...");
            if (value instanceof Map<?, ?> map) {
                return copy(path, map, depth);
            }
            return value instanceof List<?> list ? copyOfList(path, list, depth) : value;
        }

        private List<Object> copyOfList(String path, List<?> list, int depth) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                Object item = list.get(i);
                copy.add(item == null ? new LinkedHashMap<>() : copyOfValue(path + '[' + i + ']', item, depth + 1));
            }
            return copy;
        }
    }

    private static String shown(@Nullable Object value) {
        String text = value instanceof Map ? "{...}" : value instanceof List ? "[...]" : String.valueOf(value);
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    /** The path of a field. */
    public String at(String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    /** Where complaints about the whole document are collected. */
    public FieldRules rules() {
        return rules;
    }

    /** Whether a field is given and not null. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The names of all fields that are given, in the order of the document. */
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /**
     * Says that some fields are known and decide nothing, so that {@link #unknownFields} does not name them. They stay in the rest.
     *
     * @return this
     */
    public Fields knows(String... undeciding) {
        known.addAll(List.of(undeciding));
        return this;
    }

    /**
     * Keeps the whole object in the rest, also what is read of it: for what is only looked at.
     *
     * @return this
     */
    public Fields keep() {
        isKept = true;
        return this;
    }

    private <T> @Nullable T get(String name, String type, Function<Object, @Nullable T> reader) {
        known.add(name);
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        read.add(name);
        T found = reader.apply(value);
        if (found == null) {
            String said = placeholder(value).isEmpty()
                    ? "must be " + type
                    : "is a placeholder; put " + type + " in its place";
            rules.valid(false, said, at(name), shownWithType(value));
        }
        return found;
    }

    /** A placeholder of a template within a text; empty if there is none. */
    public static String placeholder(Object value) {
        var matcher = PLACEHOLDER.matcher(value instanceof String text ? text : "");
        return matcher.find() ? matcher.group() : "";
    }

    /** Texts in quotes, as nothing else tells "3" from 3. */
    private static String shownWithType(Object value) {
        return value instanceof String ? '"' + shown(value) + '"' : shown(value);
    }

    /** A whole number of 32 bits; {@code 3.0} is one, as tools that convert documents write it as 3. */
    public @Nullable Integer int32(String name) {
        return get(name, "a whole number of 32 bits, not in quotes", Fields::int32);
    }

    private static @Nullable Integer int32(Object value) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return number == (int) number ? (Integer) (int) number : null;
        }
        boolean isWhole = value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof Short
                || value instanceof Byte;
        BigInteger number = isWhole ? new BigInteger(value.toString()) : null;
        return number == null || number.bitLength() > 31 ? null : number.intValue();
    }

    /** A whole number of 32 bits, or another one. */
    public int int32(String name, int otherwise) {
        Integer value = int32(name);
        return value == null ? otherwise : value;
    }

    public @Nullable Boolean bool(String name) {
        return get(name, "true or false, not in quotes", value -> value instanceof Boolean is ? is : null);
    }

    public @Nullable String text(String name) {
        return get(
                name,
                "a text (in quotes if it looks like a number or true)",
                value -> value instanceof String text ? text : null);
    }

    public String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** A text that names something, so that a placeholder of a template in it is against the rules; empty if it is not given. */
    public String name(String name) {
        String text = text(name, "");
        rules.valid(
                placeholder(text).isEmpty(),
                "holds a placeholder; put the text in its place",
                at(name),
                shownWithType(text));
        return text;
    }

    /**
     * What a reader makes of a text or of a number, whose text is its decimals.
     *
     * @param type what it must be, for complaints
     * @param reader empty for what is none
     */
    public <T> @Nullable T scalar(String name, String type, Function<String, Optional<T>> reader) {
        return get(name, type, value -> {
            if (value instanceof Double || value instanceof Float) {
                double number = ((Number) value).doubleValue();
                return Double.isFinite(number)
                        ? reader.apply(BigDecimal.valueOf(number).toPlainString())
                                .orElse(null)
                        : null;
            }
            boolean isScalar = value instanceof Number || value instanceof String;
            return isScalar ? reader.apply(value.toString()).orElse(null) : null;
        });
    }

    /** An object; null if it is not given. */
    @SuppressWarnings("unchecked") // of a copy, whose names are texts
    public @Nullable Fields object(String name) {
        Map<String, Object> map =
                get(name, "an object", value -> value instanceof Map ? (Map<String, Object>) value : null);
        return map == null ? null : child(name, at(name), map);
    }

    private Fields child(String name, String childPath, Map<String, Object> map) {
        Fields child = new Fields(childPath, map, rules);
        children.computeIfAbsent(name, any -> new ArrayList<>()).add(child);
        return child;
    }

    /** An object; an empty one if it is not given. */
    public Fields objectOrEmpty(String name) {
        Fields object = object(name);
        return object == null ? new Fields(at(name), Map.of(), rules) : object;
    }

    /** A list of objects; null if it is not given. */
    @SuppressWarnings("unchecked") // of a copy, whose names are texts
    public @Nullable List<Fields> objects(String name) {
        List<Object> list = get(name, "a list", value -> value instanceof List ? (List<Object>) value : null);
        if (list == null) {
            return null;
        }
        List<Fields> found = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String itemPath = at(name) + '[' + i + ']';
            boolean isObject = list.get(i) instanceof Map;
            rules.valid(isObject, "must be an object", itemPath, shownWithType(list.get(i)));
            found.add(child(name, itemPath, isObject ? (Map<String, Object>) list.get(i) : Map.of()));
        }
        return found;
    }

    /** An object whose values are texts, as annotations and labels are; empty if it is not given. */
    public Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        Fields object = object(name);
        if (object != null) {
            for (String each : object.values.keySet()) {
                String text = object.text(each);
                if (text != null) {
                    texts.put(each, text);
                }
            }
        }
        return texts;
    }

    /** A list of texts; empty if it is not given. */
    public List<String> textList(String name) {
        List<?> list = get(name, "a list", value -> value instanceof List<?> some ? some : null);
        List<String> texts = new ArrayList<>();
        for (int i = 0; list != null && i < list.size(); i++) {
            boolean isText = list.get(i) instanceof String;
            rules.valid(isText, "must be a text", at(name) + '[' + i + ']', shownWithType(list.get(i)));
            texts.add(isText ? (String) list.get(i) : "");
        }
        return texts;
    }

    /**
     * A note on each field that was given, but neither read nor {@linkplain #knows known}, in the order of the document:
     * {@code unknown field; did you mean maxReplicas?: spec.maxReplica=5}. Nothing is noted within an object that nobody entered.
     *
     * @param rule what to say of an unknown field
     */
    public List<String> unknownFields(String rule) {
        List<String> notes = new ArrayList<>();
        collectUnknown(rule, notes);
        return notes;
    }

    private void collectUnknown(String rule, List<String> notes) {
        values.forEach((name, value) -> {
            if (!known.contains(name)) {
                notes.add(rule + NearNames.offer(name, known) + ": " + at(name) + '=' + shown(value));
            }
            children.getOrDefault(name, List.of()).forEach(child -> child.collectUnknown(rule, notes));
        });
    }

    /** What was not read, with the path of each: a value, or an object or list of which nothing was read. */
    public Map<String, Object> leftOver() {
        Map<String, Object> left = new LinkedHashMap<>();
        collectLeftOver(left);
        return left;
    }

    private void collectLeftOver(Map<String, Object> left) {
        values.forEach((name, value) -> {
            if (!read.contains(name)) {
                left.put(at(name), value);
            }
            children.getOrDefault(name, List.of()).forEach(child -> child.collectLeftOver(left));
        });
    }

    /**
     * The document without what was read. An object that was entered is there with what is left of it, and not at all if nothing
     * is; a list with all items if anything is left of one.
     */
    public Map<String, Object> rest() {
        if (isKept) {
            return values;
        }
        Map<String, Object> rest = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            List<Fields> entered = children.get(name);
            if (!read.contains(name)) {
                rest.put(name, value);
            } else if (entered != null) {
                List<Map<String, Object>> parts =
                        entered.stream().map(Fields::rest).toList();
                if (!parts.stream().allMatch(Map::isEmpty)) {
                    rest.put(name, value instanceof List ? parts : parts.get(0));
                }
            }
        });
        return rest;
    }

    /** Puts a value into a document; null is not put. */
    public static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    /**
     * Throws if anything could not be read.
     *
     * @throws InvalidSettingsException that names every such field
     */
    public void throwIfAny() {
        InvalidSettingsException.throwIfAny(rules.violations());
    }
}
