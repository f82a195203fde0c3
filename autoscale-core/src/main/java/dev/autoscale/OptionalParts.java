package dev.autoscale;

import java.nio.ByteBuffer;

/**
 * The memory of an autoscaler that does more than the Kubernetes HPA; one that does not has none.
 *
 * <p>The parts stand together so that a plain autoscaler pays one reference for them.
 */
final class OptionalParts {
    final Inputs inputs;
    final ActivationGate activation;
    final Schedule.Cursor schedule;
    final Damping damping;
    final CapacityCeiling capacity;

    OptionalParts(AutoscalerSpec spec) {
        this(spec, new Inputs(spec));
    }

    private OptionalParts(AutoscalerSpec spec, Inputs inputs) {
        this.inputs = inputs;
        activation = new ActivationGate(spec);
        schedule = new Schedule.Cursor(spec.schedule());
        damping = new Damping(spec);
        capacity = new CapacityCeiling(spec);
    }

    void remember(Observation in, Decision out) {
        inputs.remember(in, out);
        activation.remember(out, schedule);
        damping.remember(out);
    }

    /** The same memory under another spec. */
    OptionalParts under(AutoscalerSpec newSpec, long nowMillis) {
        OptionalParts next = new OptionalParts(newSpec, inputs.under(newSpec));
        if (newSpec.activation() != null) {
            next.activation.copyFrom(activation, nowMillis);
        }
        next.damping.copyFrom(damping);
        next.capacity.copyFrom(capacity);
        return next;
    }

    int snapshotSize() {
        return ActivationGate.BYTES + damping.bytes() + CapacityCeiling.BYTES + inputs.bytes();
    }

    void write(ByteBuffer target) {
        activation.write(target);
        damping.write(target);
        capacity.write(target);
        inputs.write(target);
    }

    void read(ByteBuffer source) {
        activation.read(source);
        damping.read(source);
        capacity.read(source);
        inputs.read(source);
    }
}
