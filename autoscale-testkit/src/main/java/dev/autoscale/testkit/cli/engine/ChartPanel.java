package dev.autoscale.testkit.cli.engine;

import java.util.function.DoubleSupplier;

/**
 * What a panel of a chart shows. Immutable.
 *
 * @param id its heading
 * @param measured what its curve is
 * @param limit what its other curve is
 * @param isTotal whether the other curve is what the replicas can take together, not a target that they share
 * @param isInput whether the other curve is what it asks for, so that nothing is above it
 * @param value what the current step shows, NaN for a failed sample
 * @param capacity what the replicas can take of it, once the decision is carried out; NaN if unknown
 */
public record ChartPanel(
        String id,
        String measured,
        String limit,
        boolean isTotal,
        boolean isInput,
        DoubleSupplier value,
        DoubleSupplier capacity) {}
