package dev.autoscale.testkit.conform;

import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronExpression.Grammar;

/** The next firing of an expression, as KEDA's cron library found it. */
final class CronNextSuite implements Suite {
    @Override
    public void row(Row row, Report report) {
        CronExpression cron = CronExpression.parse(row.text(1), CronExpression.zone(row.text(0)), Grammar.STANDARD);
        long next = cron.kedaNextMillis(row.longAt(2) * 1000);
        report.compare(row.text(0) + ' ' + row.text(1) + " after " + row.text(2))
                .column("next", row.text(3), next == CronExpression.NEVER_AGAIN ? "none" : Long.toString(next / 1000))
                .end();
    }
}
