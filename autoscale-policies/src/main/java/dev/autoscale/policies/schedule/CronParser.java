package dev.autoscale.policies.schedule;

import dev.autoscale.policies.internal.GoDuration;
import dev.autoscale.policies.schedule.CronExpression.Grammar;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads one text as a {@link CronExpression}. Not thread-safe; for one use. */
final class CronParser {
    private static final String EVERY = "@every ";
    private static final String DESCRIPTORS =
            "@yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly or @every DURATION";

    /** What Sunday is as well as 0, where that is allowed. */
    private static final int SUNDAY_AGAIN = 7;

    /** What stands between white space of Unicode. */
    private static final Pattern WORD = Pattern.compile("[^\\s\\x85\\p{Z}]+");

    /** What stands between spaces and tabs. */
    private static final Pattern STRICT_WORD = Pattern.compile("[^ \\t]+");

    /** A piece of the text and where it begins. */
    record Token(String text, int start) {
        Token from(int begin) {
            return new Token(text.substring(begin), start + begin);
        }

        List<Token> split(char separator) {
            List<Token> parts = new ArrayList<>();
            int begin = 0;
            for (int i = 0; i <= text.length(); i++) {
                if (i == text.length() || text.charAt(i) == separator) {
                    parts.add(new Token(text.substring(begin, i), start + begin));
                    begin = i + 1;
                }
            }
            return parts;
        }
    }

    private final String expression;
    private final Grammar grammar;

    CronParser(String expression, Grammar grammar) {
        this.expression = expression;
        this.grammar = grammar;
    }

    CronExpression parse(ZoneId zone) {
        Token text = new Token(expression, 0);
        ZoneId own = zone;
        if (expression.startsWith("TZ=") || expression.startsWith("CRON_TZ=")) {
            int end = expression.indexOf(' ');
            int begin = expression.indexOf('=') + 1;
            if (end < 0) {
                throw refuse(
                        "a zone must be followed by a blank and fields", "zone", new Token(expression, 0).from(begin));
            }
            own = zone(new Token(expression.substring(begin, end), begin));
            text = trim(text.from(end));
        }
        return text.text().startsWith("@") ? descriptor(text, own) : fields(text, own);
    }

