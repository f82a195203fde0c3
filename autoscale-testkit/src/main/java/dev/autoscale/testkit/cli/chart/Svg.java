package dev.autoscale.testkit.cli.chart;

import java.util.Locale;

/** Writes SVG elements. Not thread-safe. */
public final class Svg {
    private static final int REPLACEMENT = 0xfffd;

    private final StringBuilder text = new StringBuilder(1 << 16);

    public Svg(int width, int height) {
        text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
                .append(width)
                .append("\" height=\"");
        text.append(height)
                .append("\" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height);
        text.append("\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\" role=\"img\">\n");
    }

    private Svg(String root) {
        text.append(root);
    }

    /** One that a page stretches to its own width; it has no texts, which would be stretched too. */
    public static Svg stretched(int width, int height, String label) {
        return new Svg("<svg viewBox=\"0 0 " + width + ' ' + height
                + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" + escaped(label) + "\">\n");
    }

    public void title(String title) {
        text.append("<title>").append(escaped(title)).append("</title>\n");
    }

    public void rect(double x, double y, double width, double height, String attributes) {
        text.append("<rect x=\"").append(number(x)).append("\" y=\"").append(number(y));
        text.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
        text.append("\" ").append(attributes).append("/>\n");
    }

    public void line(double x1, double y1, double x2, double y2, String attributes) {
        text.append("<line x1=\"").append(number(x1)).append("\" y1=\"").append(number(y1));
        text.append("\" x2=\"").append(number(x2)).append("\" y2=\"").append(number(y2));
        text.append("\" ").append(attributes).append("/>\n");
    }

    public void circle(double x, double y, double radius, String attributes) {
        text.append("<circle cx=\"").append(number(x)).append("\" cy=\"").append(number(y));
        text.append("\" r=\"")
                .append(number(radius))
                .append("\" ")
                .append(attributes)
                .append("/>\n");
    }

    public void text(double x, double y, String content, String attributes) {
        text.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\" ");
        text.append(attributes).append('>').append(escaped(content)).append("</text>\n");
    }

    public void path(CharSequence data, String attributes) {
        if (!data.isEmpty()) {
            text.append("<path d=\"")
                    .append(data)
                    .append("\" ")
                    .append(attributes)
                    .append("/>\n");
        }
    }

    /** Draws something of the same page once more. */
    public void use(String id, String classes) {
        text.append("<use href=\"#")
                .append(id)
                .append("\" class=\"")
                .append(classes)
                .append("\"/>\n");
    }

    public String finish() {
        return text.append("</svg>\n").toString();
    }

    /** One place behind the point is a tenth of a pixel: more only makes the file bigger. */
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
