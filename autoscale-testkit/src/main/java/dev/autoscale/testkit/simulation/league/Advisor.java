package dev.autoscale.testkit.simulation.league;

import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.score.Report;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a policy for an SLO: of each family of policies the setting to take, and which family; judged on what the setting was not tuned
 * on. Not thread-safe.
 *
 * <ul>
 *   <li><b>Split.</b> The last part of each trace is held out ({@link #heldOut}). A setting is tuned on what is before, from when on
 *       scores count ({@link Environment.Builder#scoredFrom}); those simulations end where the held-out part begins. It is judged in
 *       simulations of the whole trace, whose scores are of the held-out part alone: what learns has gone on learning.
 *   <li><b>Tuned</b> is the cheapest setting that keeps the promise on all traces with a margin ({@link #margin}), by the rule of
 *       {@link TrialChoice}; first of a coarse grid, then twice of what lies between the one that was chosen and its neighbours.
 *   <li><b>Judged</b> is it twice: the setting itself on the held-out part of each trace; and, of several traces, on the held-out part of
 *       each one the setting that the others alone would have led to. So nothing counts that was looked at while tuning.
 *   <li><b>Advised</b> is the cheapest family that keeps the promise wherever it was judged. If none does, the one that misses least where
 *       it misses most.
 * </ul>
 *
 * <p>Equal seeds give equal advice, with any number of threads. Which of the families is advised is chosen on the held-out part: with
 * three of them luck has little to choose from, with a hundred it would have much.
 *
 * <pre>{@code
 * Advice advice = Advisor.of(environment, List.of(load))
 *         .add(Advisor.Family.of("target", values -> ScalingPolicy.of("target", with(values.get(0)), feeds))
 *                 .knob("averageValue", 1, 2, 4))
 *         .run(report -> {});
 * System.out.println(advice.best().setting() + ": " + advice.reason());
 * }</pre>
 */
public final class Advisor {
    private static final double DEFAULT_MARGIN = 0.5;
    private static final int MAX_THREADS = 256;

    private final Environment environment;
    private final List<Load> loads;
    private final List<Family> families = new ArrayList<>();
    private @Nullable Duration heldOut;
    private double margin = DEFAULT_MARGIN;
    private int threads = 1;
    private long[] seeds = {1};
    private @Nullable List<TraceSplit> splits;

    private Advisor(Environment environment, List<Load> loads) {
        this.environment = environment;
        this.loads = loads;
    }

    /**
     * Begins without families, with seed 1 and one thread.
     *
     * @param environment where all traces run, with the promise; scores count from its {@code scoredFrom} on
     * @param loads the traces, at least one, with different names
     * @return the advisor
     * @throws IllegalArgumentException if there is no trace, or two have one name
     */
    public static Advisor of(Environment environment, List<? extends Load> loads) {
        Violation.Collector broken = new Violation.Collector();
        broken.require(!loads.isEmpty(), "loads must be at least one", "loads", loads.size());
        Set<String> names = new HashSet<>();
        for (Load load : loads) {
            broken.require(names.add(load.name()), "loads must have different names", "load", load.name());
        }
        broken.throwIfAny();
        return new Advisor(Objects.requireNonNull(environment, "environment"), List.copyOf(loads));
    }

    /**
     * Sets how much of the end of each trace is held out. Unless it is set, a quarter of the time that counts of each, in whole days if that is
     * a day or more.
     *
     * @param time above 0; rounded up so that the part begins with a slot
     * @return this
     */
    public Advisor heldOut(Duration time) {
        heldOut = Objects.requireNonNull(time, "time");
        splits = null;
        return this;
    }

    /**
     * Sets which share of the misses that the promise allows is kept in reserve while tuning: with 0.5 and a promise to 99 %, at most 0.5 %
     * may miss.
     *
     * @param share at least 0 and below 1; 0.5 unless it is set
     * @return this
     */
    public Advisor margin(double share) {
        margin = share;
        return this;
    }

    /**
     * Sets how many simulations run at a time. It changes how long it takes, and nothing else; policies and loads must be thread-safe, as those
     * here are.
     *
     * @param count 1 to 256; 1 unless it is set, which starts no thread
     * @return this
     */
    public Advisor threads(int count) {
        threads = count;
        return this;
    }

    /**
     * Sets the seeds.
     *
     * @param all at least one, all different
     * @return this
     */
    public Advisor seeds(long... all) {
        seeds = all.clone();
        return this;
    }

    /**
     * Adds a family.
     *
     * @param family its name must be no other's
     * @return this
     */
    public Advisor add(Family family) {
        families.add(Objects.requireNonNull(family, "family"));
        return this;
    }

    /**
     * The highest demand ({@link Simulation}) of what is tuned on, over all traces and seeds: what bounds may go by.
     *
     * @return replicas, at least 0
     * @throws IllegalArgumentException if a trace cannot be split, or a recorded load is malformed
     * @throws java.io.UncheckedIOException if a recorded load cannot be read
     */
    public int peakDemand() {
        int peak = 0;
        for (TraceSplit split : splits()) {
            for (long seed : seeds) {
                peak = Math.max(peak, split.tuning().peakDemand(seed));
            }
        }
        return peak;
    }

    /**
     * {@return how often {@link #run} simulates at most} It is less where searches for different traces come across the same settings.
     */
    public long maxRuns() {
        long perSeed = 2L * loads.size();
        long others = loads.size() == 1 ? 0 : (long) loads.size() * (loads.size() - 1);
        for (Family family : families) {
            perSeed += (long) family.grid().size() * loads.size();
            perSeed += AdviceSearch.ROUNDS * family.mostFiner() * (loads.size() + others);
            perSeed += loads.size() * (loads.size() == 1 ? 1L : 2L);
        }
        return perSeed * seeds.length;
    }

    /**
     * Tunes and judges.
     *
     * @param listener is given each report as soon as it is there, one at a time, in any order
     * @return the advice
     * @throws IllegalArgumentException that names every broken rule, if a trace cannot be split, nothing arrives in a part, or a recorded
     *     load is malformed
     * @throws java.io.UncheckedIOException if a recorded load cannot be read
     */
    public Advice run(Consumer<? super Report> listener) {
        check();
        return new AdviceSearch(List.copyOf(families), splits(), goalPercent(), margin, seeds, threads, listener).run();
    }

    /** The share that is promised; without what a hundredth of it and back has added. */
    private double goalPercent() {
        return new BigDecimal(environment.sloShare() * 100)
                .round(new MathContext(12))
                .doubleValue();
    }

    /** {@return what of each trace is tuned on and what is held out, in their order} */
    List<TraceSplit> splits() {
        if (splits == null) {
            splits = loads.stream()
                    .map(load -> TraceSplit.of(load, environment, heldOut, seeds[0]))
                    .toList();
        }
        return splits;
    }

    private void check() {
        Violation.Collector broken = new Violation.Collector();
        broken.require(!families.isEmpty(), "families must be at least one", "families", families.size());
        broken.requireBound(margin >= 0 && margin < 1, ">= 0 and < 1", "margin", margin);
        broken.requireBound(threads >= 1 && threads <= MAX_THREADS, ">= 1 and <= " + MAX_THREADS, "threads", threads);
        broken.require(seeds.length > 0, "seeds must be at least one", "seeds", seeds.length);
        Set<Long> seen = new HashSet<>();
        for (long seed : seeds) {
            broken.require(seen.add(seed), "seeds must be different", "seed", seed);
        }
        Set<String> names = new HashSet<>(League.YARDSTICKS);
        for (Family family : families) {
            broken.require(
                    names.add(family.name()), "name must be no other's and no yardstick's", "name", family.name());
        }
        broken.throwIfAny();
    }

    /** {@return what is asked, in one line} */
    @Override
    public String toString() {
        return "Advisor[" + families.stream().map(Family::name).toList() + " on "
                + loads.stream().map(Load::name).toList() + ", heldOut=" + heldOut + ", margin=" + margin + ", seeds="
                + seeds.length + ']';
    }

    /**
     * A policy with numbers to choose. Immutable; thread-safe if its function is.
     *
     * <p>A knob's values are a coarse grid; finer ones are looked for between them, never beyond: halfway by the geometric mean, of which three
     * digits are kept. Of a choice there are no other values than those that are given.
     */
    public static final class Family {
        private static final MathContext DIGITS = new MathContext(3);

        private record Knob(String name, boolean isFine, List<Double> values) {}

        private final String name;
        private final Function<? super List<Double>, ScalingPolicy> policyOf;
        private final List<Knob> knobs;

        private Family(String name, Function<? super List<Double>, ScalingPolicy> policyOf, List<Knob> knobs) {
            this.name = name;
            this.policyOf = policyOf;
            this.knobs = knobs;
        }

        /**
         * A family without knobs, which has one setting.
         *
         * @param name a short name
         * @param policyOf from the values of the knobs, in the order in which they were added, to a policy
         * @return the family
         */
        public static Family of(String name, Function<? super List<Double>, ScalingPolicy> policyOf) {
            return new Family(
                    Objects.requireNonNull(name, "name"), Objects.requireNonNull(policyOf, "policyOf"), List.of());
        }

        /**
         * The same family with one more number to choose.
         *
         * @param knob what it is called
         * @param values at least one, all different and above 0
         * @return a copy
         * @throws IllegalArgumentException if a value is none of these
         */
        public Family knob(String knob, double... values) {
            return with(knob, true, values);
        }

        /**
         * The same family with one more number to choose, of which these values are all there are.
         *
         * @param knob what it is called
         * @param values at least one, all different and finite
         * @return a copy
         * @throws IllegalArgumentException if a value is none of these
         */
        public Family choice(String knob, double... values) {
            return with(knob, false, values);
        }

        private Family with(String knob, boolean isFine, double... values) {
            Violation.Collector broken = new Violation.Collector();
            broken.require(values.length > 0, "values must be at least one", knob, values.length);
            Set<Double> seen = new HashSet<>();
            for (double value : values) {
                broken.require(
                        Math.abs(value) <= Double.MAX_VALUE && (!isFine || value > 0),
                        isFine ? "value must be > 0" : "value must be finite",
                        knob,
                        value);
                broken.require(seen.add(value), "values must be different", knob, value);
            }
            broken.throwIfAny();
            List<Knob> all = new ArrayList<>(knobs);
            all.add(new Knob(knob, isFine, DoubleStream.of(values).boxed().toList()));
            return new Family(name, policyOf, List.copyOf(all));
        }

        /** {@return its name} */
        public String name() {
            return name;
        }

        /**
         * {@return the policy with these values}
         *
         * @param values one for each knob, in their order
         */
        public ScalingPolicy policy(List<Double> values) {
            return policyOf.apply(values);
        }

        /**
         * A setting in words.
         *
         * @param values one for each knob, in their order
         * @return each with its name, such as {@code target=2.8, window=60}; empty without knobs
         */
        public String words(List<Double> values) {
            List<String> words = new ArrayList<>();
            for (int i = 0; i < knobs.size(); i++) {
                String value =
                        BigDecimal.valueOf(values.get(i)).stripTrailingZeros().toPlainString();
                words.add(knobs.get(i).name() + '=' + value);
            }
            return String.join(", ", words);
        }

        /** The knobs whose value is the lowest or the highest of several, so that a better one may lie beyond. */
        List<String> edges(List<Double> values) {
            List<String> edges = new ArrayList<>();
            for (int i = 0; i < knobs.size(); i++) {
                Knob knob = knobs.get(i);
                double value = values.get(i);
                boolean isLowest = knob.values().stream().allMatch(other -> other >= value);
                boolean isHighest = knob.values().stream().allMatch(other -> other <= value);
                if (knob.isFine() && isLowest != isHighest) {
                    edges.add(knob.name() + " is the " + (isLowest ? "lowest" : "highest") + " value tried");
                }
            }
            return edges;
        }

        /** All combinations of the coarse values; the last knob changes fastest. */
        List<List<Double>> grid() {
            return combinations(knobs.stream().map(Knob::values).toList());
        }

        /** How many settings a finer round tries at most. */
        long mostFiner() {
            long most = 1;
            for (Knob knob : knobs) {
                most *= knob.isFine() && knob.values().size() > 1 ? 3 : 1;
            }
            return most - 1;
        }

        /** What lies halfway between a setting and its neighbours among those that were tried. */
        List<List<Double>> finer(List<Double> best, List<List<Double>> tried) {
            List<List<Double>> around = new ArrayList<>();
            for (int i = 0; i < knobs.size(); i++) {
                int knob = i;
                double at = best.get(knob);
                TreeSet<Double> values = new TreeSet<>();
                tried.forEach(setting -> values.add(setting.get(knob)));
                List<Double> near = new ArrayList<>(List.of(at));
                Double below = knobs.get(knob).isFine() ? values.lower(at) : null;
                Double above = knobs.get(knob).isFine() ? values.higher(at) : null;
                if (below != null) {
                    near.add(halfway(below, at));
                }
                if (above != null) {
                    near.add(halfway(at, above));
                }
                around.add(near);
            }
            return combinations(around).stream()
                    .distinct()
                    .filter(setting -> !tried.contains(setting))
                    .toList();
        }

        private static double halfway(double low, double high) {
            return new BigDecimal(Math.sqrt(low) * Math.sqrt(high))
                    .round(DIGITS)
                    .doubleValue();
        }

        private static List<List<Double>> combinations(List<List<Double>> values) {
            List<List<Double>> all = List.of(List.of());
            for (List<Double> next : values) {
                List<List<Double>> longer = new ArrayList<>();
                for (List<Double> before : all) {
                    for (Double value : next) {
                        List<Double> setting = new ArrayList<>(before);
                        setting.add(value);
                        longer.add(List.copyOf(setting));
                    }
                }
                all = longer;
            }
            return all;
        }

        /** {@return its name and its knobs with the values of the coarse grid} */
        @Override
        public String toString() {
            return "Family[" + name
                    + IntStream.range(0, knobs.size())
                            .mapToObj(i -> ", " + knobs.get(i).name() + '='
                                    + knobs.get(i).values())
                            .reduce("", String::concat)
                    + ']';
        }
    }
}
