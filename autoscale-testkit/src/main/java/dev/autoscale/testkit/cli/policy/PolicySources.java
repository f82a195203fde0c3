package dev.autoscale.testkit.cli.policy;

import dev.autoscale.ReplicaSource;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.WatermarkBand;
import dev.autoscale.policies.source.WatermarkBand.Watermark;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Metrics of a policy file that ask for replicas by a rule of their own. */
final class PolicySources {
    static final String WATERMARK = "watermark";

    static final Map<String, List<String>> FIELDS_OF_TYPE = fields();

    private static final Map<String, Boolean> TOTALS = new TreeMap<>(Map.of("average", false, "total", true));
    private static final Map<String, Watermark> ENDS =
            new TreeMap<>(Map.of("low", Watermark.LOW, "high", Watermark.HIGH));
    /** What an unreadable number counts as, so that no other rule is broken by it. */
    private static final double SMALL = 0.001;

    private static final double LARGE = 1e12;

    private final PolicyEntries entries;
    private final String id;
    private final Collection<String> ids;
    private final KeySection keys;

    private PolicySources(PolicyEntries entries, String id, Collection<String> ids) {
        this.entries = entries;
        this.id = id;
        this.ids = ids;
        keys = new KeySection(entries, PolicyKeys.METRICS.key(id, ""));
    }

    private static Map<String, List<String>> fields() {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("steps", List.of("steps"));
        fields.put(WATERMARK, List.of("low", "high", "of", "tolerance", "towards", "by"));
        fields.put(
                "backlog",
                List.of(
                        "perReplica",
                        "drainWithin",
                        "ratePerReplica",
                        "ratePerReplicaFrom",
                        "arrivalRateFrom",
                        "ratesPer",
                        "mostAddedPerDecision"));
        fields.put(
                "queueDelay",
                List.of("longerThan", "step", "requestsFrom", "requestsPerWorker", "headroom", "abstainWhileInTime"));
        return fields;
    }

    /**
     * The source of a metric of one of these types; null after a complaint.
     *
     * @param ids the ids of all metrics
     */
    static @Nullable ReplicaSource read(PolicyEntries entries, String id, Collection<String> ids, String type) {
        PolicySources metric = new PolicySources(entries, id, ids);
        return switch (type) {
            case "steps" -> metric.steps();
            case WATERMARK -> metric.watermark();
            case "backlog" -> metric.backlog();
            default -> metric.queueDelay();
        };
    }

    /** Whether its values are averages over the replicas. */
    static boolean isAverage(PolicyEntries entries, String id) {
        return !Boolean.TRUE.equals(entries.choice(PolicyKeys.METRICS.key(id, "of"), TOTALS));
    }

    private @Nullable ReplicaSource steps() {
        keys.require("steps");
        String text = entries.text(keys.key("steps"));
        return text == null ? null : PolicySteps.read(entries, keys.key("steps"), text);
    }

    private @Nullable ReplicaSource watermark() {
        keys.require("low", "high");
        double low = keys.number("low", SMALL);
        double high = keys.number("high", LARGE);
        WatermarkBand.Builder band =
                isAverage(entries, id) ? WatermarkBand.ofAverage(low, high) : WatermarkBand.ofTotal(low, high);
        if (keys.has("tolerance")) {
            band.tolerance(keys.number("tolerance", 0));
        }
        Watermark towards = entries.choice(keys.key("towards"), ENDS);
        Integer by = entries.integer(keys.key("by"));
        if (towards != null) {
            band.convergeTowards(towards, by == null ? 1 : by);
        } else if (keys.has("by") && !keys.has("towards")) {
            entries.bad(keys.key("by"), "needs " + keys.key("towards"));
        }
        return BrokenSettings.build(
                entries, keys.first(), name -> keys.key(name.equals("replicas") ? "by" : name), band::build);
    }

    private @Nullable ReplicaSource backlog() {
        boolean drains = keys.has("drainWithin");
        keys.requireOne("drainWithin", "perReplica");
        Backlog.Builder backlog = drains
                ? Backlog.drainWithin(keys.duration("drainWithin", Duration.ofSeconds(1)))
                : Backlog.perReplica(keys.number("perReplica", 1));
        if (keys.has("ratePerReplica")) {
            backlog.ratePerReplica(keys.number("ratePerReplica", 1));
        }
        if (keys.has("ratePerReplicaFrom")) {
            backlog.ratePerReplicaFrom(other("ratePerReplicaFrom"));
        }
        if (keys.has("arrivalRateFrom")) {
            backlog.arrivalRateFrom(other("arrivalRateFrom"));
        }
        if (keys.has("ratesPer")) {
            backlog.ratesPer(keys.duration("ratesPer", Duration.ofSeconds(1)));
        }
        backlog.mostAddedPerDecision(keys.integer("mostAddedPerDecision", Integer.MAX_VALUE));
        return BrokenSettings.build(entries, keys.first(), this::backlogKey, backlog::build);
    }

    private String backlogKey(String name) {
        return switch (name) {
            case "metricId" -> keys.key("arrivalRateFrom");
            case "rates" -> keys.key("drainWithin");
            default -> keys.key(name);
        };
    }

    private @Nullable ReplicaSource queueDelay() {
        keys.require("longerThan");
        QueueDelay.Builder delay = QueueDelay.longerThan(keys.duration("longerThan", Duration.ZERO));
        delay.step(keys.integer("step", 1)).headroom(keys.integer("headroom", 0));
        if (keys.has("requestsFrom")) {
            delay.requestsFrom(other("requestsFrom"), keys.integer("requestsPerWorker", 1));
        } else if (keys.has("requestsPerWorker")) {
            entries.bad(keys.key("requestsPerWorker"), "needs " + keys.key("requestsFrom"));
        }
        if (keys.flag("abstainWhileInTime")) {
            delay.abstainWhileInTime();
        }
        return BrokenSettings.build(
                entries,
                keys.first(),
                name -> keys.key(name.equals("limit") ? "longerThan" : name.equals("metricId") ? "requestsFrom" : name),
                delay::build);
    }

    /** The id of another metric. */
    private String other(String field) {
        String other = entries.text(keys.key(field), "");
        entries.requireOther(keys.key(field), id, ids);
        return other.isBlank() ? field : other;
    }
}
