package dev.autoscale.testkit.simulation.league;

import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.score.Score;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which of many settings of a policy to take, and why. Immutable.
 *
 * <p>The rule: of the trials that reach the goal ({@link Trial#reaches}: also if luck was on their side), the cheapest by
 * {@link Score#REPLICA_HOURS}; of equally cheap ones that with the highest {@link Score#SLO_SHARE}. If none reaches the goal, the one with
 * the highest share; of equal ones the cheapest. If there are still several, the one with the fewest changes, then the one that was given
 * first. All by the means over the seeds. Without noise the choice is always on the {@link Frontier}.
 *
 * <pre>{@code
 * List<Trial> trials = new ArrayList<>(List.of(Trial.run(simulation, ScalingPolicy.of("as given", today, feeds), 0, report -> {}, seeds)));
 * for (double target : new double[] {2, 4, 8}) {
 *     trials.add(Trial.run(simulation, ScalingPolicy.of("target " + target, with(target), feeds), 1, report -> {}, seeds));
 * }
 * System.out.println(TrialChoice.of(trials, 99).reason());
 * }</pre>
 */
public final class TrialChoice {
    private static final Comparator<Trial> CHEAPEST = Comparator.comparingDouble(TrialChoice::cost);
    private static final Comparator<Trial> BEST =
            Comparator.comparingDouble(TrialChoice::share).reversed();
    private static final Comparator<Trial> MIN_CHANGES = Comparator.comparingInt(Trial::changes);

    private final List<Trial> trials;
    private final double goal;
    private final List<Trial> reaching;
    private final Trial choice;

    private TrialChoice(List<Trial> trials, double goal) {
        this.trials = trials;
        this.goal = goal;
        reaching = trials.stream().filter(trial -> trial.reaches(goal)).toList();
        choice = reaching.isEmpty()
                ? trials.stream()
                        .min(BEST.thenComparing(CHEAPEST).thenComparing(MIN_CHANGES))
                        .orElseThrow()
                : reaching.stream()
                        .min(CHEAPEST.thenComparing(BEST).thenComparing(MIN_CHANGES))
                        .orElseThrow();
    }

    /**
     * Chooses. Takes as many steps as there are trials and seeds.
     *
     * @param trials of one simulation and the same seeds; the first is the policy as given, which can be the choice as well
     * @param goalPercent the share of arrivals that is to meet the SLO, above 0 and at most 100 percent
     * @return the choice
     * @throws IllegalArgumentException if there is no trial, trials have not equally many seeds, or the goal is out of range
     */
    public static TrialChoice of(List<Trial> trials, double goalPercent) {
        Violation.Collector broken = new Violation.Collector();
        broken.require(!trials.isEmpty(), "trials must be at least one", "trials", trials.size());
        trials.stream()
                .filter(trial -> trial.seeds() != trials.get(0).seeds())
                .findFirst()
                .ifPresent(trial -> broken.require(
                        false,
                        "seeds must be equally many",
                        "seeds",
                        trials.get(0).seeds() + ", seeds=" + trial.seeds()));
        broken.requireBound(goalPercent > 0 && goalPercent <= 100, "> 0 and <= 100", "goalPercent", goalPercent);
        broken.throwIfAny();
        return new TrialChoice(List.copyOf(trials), goalPercent);
    }

    /** {@return what to take} One of the trials. */
    public Trial trial() {
        return choice;
    }

    /** {@return whether the choice reaches the goal} False if no trial does. */
    public boolean reachesGoal() {
        return !reaching.isEmpty();
    }

    /**
     * Why, in one sentence with the numbers.
     *
     * @return the same text for equal trials on every JDK
     */
    public String reason() {
        List<String> parts = new ArrayList<>();
        parts.add(number(cost(choice)) + " replica-hours" + beside(trials.get(0)));
        List<Trial> cheaper = trials.stream()
                .filter(trial -> cost(trial) < cost(choice))
                .sorted(BEST.thenComparing(CHEAPEST))
                .toList();
        String goalText =
                new BigDecimal(Double.toString(goal)).stripTrailingZeros().toPlainString() + " %";
        if (reaching.isEmpty()) {
            return "no setting meets the SLO in " + goalText + " of arrivals"
                    + (choice.seeds() == 1 ? "" : " beyond luck") + "; this one comes nearest with " + percent(choice)
                    + ": " + parts.get(0);
        }
        parts.add(
                cheaper.isEmpty()
                        ? "none is cheaper"
                        : "the best of the cheaper ones meets only " + percent(cheaper.get(0))
                                + withNoise(cheaper.get(0)));
        String which = reaching.size() == 1
                ? "the only setting that meets"
                : "the cheapest of " + reaching.size() + " settings that meet";
        return which + " the SLO in " + goalText + " of arrivals: " + String.join("; ", parts);
    }

    private String beside(Trial given) {
        if (given == choice) {
            return ", as given";
        }
        double more = cost(choice) - cost(given);
        return more == 0
                ? ", as many as given"
                : ", " + number(Math.abs(more)) + (more < 0 ? " fewer" : " more") + " than as given";
    }

    private static String withNoise(Trial trial) {
        double noise = trial.noise(Score.SLO_SHARE);
        return noise > 0 ? " (luck may make " + number(noise) + ')' : "";
    }

    /**
     * {@return what makes the choice less sure than it looks, a sentence each: one seed; settings whose replica-hours,
     * or a cheaper setting whose share, luck alone may keep from being as good} None if nothing does.
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (choice.seeds() == 1) {
            warnings.add("one seed says nothing of luck");
            return warnings;
        }
        Trial given = trials.get(0);
        if (choice.isWithinNoise(Score.REPLICA_HOURS, given)) {
            warnings.add("luck alone may make the difference to the replica-hours as given: the noise is "
                    + number(choice.noise(Score.REPLICA_HOURS, given)));
        }
        List<Trial> asGood = reaching.stream()
                .filter(trial -> trial != choice && trial != given)
                .filter(trial -> choice.isWithinNoise(Score.REPLICA_HOURS, trial))
                .toList();
        if (!asGood.isEmpty()) {
            warnings.add("luck alone may make the difference to the replica-hours of " + some(asGood)
                    + ", which meet the goal as well");
        }
        List<Trial> nearly = trials.stream()
                .filter(trial -> share(trial) >= goal && !trial.reaches(goal))
                .filter(trial -> reaching.isEmpty() || cost(trial) < cost(choice))
                .toList();
        if (!nearly.isEmpty()) {
            warnings.add("the mean of " + some(nearly) + " meets the goal, but not beyond luck: more seeds may tell");
        }
        return warnings;
    }

    /** The first by name, the others by number. */
    private static String some(List<Trial> trials) {
        String first = trials.get(0).policy();
        int others = trials.size() - 1;
        return others == 0 ? first : first + " and " + others + (others == 1 ? " other" : " others");
    }

    private static double cost(Trial trial) {
        return trial.mean(Score.REPLICA_HOURS);
    }

    private static double share(Trial trial) {
        return trial.mean(Score.SLO_SHARE);
    }

    /** A share that misses the goal never looks like one that meets it. */
    private String percent(Trial trial) {
        BigDecimal exact = new BigDecimal(share(trial));
        BigDecimal rounded = exact.setScale(2, RoundingMode.HALF_EVEN);
        boolean looksBetter = share(trial) < goal && rounded.doubleValue() >= goal;
        return (looksBetter ? exact.setScale(2, RoundingMode.FLOOR) : rounded).toPlainString() + " %";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.2f", new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN));
    }

    @Override
    public String toString() {
        return choice.policy() + ": " + reason();
    }
}
