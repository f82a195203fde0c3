package dev.autoscale.testkit.cli.chart;

/** The data of a path, in pixels. Not thread-safe. */
public final class PathData {
    private final StringBuilder data = new StringBuilder();
    private String y = "";

    public boolean isEmpty() {
        return data.isEmpty();
    }

    public PathData move(double toX, double toY) {
        return point('M', toX, toY);
    }

    public PathData line(double toX, double toY) {
        return point('L', toX, toY);
    }

    private PathData point(char command, double toX, double toY) {
        y = Svg.number(toY);
        data.append(command).append(Svg.number(toX)).append(',').append(y);
        return this;
    }

    public PathData horizontal(double toX) {
        data.append('H').append(Svg.number(toX));
        return this;
    }

    public PathData vertical(double toY) {
        y = Svg.number(toY);
        data.append('V').append(y);
        return this;
    }

    PathData close() {
        data.append('Z');
        return this;
    }

    /** A rectangle that begins and ends at one level. */
    PathData box(double left, double right, double level, double other) {
        return move(left, level)
                .vertical(other)
                .horizontal(right)
                .vertical(level)
                .close();
    }

    /** Whether the path has come to a level, as far as can be seen. */
    boolean isAt(double level) {
        return y.equals(Svg.number(level));
    }

    @Override
    public String toString() {
        return data.toString();
    }
}
