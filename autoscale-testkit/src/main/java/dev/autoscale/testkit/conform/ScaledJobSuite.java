package dev.autoscale.testkit.conform;

import dev.autoscale.policies.keda.ScaledJob;
import dev.autoscale.policies.keda.ScaledJobDecision;
import dev.autoscale.policies.keda.ScaledJobInput;

/** How many jobs KEDA created for queues and jobs in progress. */
final class ScaledJobSuite implements Suite {
    private static final int FIRST_OUTPUT = 10;

    private final ScaledJobInput in = new ScaledJobInput(4);
    private final ScaledJobDecision out = new ScaledJobDecision();

    @Override
    public void row(Row row, Report report) {
        ScaledJob.Builder job = ScaledJob.builder()
                .kedaTexts(
                        KedaText.optional(row, 0),
                        row.optionalInt(1),
                        KedaText.optional(row, 2),
                        KedaText.optional(row, 3));
        if (!row.isAbsent(4)) {
            job.minReplicaCount(row.intAt(4));
        }
        if (!row.isAbsent(5)) {
            job.maxReplicaCount(row.intAt(5));
        }
        in.jobs(row.intAt(7), row.intAt(8));
        if (!row.isAbsent(6)) {
            for (String trigger : row.text(6).split(";")) {
                add(new Row(trigger.split(":")));
            }
        }
        job.build().decide(in, out);
        Row expected = row.from(FIRST_OUTPUT);
        report.compare(row.text(0) + ' ' + row.text(6))
                .column("isActive", expected.text(0), out.isActive() ? "1" : "0")
                .column("isError", expected.text(1), out.hasFailure() ? "1" : "0")
                .column("queueLength", expected.text(2), Long.toString(out.queueLength()))
                .column("maxValue", expected.text(3), Long.toString(out.maxValue()))
                .column("effectiveMaxScale", expected.text(4), Long.toString(out.effectiveMaxScale()))
                .column("scaleTo", expected.text(5), Long.toString(out.scaleTo()))
                .column("jobsCreated", expected.text(6), Integer.toString(out.jobsToCreate()))
                .end();
    }

    /** Only a target of type AverageValue asks for jobs. */
    private void add(Row trigger) {
        if (trigger.flag(4)) {
            in.failedTrigger();
        } else {
            double target = trigger.text(2).equals("A") ? trigger.doubleAt(1) : 0;
            in.trigger(trigger.doubleAt(0), target, trigger.flag(3));
        }
    }
}
