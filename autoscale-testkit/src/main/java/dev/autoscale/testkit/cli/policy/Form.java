package dev.autoscale.testkit.cli.policy;

import static java.util.Map.entry;

import dev.autoscale.Combination;
import dev.autoscale.InvalidSettingsException;
import dev.autoscale.LookBack;
import dev.autoscale.Violation;
import dev.autoscale.policies.keda.Formula;
import dev.autoscale.policies.kubernetes.HpaBehavior;
import dev.autoscale.policies.kubernetes.LabelSelector;
import dev.autoscale.policies.kubernetes.Quantity;
import dev.autoscale.policies.schedule.CronExpression;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the value of a key is written. Immutable.
 *
 * @param title what such a value is, in a word or two
 * @param reader throws an exception whose message is the rule that the text breaks, or one with violations
 */
record Form<T>(String title, Function<String, T> reader) {
    static final Form<String> TEXT = new Form<>("text", text -> text);
    /** The id of another metric of the file. */
    static final Form<String> METRIC = new Form<>("metric id", text -> text);

    static final Form<Integer> INTEGER = of("whole number", "must be a whole number", Integer::valueOf);
    static final Form<Quantity> QUANTITY =
            of("quantity", "must be a Kubernetes quantity such as 500m, 2 or 1.5Gi", Quantity::parse);
    static final Form<Double> NUMBER = new Form<>("number", Form::number);
    static final Form<Duration> TIME = new Form<>("time", text -> Duration.ofMillis(Spans.millis(text)));
    /** As KEDA has it; a file may write it as any other length of time, too. */
    static final Form<Integer> SECONDS = new Form<>("whole seconds", Form::seconds);

    static final Form<Boolean> FLAG = choice(entry("false", false), entry("true", true));
    /** A flag of a Go program's settings, with all the words that Go takes. */
    static final Form<Boolean> GO_FLAG = new Form<>(FLAG.title(), text -> switch (text) {
        case "1", "t", "T", "TRUE", "True" -> true;
        case "0", "f", "F", "FALSE", "False" -> false;
        default -> FLAG.reader().apply(text);
    });

    static final Form<ZoneId> ZONE = new Form<>("time zone", CronExpression::zone);
    static final Form<CronExpression> CRON = cron(ZoneOffset.UTC, CronExpression.Grammar.STRICT);
    static final Form<HpaBehavior.Policy[]> POLICIES = of(
            "list",
            "must be a list of type, amount and seconds such as Percent 100 15, Pods 4 15",
            text -> text.isBlank()
                    ? new HpaBehavior.Policy[0]
                    : Stream.of(text.split(",", -1)).map(Form::policy).toArray(HpaBehavior.Policy[]::new));
    /** Two counts: of breaches, and of decisions. */
    static final Form<List<Integer>> OF = of(
            "counts",
            "must be breaches of a number of decisions such as 3 of 5",
            text -> counts(text, "\\s+of\\s+", 2, 2));
    /** One count or two. */
    static final Form<List<Integer>> RANGE = of(
            "count or range",
            "must be a count such as 2, or a range such as 0, 5",
            text -> counts(text, "\\s*,\\s*", 1, 2));

    /** Labels that must all be there, with the values that they must have. */
    static final Form<LabelSelector> LABELS =
            of("labels", "must be labels with their values such as queue=in, zone=a", Form::labels);

    static final Form<LookBack> LOOK_BACK =
            of("period", "must be mean, max or min and a length of time such as mean 30s", Form::lookBack);

    private static final String FORMULA = "formula ";
    private static final Pattern CAPITAL = Pattern.compile("_(.)");
    private static final Pattern VOTES =
            Pattern.compile("votes\\s*\\(\\s*([0-9]{1,9}|all)\\s*,\\s*([0-9]{1,9}|all)\\s*\\)");

