package dev.autoscale.policies.knative;

import dev.autoscale.json.Json;

/** A {@link KpaDecision} as JSON. Without state; allocates nothing. */
final class KpaJson {
    private static final double UNITS = 1000;

    private KpaJson() {}

    static void append(Appendable out, KpaDecision decision) {
        Json.raw(out, "{\"engine\":\"knative\",\"at\":");
        Json.number(out, decision.epochMillis());
        Json.raw(out, ",\"current\":");
        count(out, decision.currentReplicas());
        Json.raw(out, ",\"replicas\":");
        count(out, decision.replicas());
        Json.raw(out, ",\"change\":");
        Json.bool(out, decision.hasChange());
        Json.raw(out, ",\"reason\":");
        Json.text(out, decision.reason().name());
        Json.raw(out, decision.timeWentBack() ? ",\"timeWentBack\":true" : "");
        Json.raw(out, ",\"valid\":");
        Json.bool(out, decision.isValid());
        if (decision.hasData()) {
            Json.raw(out, ",\"stableAverage\":");
            Json.milli(out, Math.round(decision.stableAverage() * UNITS));
            Json.raw(out, ",\"panicAverage\":");
            Json.milli(out, Math.round(decision.panicAverage() * UNITS));
        }
        if (decision.isValid()) {
            Json.raw(out, ",\"stablePods\":");
            Json.number(out, decision.stablePods());
            Json.raw(out, ",\"panicPods\":");
            Json.number(out, decision.panicPods());
            Json.raw(out, ",\"desired\":");
            Json.number(out, decision.desired());
            Json.raw(out, ",\"excessBurstCapacity\":");
            Json.number(out, decision.excessBurstCapacity());
        }
        if (decision.inPanic()) {
            Json.raw(out, ",\"panicSince\":");
            Json.number(out, decision.panicSinceMillis());
        }
        Json.raw(out, "}");
    }

    private static void count(Appendable out, int replicas) {
        if (replicas < 0) {
            Json.raw(out, "null");
        } else {
            Json.number(out, replicas);
        }
    }
}
