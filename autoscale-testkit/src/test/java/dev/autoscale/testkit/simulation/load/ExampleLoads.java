package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;

/** Makes the recordings of requests in {@code examples}. The same on every machine: a seeded generator. */
final class ExampleLoads {
    /** A quiet stream, bursts at random times, and one peak of ten times as much. */
    private static final String LLM =
            "poisson 20/min for 45m service lognormal 2s 0.9; and onoff 0..1.2/s off 6m on 30s for 45m service lognormal 2s 0.9;"
                    + " and flash 0..5/s at 27m rise 10s decay 1m for 45m service lognormal 3s 0.9";

    /** Hours of a working day, with lunch. */
    private static final String WEBSOCKETS = "step 0.002/s 7h, 0.03/s 1h, 0.08/s 4h, 0.05/s 1h, 0.08/s 4h, 0.03/s 1h,"
            + " 0.005/s 6h service lognormal 20m 1.2";

    private ExampleLoads() {}

    static String llm() {
        return csv("requests of a language model, 45 minutes with bursts", LLM, 4);
    }

    static String websockets() {
        return csv("connections that stay open, from midnight to midnight of a working day", WEBSOCKETS, 5);
    }

    private static String csv(String what, String spec, long seed) {
        StringBuilder csv =
                new StringBuilder("# made up: " + what + "; a row per arrival; seed " + seed + " of: " + spec);
        csv.append("\narrival_ms,service_ms\n");
        try (Arrivals arrivals = Loads.parse(spec).open(SeededRandom.of(seed))) {
            while (arrivals.next()) {
                csv.append(arrivals.arrivalMicros() / 1_000).append(',');
                csv.append(arrivals.serviceMicros() / 1_000).append('\n');
            }
        }
        return csv.toString();
    }
}