    /** A form whose readers' exceptions have no rule of their own. */
    private static <T> Form<T> of(String title, String rule, Function<String, T> reader) {
        return new Form<>(title, text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(rule, e);
            }
        });
    }

    /** One of a few words, in this order. */
    @SafeVarargs
    static <T> Form<T> choice(Map.Entry<String, T>... words) {
        Map<String, T> meanings = new LinkedHashMap<>();
        for (Map.Entry<String, T> word : words) {
            meanings.put(word.getKey(), word.getValue());
        }
        return choice(meanings);
    }

    /** One of a few words that mean themselves. */
    static Form<String> word(Collection<String> words) {
        Map<String, String> meanings = new LinkedHashMap<>();
        words.forEach(word -> meanings.put(word, word));
        return choice(meanings);
    }

    /** One of a few words, or of many others that no complaint lists. */
    static Form<String> word(String title, List<String> words, List<String> others) {
        Map<String, String> all = new LinkedHashMap<>();
        words.forEach(word -> all.put(word, word));
        others.forEach(word -> all.put(word, word));
        String rule = "must be one of " + String.join(", ", words) + " or another of KEDA's types";
        return new Form<>(title, text -> {
            if (!all.containsKey(text)) {
                throw unknown(rule, text, all);
            }
            return text;
        });
    }

    private static <T> Form<T> choice(Map<String, T> meanings) {
        String title = String.join(" | ", meanings.keySet());
        return new Form<>(title, text -> {
            T meaning = meanings.get(text);
            if (meaning == null) {
                throw unknown("must be one of " + String.join(", ", meanings.keySet()), text, meanings);
            }
            return meaning;
        });
    }

    /** One of the constants by the words of the file, in this order: {@code FORBID_SCALE_UP} is {@code forbidScaleUp}. */
    @SafeVarargs
    static <E extends Enum<E>> Form<E> oneOf(E... constants) {
        Map<String, E> named = new LinkedHashMap<>();
        for (E constant : constants) {
            Matcher letters = CAPITAL.matcher(constant.name().toLowerCase(Locale.ROOT));
            named.put(letters.replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT)), constant);
        }
        return choice(named);
    }

    /** A cron expression; what is wrong with it keeps field and character. */
    static Form<CronExpression> cron(ZoneId zone, CronExpression.Grammar grammar) {
        return new Form<>("cron expression", text -> {
            try {
                return CronExpression.parse(text, zone, grammar);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        String.valueOf(e.getMessage()).replace(", expression=" + text, ""), e);
            }
        });
    }

    private static InvalidSettingsException unknown(String rule, String text, Map<String, ?> known) {
        return new InvalidSettingsException(
                List.of(new Violation("", Violation.Type.NOT_SUPPORTED, rule, text, List.copyOf(known.keySet()))));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return QUANTITY.reader().apply(text).toDouble();
        }
    }

    private static int seconds(String text) {
        long millis = Spans.millis(text);
        if (millis % 1000 != 0 || millis / 1000 > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("must be whole seconds");
        }
        return (int) (millis / 1000);
    }

    private static HpaBehavior.Policy policy(String text) {
        String[] parts = text.strip().split("\\s+", -1);
        if (parts.length != 3) {
            throw new NumberFormatException(text);
        }
        return new HpaBehavior.Policy(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private static List<Integer> counts(String text, String separator, int least, int most) {
        List<Integer> counts =
                Stream.of(text.split(separator, -1)).map(Integer::valueOf).toList();
        if (counts.size() < least || counts.size() > most) {
            throw new NumberFormatException(text);
        }
        return counts;
    }

    private static LabelSelector labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : text.split(",", -1)) {
            int equals = label.indexOf('=');
            String key = label.substring(0, Math.max(equals, 0)).strip();
            if (key.isEmpty() || labels.put(key, label.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException(label);
            }
        }
        return new LabelSelector(labels, List.of());
    }

    private static LookBack lookBack(String text) {
        String[] words = text.split("\\s+", 2);
        LookBack.Aggregation how = oneOf(LookBack.Aggregation.values()).reader().apply(words[0]);
        if (words.length < 2) {
            throw new IllegalArgumentException(text);
        }
        return new LookBack(TIME.reader().apply(words[1]), how);
    }

    /** A rule in a word, or a formula over the proposals of metrics. */
    static Form<Combination> combination(List<String> metrics) {
        return new Form<>("combination", text -> combination(text, metrics));
    }

    private static Combination combination(String text, List<String> metrics) {
        if (text.startsWith(FORMULA)) {
            return Formula.compile(text.substring(FORMULA.length()), metrics).combination();
        }
        Map<String, Combination> named = new LinkedHashMap<>();
        Stream.of(Combination.MAX, Combination.MIN, Combination.SUM, Combination.AVERAGE)
                .forEach(each -> named.put(each.toString(), each));
        Matcher votes = VOTES.matcher(text);
        if (votes.matches()) {
            return Combination.votes(votes(votes.group(1)), votes(votes.group(2)));
        }
        Combination combination = named.get(text);
        if (combination == null) {
            throw unknown(
                    "must be one of " + String.join(", ", named.keySet())
                            + ", votes(metrics to grow, metrics to shrink) such as votes(1, all), or a formula such as"
                            + " formula max(a, b)",
                    text,
                    named);
        }
        return combination;
    }

    private static int votes(String text) {
        return text.equals("all") ? Combination.ALL : Integer.parseInt(text);
    }

    /** The value of a key; null if it is not given, and after a complaint. */
    @Nullable
    T read(PolicyEntries entries, String key) {
        String text = entries.text(key);
        return text == null ? null : entries.judged(key, () -> reader.apply(text));
    }
}
