package dev.autoscale.fuzz;

import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.simulation.load.Arrivals;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import java.nio.file.Path;

/** Recorded requests and series: refused with {@link IllegalArgumentException}, or arrivals in order. */
public final class TraceFuzzer {
    private static final int ARRIVALS = 500;
    private static final Path FILE = Texts.newFile(".csv");
    private static final Load[] LOADS = loads(FILE);

    private TraceFuzzer() {}

    private static Load[] loads(Path file) {
        ServiceTimes times = ServiceTimes.parse("exp 2s");
        return new Load[] {
            Loads.trace(file),
            Loads.series(file).load(times),
            Loads.series(file).linear().zerosAreGaps().load(times)
        };
    }

    public static void fuzzerTestOneInput(byte[] data) {
        Texts.write(FILE, data);
        for (Load load : LOADS) {
            read(load);
        }
    }

    static void read(Load load) {
        long before = 0;
        try (Arrivals arrivals = load.open(SeededRandom.of(1))) {
            for (int i = 0; i < ARRIVALS && arrivals.next(); i++) {
                Texts.check(arrivals.arrivalMicros() >= before, "arrivals must be in order", load.name());
                Texts.check(arrivals.serviceMicros() >= 0, "service must be >= 0", load.name());
                before = arrivals.arrivalMicros();
            }
        } catch (IllegalArgumentException e) {
            Texts.checkMessage(e);
        }
    }
}
