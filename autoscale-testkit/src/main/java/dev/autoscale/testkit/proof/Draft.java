package dev.autoscale.testkit.proof;

import dev.autoscale.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/** A spec that is being drawn: where from, which lengths of time are in it so far, and what it says in words. */
final class Draft {
    final SeededRandom random;
    /** The windows, periods and ages so far: steps of about these lengths are the interesting ones. */
    final List<Long> spansMillis = new ArrayList<>();

    private final StringBuilder words = new StringBuilder();
    private final StringBuilder notes = new StringBuilder();

    Draft(SeededRandom random) {
        this.random = random;
    }

    /** True once in this many times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    <T> T pick(T[] from) {
        return pick(List.of(from));
    }

    /** A length of time that matters from now on. */
    long span(List<Long> from) {
        long span = pick(from);
        spansMillis.add(span);
        return span;
    }

    void say(String key, Object value) {
        add(words, key, value);
    }

    /** Says something about a thing that is named later on. */
    void note(String key, Object value) {
        add(notes, key, value);
    }

    private static void add(StringBuilder to, String key, Object value) {
        to.append(key).append(": ").append(value).append('\n');
    }

    String words() {
        return words.append(notes).toString();
    }
}
