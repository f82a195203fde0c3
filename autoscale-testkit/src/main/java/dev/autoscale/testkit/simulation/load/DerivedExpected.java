package dev.autoscale.testkit.simulation.load;

/** A part of what is expected of another load, faster and more often. */
final class DerivedExpected implements ExpectedArrivals {
    private final ExpectedArrivals source;
    private final long fromMicros;
    private final long toMicros;
    private final double speed;
    private final double times;
    private final double arrivalsBefore;
    private final double serviceBefore;
    private boolean isCut;

    private DerivedExpected(ExpectedArrivals source, long fromMicros, long toMicros, double speed, double times) {
        this.source = source;
        this.fromMicros = fromMicros;
        this.toMicros = toMicros;
        this.speed = speed;
        this.times = times;
        try {
            source.passUntil(fromMicros);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
        arrivalsBefore = source.arrivals();
        serviceBefore = source.serviceMicros();
    }

    static ExpectedArrivals faster(ExpectedArrivals source, double factor) {
        return new DerivedExpected(source, 0, Long.MAX_VALUE, factor, 1);
    }

    static ExpectedArrivals clipped(ExpectedArrivals source, long fromMicros, long toMicros) {
        return new DerivedExpected(source, fromMicros, toMicros, 1, 1);
    }

    static ExpectedArrivals scaled(ExpectedArrivals source, double factor) {
        return new DerivedExpected(source, 0, Long.MAX_VALUE, 1, factor);
    }

    @Override
    public void passUntil(long micros) {
        double sourceMicros = fromMicros + micros * speed;
        isCut = sourceMicros > toMicros;
        source.passUntil(isCut ? toMicros : (long) sourceMicros);
    }

    @Override
    public double arrivals() {
        return (source.arrivals() - arrivalsBefore) * times;
    }

    @Override
    public double serviceMicros() {
        return (source.serviceMicros() - serviceBefore) * times;
    }

    @Override
    public long endMicros() {
        long sourceEnd = source.endMicros();
        boolean isKnown = isCut || sourceEnd < Long.MAX_VALUE;
        return isKnown ? (long) (Math.max(0, Math.min(sourceEnd, toMicros) - fromMicros) / speed) : Long.MAX_VALUE;
    }

    @Override
    public void close() {
        source.close();
    }
}
