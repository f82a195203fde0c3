package dev.autoscale.testkit.simulation;

import dev.autoscale.policies.queueing.ErlangC;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.ExpectedArrivals;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.time.Micros;

/** How many replicas the mean rate of arrivals takes by Erlang's formula, minute by minute. Not thread-safe. */
final class RateNeed extends NeedAhead {
    private static final long MINUTE_MICROS = 60 * Micros.PER_SECOND;

    private final ExpectedArrivals expected;
    private final int concurrency;
    private final double sloMicros;
    private final boolean isSloOnWait;
    private final double missShare;
    private double arrivals;
    private double serviceMicros;
    private boolean isOver;

    RateNeed(Load load, SeededRandom random, Environment environment) {
        super(MINUTE_MICROS);
        expected = load.expect(random);
        concurrency = environment.placesAtFullSpeed();
        sloMicros = environment.sloMicros();
        isSloOnWait = environment.isSloOnWait();
        missShare = 1 - environment.sloShare();
    }

    @Override
    boolean isOver() {
        return isOver;
    }

    /** Of a minute in which the load ends, that of the part before. */
    @Override
    int ofNext(long fromMicros, long toMicros) {
        expected.passUntil(toMicros);
        double newArrivals = expected.arrivals() - arrivals;
        double newService = expected.serviceMicros() - serviceMicros;
        arrivals = expected.arrivals();
        serviceMicros = expected.serviceMicros();
        isOver = expected.endMicros() <= fromMicros;
        long lasting = Math.min(toMicros, expected.endMicros()) - fromMicros;
        return isOver || newArrivals <= 0 ? 0 : replicas(newService / lasting, newService / newArrivals);
    }

    private int replicas(double offeredLoad, double meanServiceMicros) {
        // Where nothing takes any time, nothing waits; but without a replica it would.
        double slo = sloMicros / meanServiceMicros;
        int places = isSloOnWait
                ? ErlangC.servers(offeredLoad, slo, missShare)
                : ErlangC.serversForLatency(offeredLoad, slo, missShare);
        return (int) Math.max(1, Micros.ceilDiv(places, concurrency));
    }

    @Override
    public void close() {
        expected.close();
    }
}
