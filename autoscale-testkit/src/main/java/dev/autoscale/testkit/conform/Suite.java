package dev.autoscale.testkit.conform;

/** Reads the rows of one kind of file in order and reports on each that has an expected result. */
@FunctionalInterface
interface Suite {
    void row(Row row, VectorReport report);

    default boolean isComment(String line) {
        return line.startsWith("#");
    }
}
