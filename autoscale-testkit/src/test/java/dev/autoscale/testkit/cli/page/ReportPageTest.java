package dev.autoscale.testkit.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.ScalingPolicy;
import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.load.Load;
import dev.autoscale.testkit.simulation.load.Loads;
import dev.autoscale.testkit.simulation.load.ServiceTimes;
import dev.autoscale.testkit.simulation.score.Change;
import dev.autoscale.testkit.simulation.score.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPageTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int TIMELINE_SPANS = 2_048;

    @Test
    void equal_reports_make_equal_pages() throws IOException {
        assertThat(page(reports(HOUR, environment()))).isEqualTo(page(reports(HOUR, environment())));
    }

    @Test
    void every_policy_has_its_curve_its_reasons_and_its_changes() throws IOException {
        List<Report> reports = reports(HOUR, environment());
        PageDocument page = new PageDocument(page(reports));

        for (int i = 0; i < reports.size(); i++) {
            Report report = reports.get(i);
            assertThat(page.text("//label[@for='c" + i + "']")).isEqualTo(report.policy());
            assertThat(page.count("//path[@id='r" + i + "']")).isEqualTo(1);
            String section = "//section[contains(concat(@class,' '),'s" + i + " ')]";
            List<String> reasons = IntStream.range(0, report.timeline().size())
                    .mapToObj(report.timeline()::reason)
                    .distinct()
                    .toList();
            assertThat(page.texts(section + "//ul[contains(@class,'why')]/li"))
                    .containsExactlyInAnyOrderElementsOf(reasons);
            assertThat(page.count(section + "//path[contains(@class,'tone')]")).isEqualTo(reasons.size());
            assertThat(page.count(section + "//li/details")).isEqualTo((int) report.changeCount());
            assertThat(page.texts(section + "//details/pre"))
                    .isEqualTo(report.changes().stream()
                            .map(change -> change.explanation().stripTrailing())
                            .toList());
        }
        Change first = reports.get(0).changes().get(0);
        assertThat(page.text("(//details)[1]/summary"))
                .isEqualTo("0:0" + first.atMillis() / 60_000 + ':'
                        + String.format(Locale.ROOT, "%02d", first.atMillis() / 1_000 % 60) + ' ' + first.from() + " → "
                        + first.to() + ' ' + first.reason());
    }

    @Test
    void nothing_comes_from_elsewhere() throws IOException {
        String html = page(reports(HOUR, environment()));

        assertThat(html).doesNotContainIgnoringCase("http:", "https:", "@import", "url(", "<link", "<iframe", "//cdn");
        PageDocument page = new PageDocument(html);
        assertThat(page.count("//@src")).isZero();
        assertThat(page.texts("//@href"))
                .isNotEmpty()
                .allMatch(href -> page.count("//*[@id='" + href.substring(1) + "']") == 1);
        assertThat(page.texts("//@*[starts-with(name(),'on')]")).isEmpty();
    }

    @Test
    void readers_without_eyes_or_mice_find_their_way() throws IOException {
        String html = page(reports(HOUR, environment()));
        PageDocument page = new PageDocument(html);

        assertThat(html).startsWith("<!DOCTYPE html>\n").contains("width=device-width");
        assertThat(page.text("/html/@lang")).isEqualTo("en");
        assertThat(page.count("//h1")).isEqualTo(1);
        assertThat(page.count("//svg")).isPositive();
        assertThat(page.count("//svg[not(@role='img') or not(string(@aria-label))]"))
                .isZero();
        assertThat(page.count("//thead//th[not(@scope='col')] | //tbody//tr[not(th/@scope='row')]"))
                .isZero();
        assertThat(page.texts("//input/@id")).isEqualTo(page.texts("//label/@for"));
        assertThat(page.texts("//@id")).doesNotHaveDuplicates();
        // HTML has no short form for elements that may have contents.
        assertThat(html)
                .doesNotContainPattern(
                        "<(div|span|i|b|li|ul|ol|pre|script|output|button|section|label|td|th)\\b[^>]*/>");
    }

    @Test
    void the_scores_are_a_table() throws IOException {
        PageDocument page = new PageDocument(page(reports(HOUR, environment())));

        assertThat(page.texts("//thead//th")).containsExactly("policy", "SLO met (%)");
        assertThat(page.texts("//tbody//th")).containsExactly("first", "<best> & \"last\"");
        assertThat(page.texts("//tbody//td")).containsExactly("99.00", "100.00");
        assertThat(page.texts("//ul[@class='settings']/li")).containsExactly("load: <wave>", "seed 1");

        String bare = html("t", List.of(), List.of(reports(HOUR, environment()).get(0)), List.of());
        assertThat(new PageDocument(bare).count("//table | //ul[@class='settings']"))
                .isZero();
    }

    @Test
    void names_are_only_text() throws IOException {
        String name = "</script><script>alert('1')</script>&amp;\"x\" \u0001\ud800 \ufffe é 😀";
        Report report = Simulation.of(load(HOUR), environment().build()).run(ScalingPolicy.fixed(name, 3), 1);
        String html = html(name, List.of(name), List.of(report), List.of(List.of(name), List.of(name, name)));
        PageDocument page = new PageDocument(html);

        String shown = "</script><script>alert('1')</script>&amp;\"x\"  \ufffd \ufffd é 😀".replaceAll("\\s+", " ");
        assertThat(page.text("//h1")).isEqualTo(shown);
        assertThat(page.text("//label")).isEqualTo(shown);
        assertThat(page.count("//script")).isEqualTo(1);
        assertThat(html).doesNotContain("<script>alert");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(html)).isTrue();
    }

    @Test
    void a_long_simulation_stays_small() throws IOException {
        Duration longTime = Duration.ofSeconds(15L * TIMELINE_SPANS);
        Simulation simulation = Simulation.of(load(longTime), environment().build());
        List<Report> reports = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            reports.add(simulation.run(new RestlessPolicy("restless " + i, i), 1));
        }
        assertThat(reports.get(0).timeline().size()).isGreaterThan(TIMELINE_SPANS / 2);
        assertThat(reports.get(0).changeCount()).isGreaterThan(2_000);
        String html = page(reports);

        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_000_000);
        PageDocument page = new PageDocument(html);
        int listed = page.count("//section[@class='s0']//details");
        assertThat(listed).isBetween(50, 2_000);
        assertThat(page.text("//section[@class='s0']//p[@class='note']"))
                .contains("; the first " + listed + " are listed, "
                        + Numbers.grouped(reports.get(0).changeCount() - listed) + " later ones are left out");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 700, 900, 1_500, TIMELINE_SPANS})
    void no_arrival_is_lost_between_the_columns(int spans) throws IOException {
        Duration duration = Duration.ofSeconds(15L * spans).minusSeconds(1);
        Environment environment = environment().duration(duration).build();
        Report report = Simulation.of(load(duration), environment).run(ScalingPolicy.fixed(2), 1);
        PageDocument page = new PageDocument(page(List.of(report)));

        List<String> rates = page.unpacked("(//li[contains(@class,'load')])[1]/@data-v");
        double columns = Double.parseDouble(page.text("//@data-columns"));
        double columnSeconds = report.durationMillis() / columns / 1_000;
        assertThat(columns).isLessThanOrEqualTo(720);
        assertThat(rates)
                .hasSize((int) Math.ceil(columns))
                .hasSameSizeAs(page.text("//@data-times").split("\\|", -1));
        double arrivals = 0;
        for (int i = 0; i < rates.size(); i++) {
            double share = Math.min(1, columns - i);
            arrivals += Double.parseDouble(rates.get(i).replace("/s", "")) * columnSeconds * share;
        }
        // Rates have two places.
        assertThat(arrivals).isCloseTo(report.arrivals(), within(0.011 * report.durationMillis() / 1_000 + 1));
    }

    @Test
    void simulations_that_begin_at_a_date_show_dates() throws IOException {
        Environment.Builder newYear = environment().startsAt(1_767_258_000_000L);
        assertThat(page(reports(HOUR, newYear))).contains("UTC, from 1 January 2026", "|2026-01-01 09:00:15|");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1_000_000_000_000_001L, Long.MAX_VALUE / 2, Long.MIN_VALUE / 2})
    void others_show_the_time_since_they_began(long start) throws IOException {
        assertThat(page(reports(HOUR, environment().startsAt(start))))
                .contains("time since the start of the simulation (h:mm)", "0:00:00|0:00:15|");
    }

    @Test
    void a_promised_wait_is_no_latency() throws IOException {
        String latency = page(reports(HOUR, environment()));
        assertThat(latency).contains("SLO: 1 s", "took longer than 1 s").doesNotContain("waited longer");
        String wait = page(reports(HOUR, environment().sloOnWait()));
        assertThat(wait).contains("waited longer than 1 s").doesNotContain("SLO: 1 s", "took longer");
    }

    @Test
    void references_and_policies_look_different() throws IOException {
        List<Report> reports = new ArrayList<>();
        Simulation simulation = Simulation.of(load(HOUR), environment().build());
        for (int i = 0; i < 7; i++) {
            reports.add(simulation.run(policy("policy " + i, 1 + i), 1));
        }
        reports.add(simulation.run(ScalingPolicy.oracle(), 1));
        reports.add(simulation.run(ScalingPolicy.fixed("fixed at peak", 4), 1));
        PageDocument page = new PageDocument(page(reports));

        assertThat(page.texts("//label/@class"))
                .containsExactly(
                        "key p0",
                        "key p1",
                        "key p2",
                        "key p3",
                        "key p4",
                        "key p5",
                        "key p0 again",
                        "key ora",
                        "key fix");
    }

    @Test
    void reports_must_fit_together() {
        List<Report> unequal = List.of(
                reports(HOUR, environment()).get(0),
                reports(HOUR.multipliedBy(2), environment()).get(0));
        assertThatThrownBy(() -> page(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reports must not be empty");
        assertThatThrownBy(() -> page(unequal))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reports must be of the same length: first=");
    }

    private static Environment.Builder environment() {
        return Environment.builder()
                .inStep()
                .startup(Duration.ofSeconds(20))
                .initialReplicas(1)
                .slo(Duration.ofSeconds(1), 0.99);
    }

    private static Load load(Duration duration) {
        return Loads.poisson(1.5, duration, ServiceTimes.exponential(Duration.ofMillis(700)));
    }

    private static ScalingPolicy policy(String name, double target) {
        return ScalingPolicy.of(
                name,
                AutoscalerSpec.builder(1, 9)
                        .metric(MetricSpec.external("jobs").averageValue(target))
                        .build(),
                Map.of("jobs", WorkloadMetric.IN_SYSTEM));
    }

    private static List<Report> reports(Duration duration, Environment.Builder environment) {
        Simulation simulation = Simulation.of(load(duration), environment.build());
        return List.of(
                simulation.run(policy("first", 1), 1),
                simulation.run(policy("<best> & \"last\"", 2), 1),
                simulation.run(ScalingPolicy.oracle(), 1),
                simulation.run(ScalingPolicy.fixed("fixed at peak", simulation.peakDemand(1)), 1));
    }

    private static String page(List<Report> reports) throws IOException {
        List<List<String>> table = List.of(
                List.of("policy", "SLO met (%)"), List.of("first", "99.00"), List.of("<best> & \"last\"", "100.00"));
        return html("two policies", List.of("load: <wave>", "seed 1"), reports, table);
    }

    private static String html(String title, List<String> settings, List<Report> reports, List<List<String>> table)
            throws IOException {
        StringBuilder out = new StringBuilder();
        ReportPage.appendTo(out, title, settings, reports, table);
        return out.toString();
    }
}
