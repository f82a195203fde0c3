package dev.autoscale.testkit.cli.manifest;

import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.text.Shown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Makes documents of the events of a YAML parser, in a loop: what nests deeply costs no stack, and each limit is checked before
 * anything grows. Not thread-safe.
 */
public final class YamlDocuments {
    /** Looks like a blank, and is none to YAML. */
    public static final char NON_BREAKING = '\u00a0';

    private static final int MAX_DEPTH = 64;
    /** Counted as if every alias were written out. */
    private static final int MAX_VALUES = 200_000;

    private static final String MERGE = "<<";
    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    /** A map or list that is not complete yet. */
    private static final class Open {
        final String path;
        final @Nullable Map<String, Object> map;
        final @Nullable List<Object> list;
        final @Nullable String anchor;
        final Map<String, Integer> keyLines = new HashMap<>();
        final List<Object> merged = new ArrayList<>();
        /** The name that waits for its value. */
        @Nullable
        String key;

        int values = 1;

        Open(String path, boolean isMap, @Nullable String anchor) {
            this.path = path;
            this.map = isMap ? new LinkedHashMap<>() : null;
            this.list = isMap ? null : new ArrayList<>();
            this.anchor = anchor;
        }

        String childPath() {
            if (list != null) {
                return path + '[' + list.size() + ']';
            }
            return path.isEmpty() ? String.valueOf(key) : path + '.' + key;
        }
    }

    private record Anchored(@Nullable Object value, int values) {}

    private final String file;
    private final String text;
    private final List<ParsedDocument> documents = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private Map<String, Integer> lines = new LinkedHashMap<>();
    private Map<String, ParsedDocument.Reading> readings = new LinkedHashMap<>();
    private int values;
    private @Nullable Object root;

