/**
 * For those who promise something of waits: replicas from a forecast of arrivals, and seasons as a floor beside other metrics.
 *
 * <pre>
 * arrivals ──▶ Season   the last two weeks in steps of five minutes ──▶ SeasonalFloor ──▶ a proposal beside other metrics
 *                  │ the usual course of a day
 *                  ▼
 *              Levels   what arrives now, seen over a short to a long time
 *                  │ a reference, and signs of what comes next
 *                  ▼
 *              Correction ◀── TrackRecord   what was said a lead ago, and what came
 *                  │ the rate to expect          │ how far such forecasts are off
 *                  ▼                             ▼
 * in progress ─▶ ServiceTime, Peakedness ──▶ Margin (Sizing) ──▶ places ──▶ Release ──▶ SloSource ──▶ a proposal
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
