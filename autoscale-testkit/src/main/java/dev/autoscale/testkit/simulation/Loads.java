package dev.autoscale.testkit.simulation;

import dev.autoscale.testkit.SeededRandom;
import java.time.Duration;

/** The usual loads. Thread-safe; has no memory. */
public final class Loads {
    private Loads() {}

    /**
     * Arrivals that come independently of each other at an even rate (Poisson).
     *
     * @param perSecond the mean rate, above 0
     * @param duration for how long
     * @param service how long each keeps a place busy
     * @return the load
     * @throws IllegalArgumentException if the rate is not above 0 or the duration is negative
     */
    public static Load poisson(double perSecond, Duration duration, ServiceTimes service) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("perSecond must be > 0: perSecond=" + perSecond);
        }
        long endMicros = Micros.of("duration", duration);
        double meanMicros = Micros.PER_SECOND / perSecond;
        return new Load() {
            @Override
            public String name() {
                return "poisson";
            }

            @Override
            public Arrivals open(SeededRandom random) {
                SeededRandom gaps = random.split("gaps");
                SeededRandom services = random.split("services");
                return new Arrivals() {
                    private double exactMicros;
                    private long serviceMicros;

                    @Override
                    public boolean next() {
                        exactMicros += gaps.nextExponential(meanMicros);
                        serviceMicros = service.drawMicros(services);
                        return exactMicros < endMicros;
                    }

                    @Override
                    public long arrivalMicros() {
                        return (long) exactMicros;
                    }

                    @Override
                    public long serviceMicros() {
                        return serviceMicros;
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }
}