    private YamlDocuments(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * The documents of a YAML or JSON text, in their order, without empty ones.
     *
     * @throws BadInput with file and line if it cannot be read
     */
    public static List<ParsedDocument> read(String file, String text) {
        boolean isJson =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        // JSON may be indented by tabs, YAML not; no text of JSON holds one.
        YamlDocuments reader = new YamlDocuments(file, isJson ? text.replace('\t', ' ') : text);
        try {
            reader.read();
        } catch (MarkedYamlEngineException e) {
            throw reader.unreadable(e);
        } catch (YamlEngineException e) {
            throw new BadInput(file + ": must be YAML or JSON: " + firstLine(e.getMessage()));
        }
        return reader.documents;
    }

    private void read() {
        Parser events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent) {
                begin();
            } else if (event instanceof DocumentEndEvent) {
                if (root != null) {
                    documents.add(new ParsedDocument(root, lines, readings));
                }
            } else if (event instanceof CollectionStartEvent start) {
                start(start);
            } else if (event instanceof CollectionEndEvent) {
                end();
            } else if (event instanceof ScalarEvent scalar) {
                scalar(scalar);
            } else if (event instanceof AliasEvent alias) {
                alias(alias);
            }
        }
    }

    private void begin() {
        anchors.clear();
        lines = new LinkedHashMap<>();
        readings = new LinkedHashMap<>();
        root = null;
        values = 0;
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private BadInput bad(int line, String rule) {
        return new BadInput(file + ':' + line + ": " + rule);
    }

    private void refuseTag(Event event, Optional<String> tag) {
        if (tag.isPresent()) {
            throw bad(line(event), "must have no tag: " + Shown.value(tag.get()));
        }
    }

    private static @Nullable String anchor(NodeEvent event) {
        return event.getAnchor().map(anchor -> anchor.getValue()).orElse(null);
    }

    private void start(CollectionStartEvent event) {
        refuseTag(event, event.getTag());
        boolean isMap = event instanceof MappingStartEvent;
        Open parent = open.peek();
        if (parent != null && parent.map != null && parent.key == null) {
            throw bad(line(event), "a name must be a text" + hint(line(event)));
        }
        if (open.size() >= MAX_DEPTH) {
            throw bad(line(event), "objects and lists must lie <= " + MAX_DEPTH + " deep in each other");
        }
        String path = parent == null ? "" : parent.childPath();
        place(path, line(event));
        open.push(new Open(path, isMap, anchor(event)));
    }

    /** The line of a value is that of its name; the one of a list's item is its own. */
    private void place(String path, int line) {
        lines.putIfAbsent(path, line);
        values++;
        if (values > MAX_VALUES) {
            throw bad(line, "must have <= " + MAX_VALUES + " values, with those that aliases repeat");
        }
    }

    private void end() {
        Open done = open.pop();
        Object value = done.list;
        if (done.map != null) {
            done.merged.forEach(source -> merge(done.map, source));
            value = done.map;
        }
        if (done.anchor != null) {
            anchors.put(done.anchor, new Anchored(value, done.values));
        }
        add(value, done.values);
    }

    private static void merge(Map<String, Object> into, Object source) {
        if (source instanceof Map<?, ?> map) {
            map.forEach((name, value) -> into.putIfAbsent(String.valueOf(name), value));
        }
    }

    private void scalar(ScalarEvent event) {
        int line = line(event);
        refuseTag(event, event.getTag());
        Open parent = open.peek();
        if (parent != null && parent.map != null && parent.key == null) {
            key(parent, event.getValue(), line);
            return;
        }
        String path = parent == null ? "" : parent.childPath();
        place(path, line);
        YamlScalar scalar = event.isPlain() ? YamlScalar.of(event.getValue()) : new YamlScalar(event.getValue(), false);
        if (scalar.differs() && scalar.value() != null) {
            readings.put(path, new ParsedDocument.Reading(event.getValue(), scalar.value()));
        }
        String anchor = anchor(event);
        if (anchor != null) {
            anchors.put(anchor, new Anchored(scalar.value(), 1));
        }
        add(scalar.value(), 1);
    }

    private void key(Open parent, String name, int line) {
        if (name.indexOf(NON_BREAKING) >= 0) {
            throw bad(line, "holds a non-breaking space, which is a letter to YAML: " + Shown.value(name));
        }
        Integer earlier = parent.keyLines.putIfAbsent(name, line);
        if (earlier != null) {
            throw bad(line, "must be given once: " + Shown.value(name) + " (also on line " + earlier + ')');
        }
        parent.key = name;
        lines.put(parent.childPath(), line);
    }

    private void alias(AliasEvent event) {
        Anchored anchored = anchors.get(event.getAlias().getValue());
        Open parent = open.peek();
        if (anchored == null || parent == null) {
            throw bad(
                    line(event),
                    "alias of nothing that is complete: *"
                            + Shown.value(event.getAlias().getValue()));
        }
        if (parent.map != null && parent.key == null) {
            throw bad(line(event), "a name must be a text");
        }
        place(parent.childPath(), line(event));
        values += anchored.values;
        if (values > MAX_VALUES) {
            throw bad(line(event), "must have <= " + MAX_VALUES + " values, with those that aliases repeat");
        }
        add(anchored.value, anchored.values);
    }

    private void add(@Nullable Object value, int count) {
        Open parent = open.peek();
        if (parent == null) {
            root = value;
            return;
        }
        parent.values += count;
        if (parent.list != null) {
            parent.list.add(value);
            return;
        }
        String key = parent.key;
        parent.key = null;
        if (MERGE.equals(key)) {
            if (value != null && !(value instanceof Map) && !(value instanceof List)) {
                throw bad(parent.keyLines.getOrDefault(MERGE, 1), "must merge an object, or a list of some: <<");
            }
            parent.merged.addAll(value instanceof List<?> list ? list : value == null ? List.of() : List.of(value));
        } else if (parent.map != null && key != null) {
            parent.map.put(key, value);
        }
    }

    private BadInput unreadable(MarkedYamlEngineException e) {
        int line = e.getProblemMark()
                .or(e::getContextMark)
                .map(mark -> mark.getLine() + 1)
                .orElse(1);
        String problem = e.getProblem() == null ? firstLine(e.getMessage()) : e.getProblem();
        return bad(line, "must be YAML or JSON: " + firstLine(problem) + hint(line));
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : Shown.value(message.lines().findFirst().orElse(""));
    }

    /** What people mean by lines that cannot be read. */
    private String hint(int line) {
        List<String> all = text.lines().toList();
        for (int i = Math.max(0, line - 2); i < Math.min(all.size(), line); i++) {
            String given = all.get(i);
            String blanks = given.substring(
                    0, given.length() - given.replaceFirst("^[ \t\u00a0]+", "").length());
            if (blanks.indexOf('\t') >= 0) {
                return "; line " + (i + 1) + " is indented by a tab, YAML takes blanks only";
            }
            if (given.indexOf(NON_BREAKING) >= 0) {
                return "; line " + (i + 1) + " holds a non-breaking space, which YAML takes for a letter";
            }
            if (given.contains("{{")) {
                return "; line " + (i + 1) + " is a template ({{ }}): render it first";
            }
        }
        return "";
    }
}
