package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.text.Nearest;
import dev.autoscale.testkit.text.Shown;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a text about loads, each read as what it has to be. */
final class LoadWords {
    private static final Pattern WORD = Pattern.compile("\\s*+([();,]|\"(?:[^\"]|\"\")*+\"|[^\\s();,\"]++)");
    private static final Pattern BLANK = Pattern.compile("\\s*+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");
    private static final Pattern RATE = Pattern.compile("([0-9.]+)/(s|min|h)");
    private static final Pattern RANGE = Pattern.compile("([0-9.]+?)\\.\\.([0-9.]+/[a-z]+)");
    private static final Pattern SPANS = Pattern.compile("([0-9a-z.]+?)\\.\\.([0-9a-z.]+)");

    private final String subject;
    private final List<String> words = new ArrayList<>();
    private final List<Integer> columns = new ArrayList<>();
    private int at;

    /**
     * Takes a text apart.
     *
     * @param subject what the text is of; places are named by it
     * @param text the words
     */
    LoadWords(String subject, String text) {
        this.subject = subject;
        Matcher matcher = WORD.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            words.add(matcher.group(1));
            columns.add(matcher.start(1) + 1);
            end = matcher.end();
        }
        Matcher blank = BLANK.matcher(text).region(end, text.length());
        int rest = blank.lookingAt() ? blank.end() : end;
        columns.add(rest + 1);
        if (rest < text.length()) {
            throw new IllegalArgumentException(
                    place(rest + 1) + "quotes must be closed: word=" + Shown.value(text.substring(rest)));
        }
    }

    boolean isNext(String word) {
        return peek().equals(word);
    }

    /** The next word; empty at the end. */
    private String peek() {
        return at < words.size() ? words.get(at) : "";
    }

    /** Goes on after a word if it is the next. */
    boolean takes(String word) {
        if (!isNext(word)) {
            return false;
        }
        at++;
        return true;
    }

    /** What a complaint about a column begins with. */
    String place(int column) {
        return subject + ':' + column + ": ";
    }

    /** Where the next word begins, from 1. */
    int column() {
        return columns.get(at);
    }

    void expect(String word) {
        if (!takes(word)) {
            throw bad("must be '" + word + '\'', List.of(word));
        }
    }

    void expectEnd(String rule, List<String> choices) {
        if (at < words.size()) {
            throw bad(rule, choices);
        }
    }

    /** One of several words. */
    String choice(String rule, List<String> choices) {
        if (!choices.contains(peek())) {
            throw bad(rule + String.join(", ", choices), choices);
        }
        return take();
    }

    private String take() {
        return words.get(at++);
    }

    IllegalArgumentException bad(String rule, List<String> choices) {
        boolean isEnd = at == words.size();
        String hint = isEnd ? "" : Nearest.hint(peek(), choices);
        return new IllegalArgumentException(
                place(column()) + rule + ": word=" + (isEnd ? "(the end)" : Shown.value(peek())) + hint);
    }

    boolean isSpan() {
        return NUMBER.matcher(peek()).lookingAt();
    }

    Duration span() {
        Duration span = span(peek());
        at++;
        return span;
    }

    private Duration span(String text) {
        try {
            return Duration.of(Spans.micros(text), ChronoUnit.MICROS);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()), List.of());
        }
    }

    /** Two lengths of time such as 100ms..2s. */
    Duration[] spans() {
        Matcher matcher = SPANS.matcher(peek());
        if (!matcher.matches()) {
            throw bad("must be two lengths of time such as 100ms..2s", List.of());
        }
        Duration[] spans = {span(matcher.group(1)), span(matcher.group(2))};
        at++;
        return spans;
    }

    double number() {
        double number = NUMBER.matcher(peek()).matches() ? Double.parseDouble(peek()) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw bad("must be a number such as 2 or 0.5", List.of());
        }
        at++;
        return number;
    }

    /** Per second. */
    double rate() {
        double rate = rate(peek());
        if (!Double.isFinite(rate)) {
            throw bad("must be a rate such as 20/s, 90/min or 5/h", List.of());
        }
        at++;
        return rate;
    }

    /** Two rates per second. */
    double[] range() {
        Matcher matcher = RANGE.matcher(peek());
        double[] range = {Double.NaN, Double.NaN};
        if (matcher.matches()) {
            String unit = matcher.group(2).substring(matcher.group(2).indexOf('/'));
            range = new double[] {rate(matcher.group(1) + unit), rate(matcher.group(2))};
        }
        if (!Double.isFinite(range[0]) || !Double.isFinite(range[1])) {
            throw bad("must be two rates such as 2..40/s", List.of());
        }
        at++;
        return range;
    }

    private static double rate(String text) {
        Matcher matcher = RATE.matcher(text);
        if (!matcher.matches() || !NUMBER.matcher(matcher.group(1)).matches()) {
            return Double.NaN;
        }
        double number = Double.parseDouble(matcher.group(1));
        return switch (Objects.requireNonNull(matcher.group(2))) {
            case "s" -> number;
            case "min" -> number / 60;
            default -> number / 3_600;
        };
    }

    /** A file's name, without the quotes that it may have. */
    String path() {
        String word = peek();
        boolean isQuoted = word.startsWith("\"");
        if (word.isEmpty() || (word.length() == 1 && "();,".contains(word)) || "\"\"".equals(word)) {
            throw bad("must be the name of a file", List.of());
        }
        at++;
        return isQuoted ? word.substring(1, word.length() - 1).replace("\"\"", "\"") : word;
    }
}
