/**
 * For those whose load follows the clock: cron expressions and windows in any time zone.
 *
 * <pre>
 * CronExpression ── start ─┐
 * CronExpression ── end ───┴─▶ CronWindow ──▶ ScheduleWindow.floor, ceiling, fixed … ──▶ Schedule of an AutoscalerSpec
 * </pre>
 *
 * <pre>{@code
 * ZoneId berlin = ZoneId.of("Europe/Berlin");
 * CronWindow hours = CronWindow.between(
 *         CronExpression.parse("0 8 * * 1-5", berlin), CronExpression.parse("0 18 * * 1-5", berlin));
 * AutoscalerSpec spec = AutoscalerSpec.builder(1, 20)
 *         .metric(MetricSpec.external("queue").averageValue(5))
 *         .schedule(Schedule.of(ScheduleWindow.floor("business hours", hours, 5)))
 *         .build();
 * long monday = Instant.parse("2026-01-05T08:00:00Z").toEpochMilli();
 * Decision out = spec.newDecision();
 * spec.newAutoscaler().decide(spec.newObservation().at(monday).replicas(3).value(0, 0), out);
 * System.out.println(out.replicas() + " " + out.reason()); // 5 ScheduledFloor
 * }</pre>
 *
 * @see CronWindow
 * @see dev.autoscale.Schedule
 */
@NullMarked
package dev.autoscale.policies.schedule;

import org.jspecify.annotations.NullMarked;
