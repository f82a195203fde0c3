package dev.autoscale.testkit.cli.policy;

import dev.autoscale.Violation;
import dev.autoscale.testkit.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the rules of the Kubernetes API say against a value, ready to be said about a key of the file. Immutable.
 *
 * @param path the value's place, without {@code spec.} before it
 * @param rule what it breaks
 * @param value the value
 */
record Verdict(String path, String rule, String value) {
    private static final Pattern POLICY_PATH = Pattern.compile("(behavior\\..*\\.policies)\\[[0-9]+].*");
    private static final Pattern CHOICE = Pattern.compile("must be one of (.*)");

    static Verdict of(Violation violation) {
        String path = violation.path().replaceFirst("^spec\\.", "");
        return new Verdict(path, violation.rule(), violation.value().replace("spec.", ""));
    }

    /** The same with more words to choose from, if it is about a choice. */
    Verdict withChoices(List<String> more) {
        String all = CHOICE.matcher(rule).matches() ? rule + ", " + String.join(", ", more) : rule;
        return new Verdict(path, all, value);
    }

    /** The same about another path. */
    Verdict under(String newPath) {
        return new Verdict(newPath, rule, value);
    }

    /** The same about the value as it is written in the file. */
    Verdict withValue(String written) {
        return new Verdict(path, rule, written);
    }

    /** Complains about the key of the same path; of a list's item, about the list. */
    void judge(PolicyEntries entries) {
        Matcher policy = POLICY_PATH.matcher(path);
        judge(entries, policy.matches() ? policy.group(1) : path, path);
    }

    /** Complains about a thing on the line of a key. */
    void judge(PolicyEntries entries, String key, String thing) {
        entries.bad(key, thing, rule + ": " + thing + '=' + value + choiceHint());
    }

    private String choiceHint() {
        Matcher choice = CHOICE.matcher(rule);
        List<String> choices = new ArrayList<>();
        if (choice.matches()) {
            choices.addAll(List.of(choice.group(1).split(", ", -1)));
        }
        return Nearest.hint(value, choices);
    }
}
