package dev.autoscale.testkit.lint;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a policy is likely to get wrong: looks at a spec and at what is known of the workload, and decides nothing. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * WorkloadFacts facts = WorkloadFacts.builder().startup(Duration.ofSeconds(60)).peakLoad(120).build();
 * Lint lint = Lint.of(spec, facts);
 * lint.findings(); // none of severity ERROR or WARNING
 * lint.unchecked(); // which facts would let it check more
 * }</pre>
 *
 * <p>Every rule is listed in {@code docs/LINT.md}. A rule that knows too little is silent. Costs a few thousand decisions at most,
 * and 10,000 if the rise time is known.
 */
public final class Lint {
    private static final List<Rule<SpecSubject>> SPEC_RULES = Stream.of(
                    BoundsRules.ALL,
                    TimeRules.ALL,
                    MetricRules.ALL,
                    RateRules.ALL,
                    ScheduleRules.ALL,
                    ZeroRules.ALL,
                    SloRules.ALL)
            .flatMap(List::stream)
            .toList();

    private final List<Finding> findings;
    private final Map<Fact, List<String>> unchecked;

    private <S> Lint(List<Rule<S>> rules, S subject, WorkloadFacts facts) {
        List<Finding> found = new ArrayList<>();
        Map<Fact, List<String>> left = new EnumMap<>(Fact.class);
        for (Rule<S> rule : rules) {
            if (rule.canBeJudged(facts)) {
                rule.judge(subject, found::add);
            } else {
                rule.needs().stream()
                        .filter(fact -> !facts.knows(fact))
                        .forEach(fact -> left.computeIfAbsent(fact, any -> new ArrayList<>())
                                .add(rule.id()));
            }
        }
        found.sort(Comparator.comparing(Finding::severity));
        findings = List.copyOf(found);
        left.replaceAll((fact, ids) -> List.copyOf(ids));
        unchecked = Collections.unmodifiableMap(left);
    }

    /**
     * Judges a spec.
     *
     * @param spec the spec; not null
     * @param facts what is known of the workload; not null
     * @return the findings; their keys are those of an HPA's policy file
     */
    public static Lint of(AutoscalerSpec spec, WorkloadFacts facts) {
        return of(spec, facts, PolicyText.NONE);
    }

    /**
     * Judges a spec that was written in other words than those of an HPA's policy file.
     *
     * @param spec the spec; not null
     * @param facts what is known of the workload; not null
     * @param text how it was written; not null
     * @return the findings
     */
    public static Lint of(AutoscalerSpec spec, WorkloadFacts facts, PolicyText text) {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(text, "text");
        return new Lint(SPEC_RULES, new SpecSubject(spec, facts, text), facts);
    }

    /**
     * Judges a ScaledObject: its spec, and what KEDA itself takes although it has no effect.
     *
     * @param object the object; not null
     * @param facts what is known of the workload; not null
     * @return the findings; their keys are those of an HPA's policy file, or paths of the manifest
     * @throws IllegalArgumentException if the object breaks a rule
     */
    public static Lint of(ScaledObject object, WorkloadFacts facts) {
        List<String> warnings = object.warnings();
        return of(object.toSpec(), facts, new PolicyText() {
            @Override
            public String keyName(String key) {
                return key;
            }

            @Override
            public List<String> warnings() {
                return warnings;
            }
        });
    }

    /**
     * Judges a revision of Knative.
     *
     * @param config the cluster's settings; not null
     * @param annotations the revision's; not null
     * @param containerConcurrency the requests that a container accepts at a time, at least 0; 0 for any number
     * @param facts what is known of the workload; not null
     * @return the findings; their keys are those of a Knative policy file
     * @throws IllegalArgumentException if the container concurrency is negative
     */
    public static Lint of(KpaConfig config, KpaAnnotations annotations, int containerConcurrency, WorkloadFacts facts) {
        Objects.requireNonNull(facts, "facts");
        return new Lint(
                KnativeRules.ALL, KnativeRules.Subject.of(config, annotations, containerConcurrency, facts), facts);
    }

    /**
     * {@return what is likely to go wrong} An unmodifiable list, worst first, otherwise in the order of {@link
     * #ruleIds}.
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * {@return which rules were left out because a fact is not known} An unmodifiable map from each fact that was
     * missed to the ids of the rules that missed it.
     */
    public Map<Fact, List<String>> unchecked() {
        return unchecked;
    }

    /**
     * Every rule there is.
     *
     * @return ids, each once
     */
    public static List<String> ruleIds() {
        return Stream.concat(
                        SPEC_RULES.stream().map(Rule::id),
                        KnativeRules.ALL.stream().map(Rule::id))
                .distinct()
                .toList();
    }

    /** {@return the rules of the findings and those that could not be checked, in one line} */
    @Override
    public String toString() {
        return "Lint[findings=" + findings.stream().map(Finding::rule).toList() + ", unchecked=" + unchecked + ']';
    }
}
