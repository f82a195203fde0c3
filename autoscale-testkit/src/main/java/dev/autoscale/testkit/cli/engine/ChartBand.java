package dev.autoscale.testkit.cli.engine;

import dev.autoscale.Activation;
import dev.autoscale.Decision;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * A band of a chart, which has one colour at a time, or none. Immutable.
 *
 * @param title its heading
 * @param shades all colours
 * @param showsAll whether the legend names those too that are never seen
 * @param current which of the colours the current step has, or -1
 */
public record ChartBand(String title, List<Shade> shades, boolean showsAll, IntSupplier current) {
    // From the palette of Okabe and Ito, as in the panels; no shade has the colour of a curve.
    public static final List<String> COLORS = List.of("#56b4e9", "#e69f00", "#cc79a7", "#b8a800");

    /**
     * One colour.
     *
     * @param text what it means
     * @param color the colour
     * @param isMoment whether it is so short that it would be lost among others, and is what one looks for
     */
    public record Shade(String text, String color, boolean isMoment) {}

    /** The states of activation. */
    static ChartBand activation(Decision out) {
        List<Shade> shades = Stream.of(Activation.State.values())
                .map(state -> new Shade(state.name(), color(state), state == Activation.State.ACTIVATING))
                .toList();
        return new ChartBand(
                "activation", shades, false, () -> out.activationState().ordinal());
    }

    private static String color(Activation.State state) {
        return switch (state) {
            case ZERO -> "#b0b0b0";
            case ACTIVATING -> "#d55e00";
            case ACTIVE -> "#009e73";
            case COOLING -> "#56b4e9";
            case IDLE -> "#cc79a7";
        };
    }

    /** What holds the count. */
    static ChartBand held(List<Decision.Step> parts, Decision out) {
        List<Shade> shades = parts.stream()
                .map(part -> new Shade(label(part), color(part), false))
                .toList();
        return new ChartBand("held", shades, true, () -> lastThatHolds(parts, out));
    }

    private static int lastThatHolds(List<Decision.Step> parts, Decision out) {
        int last = parts.size() - 1;
        while (last >= 0 && out.reason(parts.get(last)) == null) {
            last--;
        }
        return last;
    }

    private static String color(Decision.Step step) {
        return COLORS.get((step.ordinal() - Decision.Step.ALIGNED.ordinal()) % COLORS.size());
    }

    /** What the workload is while a step changes the count. */
    static String label(Decision.Step step) {
        return switch (step) {
            case SUSTAINED -> "not sustained";
            case COOLED -> "in cooldown";
            case BUDGETED -> "over budget";
            default -> step.name().toLowerCase(Locale.ROOT);
        };
    }
}
