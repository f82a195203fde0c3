package dev.autoscale.testkit.cli.engine;

import java.util.function.BiConsumer;

/** Adds up what is one engine's own. Not thread-safe. */
public interface StepTally {
    /** Adds the engine's current step. */
    void add();

    /** A few words for the chart, with a comma before them; or nothing. */
    String inShort();

    /** Writes the lines of the summary: label and text. */
    void print(BiConsumer<String, String> lines);
}
