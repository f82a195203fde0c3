package dev.autoscale.testkit.simulation.league;

import dev.autoscale.Violation;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.score.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** Tunes the families on what is before the held-out parts, and judges them on these. Not thread-safe; used once. */
final class AdviceSearch {
    /** How often settings between the best one and its neighbours are tried. */
    static final int ROUNDS = 2;

    /** One policy in one part of a trace, whatever the seed. */
    private record Key(String policy, List<Double> setting, int trace, boolean isTuning) {}

    /** The search for the setting of a family on some traces. */
    private final class Search {
        final Advisor.Family family;
        final List<Integer> traces;
        final List<List<Double>> tried = new ArrayList<>();
        private TrialChoice choice;
        private List<Double> best = List.of();

        Search(Advisor.Family family, List<Integer> traces) {
            this.family = family;
            this.traces = traces;
            tried.addAll(family.grid());
            want();
            runWanted();
            choice = choose();
        }

        void want() {
            for (List<Double> setting : tried) {
                for (int trace : traces) {
                    AdviceSearch.this.want(family, setting, trace, true);
                }
            }
        }

        /** Wants what is tried next. */
        void refine() {
            tried.addAll(family.finer(best, tried));
            want();
        }

        final TrialChoice choose() {
            List<Trial> trials = tried.stream()
                    .map(setting -> Trial.overall(
                            traces.stream()
                                    .map(trace -> trial(family, setting, trace, true))
                                    .toList(),
                            0))
                    .toList();
            choice = TrialChoice.of(trials, tuningGoal);
            best = tried.get(trials.indexOf(choice.trial()));
            return choice;
        }
    }

    private final List<Advisor.Family> families;
    private final List<TraceSplit> splits;
    private final double goal;
    private final double tuningGoal;
    private final long[] seeds;
    private final int threads;
    private final Consumer<? super Report> listener;
    private final Map<Key, Callable<Trial>> wanted = new LinkedHashMap<>();
    private final Map<Key, Trial> done = new HashMap<>();

    AdviceSearch(
            List<Advisor.Family> families,
            List<TraceSplit> splits,
            double goal,
            double margin,
            long[] seeds,
            int threads,
            Consumer<? super Report> listener) {
        this.families = families;
        this.splits = splits;
        this.goal = goal;
        tuningGoal = 100 - (100 - goal) * (1 - margin);
        this.seeds = seeds;
        this.threads = threads;
        this.listener = listener;
    }

    Advice run() {
        List<Integer> all = IntStream.range(0, splits.size()).boxed().toList();
        families.forEach(family ->
                family.grid().forEach(setting -> all.forEach(trace -> want(family, setting, trace, true))));
        runWanted();
        List<Search> searches = new ArrayList<>();
        for (Advisor.Family family : families) {
            searches.add(new Search(family, all));
            if (all.size() > 1) {
                all.forEach(left -> searches.add(new Search(
                        family,
                        all.stream().filter(trace -> !trace.equals(left)).toList())));
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            searches.forEach(Search::refine);
            runWanted();
            searches.forEach(Search::choose);
        }
        judge(searches, all);
        runWanted();
        return advice(searches, all);
    }

    /** Wants what the chosen settings do on the held-out parts, and the yardsticks there. */
    private void judge(List<Search> searches, List<Integer> all) {
        for (Search search : searches) {
            for (int trace : judgedOn(search, all)) {
                want(search.family, search.best, trace, false);
            }
        }
        for (int trace : all) {
            want(League.CLAIRVOYANT, List.of(), trace, false, seed -> ScalingPolicy.clairvoyant());
            Simulation simulation = splits.get(trace).judging();
            want(
                    League.FIXED_AT_PEAK,
                    List.of(),
                    trace,
                    false,
                    seed -> simulation.fixedAtPeak(League.FIXED_AT_PEAK, seed));
        }
    }

    /** The held-out parts that a search is judged on: of all traces, or of the one that it left out. */
    private static List<Integer> judgedOn(Search search, List<Integer> all) {
        return search.traces.size() == all.size()
                ? all
                : all.stream().filter(trace -> !search.traces.contains(trace)).toList();
    }

    private Advice advice(List<Search> searches, List<Integer> all) {
        List<Advice.Candidate> candidates = new ArrayList<>();
        for (Advisor.Family family : families) {
            List<Search> own =
                    searches.stream().filter(search -> search.family == family).toList();
            Search whole = own.get(0);
            List<Advice.Judged> elsewhere = new ArrayList<>();
            own.subList(1, own.size()).forEach(search -> elsewhere.addAll(judged(search, all)));
            candidates.add(new Advice.Candidate(
                    family, whole.best, whole.tried.size(), whole.choice, judged(whole, all), elsewhere, goal));
        }
        List<Advice.Part> parts = splits.stream().map(Advice.Part::of).toList();
        return new Advice(
                parts,
                candidates,
                yardstick(League.CLAIRVOYANT, all),
                yardstick(League.FIXED_AT_PEAK, all),
                goal,
                (long) done.size() * seeds.length);
    }

    private List<Advice.Judged> judged(Search search, List<Integer> all) {
        return judgedOn(search, all).stream()
                .map(trace -> new Advice.Judged(
                        name(trace),
                        search.traces.stream().map(this::name).toList(),
                        search.best,
                        search.choice.trial(),
                        trial(search.family, search.best, trace, false)))
                .toList();
    }

    private String name(int trace) {
        return splits.get(trace).load().name();
    }

    private List<Trial> yardstick(String name, List<Integer> all) {
        return all.stream()
                .map(trace -> trial(new Key(name, List.of(), trace, false)))
                .toList();
    }

    private Trial trial(Advisor.Family family, List<Double> setting, int trace, boolean isTuning) {
        return trial(new Key(family.name(), setting, trace, isTuning));
    }

    private Trial trial(Key key) {
        return Objects.requireNonNull(done.get(key), key.policy());
    }

    private void want(Advisor.Family family, List<Double> setting, int trace, boolean isTuning) {
        Key key = new Key(family.name(), setting, trace, isTuning);
        if (!done.containsKey(key) && !wanted.containsKey(key)) {
            ScalingPolicy policy = family.policy(setting);
            want(family.name(), setting, trace, isTuning, seed -> policy);
        }
    }

    private void want(
            String name, List<Double> setting, int trace, boolean isTuning, LongFunction<ScalingPolicy> policyOf) {
        TraceSplit split = splits.get(trace);
        wanted.put(new Key(name, setting, trace, isTuning), () -> {
            Simulation simulation = isTuning ? split.tuning() : split.judging();
            return new Trial(
                    name, 0, SeedScores.of(simulation, policyOf, seeds, report -> heard(report, isTuning, split)));
        });
    }

    private synchronized void heard(Report report, boolean isTuning, TraceSplit split) {
        Violation.require(
                report.arrivals() > 0,
                "something must arrive in the part that is " + (isTuning ? "tuned on" : "held out"),
                "load",
                split.load().name());
        listener.accept(report);
    }

    /** Simulates what is wanted; the results are put down in the order of the wishes. */
    private void runWanted() {
        List<Key> keys = List.copyOf(wanted.keySet());
        List<Callable<Trial>> runs = List.copyOf(wanted.values());
        wanted.clear();
        if (threads == 1) {
            for (int i = 0; i < keys.size(); i++) {
                done.put(keys.get(i), called(runs.get(i)));
            }
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Trial>> futures = runs.stream().map(pool::submit).toList();
            for (int i = 0; i < keys.size(); i++) {
                done.put(keys.get(i), called(futures.get(i)::get));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Trial called(Callable<Trial> run) {
        try {
            return run.call();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
