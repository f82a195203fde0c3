package dev.autoscale.testkit.simulation.league;

import dev.autoscale.testkit.simulation.score.Score;
import dev.autoscale.testkit.simulation.time.Micros;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an {@link Advisor} found: a setting of each family with what it was tuned on and judged on, and which one to take. Immutable. */
public final class Advice {
    private static final double ALL_PERCENT = 100;

    /**
     * What of a trace was used for what. Immutable. Times are milliseconds since its beginning.
     *
     * @param load the trace
     * @param fromMillis where the part begins that was tuned on; before it nothing counts
     * @param cutMillis where the held-out part begins
     * @param endMillis where the trace ends
     */
    public record Part(String load, long fromMillis, long cutMillis, long endMillis) {
        static Part of(TraceSplit split) {
            return new Part(
                    split.load().name(),
                    split.environment().scoredFromMicros() / Micros.PER_MILLI,
                    split.cutMicros() / Micros.PER_MILLI,
                    split.endMicros() / Micros.PER_MILLI);
        }
    }

    /**
     * A setting on the held-out part of a trace. Immutable.
     *
     * @param load the trace
     * @param tunedOn the traces on whose earlier parts the setting was tuned; the trace itself may be among them
     * @param setting the values of the family's knobs
     * @param tuned how it did there ({@link Trial#overall})
     * @param judged how it did on the held-out part
     */
    public record Judged(String load, List<String> tunedOn, List<Double> setting, Trial tuned, Trial judged) {
        /**
         * Copies the lists.
         *
         * @param load not null
         * @param tunedOn not null
         * @param setting not null
         * @param tuned not null
         * @param judged not null
         */
        public Judged {
            tunedOn = List.copyOf(tunedOn);
            setting = List.copyOf(setting);
        }
    }

    /** A family with the setting that it was tuned to. Immutable. */
    public static final class Candidate {
        private final Advisor.Family family;
        private final List<Double> setting;
        private final int tried;
        private final TrialChoice choice;
        private final List<Judged> later;
        private final List<Judged> elsewhere;
        private final double goal;

        Candidate(
                Advisor.Family family,
                List<Double> setting,
                int tried,
                TrialChoice choice,
                List<Judged> later,
                List<Judged> elsewhere,
                double goal) {
            this.family = family;
            this.setting = List.copyOf(setting);
            this.tried = tried;
            this.choice = choice;
            this.later = List.copyOf(later);
            this.elsewhere = List.copyOf(elsewhere);
            this.goal = goal;
        }

        /** {@return the family} */
        public Advisor.Family family() {
            return family;
        }

        /** {@return the values of its knobs, in their order, tuned on the earlier parts of all traces} Unmodifiable. */
        public List<Double> setting() {
            return setting;
        }

        /** {@return how many settings were tried for it} At least 1. */
        public int tried() {
            return tried;
        }

        /** {@return how the setting was chosen, and how it did on what it was tuned on} */
        public TrialChoice choice() {
            return choice;
        }

        /** {@return the setting on the held-out part of each trace} In the order of the traces; unmodifiable. */
        public List<Judged> later() {
            return later;
        }

        /**
         * {@return for each trace, how the setting to which the others alone lead does on its held-out part} In the order of the traces;
         * empty with one trace; unmodifiable.
         */
        public List<Judged> elsewhere() {
            return elsewhere;
        }

        /** {@return the setting on the held-out parts of all traces together, as {@link Trial#overall} has it} */
        public Trial overall() {
            return Trial.overall(later.stream().map(Judged::judged).toList(), 0);
        }

        /** {@return the highest share of arrivals that missed the SLO, of all that it was judged on} Percent, mean of the seeds. */
        public double worstMissPercent() {
            return judged().mapToDouble(judged -> missPercent(judged.judged()))
                    .max()
                    .orElse(0);
        }

        /** {@return whether the promise was kept, beyond luck, on all that it was judged on} See {@link Trial#reaches}. */
        public boolean keepsPromise() {
            return judged().allMatch(judged -> judged.judged().reaches(goal));
        }

        /** {@return knobs whose value is the last of those that were tried, in words} Empty if none is. */
        public List<String> edges() {
            return family.edges(setting);
        }

        private Stream<Judged> judged() {
            return Stream.concat(later.stream(), elsewhere.stream());
        }

        /** {@return family and setting} */
        @Override
        public String toString() {
            String words = family.words(setting);
            return family.name() + (words.isEmpty() ? "" : ": " + words);
        }
    }

    private final List<Part> parts;
    private final List<Candidate> candidates;
    private final List<Trial> clairvoyant;
    private final List<Trial> fixedAtPeak;
    private final double goal;
    private final long runs;
    private final Candidate best;

