package dev.autoscale.testkit.simulation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.NaiveSimulation.Job;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.environment.Environment.Interrupted;
import dev.autoscale.testkit.simulation.environment.Environment.Serving;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.environment.Fault.Kind;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import dev.autoscale.testkit.simulation.score.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Every score against its formula, worked out second by second over a simulation without events or heaps. */
class NaiveSimulationTest {
    private static final List<Kind> KINDS =
            List.of(Kind.CRASH, Kind.CAPACITY, Kind.SCALE_FAILS, Kind.CONTROLLER_DOWN, Kind.STARTS_SLOWLY);

    private static Environment environment(SeededRandom random) {
        List<Fault> faults = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            // Of things that happen at once the order would matter, so crashes come at odd seconds.
            int even = 2 * random.nextInt(60);
            faults.add(
                    kind == Kind.CRASH
                            ? Fault.at(kind, ofSeconds(even + 1), random.nextInt(1, 3))
                            : Fault.during(
                                    kind,
                                    ofSeconds(even),
                                    ofSeconds(2 * random.nextInt(30)),
                                    kind == Kind.CAPACITY ? random.nextInt(8) : 100L * random.nextInt(4)));
        }
        return Environment.builder()
                .inStep()
                .concurrency(random.nextInt(1, 3))
                .serving(random.nextBoolean() ? Serving.SHARED_QUEUE : Serving.QUEUE_PER_REPLICA)
                .interrupted(Interrupted.values()[random.nextInt(3)])
                .queueLimit(random.nextBoolean() ? 1_000 : random.nextInt(6))
                .scheduling(ServiceTimes.fixed(ofSeconds(random.nextBoolean() ? 0 : random.nextInt(10))))
                .startup(ofSeconds(random.nextBoolean() ? 0 : random.nextInt(20)))
                .drainTimeout(ofSeconds(random.nextInt(20)))
                .capacity(random.nextBoolean() ? 100 : random.nextInt(1, 8))
                .syncInterval(ofSeconds(random.nextInt(1, 15)))
                .slot(ofSeconds(random.nextInt(1, 20)))
                .slo(ofSeconds(random.nextInt(10)), random.nextBoolean() ? 1 : 0.9)
                .reversalWindow(ofSeconds(random.nextInt(60)))
                .duration(ofSeconds(random.nextInt(1, 120)))
                .faults(faults)
                .build();
    }

    private static List<Job> jobs(SeededRandom random) {
        List<Job> jobs = new ArrayList<>();
        for (int at = random.nextInt(10); at < 130 && jobs.size() < 60; at += random.nextInt(random.nextInt(1, 12))) {
            jobs.add(new Job(at, random.nextInt(1, 25)));
        }
        return jobs;
    }

    @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
    void scores_are_what_their_formulas_say(@ForAll long seed) {
        SeededRandom random = SeededRandom.of(seed);
        Environment environment = environment(random);
        List<Job> jobs = jobs(random);
        Load load = Given.of(jobs.stream()
                .flatMap(job -> IntStream.of(job.arrived, job.work).boxed())
                .mapToDouble(Integer::doubleValue)
                .toArray());
        Counts counts = Counts.of(random.nextInt(6));
        for (int at = 1; at < 150; at += random.nextInt(1, 30)) {
            counts.then(at, random.nextInt(6));
        }
        NaiveSimulation naive = new NaiveSimulation(environment);
        List<Integer> demand = new ArrayList<>();
        try (Demand slots = new Demand(load, random, environment)) {
            for (int i = 0; i <= naive.duration / naive.slot; i++) {
                demand.add(slots.at(i));
            }
        }
        naive.run(jobs, counts::atSecond, demand::get, counts.atSecond(0));
        Report report = counts.run(Simulation.of(load, environment));

        compareServed(report, naive, seconds(environment.sloMicros()));
        compareProvisioned(report, naive);
        compareChanges(report, naive, seconds(environment.reversalMicros()));
        compareTimeline(report, naive);
    }

    private static int seconds(long micros) {
        return (int) (micros / 1_000_000);
    }

    private static void compareServed(Report report, NaiveSimulation naive, int slo) {
        assertScore(report, Score.COLD_STARTS, naive.cold);
        assertScore(report, Score.LOST, naive.lost + naive.refused);
        assertScore(report, Score.INTERRUPTED, naive.broken);
        long met = naive.latencies.stream().filter(latency -> latency <= slo).count();
        int all = naive.latencies.size() + naive.lost + naive.refused + naive.waitingAtEnd;
        assertScore(report, Score.SLO_SHARE, all == 0 ? 100 : 100.0 * met / all);
        assertScore(
                report,
                Score.WAIT_MEAN,
                1_000 * naive.waits.stream().mapToInt(wait -> wait).average().orElse(0));
        List<Integer> sorted = naive.latencies.stream().sorted().toList();
        for (int percent : new int[] {50, 95, 99}) {
            int rank = Math.max(1, (percent * sorted.size() + 99) / 100);
            double exact = sorted.isEmpty() ? 0 : 1_000.0 * sorted.get(rank - 1);
            assertThat(report.latencies().percentileMillis(percent)).isBetween(exact, exact * 1.008);
        }
    }

    private static double percent(NaiveSimulation naive, IntPredicate second) {
        return 100.0 * IntStream.range(0, naive.duration).filter(second).count() / naive.duration;
    }

    private static void compareProvisioned(Report report, NaiveSimulation naive) {
        List<Integer> s = naive.ready;
        List<Integer> d = naive.demand;
        double under = 0;
        double over = 0;
        for (int t = 0; t < naive.duration; t++) {
            under += d.get(t) == 0 ? 0 : Math.max(d.get(t) - s.get(t), 0) / (double) d.get(t);
            over += Math.max(s.get(t) - d.get(t), 0) / (double) Math.max(d.get(t), 1);
        }
        assertScore(report, Score.UNDER_ACCURACY, 100 * under / naive.duration);
        assertScore(report, Score.OVER_ACCURACY, 100 * over / naive.duration);
        assertScore(report, Score.UNDER_TIME, percent(naive, t -> d.get(t) > s.get(t)));
        assertScore(report, Score.OVER_TIME, percent(naive, t -> s.get(t) > d.get(t)));
        assertScore(
                report,
                Score.MEAN_REPLICAS,
                s.stream().mapToInt(ready -> ready).average().orElse(0));
        assertScore(
                report,
                Score.REPLICA_HOURS,
                naive.billed.stream().mapToInt(billed -> billed).sum() / 3_600.0);

        int unlike = 0;
        int moves = 0;
        int slots = naive.slotDemand.size();
        for (int i = 0; i + 1 < slots; i++) {
            int demandMove = Integer.signum(naive.slotDemand.get(i + 1) - naive.slotDemand.get(i));
            int supplyMove = Integer.signum(naive.slotReady.get(i + 1) - naive.slotReady.get(i));
            unlike += demandMove == supplyMove ? 0 : 1;
            moves += demandMove == 0 ? 0 : 1;
        }
        assertScore(report, Score.INSTABILITY, slots < 2 ? 0 : 100.0 * unlike / (slots - 1));
        assertScore(report, Score.JITTER, (naive.changes.size() - moves) * 3_600.0 / naive.duration);

        List<Integer> reactions = new ArrayList<>();
        for (int t = 0, since = -1; t <= naive.duration; t++) {
            boolean isShort = t < naive.duration && d.get(t) > s.get(t);
            if (isShort && since < 0) {
                since = t;
            } else if (!isShort && since >= 0) {
                reactions.add(t - since);
                since = -1;
            }
        }
        assertScore(
                report,
                Score.REACTION_MEAN,
                reactions.stream().mapToInt(time -> time).average().orElse(0));
        assertScore(
                report,
                Score.REACTION_MAX,
                reactions.stream().mapToInt(time -> time).max().orElse(0));
    }

    private static void compareChanges(Report report, NaiveSimulation naive, int window) {
        int reversals = 0;
        for (int i = 1; i < naive.changes.size(); i++) {
            int[] before = naive.changes.get(i - 1);
            int[] change = naive.changes.get(i);
            boolean isReversal = (before[2] > before[1]) != (change[2] > change[1]);
            reversals += isReversal && change[0] - before[0] <= window ? 1 : 0;
        }
        assertScore(report, Score.CHANGES, naive.changes.size());
        assertScore(report, Score.REVERSALS, reversals);
    }

    private static void compareTimeline(Report report, NaiveSimulation naive) {
        Timeline timeline = report.timeline();
        assertThat(timeline.size()).isEqualTo(naive.slotDemand.size());
        long finished = 0;
        for (int i = 0; i < timeline.size(); i++) {
            int from = i * naive.slot;
            int to = Math.min(from + naive.slot, naive.duration);
            assertThat(timeline.demand(i)).isEqualTo(naive.slotDemand.get(i));
            assertThat(timeline.ready(i))
                    .isCloseTo(
                            naive.ready.subList(from, to).stream()
                                    .mapToInt(ready -> ready)
                                    .average()
                                    .orElseThrow(),
                            within(1e-9));
            finished += timeline.finished(i);
        }
        assertThat(finished).isEqualTo(naive.latencies.size());
    }

    private static void assertScore(Report report, Score score, double expected) {
        assertThat(report.score(score)).as("%s", score).isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
    }
}
