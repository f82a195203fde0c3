package dev.autoscale.testkit.simulation.score;

/** A report as text, to the last bit. Thread-safe; has no memory. */
final class ReportText {
    private ReportText() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        text.append(report).append('\n');
        for (Score score : Score.values()) {
            line(text, score.label(), report.score(score));
        }
        text.append("decisions ").append(report.decisions());
        text.append(", arrivals ").append(report.arrivals());
        text.append(", unfinished ").append(report.unfinished()).append('\n');
        Timeline timeline = report.timeline();
        for (int i = 0; i < timeline.size(); i++) {
            text.append(Double.toHexString(timeline.startMillis(i)))
                    .append(' ')
                    .append(Double.toHexString(timeline.ready(i)));
            text.append(' ')
                    .append(Double.toHexString(timeline.billed(i)))
                    .append(' ')
                    .append(Double.toHexString(timeline.inSystem(i)));
            text.append(' ').append(timeline.demand(i)).append(' ').append(timeline.queued(i));
            text.append(' ').append(timeline.wanted(i)).append(' ').append(timeline.arrived(i));
            text.append(' ').append(timeline.cold(i)).append(' ').append(timeline.finished(i));
            text.append(' ')
                    .append(timeline.late(i))
                    .append(' ')
                    .append(Double.toHexString(timeline.meanLatencyMillis(i)));
            text.append(' ').append(Double.toHexString(timeline.maxLatencyMillis(i)));
            text.append(' ').append(timeline.reason(i)).append('\n');
        }
        for (Change change : report.changes()) {
            text.append(change.atMillis())
                    .append(' ')
                    .append(change.from())
                    .append(" -> ")
                    .append(change.to());
            text.append(' ').append(change.reason()).append('\n').append(change.explanation());
        }
        return text.toString();
    }

    /** Hexadecimal, because decimal text of doubles differs between JDKs before 19 and later ones. */
    private static void line(StringBuilder text, String label, double value) {
        text.append(label).append(' ').append(Double.toHexString(value)).append('\n');
    }
}
