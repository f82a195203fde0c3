package dev.autoscale.testkit.cli.chart;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** Writes SVG elements. Not thread-safe. */
public final class Svg {
    private static final int REPLACEMENT = 0xfffd;

    private final StringBuilder text = new StringBuilder(1 << 16);

    private Svg(String root) {
        text.append(root);
    }

    /** A white picture with a heading and a line below it, which begin at a distance from the left. */
    public static Svg titled(int width, int height, double left, String title, String subtitle) {
        Svg svg = new Svg("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="12" fill="#333" role="img">
                <title>%3$s</title>
                """.formatted(width, height, escaped(title)));
        svg.rect(0, 0, width, height, fill("#fff"));
        svg.text(left, 24, title, "font-size=\"17\" font-weight=\"bold\" fill=\"#111\"");
        svg.text(left, 43, subtitle, fill("#555"));
        return svg;
    }

    /** One that a page stretches to its own width; it has no texts, which would be stretched too. */
    public static Svg stretched(int width, int height, String label) {
        return new Svg("<svg viewBox=\"0 0 " + width + ' ' + height
                + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" + escaped(label) + "\">\n");
    }

    /** Attributes of what is filled. */
    public static String fill(String color) {
        return "fill=\"" + color + '"';
    }

    public static String fill(String color, String opacity) {
        return fill(color) + " fill-opacity=\"" + opacity + '"';
    }

    /** Attributes of what has an outline only. */
    public static String stroke(String color, String width) {
        return "fill=\"none\" stroke=\"" + color + "\" stroke-width=\"" + width + '"';
    }

    public void rect(double x, double y, double width, double height, String attributes) {
        add("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" ", attributes, x, y, width, height);
    }

    public void line(double x1, double y1, double x2, double y2, String attributes) {
        add("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" ", attributes, x1, y1, x2, y2);
    }

    public void circle(double x, double y, double radius, String attributes) {
        add("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" ", attributes, x, y, radius);
    }

    private void add(String start, String attributes, double... numbers) {
        text.append(
                start.formatted(DoubleStream.of(numbers).mapToObj(Svg::number).toArray()));
        text.append(attributes).append("/>\n");
    }

    public void text(double x, double y, String content, String attributes) {
        text.append(
                "<text x=\"%s\" y=\"%s\" %s>%s</text>\n".formatted(number(x), number(y), attributes, escaped(content)));
    }

    public void path(String data, String attributes) {
        if (!data.isEmpty()) {
            text.append("<path d=\"%s\" %s/>\n".formatted(data, attributes));
        }
    }

    /** Draws something of the same page once more. */
    public void use(String id, String classes) {
        text.append("<use href=\"#%s\" class=\"%s\"/>\n".formatted(id, classes));
    }

    public String finish() {
        return text.append("</svg>\n").toString();
    }

    /** One decimal place is a tenth of a pixel: more only makes the file bigger. */
    public static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
    }

    /** Safe in texts and attributes of SVG and HTML; what no XML may contain is replaced. */
    public static String escaped(String content) {
        StringBuilder safe = new StringBuilder();
        content.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\n' -> safe.append('\n');
                default -> safe.appendCodePoint(c < ' ' ? ' ' : isCharacter(c) ? c : REPLACEMENT);
            }
        });
        return safe.toString();
    }

    private static boolean isCharacter(int codePoint) {
        boolean isLoneSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return !isLoneSurrogate && codePoint != 0xfffe && codePoint != 0xffff;
    }
}