    Advice(
            List<Part> parts,
            List<Candidate> candidates,
            List<Trial> clairvoyant,
            List<Trial> fixedAtPeak,
            double goal,
            long runs) {
        this.parts = List.copyOf(parts);
        this.candidates = List.copyOf(candidates);
        this.clairvoyant = List.copyOf(clairvoyant);
        this.fixedAtPeak = List.copyOf(fixedAtPeak);
        this.goal = goal;
        this.runs = runs;
        List<Candidate> keeping =
                candidates.stream().filter(Candidate::keepsPromise).toList();
        best = keeping.isEmpty()
                ? candidates.stream()
                        .min(Comparator.comparingDouble(Candidate::worstMissPercent)
                                .thenComparingDouble(Advice::cost))
                        .orElseThrow()
                : keeping.stream().min(Comparator.comparingDouble(Advice::cost)).orElseThrow();
    }

    private static double cost(Candidate candidate) {
        return candidate.overall().mean(Score.REPLICA_HOURS);
    }

    private static double missPercent(SeedScores scores) {
        return ALL_PERCENT - scores.mean(Score.SLO_SHARE);
    }

    /** {@return what of each trace was used for what} In the order of the traces; unmodifiable. */
    public List<Part> parts() {
        return parts;
    }

    /** {@return each family with its setting, in the order in which they were added} At least one; unmodifiable. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /** {@return what to take} One of the candidates. */
    public Candidate best() {
        return best;
    }

    /** {@return whether what to take keeps the promise on all that it was judged on} False if no candidate does. */
    public boolean keepsPromise() {
        return best.keepsPromise();
    }

    /** {@return the clairvoyant ({@link League#CLAIRVOYANT}) on the held-out part of each trace} Unmodifiable. */
    public List<Trial> clairvoyant() {
        return clairvoyant;
    }

    /** {@return the highest demand of the held-out part ({@link League#FIXED_AT_PEAK}) on that of each trace} Unmodifiable. */
    public List<Trial> fixedAtPeak() {
        return fixedAtPeak;
    }

    /** {@return the share of arrivals that is promised to meet the SLO} Percent. */
    public double goalPercent() {
        return goal;
    }

    /** {@return how often was simulated} */
    public long runs() {
        return runs;
    }

    /** {@return why the best one is, in one sentence with the numbers} The same text for equal advice on every JDK. */
    public String reason() {
        String cost = number(cost(best)) + " replica-hours on what was held out";
        if (!keepsPromise()) {
            return "none keeps the promise on all that was held out; this one misses least where it misses most, "
                    + number(best.worstMissPercent()) + " %: " + cost;
        }
        List<Candidate> keeping =
                candidates.stream().filter(Candidate::keepsPromise).toList();
        String others = candidates.stream()
                .filter(other -> other != best)
                .map(this::beside)
                .collect(Collectors.joining("; "));
        String which = keeping.size() == 1
                ? "the only one that keeps the promise on all that was held out"
                : "the cheapest of " + keeping.size() + " that keep the promise on all that was held out";
        return which + ": " + cost + (others.isEmpty() ? "" : "; " + others);
    }

    private String beside(Candidate other) {
        return other.family().name() + " takes " + number(cost(other) / cost(best)) + " times as much"
                + (other.keepsPromise() ? "" : " and misses up to " + number(other.worstMissPercent()) + " %");
    }

    /**
     * {@return what would have to change for the promise to be kept, and what makes the advice less sure than it looks, a sentence each}
     * Empty if there is nothing to say.
     */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!keepsPromise()) {
            notes.addAll(needs());
        }
        best.edges().forEach(edge -> notes.add(edge + ": the best may lie beyond"));
        if (best.overall().seeds() == 1) {
            notes.add("one seed says nothing of luck");
        }
        return notes;
    }

    private List<String> needs() {
        List<String> needs = new ArrayList<>();
        double allowed = ALL_PERCENT - goal;
        double foreseen =
                clairvoyant.stream().mapToDouble(Advice::missPercent).max().orElse(0);
        boolean isKeptLater =
                best.later().stream().allMatch(judged -> judged.judged().reaches(goal));
        if (isKeptLater) {
            needs.add(
                    "its setting keeps the promise on the later part of each trace; settings that were found without a trace"
                            + " do not keep it there: the traces are too different for one setting, so load like none of them needs"
                            + " its own");
        }
        if (foreseen > allowed) {
            needs.add("the clairvoyant, which knows the rate of each minute, misses " + number(foreseen)
                    + " % as well: only a shorter start, a longer time to wait, or a lower share can help");
        } else if (!best.choice().reachesGoal()) {
            needs.add(
                    "no setting keeps the promise with its margin on what was tuned on either, and the clairvoyant misses "
                            + number(foreseen)
                            + " %: a shorter start, more replicas at least, or a longer time to wait would help");
        } else if (!isKeptLater) {
            needs.add(
                    "it kept the promise on what it was tuned on, and the clairvoyant keeps it on what was held out, with "
                            + number(foreseen)
                            + " %: the later part is not like the earlier one; a longer recording, a larger margin,"
                            + " or more replicas at least would help");
        }
        return needs;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.2f", new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN));
    }

    /** {@return what to take, and why} */
    @Override
    public String toString() {
        return best + ": " + reason();
    }
}
