package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.chart.Axis;
import dev.autoscale.testkit.cli.chart.Legend;
import dev.autoscale.testkit.cli.chart.PathData;
import dev.autoscale.testkit.cli.chart.Svg;
import dev.autoscale.testkit.cli.compare.StandingsTable;
import dev.autoscale.testkit.cli.sweep.SweepResult.Row;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.league.Trial;
import dev.autoscale.testkit.simulation.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Draws a sweep: replica-hours from left to right, the share that met the SLO upwards. The frontier is a line of steps, as each of
 * its settings is the best for its cost and all that is a little dearer.
 */
final class SweepChart {
    private static final int WIDTH = 1008;
    private static final int HEIGHT = 560;
    private static final int LEFT = 76;
    private static final int RIGHT = 984;
    private static final int TOP = 92;
    private static final int BOTTOM = 500;
    private static final int LABEL_HEIGHT = 15;
    private static final double LABEL_CHARACTER = 6.5;

    // From the palette of Okabe and Ito, which the colour-blind can tell apart.
    private static final String FRONTIER = "#0072b2";
    private static final String RECOMMENDED = "#d55e00";
    private static final String REFERENCE = "#111111";
    private static final String DOMINATED = "#999999";
    private static final String GOAL = "#009e73";

    /** Keeps a label readable on a line. */
    private static final String HALO =
            "stroke=\"#fff\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\" ";

    private final SweepResult result;
    private final Axis cost;
    private final Axis share;
    private final Svg svg;
    private final List<double[]> labels = new ArrayList<>();

    SweepChart(SweepResult result, String title) {
        this.result = result;
        double[] costs = trials().mapToDouble(SweepChart::cost).toArray();
        double cheapest = DoubleStream.of(costs).min().orElse(0);
        cost = Axis.over(LEFT, RIGHT, cheapest, DoubleStream.of(costs).max().orElse(1), 9);
        double lowest = trials().mapToDouble(SweepChart::share).min().orElse(0);
        share = Axis.over(BOTTOM, TOP, Math.max(lowest, floor()), 100, 10);
        svg = Svg.titled(WIDTH, HEIGHT, LEFT, title, subtitle());
    }

    /**
     * Where the picture may end although there is more below: what is far from the goal and from what is named would press the rest
     * flat.
     */
    private double floor() {
        double named = Math.min(
                result.goal(),
                Math.min(result.asGiven().share(), result.recommended().share()));
        return 100 - 2.5 * Math.max(0.4, 100 - named);
    }

    private Stream<Trial> trials() {
        return Stream.concat(result.rows().stream().map(Row::trial), result.yardsticks().stream());
    }

    private static double cost(Trial trial) {
        return trial.mean(Score.REPLICA_HOURS);
    }

    private static double share(Trial trial) {
        return trial.mean(Score.SLO_SHARE);
    }

    String draw() {
        legend();
        axes();
        result.rows().stream().filter(row -> !row.isOnFrontier()).forEach(row -> dot(row.trial(), 3, DOMINATED, ".45"));
        frontier();
        names();
        return svg.finish();
    }

    private String subtitle() {
        long below = trials().filter(trial -> !share.shows(share(trial))).count();
        return Numbers.count(result.rows().size() - 1L, "setting") + " besides the one as given"
                + (result.seeds() == 1 ? ", one seed" : ", means of " + result.seeds() + " seeds")
                + (below == 0 ? "" : "; " + below + " below the picture, drawn at its bottom");
    }

    private void legend() {
        Legend legend = new Legend(svg, LEFT, TOP - 18);
        legend.line(FRONTIER, "frontier: the most for the cost", "");
        legend.box(DOMINATED, "dominated");
        legend.line(GOAL, "goal: " + Numbers.text(result.goal()) + " %", " stroke-dasharray=\"6 4\"");
    }

    private void axes() {
        for (double tick : share.ticks()) {
            double y = share.at(tick);
            svg.line(LEFT, y, RIGHT, y, "stroke=\"#000\" stroke-opacity=\".1\"");
            svg.text(LEFT - 8, y + 4, Numbers.text(tick) + " %", "text-anchor=\"end\" fill=\"#555\"");
        }
        for (double tick : cost.ticks()) {
            double x = cost.at(tick);
            svg.line(x, TOP, x, BOTTOM, "stroke=\"#000\" stroke-opacity=\".06\"");
            svg.text(x, BOTTOM + 18, Numbers.compact(tick), "text-anchor=\"middle\" fill=\"#555\"");
        }
        svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "stroke=\"#777\"");
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 40, "replica-hours", "text-anchor=\"middle\" fill=\"#333\"");
        svg.text(LEFT - 8, TOP - 18, "SLO met", "text-anchor=\"end\" fill=\"#333\"");
        double y = share.at(result.goal());
        svg.line(LEFT, y, RIGHT, y, "stroke=\"" + GOAL + "\" stroke-width=\"1.4\" stroke-dasharray=\"6 4\"");
    }

    private void frontier() {
        List<Row> rows = result.byCost(false).stream().filter(Row::isOnFrontier).toList();
        PathData path = new PathData();
        for (Row row : rows) {
            double x = cost.at(row.cost());
            double y = share.at(row.share());
            if (path.isEmpty()) {
                path.move(x, y);
            } else {
                path.horizontal(x).vertical(y);
            }
        }
        svg.path(path.horizontal(RIGHT).toString(), Svg.stroke(FRONTIER, "1.6"));
        rows.forEach(row -> dot(row.trial(), 4, FRONTIER, "1"));
    }

    private void names() {
        boolean keepsGiven = result.isRecommended(result.asGiven());
        mark(result.recommended().trial(), RECOMMENDED, (keepsGiven ? "as given, recommended" : "recommended"));
        if (!keepsGiven) {
            mark(result.asGiven().trial(), REFERENCE, SweepSettings.AS_GIVEN);
        }
        result.yardsticks().forEach(trial -> mark(trial, REFERENCE, trial.policy()));
    }

    private void mark(Trial trial, String color, String name) {
        double x = cost.at(cost(trial));
        double y = share.at(share(trial));
        dot(trial, 6, color, "1");
        String text = name + " (" + StandingsTable.number(cost(trial), 2) + " h, "
                + StandingsTable.number(share(trial), 2) + " %)";
        double width = text.length() * LABEL_CHARACTER;
        boolean isLeft = x + 12 + width > RIGHT;
        double begin = isLeft ? x - 12 - width : x + 12;
        double baseline = freeLine(begin, width, y + 16);
        svg.text(
                isLeft ? x - 12 : x + 12,
                baseline,
                text,
                (isLeft ? "text-anchor=\"end\" " : "") + HALO + "font-weight=\"bold\" " + Svg.fill(color));
    }

    /** The first line from here down, or up if there is no room, where no label is yet. */
    private double freeLine(double begin, double width, double first) {
        double step = first + 4 * LABEL_HEIGHT > BOTTOM ? -LABEL_HEIGHT : LABEL_HEIGHT;
        double line = step < 0 ? Math.min(first, BOTTOM - 8) : first;
        while (isTaken(begin, width, line)) {
            line += step;
        }
        labels.add(new double[] {begin, begin + width, line});
        return line;
    }

    private boolean isTaken(double begin, double width, double line) {
        return labels.stream()
                .anyMatch(label ->
                        begin < label[1] && label[0] < begin + width && Math.abs(label[2] - line) < LABEL_HEIGHT - 1);
    }

    private void dot(Trial trial, int radius, String color, String opacity) {
        svg.circle(cost.at(cost(trial)), share.at(share(trial)), radius, Svg.fill(color, opacity));
    }
}
