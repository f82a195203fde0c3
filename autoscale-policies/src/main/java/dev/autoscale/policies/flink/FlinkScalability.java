package dev.autoscale.policies.flink;

/**
 * How much of one subtask's work a further one brings, by the changes that were carried out: the slope of the rates over the
 * parallelisms, by least squares through zero, as a share of what one subtask of the smallest parallelism did.
 */
final class FlinkScalability {
    private FlinkScalability() {}

    static double coefficient(FlinkSettings settings, FlinkMemory memory) {
        int count = memory.changes();
        if (count == 0 || count < settings.minObservations) {
            return 1;
        }
        int smallest = 0;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            int parallelism = memory.from(i);
            smallest = parallelism <= memory.from(smallest) ? i : smallest;
            products += parallelism * memory.rate(i);
            squares += (double) parallelism * parallelism;
        }
        double baseline = memory.rate(smallest) / memory.from(smallest);
        double slope = products / (squares * baseline);
        if (Double.isNaN(slope)) {
            return 1;
        }
        return FlinkRates.upToHundredths(Math.min(Math.max(slope, settings.coefficientMin), 1));
    }
}
