package dev.autoscale.testkit.text;

/** How loads are written. Thread-safe. */
public final class LoadGrammar {
    /** For the help of the command line: a line per shape, each an example that can be used as it is. */
    public static final String TEXT = """
            loads:
              poisson 20/s for 10m service exp 800ms                          independent arrivals at an even rate
              even 90/min for 10m service 500ms                               at equal distances
              step 5/s 10m, 50/s 5m, 5/s 15m service lognormal 600ms 0.5      rates that hold for a while each
              ramp 2..40/s for 10m service 1s                                 a straight line
              diurnal 2..40/s every 24h for 48h service 500ms                 day and night, begins at the lowest
              burst 2..40/s every 10m lasting 1m for 2h service 500ms         at the end of each period
              flash 5..100/s at 5m rise 10s decay 2m for 20m service 1s       a crowd that comes at once
              onoff 1..40/s off 5m on 30s for 2h service 500ms                bursts at random times (means)
              silence 10m                                                     nothing
              trace requests.csv                                              rows of arrival_ms,service_ms
              series counts.csv every 5m scale 0.1 linear service 1s          rows of t_ms,value (all before service is optional)
            a series goes in steps, with linear in straight lines between the middles of its rows; with zeros-are-gaps behind
            that a value of 0 is a sample that failed: the level before holds, and a straight line crosses it
            service times: 500ms (always), exp 800ms (mean), uniform 100ms..2s, lognormal 600ms 0.5 (median, sigma)
            after a load: from 10m, to 20m (a part of it), faster 60 (less time), times 0.5 (fewer or more arrivals)
            several loads: A; then B (one after another), A; and B (at the same time), parentheses
            rates: 20/s, 90/min, 5/h; lengths of time: 500ms, 90s, 5m, 1h30m, 2d; file names with blanks: "in quotes"
            """;

    private LoadGrammar() {}
}
