package dev.autoscale.testkit.cli;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a row per decision. A column whose step was not reached stays empty. Not thread-safe. */
final class StepCsv implements StepSink {
    private final Appendable target;
    private final boolean hasActivation;
    private final Set<DampingPart> damping;
    private final @Nullable OpenWindows windows;

    StepCsv(Appendable target, Policy policy) throws IOException {
        this.target = target;
        AutoscalerSpec spec = policy.spec();
        hasActivation = policy.hasActivation();
        damping = policy.damping();
        windows = OpenWindows.of(policy);
        target.append("t_ms");
        for (int i = 0; i < spec.metricCount(); i++) {
            target.append(',').append(quoted(spec.metric(i).id()));
        }
        target.append(",current,recommended,stabilized");
        for (DampingPart part : damping) {
            target.append(',').append(part.column);
        }
        target.append(",limited");
        target.append(hasActivation ? ",activated,state" : "");
        target.append(windows == null ? "" : ",scheduled,windows");
        target.append(",replicas,reason\n");
    }

    @Override
    public void step(int step, Decision out, double[] seen, double recordedReplicas) {
        try {
            target.append(Long.toString(out.epochMillis()));
            for (double value : seen) {
                target.append(',').append(Numbers.exact(value));
            }
            append(out.currentReplicas());
            append(out.recommended());
            append(out.stabilized());
            for (DampingPart part : damping) {
                append(part.after(out));
            }
            append(out.limited());
            if (hasActivation) {
                append(out.activation().replicas());
                target.append(',').append(out.activation().state().name());
            }
            if (windows != null) {
                append(out.schedule().replicas());
                target.append(',').append(quoted(windows.names(out.epochMillis())));
            }
            append(out.replicas());
            target.append(',').append(quoted(out.reason().toString())).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(int count) throws IOException {
        target.append(',').append(count == Decision.NOT_EVALUATED ? "" : Integer.toString(count));
    }

    private static String quoted(String cell) {
        boolean isPlain = cell.indexOf(',') < 0 && cell.indexOf('"') < 0;
        return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
