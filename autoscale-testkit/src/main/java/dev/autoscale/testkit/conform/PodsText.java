package dev.autoscale.testkit.conform;

import dev.autoscale.Observation;
import dev.autoscale.PodRequests;
import dev.autoscale.PodRequests.ContainerKind;
import dev.autoscale.PodSamples;
import dev.autoscale.PodSamples.Phase;
import dev.autoscale.PodSamples.Ready;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The encodings of pods and of their samples. */
final class PodsText {
    private static final Map<String, Phase> PHASES =
            Map.of("R", Phase.RUNNING, "P", Phase.PENDING, "S", Phase.SUCCEEDED, "F", Phase.FAILED, "U", Phase.UNKNOWN);
    private static final Map<String, Ready> READY =
            Map.of("T", Ready.TRUE, "F", Ready.FALSE, "U", Ready.UNKNOWN, "-", Ready.NONE);
    private static final Map<String, ContainerKind> CONTAINERS =
            Map.of("c", ContainerKind.APP, "s", ContainerKind.SIDECAR, "i", ContainerKind.INIT);

    private PodsText() {}

    /** Lists the pods of a column; returns their indexes by name. */
    static Map<String, Integer> list(Row row, int column, Observation in) {
        List<Row> all = row.rows(column, "\\|", ";").toList();
        in.ensureCapacity(all.size());
        PodSamples pods = in.pods();
        Map<String, Integer> indexes = new HashMap<>();
        for (Row of : all) {
            int pod = pods.add();
            indexes.put(of.text(0), pod);
            pods.phase(pod, of.oneOf(1, "phase", PHASES));
            if (of.flag(2)) {
                pods.deleted(pod);
            }
            pods.ready(pod, of.oneOf(3, "ready", READY), of.isAbsent(3) ? 0 : of.longAt(5));
            of.ifLong(4, startMillis -> pods.started(pod, startMillis));
            pods.requests(pod, requests(of));
        }
        return indexes;
    }

    private static PodRequests requests(Row pod) {
        PodRequests requests = new PodRequests();
        Row podLevel = new Row(pod.text(6).split(":"));
        podLevel.ifLong(0, amount -> requests.podLevel("cpu", amount));
        podLevel.ifLong(1, amount -> requests.podLevel("memory", amount));
        pod.rows(7, ",", ":").forEach(container -> {
            requests.container(container.oneOf(0, "container", CONTAINERS), container.text(1));
            container.ifLong(2, amount -> requests.request("cpu", amount));
            container.ifLong(3, amount -> requests.request("memory", amount));
        });
        return requests;
    }

    /** Fills in what a column says that a metric's source answered; {@code type} is the metric's Kubernetes type. */
    static void values(int metric, String type, Row row, int column, Map<String, Integer> pods, Observation in) {
        boolean isNone = row.text(column).equals("NONE");
        if (row.isAbsent(column)) {
            return;
        }
        if (row.text(column).equals("ERR")) {
            in.failed(metric);
        } else if (type.equals("Object")) {
            in.valueMilli(metric, row.longAt(column));
        } else if (type.equals("External") && isNone) {
            in.noSeries(metric);
        } else if (type.equals("External")) {
            row.list(column, ",").forEach(value -> in.addSeriesMilli(metric, Long.parseLong(value)));
        } else if (!isNone) {
            row.rows(column, "\\|", ":").forEach(sample -> sample(metric, sample, pods, in.pods()));
        }
    }

    private static void sample(int metric, Row row, Map<String, Integer> pods, PodSamples samples) {
        Integer pod = pods.get(row.text(0));
        if (pod == null) {
            samples.unlistedSampleMilli(metric, row.longAt(1));
        } else {
            samples.sampleMilli(metric, pod, row.longAt(1), row.longAt(2), row.longAt(3));
        }
    }
}
