package dev.autoscale.testkit.cli.sweep;

import dev.autoscale.testkit.cli.chart.Axis;
import dev.autoscale.testkit.cli.chart.Legend;
import dev.autoscale.testkit.cli.chart.PathData;
import dev.autoscale.testkit.cli.chart.Svg;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.league.FrontierGain.Curve;
import java.util.List;

/** Draws curves of families: replica-hours from left to right, misses upwards, logarithmic; a panel for each load and start-up time. */
final class FamilyChart {
    private static final int WIDTH = 1008;
    private static final int PANEL = 400;
    private static final int HEAD = 60;
    private static final int LEFT = 76;
    private static final int RIGHT = 984;
    private static final double LOWEST_PERCENT = 0.002;

    // From the palette of Okabe and Ito, which the colour-blind can tell apart; ours is the first.
    private static final List<String> COLORS =
            List.of("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#111111");

    private final Svg svg;
    private final FamilyPlace place;
    private final double top;
    private final Axis cost;
    private final Axis misses;

    private FamilyChart(Svg svg, FamilyPlace place, double top) {
        this.svg = svg;
        this.place = place;
        this.top = top + 46;
        double bottom = top + PANEL - 44;
        double[] costs = place.rows().stream()
                .mapToDouble(FamilyPlace.Row::cost)
                .sorted()
                .toArray();
        cost = Axis.over(LEFT, RIGHT, costs[0], costs[costs.length - 1], 9);
        misses = Axis.logarithmic(this.top, bottom, LOWEST_PERCENT, 100);
    }

    static String draw(List<FamilyPlace> places) {
        List<String> names = places.get(0).names();
        String title = names.get(0) + " against " + String.join(", ", names.subList(1, names.size()));
        Svg svg = Svg.titled(
                WIDTH,
                HEAD + PANEL * places.size(),
                LEFT,
                title,
                "arrivals that miss the SLO at which cost, over settings");
        for (int i = 0; i < places.size(); i++) {
            new FamilyChart(svg, places.get(i), (double) HEAD + PANEL * i).draw();
        }
        return svg.finish();
    }

    private void draw() {
        svg.text(
                LEFT,
                top - 30,
                place.load().name() + ", start-up " + place.startup() + ": G "
                        + Families.percent(place.gain().gain()) + " %",
                "font-weight=\"bold\" fill=\"#333\"");
        Legend legend = new Legend(svg, LEFT, top - 10);
        for (int i = 0; i < place.names().size(); i++) {
            legend.line(color(i), place.names().get(i), "");
        }
        double bottom = top + PANEL - 90;
        for (double tick : misses.ticks()) {
            svg.text(LEFT - 8, misses.at(tick) + 4, Numbers.text(tick) + " %", "text-anchor=\"end\" fill=\"#555\"");
        }
        misses.drawGrid(svg, LEFT, RIGHT);
        for (double tick : cost.ticks()) {
            svg.text(cost.at(tick), bottom + 18, Numbers.compact(tick), "text-anchor=\"middle\" fill=\"#555\"");
        }
        svg.text((LEFT + RIGHT) / 2.0, bottom + 36, "replica-hours", "text-anchor=\"middle\" fill=\"#333\"");
        String dashes = "stroke=\"#777\" stroke-dasharray=\"6 4\"";
        for (double end : new double[] {place.gain().fromCost(), place.gain().toCost()}) {
            svg.line(cost.at(end), top, cost.at(end), bottom, dashes);
        }
        for (FamilyPlace.Row row : place.rows()) {
            String color = color(place.names().indexOf(row.family()));
            svg.circle(
                    cost.at(row.cost()),
                    misses.at(row.missPercent()),
                    3,
                    Svg.fill(color, row.isOnCurve() ? "1" : ".4"));
        }
        for (int i = place.curves().size() - 1; i >= 0; i--) {
            curve(place.curves().get(i), color(i));
        }
    }

    private static String color(int family) {
        return COLORS.get(family % COLORS.size());
    }

    private void curve(Curve curve, String color) {
        PathData path = new PathData().move(cost.at(curve.cost(0)), misses.at(curve.missPercent(0)));
        for (int i = 1; i < curve.size(); i++) {
            path.line(cost.at(curve.cost(i)), misses.at(curve.missPercent(i)));
        }
        svg.path(path.horizontal(RIGHT).toString(), Svg.stroke(color, "1.8"));
    }
}
