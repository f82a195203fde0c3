package dev.autoscale.testkit.proof;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Observation;
import dev.autoscale.PodSamples;
import dev.autoscale.Reason;
import org.jspecify.annotations.Nullable;

/** Fills an observation and, if there is somewhere to write it, says so in words. */
final class ObservationWriter {
    private final AutoscalerSpec spec;
    private final Observation in;
    private final @Nullable StringBuilder words;
    private int existing;
    private int told = -1;
    private int listed = -1;

    ObservationWriter(AutoscalerSpec spec, Observation in, @Nullable StringBuilder words) {
        this.spec = spec;
        this.in = in;
        this.words = words;
    }

    private void say(String text) {
        if (words != null) {
            words.append(text);
        }
    }

    private void say(int metric, Object what) {
        if (words != null) {
            words.append("; ").append(spec.metric(metric).id()).append(' ').append(what);
        }
    }

    private static String thousandths(long milli) {
        return milli + "/1000";
    }

    void begin(long epochMillis, int specReplicas, int statusReplicas) {
        in.at(epochMillis).replicas(specReplicas, statusReplicas);
        existing = statusReplicas;
        if (words != null) {
            words.append("at ").append(epochMillis).append(": ").append(specReplicas);
            words.append(" replicas wanted, ").append(statusReplicas).append(" exist");
        }
    }

    void replicasUnknown() {
        in.replicasUnknown();
        say("; counts cannot be read");
    }

    void counts(int specReplicas, int statusReplicas) {
        in.replicas(specReplicas, statusReplicas);
        existing = statusReplicas;
        say("; counts are " + specReplicas + " and " + statusReplicas);
    }

    void noUsableInput(Reason reason) {
        in.noUsableInput(reason);
        say("; no usable input, " + reason);
    }

    void ready(int replicas) {
        in.readyReplicas(replicas);
        told = replicas;
        say("; " + replicas + " ready");
    }

    void overrides(DrawnOverrides overrides) {
        overrides.giveTo(in);
        if (!overrides.equals(DrawnOverrides.NONE)) {
            say("; " + overrides);
        }
    }

    void failed(int metric) {
        in.failed(metric);
        say(metric, "cannot be fetched");
    }

    void value(int metric, double value) {
        in.value(metric, value);
        say(metric, value);
    }

    void valueMilli(int metric, long milli) {
        in.valueMilli(metric, milli);
        say(metric, words == null ? "" : thousandths(milli));
    }

    void noSeries(int metric) {
        in.noSeries(metric);
        say(metric, "has no series");
    }

    void series(int metric, long milli, double second) {
        in.addSeriesMilli(metric, milli).addSeries(metric, second);
        say(metric, words == null ? "" : thousandths(milli) + " and " + second);
    }

    void sampledAt(int metric, long epochMillis) {
        in.sampledAt(metric, epochMillis);
        if (words != null) {
            words.append(" sampled at ").append(epochMillis);
        }
    }

    /** For the pods themselves, which are not told one by one. */
    PodSamples pods() {
        return in.pods();
    }

    /** How many replicas are ready by what was filled in. */
    int countReady() {
        return listed >= 0 ? listed : told >= 0 ? told : existing;
    }

    void listed(int pods, int ready) {
        listed = ready;
        say("; " + pods + " pods listed");
    }

    void sampled(int metric) {
        say(metric, "sampled by pod");
    }
}
