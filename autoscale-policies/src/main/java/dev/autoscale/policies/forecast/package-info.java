/**
 * For those who promise something of waits: replicas from a forecast of arrivals, and seasons as a floor beside other metrics.
 *
 * <pre>
 * arrivals ──▶ Season   the last two weeks in steps of five minutes ──▶ SeasonalFloor ──▶ a proposal beside other metrics
 *                  │ the usual course of a day
 *                  ▼
 *              Levels   what arrives now, seen over a short to a long time
 *                  │ a forecast for each of them
 *                  ▼
 *              TrackRecord   how good each has been lately ──▶ the best one, and how far it is off
 * in progress ─▶ ServiceTime, StartTime                      │
 *                  └──────────────▶ Sizing   so many places that the promise holds ──▶ SloSource ──▶ a proposal
 * </pre>
 *
 * <pre>{@code
 * var spec = AutoscalerSpec.builder(1, 40)
 *         .metric(SloSource.wait(0.99, Duration.ofSeconds(2))
 *                 .concurrency(4)
 *                 .startup(Duration.ofSeconds(60))
 *                 .asMetric("arrivals"))
 *         .metric(MetricSpec.signal("in_progress"))
 *         .build();
 * }</pre>
 *
 * @see dev.autoscale.policies.preset.SloTarget
 */
@NullMarked
package dev.autoscale.policies.forecast;

import org.jspecify.annotations.NullMarked;
