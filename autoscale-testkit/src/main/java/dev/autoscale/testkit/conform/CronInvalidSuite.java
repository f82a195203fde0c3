package dev.autoscale.testkit.conform;

import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.policies.schedule.CronExpression.Grammar;
import java.time.ZoneOffset;

/** Texts that KEDA's parser, and the standard parser of its library, took or refused. */
final class CronInvalidSuite implements Suite {
    private static final String ACCEPT = "accept";
    private static final String REJECT = "reject";

    /** A text may begin as a comment does; what names the columns shows in the second one. */
    @Override
    public boolean isComment(String line) {
        String[] columns = line.split("\t", -1);
        return line.startsWith("#") && (columns.length < 3 || columns[1].startsWith("kedaParser"));
    }

    @Override
    public void row(Row row, Report report) {
        String text = unescape(row.text(0));
        report.compare('"' + row.text(0) + '"')
                .column("KEDA parser", row.text(1), verdict(text, Grammar.KEDA))
                .column("standard parser", row.text(2), verdict(text, Grammar.STANDARD))
                .end();
    }

    private static String verdict(String text, Grammar grammar) {
        try {
            CronExpression.parse(text, ZoneOffset.UTC, grammar);
            return ACCEPT;
        } catch (IllegalArgumentException e) {
            return REJECT;
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
