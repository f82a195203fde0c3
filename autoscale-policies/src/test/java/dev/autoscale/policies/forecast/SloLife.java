package dev.autoscale.policies.forecast;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.MetricProposal;
import dev.autoscale.Observation;
import java.util.SplittableRandom;

/** A workload with a promise, whose replicas serve at once; requests arrive by chance or evenly. */
final class SloLife {
    static final double SERVICE_SECONDS = 0.5;
    static final int CONCURRENCY = 4;

    final AutoscalerSpec spec;
    Autoscaler autoscaler;
    final Observation in;
    final Decision out;
    double serviceSeconds = SERVICE_SECONDS;
    int replicas = 1;
    double inProgress;
    long nowMillis;
    private final SplittableRandom random = new SplittableRandom(11);
    private final boolean isByChance;

    SloLife(AutoscalerSpec spec, boolean isByChance) {
        this.spec = spec;
        this.isByChance = isByChance;
        autoscaler = spec.newAutoscaler();
        in = spec.newObservation();
        out = spec.newDecision();
    }

    /** The replicas that a load of so many per second keeps busy. */
    double busy(double perSecond) {
        return perSecond * serviceSeconds / CONCURRENCY;
    }

    /** Requests come evenly within the time, and each replica serves some of those that are there. */
    int go(double seconds, double perSecond) {
        nowMillis += Math.round(seconds * 1000);
        double arrivals = isByChance ? Poisson.next(random, perSecond * seconds) : perSecond * seconds;
        double step = serviceSeconds / 4;
        for (double at = 0; at < seconds; at += step) {
            double part = Math.min(step, seconds - at);
            double served = Math.min(inProgress, (double) replicas * CONCURRENCY);
            inProgress += part * (arrivals / seconds - served / serviceSeconds);
        }
        return tell(arrivals / seconds, isByChance ? Math.round(inProgress) : inProgress);
    }

    int goFor(double seconds, double each, double perSecond) {
        for (double at = each; at <= seconds; at += each) {
            go(each, perSecond);
        }
        return replicas;
    }

    /** What the two metrics say now; NaN for one that fails. */
    int tell(double perSecond, double requests) {
        measure(perSecond, requests);
        autoscaler.decide(in, out);
        autoscaler.scaled(out);
        replicas = out.replicas();
        return replicas;
    }

    void measure(double perSecond, double requests) {
        in.at(nowMillis).replicas(replicas).value(0, perSecond).value(1, requests);
    }

    MetricProposal proposal() {
        return out.metric(0);
    }

    String explained() {
        return out.explainTo(new StringBuilder()).toString();
    }
}
