package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.engine.ReplayPolicy;
import dev.autoscale.testkit.cli.engine.UsualFeed;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.cli.text.Problems;
import dev.autoscale.testkit.simulation.Feed;
import dev.autoscale.testkit.simulation.Measurement;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the metrics of policies are fed from in a simulation: what their types tell, or what the user maps. Not thread-safe. */
public final class SimulationFeeds {
    private static final String OPTION = "--map ";
    private static final List<String> SIGNALS =
            Stream.of(WorkloadMetric.values()).map(SimulationFeeds::name).toList();

    /** A feed that can say what it is. */
    private interface NamedFeed extends Feed {
        String words();
    }

    /** What each ready replica has of a total. */
    private record Share(WorkloadMetric signal) implements NamedFeed {
        @Override
        public String words() {
            return name(signal) + " per replica";
        }

        @Override
        public double value(Measurement sample) {
            return sample.readyReplicas() == 0 ? Double.NaN : signal.value(sample) / sample.readyReplicas();
        }
    }

    /** A number stands for something outside the workload; it is not known while scrapes fail. */
    private record Constant(double number) implements NamedFeed {
        @Override
        public String words() {
            return Numbers.text(number);
        }

        @Override
        public double value(Measurement sample) {
            return Double.isNaN(sample.value(WorkloadMetric.IN_SYSTEM)) ? Double.NaN : number;
        }
    }

    /** A feed, and the text that says so. */
    private record Mapped(Feed feed, String text) {}

    private final Map<String, Mapped> mapped = new LinkedHashMap<>();
    private final Set<String> metrics = new TreeSet<>();
    private final boolean hasMemory;
    private final Problems problems;

    SimulationFeeds(List<String> maps, boolean hasMemory, Problems problems) {
        this.hasMemory = hasMemory;
        this.problems = problems;
        for (String map : maps) {
            int equals = map.lastIndexOf('=');
            if (equals < 1) {
                problems.add("must be METRIC=SIGNAL or METRIC=NUMBER: " + OPTION + map);
            } else if (mapped.containsKey(map.substring(0, equals))) {
                problems.add("metric must be mapped once: " + OPTION + map);
            } else {
                mapped.put(map.substring(0, equals), new Mapped(feed(map.substring(equals + 1), map), map));
            }
        }
    }

    /** Feeds that are given as such. */
    public static SimulationFeeds given(Map<String, Feed> feeds, Problems problems) {
        SimulationFeeds given = new SimulationFeeds(List.of(), true, problems);
        feeds.forEach((metric, feed) -> given.mapped.put(metric, new Mapped(feed, metric)));
        return given;
    }

    private static String name(WorkloadMetric signal) {
        return signal.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Feed feed(String word, String map) {
        int signal = SIGNALS.indexOf(word.toLowerCase(Locale.ROOT).replace('_', '-'));
        if (signal >= 0) {
            return WorkloadMetric.values()[signal];
        }
        try {
            return new Constant(Double.parseDouble(word));
        } catch (NumberFormatException e) {
            problems.add("unknown signal: " + OPTION + map + Options.hint(word, SIGNALS));
            return WorkloadMetric.IN_SYSTEM;
        }
    }

    /** The feeds of a policy by metric id, of all metrics that need values. */
    public Map<String, Feed> of(ReplayPolicy policy) {
        return of(policy, problems);
    }

    /** The same, with complaints that go somewhere else. */
    public Map<String, Feed> of(ReplayPolicy policy, Problems problems) {
        Map<String, Feed> feeds = new LinkedHashMap<>();
        for (UsualFeed usual : policy.usualFeeds()) {
            String metric = usual.metric();
            metrics.add(metric);
            Mapped given = mapped.get(metric);
            if (given == null && usual.signals().isEmpty() && usual.meaning().isEmpty()) {
                problems.add(
                        policy.name() + ": metric must be mapped, as its type does not tell what it measures: metric="
                                + metric + "; " + OPTION + metric + "=SIGNAL, one of " + String.join(", ", SIGNALS));
                continue;
            }
            if (given == null && usual.signals().isEmpty()) {
                problems.add(policy.name() + ": metric must be mapped, as nothing simulated is " + usual.meaning()
                        + ": metric=" + metric + "; " + OPTION + metric + "=5, for one, makes it a constant");
                continue;
            }
            Feed feed = given == null ? usual.signals().get(0) : given.feed();
            if (feed == WorkloadMetric.MEMORY && !hasMemory) {
                problems.add(policy.name()
                        + ": metric needs --memory BASE,PER_ARRIVAL, in percent of a replica's: metric=" + metric);
            }
            if (feed instanceof Constant && !usual.takesNumbers()) {
                problems.add(
                        policy.name() + ": metric must be mapped to a signal: " + OPTION + metric + '=' + word(feed));
            }
            feeds.put(
                    metric,
                    feed instanceof WorkloadMetric signal && usual.shared().contains(signal)
                            ? new Share(signal)
                            : feed);
        }
        return feeds;
    }

    /** Complains about maps that are of no use; to be called when all policies have their feeds. */
    public void refuseUnused() {
        mapped.forEach((metric, given) -> {
            if (!metrics.contains(metric)) {
                problems.add("unknown metric: " + OPTION + given.text() + Options.hint(metric, List.copyOf(metrics)));
            }
        });
    }

    public static String words(Map<String, Feed> feeds) {
        List<String> words = new ArrayList<>();
        feeds.forEach((metric, feed) -> words.add(metric + " from " + word(feed)));
        return words.isEmpty() ? "no metrics" : String.join(", ", words);
    }

    private static String word(Feed feed) {
        return feed instanceof WorkloadMetric signal ? name(signal) : ((NamedFeed) feed).words();
    }
}
