package dev.autoscale.testkit.lint;

import dev.autoscale.testkit.lint.Finding.Severity;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One thing to look for. Immutable.
 *
 * @param id in kebab case
 * @param severity how bad it is
 * @param needs the facts without which it cannot be judged
 * @param check asked only if these facts are known
 * @param <S> what is judged
 */
record Rule<S>(String id, Severity severity, Set<Fact> needs, Function<S, List<Rule.Complaint>> check) {
    /**
     * What is wrong, without the rule.
     *
     * @param value what was found, with its key
     * @param why one sentence
     * @param fix with a number
     */
    record Complaint(String value, String why, String fix) {}

    static final List<Complaint> GOOD = List.of();

    static <S> Rule<S> error(String id, Function<S, List<Complaint>> check, Fact... needs) {
        return new Rule<>(id, Severity.ERROR, Set.of(needs), check);
    }

    static <S> Rule<S> warning(String id, Function<S, List<Complaint>> check, Fact... needs) {
        return new Rule<>(id, Severity.WARNING, Set.of(needs), check);
    }

    static <S> Rule<S> info(String id, Function<S, List<Complaint>> check, Fact... needs) {
        return new Rule<>(id, Severity.INFO, Set.of(needs), check);
    }

    static List<Complaint> when(boolean isWrong, Supplier<Complaint> complaint) {
        return isWrong ? List.of(complaint.get()) : GOOD;
    }

    boolean canBeJudged(WorkloadFacts facts) {
        return needs.stream().allMatch(facts::knows);
    }

    List<Finding> findings(S subject) {
        return check.apply(subject).stream()
                .map(found -> new Finding(id, severity, found.value(), found.why(), found.fix()))
                .toList();
    }
}
