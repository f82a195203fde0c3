package dev.autoscale.testkit.conform;

import dev.autoscale.policies.CronExpression;
import dev.autoscale.policies.CronExpression.Grammar;

/** Searches that never ended upstream; here each ends, with a firing after the instant asked for. */
final class CronHangSuite implements Suite {
    @Override
    public void row(Row row, Report report) {
        CronExpression cron = CronExpression.parse(row.text(1), CronExpression.zone(row.text(0)), Grammar.STANDARD);
        long now = row.longAt(2) * 1000;
        report.compare(row.text(0) + ' ' + row.text(1) + " after " + row.text(2))
                .column("next is later", "true", String.valueOf(cron.kedaNextMillis(now) > now))
                .column("next by the wall clock is later", "true", String.valueOf(cron.nextMillis(now) > now))
                .end();
    }
}
