package dev.autoscale.testkit.cli;

import java.util.List;

/**
 * A band of a chart, which has one colour at a time, or none. Immutable.
 *
 * @param title its heading
 * @param shades all colours
 * @param showsAll whether the legend names those too that are never seen
 */
record ChartBand(String title, List<Shade> shades, boolean showsAll) {
    /**
     * One colour.
     *
     * @param text what it means
     * @param color the colour
     * @param isMoment whether it is so short that it would be lost among others, and is what one looks for
     */
    record Shade(String text, String color, boolean isMoment) {}
}
