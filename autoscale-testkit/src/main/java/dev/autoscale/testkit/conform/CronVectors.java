package dev.autoscale.testkit.conform;

import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronExpression.Grammar;
import dev.autoscale.policies.schedule.CronWindow;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** KEDA's cron trigger and the library behind it. */
final class CronVectors {
    private CronVectors() {}

    /** The next firing of an expression, as KEDA's cron library found it. */
    static void next(Row row, VectorReport report) {
        CronExpression cron = CronExpression.parse(row.text(1), CronExpression.zone(row.text(0)), Grammar.STANDARD);
        long next = cron.kedaNextMillis(row.longAt(2) * 1000);
        report.compare(row.text(0) + ' ' + row.text(1) + " after " + row.text(2), row.from(3))
                .column("next", next == CronExpression.NEVER_AGAIN ? "none" : Long.toString(next / 1000))
                .end();
    }

    /** Whether KEDA's cron trigger was active, and the value it then had. */
    static void window(Row row, VectorReport report) {
        ZoneId zone = CronExpression.zone(row.text(0));
        CronWindow window = CronWindow.keda(
                CronExpression.parse(row.text(1), zone, Grammar.KEDA),
                CronExpression.parse(row.text(2), zone, Grammar.KEDA));
        boolean active = window.isActive(row.longAt(4) * 1000);
        report.compare(row.text(0) + ' ' + row.text(1) + " to " + row.text(2) + " at " + row.text(4), row.from(5))
                .column("active", active)
                .column("metricValue", active ? Math.max(0, row.longAt(3)) : 0)
                .end();
    }

    /** Texts that KEDA's parser, and the standard parser of its library, took or refused. */
    static final class Invalid implements Suite {
        /** A text may begin as a comment does; what names the columns shows in the second one. */
        @Override
        public boolean isComment(String line) {
            String[] columns = line.split("\t", -1);
            return line.startsWith("#") && (columns.length < 3 || columns[1].startsWith("kedaParser"));
        }

        @Override
        public void row(Row row, VectorReport report) {
            String text = unescape(row.text(0));
            report.compare('"' + row.text(0) + '"', row.from(1))
                    .column("KEDA parser", verdict(text, Grammar.KEDA))
                    .column("standard parser", verdict(text, Grammar.STANDARD))
                    .end();
        }

        private static String verdict(String text, Grammar grammar) {
            try {
                CronExpression.parse(text, ZoneOffset.UTC, grammar);
                return "accept";
            } catch (IllegalArgumentException e) {
                return "reject";
            }
        }

        private static String unescape(String text) {
            StringBuilder plain = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' && i + 1 < text.length()) {
                    i++;
                    c = switch (text.charAt(i)) {
                        case 't' -> '\t';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        default -> text.charAt(i);
                    };
                }
                plain.append(c);
            }
            return plain.toString();
        }
    }
}
