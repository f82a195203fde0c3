package dev.autoscale.testkit.cli.chart;

/** One row of samples and their meanings above a panel. Not thread-safe. */
public final class Legend {
    private static final int SAMPLE = 22;

    private final Svg svg;
    private final double y;
    private double x;

    public Legend(Svg svg, double left, double baseline) {
        this.svg = svg;
        this.x = left;
        this.y = baseline;
    }

    void heading(String text) {
        svg.text(x, y, text, "font-size=\"13\" font-weight=\"bold\" fill=\"#111\"");
        x += width(text, 8.2) + 18;
    }

    public void line(String color, String text, String dashes) {
        svg.line(x, y - 4, x + SAMPLE, y - 4, "stroke=\"" + color + "\" stroke-width=\"2\"" + dashes);
        meaning(text);
    }

    public void box(String color, String text) {
        box(color, ".6", "none", text);
    }

    /** A box with a strip along its top, as the shades of a panel have one; or none. */
    public void box(String color, String opacity, String strip, String text) {
        svg.rect(x, y - 9, SAMPLE, 10, Svg.fill(color, opacity));
        if (!strip.equals("none")) {
            svg.rect(x, y - 9, SAMPLE, 3, Svg.fill(strip));
        }
        meaning(text);
    }

    void note(String text) {
        svg.text(x, y, text, Svg.fill("#555"));
    }

    /** Whether another sample ends before a point. */
    boolean hasRoomFor(String text, double right) {
        return x + SAMPLE + 6 + width(text, 6.5) <= right;
    }

    private void meaning(String text) {
        svg.text(x + SAMPLE + 6, y, text, Svg.fill("#555"));
        x += SAMPLE + 6 + width(text, 6.5) + 18;
    }

    /** About how wide a text will be: SVG does not say, and fonts differ. */
    private static double width(String text, double perCharacter) {
        return text.length() * perCharacter;
    }
}