    private ZoneId zone(Token name) {
        if (name.text().isEmpty() && grammar.isStrict()) {
            throw refuse("a zone must be named", "zone", name);
        }
        try {
            return CronZones.named(name.text());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + where(name), e);
        }
    }

    private CronExpression descriptor(Token text, ZoneId zone) {
        if (grammar == Grammar.KEDA || grammar == Grammar.NOMAD) {
            String system = grammar == Grammar.KEDA ? "KEDA" : "Nomad";
            throw refuse("there must be five fields, " + system + " takes no descriptor", "descriptor", text);
        }
        if (text.text().startsWith(EVERY)) {
            Token duration = text.from(EVERY.length());
            long nanos = GoDuration.nanos(duration.text());
            boolean whole = nanos > 0 && nanos % GoDuration.SECOND == 0;
            if (nanos == GoDuration.MALFORMED || (grammar.isStrict() && !whole)) {
                throw refuse("@every must be followed by whole seconds, such as 1h30m", "duration", duration);
            }
            return expression(zone, CronFields.NONE, Math.max(1, nanos / GoDuration.SECOND));
        }
        String fields = switch (text.text()) {
            case "@yearly", "@annually" -> "0 0 1 1 *";
            case "@monthly" -> "0 0 1 * *";
            case "@weekly" -> "0 0 * * 0";
            case "@daily", "@midnight" -> "0 0 * * *";
            case "@hourly" -> "0 * * * *";
            default -> throw refuse("a descriptor must be " + DESCRIPTORS, "descriptor", text);
        };
        return expression(zone, set(new Token(fields, 0).split(' ')), 0);
    }

    private CronExpression fields(Token text, ZoneId zone) {
        List<Token> words = words(text);
        int most = CronField.values().length;
        if (words.size() != most) {
            Token at = words.size() > most
                    ? words.get(most)
                    : text.from(text.text().length());
            String advice = CronAdvice.fields(words.stream().map(Token::text).toList());
            throw new IllegalArgumentException(
                    "there must be five fields, minute, hour, day of month, month and day of week" + advice
                            + ": fields=" + words.size() + where(at));
        }
        CronFields fields = set(words);
        if (grammar == Grammar.STRICT && !fields.allowsAnything()) {
            Token days = words.get(CronField.DAY.ordinal());
            throw refuse("day must exist in one of the months: it can never fire", "day of month", days);
        }
        return expression(zone, fields, 0);
    }

    private CronFields set(List<Token> words) {
        long[] sets = new long[words.size()];
        for (CronField field : CronField.values()) {
            sets[field.ordinal()] = field(field, words.get(field.ordinal()));
        }
        boolean star = ((sets[CronField.DAY.ordinal()] | sets[CronField.WEEKDAY.ordinal()]) & CronField.STAR) != 0;
        for (int i = 0; i < sets.length; i++) {
            sets[i] &= ~CronField.STAR;
        }
        return new CronFields(sets, star);
    }

    private CronExpression expression(ZoneId zone, CronFields fields, long everySeconds) {
        return new CronExpression(expression, zone, fields, ZoneTimeline.of(zone), everySeconds);
    }

    private long field(CronField field, Token list) {
        long set = 0;
        for (Token item : list.split(',')) {
            if (!item.text().isEmpty()) {
                set |= item(field, item);
            } else if (grammar.isStrict()) {
                throw refuse("a list must have no empty item", field.title, list);
            }
        }
        return set;
    }

    private long item(CronField field, Token item) {
        List<Token> range = item.split('/');
        if (range.size() > 2) {
            throw refuse("there must be at most one step", field.title, item);
        }
        List<Token> ends = range.get(0).split('-');
        String first = ends.get(0).text();
        boolean star = first.equals("*") || first.equals("?");
        if (ends.size() > (star ? 1 : 2) && (!star || grammar.isStrict())) {
            throw refuse(star ? "a star must stand for itself" : "there must be at most one hyphen", field.title, item);
        }
        long low = star ? field.least : value(field, ends.get(0));
        long high = star ? field.most : ends.size() == 2 ? value(field, ends.get(1)) : low;
        long step = 1;
        if (range.size() == 2 && first.equals("?") && grammar == Grammar.NOMAD) {
            throw refuse("a step must follow a star or a number", field.title, item);
        } else if (range.size() == 2) {
            step = number(field, range.get(1));
            high = ends.size() == 1 ? field.most : high;
        }
        checkValues(field, item, low, high, step);
        if (grammar == Grammar.NOMAD && field == CronField.WEEKDAY && !star && ends.size() + range.size() > 2) {
            // Upstream's ranges know Sunday as 0 alone, and one that ends there ends on Saturday.
            low %= SUNDAY_AGAIN;
            high = high % SUNDAY_AGAIN == 0 ? field.most : high;
        }
        checkOrder(field, item, low, high, step);
        long bits = high == SUNDAY_AGAIN && field == CronField.WEEKDAY ? 1 : CronField.bits(low, high, step);
        boolean isOpen = star && (grammar == Grammar.NOMAD ? range.size() == 1 : step == 1);
        return bits | (isOpen ? CronField.STAR : 0);
    }

    private void checkValues(CronField field, Token item, long low, long high, long step) {
        int most = field == CronField.WEEKDAY && grammar == Grammar.NOMAD ? SUNDAY_AGAIN : field.most;
        if (low < field.least || Math.max(low, high) > most) {
            String advice = field == CronField.WEEKDAY ? CronAdvice.weekdays(low, high, step) : "";
            throw refuse("values must be from " + field.least + " to " + most + advice, field.title, item);
        }
    }

    private void checkOrder(CronField field, Token item, long low, long high, long step) {
        if (low > high) {
            String advice = step == 1 ? CronAdvice.around(field, low, high) : "";
            throw refuse("a range must not end before it begins" + advice, field.title, item);
        }
        if (step == 0) {
            throw refuse("a step must be positive", field.title, item);
        }
        if (step > field.most && grammar.isStrict()) {
            String advice = grammar == Grammar.NOMAD ? "" : CronAdvice.step(field, step);
            throw refuse("a step must be at most " + field.most + advice, field.title, item);
        }
    }

    private long value(CronField field, Token token) {
        int named = grammar == Grammar.NOMAD ? field.namedInFull(token.text()) : -1;
        named = named >= 0 ? named : field.named(token.text());
        return named >= 0 ? named : number(field, token);
    }

    private long number(CronField field, Token token) {
        String digits = token.text();
        if (digits.startsWith("+") && !grammar.isStrict()) {
            digits = digits.substring(1);
        }
        boolean isNumber = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            if (isNumber) {
                return Long.parseLong(digits);
            }
        } catch (NumberFormatException e) {
            isNumber = false; // does not fit
        }
        throw refuse("there must be a number" + field.orName(), field.title, token);
    }

    /** What stands between blanks. */
    private List<Token> words(Token text) {
        Pattern word = grammar.isStrict() ? STRICT_WORD : WORD;
        return word.matcher(text.text())
                .results()
                .map(found -> new Token(found.group(), text.start() + found.start()))
                .toList();
    }

    /** From the first word to the last. */
    private Token trim(Token token) {
        List<Token> words = words(token);
        if (words.isEmpty()) {
            return token.from(token.text().length());
        }
        Token last = words.get(words.size() - 1);
        int begin = words.get(0).start();
        int end = last.start() + last.text().length();
        return new Token(expression.substring(begin, end), begin);
    }

    private IllegalArgumentException refuse(String rule, String name, Token token) {
        return new IllegalArgumentException(rule + ": " + name + "=" + token.text() + where(token));
    }

    private String where(Token token) {
        return ", character=" + (token.start() + 1) + ", expression=" + expression;
    }
}
