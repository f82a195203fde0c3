package dev.autoscale.testkit.lint;

import dev.autoscale.testkit.lint.Finding.Severity;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One thing to look for. Immutable.
 *
 * @param id in kebab case
 * @param severity how bad it is
 * @param needs the facts without which it cannot be judged
 * @param check asked only if these facts are known
 * @param <S> what is judged
 */
record Rule<S>(String id, Severity severity, Set<Fact> needs, BiConsumer<S, Rule.Complaints> check) {
    /** Where a check says what is wrong. */
    interface Complaints {
        /**
         * Something is wrong.
         *
         * @param value what was found, with its key
         * @param why one sentence
         * @param fix with a number
         */
        void add(String value, String why, String fix);
    }

    static <S> Rule<S> error(String id, BiConsumer<S, Complaints> check, Fact... needs) {
        return new Rule<>(id, Severity.ERROR, Set.of(needs), check);
    }

    static <S> Rule<S> warning(String id, BiConsumer<S, Complaints> check, Fact... needs) {
        return new Rule<>(id, Severity.WARNING, Set.of(needs), check);
    }

    static <S> Rule<S> info(String id, BiConsumer<S, Complaints> check, Fact... needs) {
        return new Rule<>(id, Severity.INFO, Set.of(needs), check);
    }

    boolean canBeJudged(WorkloadFacts facts) {
        return needs.stream().allMatch(facts::knows);
    }

    void judge(S subject, Consumer<Finding> findings) {
        check.accept(subject, (value, why, fix) -> findings.accept(new Finding(id, severity, value, why, fix)));
    }
}
