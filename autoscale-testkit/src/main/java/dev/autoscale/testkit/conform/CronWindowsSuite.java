package dev.autoscale.testkit.conform;

import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronExpression.Grammar;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.ZoneId;

/** Whether KEDA's cron trigger was active, and the value it then had. */
final class CronWindowsSuite implements Suite {
    @Override
    public void row(Row row, Report report) {
        ZoneId zone = CronExpression.zone(row.text(0));
        CronWindow window = CronWindow.keda(
                CronExpression.parse(row.text(1), zone, Grammar.KEDA),
                CronExpression.parse(row.text(2), zone, Grammar.KEDA));
        boolean active = window.isActive(row.longAt(4) * 1000);
        report.compare(row.text(0) + ' ' + row.text(1) + " to " + row.text(2) + " at " + row.text(4))
                .column("active", row.text(5), active ? "1" : "0")
                .column("metricValue", row.text(6), Long.toString(active ? Math.max(0, row.longAt(3)) : 0))
                .end();
    }
}
