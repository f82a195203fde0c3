package dev.autoscale.policies.flink;

/**
 * How much of one subtask's work a further one brings, by the changes that were carried out: the slope of the rates over the
 * parallelisms, by least squares through zero, as a share of what one subtask of the smallest parallelism did.
 */
final class FlinkScalability {
    private FlinkScalability() {}

    static double coefficient(FlinkSettings settings, FlinkBlock block, long[] longs) {
        int count = block.changes(longs);
        if (count == 0 || count < settings.minObservations) {
            return 1;
        }
        int smallest = 0;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            int parallelism = block.from(longs, i);
            smallest = parallelism <= block.from(longs, smallest) ? i : smallest;
            products += parallelism * block.rate(longs, i);
            squares += (double) parallelism * parallelism;
        }
        double baseline = block.rate(longs, smallest) / block.from(longs, smallest);
        double slope = products / (squares * baseline);
        if (Double.isNaN(slope)) {
            return 1;
        }
        return FlinkRates.upToHundredths(Math.min(Math.max(slope, settings.coefficientMin), 1));
    }
}
