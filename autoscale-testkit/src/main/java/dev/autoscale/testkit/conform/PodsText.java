package dev.autoscale.testkit.conform;

import dev.autoscale.Observation;
import dev.autoscale.PodRequests;
import dev.autoscale.PodRequests.ContainerKind;
import dev.autoscale.PodSamples;
import dev.autoscale.PodSamples.Phase;
import dev.autoscale.PodSamples.Ready;
import java.util.HashMap;
import java.util.Map;

/** The encodings of pods and of their samples. */
final class PodsText {
    private static final String NONE = "-";

    private PodsText() {}

    /** Lists the pods of a field; returns their indexes by name. */
    static Map<String, Integer> list(String field, Observation in) {
        String[] all = field.equals(NONE) ? new String[0] : field.split("\\|");
        in.ensureCapacity(all.length);
        PodSamples pods = in.pods();
        Map<String, Integer> indexes = new HashMap<>();
        for (String text : all) {
            String[] part = text.split(";", -1);
            int pod = pods.add();
            indexes.put(part[0], pod);
            pods.phase(pod, phase(part[1]));
            if (part[2].equals("1")) {
                pods.deleted(pod);
            }
            pods.ready(pod, ready(part[3]), part[3].equals(NONE) ? 0 : Long.parseLong(part[5]));
            if (!part[4].equals(NONE)) {
                pods.started(pod, Long.parseLong(part[4]));
            }
            pods.requests(pod, requests(part[6], part[7]));
        }
        return indexes;
    }

    private static Phase phase(String letter) {
        return switch (letter) {
            case "R" -> Phase.RUNNING;
            case "P" -> Phase.PENDING;
            case "S" -> Phase.SUCCEEDED;
            case "F" -> Phase.FAILED;
            case "U" -> Phase.UNKNOWN;
            default -> throw new IllegalArgumentException("phase must be one of R, P, S, F, U: phase=" + letter);
        };
    }

    private static Ready ready(String letter) {
        return switch (letter) {
            case "T" -> Ready.TRUE;
            case "F" -> Ready.FALSE;
            case "U" -> Ready.UNKNOWN;
            case NONE -> Ready.NONE;
            default -> throw new IllegalArgumentException("ready must be one of T, F, U, -: ready=" + letter);
        };
    }

    private static PodRequests requests(String podLevel, String containers) {
        PodRequests requests = new PodRequests();
        String[] level = podLevel.split(":");
        if (!level[0].equals(NONE)) {
            requests.podLevel("cpu", Long.parseLong(level[0]));
        }
        if (!level[1].equals(NONE)) {
            requests.podLevel("memory", Long.parseLong(level[1]));
        }
        if (containers.equals(NONE) || containers.isEmpty()) {
            return requests;
        }
        for (String text : containers.split(",")) {
            String[] part = text.split(":");
            requests.container(kind(part[0]), part[1]);
            if (!part[2].equals(NONE)) {
                requests.request("cpu", Long.parseLong(part[2]));
            }
            if (!part[3].equals(NONE)) {
                requests.request("memory", Long.parseLong(part[3]));
            }
        }
        return requests;
    }

    private static ContainerKind kind(String letter) {
        return switch (letter) {
            case "c" -> ContainerKind.APP;
            case "s" -> ContainerKind.SIDECAR;
            case "i" -> ContainerKind.INIT;
            default -> throw new IllegalArgumentException("container must be one of c, s, i: container=" + letter);
        };
    }

    /** Fills in what a metric's source answered; {@code type} is the metric's Kubernetes type. */
    static void values(int metric, String type, String field, Map<String, Integer> pods, Observation in) {
        if (field.equals(NONE)) {
            return;
        }
        if (field.equals("ERR")) {
            in.failed(metric);
            return;
        }
        switch (type) {
            case "Object" -> in.valueMilli(metric, Long.parseLong(field));
            case "External" -> series(metric, field, in);
            default -> samples(metric, field, pods, in);
        }
    }

    private static void series(int metric, String field, Observation in) {
        if (field.equals("NONE")) {
            in.noSeries(metric);
            return;
        }
        for (String value : field.split(",")) {
            in.addSeriesMilli(metric, Long.parseLong(value));
        }
    }

    private static void samples(int metric, String field, Map<String, Integer> pods, Observation in) {
        if (field.equals("NONE")) {
            return;
        }
        for (String text : field.split("\\|")) {
            String[] part = text.split(":");
            long valueMilli = Long.parseLong(part[1]);
            Integer pod = pods.get(part[0]);
            if (pod == null) {
                in.pods().unlistedSampleMilli(metric, valueMilli);
            } else {
                in.pods().sampleMilli(metric, pod, valueMilli, Long.parseLong(part[2]), Long.parseLong(part[3]));
            }
        }
    }
}
