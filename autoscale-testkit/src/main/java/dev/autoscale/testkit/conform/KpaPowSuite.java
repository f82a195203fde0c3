package dev.autoscale.testkit.conform;

import dev.autoscale.policies.knative.KpaWindow;
import java.time.Duration;

/** Powers of what remains of a weight, as Go computed them; each base is that of a window of some length. */
final class KpaPowSuite implements Suite {
    private static final int MOST_SECONDS = 60;

    @Override
    public void row(Row row, Report report) {
        int seconds = 1;
        while (!KpaText.bits(window(seconds).decay(1)).equals(row.text(0))) {
            if (++seconds > MOST_SECONDS) {
                throw new IllegalArgumentException("base must be a window's: base=" + row.text(0));
            }
        }
        report.compare(row.text(0) + " ^ " + row.text(1))
                .column("pow", row.text(2), KpaText.bits(window(seconds).decay(row.intAt(1))))
                .end();
    }

    private static KpaWindow window(int seconds) {
        return KpaWindow.weighted(Duration.ofSeconds(seconds));
    }
}
