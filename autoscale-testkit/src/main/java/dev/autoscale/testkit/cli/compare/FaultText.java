package dev.autoscale.testkit.cli.compare;

import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.simulation.environment.Fault;
import dev.autoscale.testkit.simulation.environment.Fault.Kind;
import dev.autoscale.testkit.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads faults as people write them: {@code crash at 10m 1}, {@code metrics-missing at 10m for 5m}. */
final class FaultText {
    private static final List<String> KINDS =
            Stream.of(Kind.values()).map(FaultText::name).toList();

    private FaultText() {}

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The fault.
     *
     * @throws IllegalArgumentException with the rule alone
     */
    static Fault parse(String text) {
        List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+")));
        String name = words.remove(0);
        int index = KINDS.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("must begin with a fault" + Options.hint(name, KINDS));
        }
        Kind kind = Kind.values()[index];
        Duration at = after("at", words);
        Duration lasting = after("for", words);
        if (at == null || (lasting == null) == lasts(kind)) {
            throw new IllegalArgumentException("must be " + form(kind));
        }
        long amount = amount(kind, words);
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("must be " + form(kind));
        }
        return lasting == null ? Fault.at(kind, at, amount) : Fault.during(kind, at, lasting, amount);
    }

    private static @Nullable Duration after(String word, List<String> words) {
        if (words.size() < 2 || !words.get(0).equals(word)) {
            return null;
        }
        words.remove(0);
        return Duration.ofMillis(Spans.millis(words.remove(0)));
    }

    private static long amount(Kind kind, List<String> words) {
        String word = words.isEmpty() ? "" : words.get(0);
        try {
            return switch (kind) {
                case METRICS_LATE, CLOCK_BEHIND -> Spans.millis(taken(words));
                case CAPACITY, STARTS_SLOWLY -> number(taken(words), 0);
                case CRASH, ROLLOUT -> word.isEmpty() ? 1 : number(taken(words), 1);
                case CONTROLLER_RESTART ->
                    word.equals("with-memory") ? taken(words).length() / word.length() : 0;
                default -> 0;
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be " + form(kind), e);
        }
    }

    private static String taken(List<String> words) {
        return words.isEmpty() ? "" : words.remove(0);
    }

    private static int number(String word, int least) {
        int number = Integer.parseInt(word);
        if (number < least) {
            throw new NumberFormatException(word);
        }
        return number;
    }

    private static boolean lasts(Kind kind) {
        return switch (kind) {
            case CONTROLLER_RESTART, CRASH, ROLLOUT -> false;
            default -> true;
        };
    }

    private static String form(Kind kind) {
        String amount = switch (kind) {
            case METRICS_LATE, CLOCK_BEHIND -> " SPAN";
            case CAPACITY -> " REPLICAS";
            case STARTS_SLOWLY -> " PERCENT";
            case CRASH, ROLLOUT -> " [REPLICAS]";
            case CONTROLLER_RESTART -> " [with-memory]";
            default -> "";
        };
        return name(kind) + " at SPAN" + (lasts(kind) ? " for SPAN" : "") + amount;
    }
}
