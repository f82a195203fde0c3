package dev.autoscale.testkit.cli.policy;

import java.util.List;

/**
 * Everything that is known of a key of a policy file: with the setter in its {@link Keys}, this is its one declaration.
 * Immutable.
 *
 * @param name what comes after the beginning of its keys
 * @param form how its value is written
 * @param example a value
 * @param help what it sets, on one line
 * @param paths what the library calls it in a broken rule, if not by its name
 * @param lintNames what lint calls it: the keys of an HPA's file that stand for the same; {@code <id>} is a metric's, and what
 *     follows a blank tells two of one key apart
 */
record Key<T>(String name, Form<T> form, String example, String help, List<String> paths, List<String> lintNames) {
    /**
     * A key with neither another path nor a name of lint's.
     *
     * @param shown name and example, as they stand in a file
     */
    static <T> Key<T> of(String shown, Form<T> form, String help) {
        String name = shown.substring(0, shown.indexOf('='));
        return new Key<>(name, form, shown.substring(name.length() + 1), help, List.of(name), List.of());
    }

    Key<T> help(String text) {
        return new Key<>(name, form, example, text, paths, lintNames);
    }

    Key<T> paths(String... others) {
        return new Key<>(name, form, example, help, List.of(others), lintNames);
    }

    Key<T> lint(String... names) {
        return new Key<>(name, form, example, help, paths, List.of(names));
    }
}
