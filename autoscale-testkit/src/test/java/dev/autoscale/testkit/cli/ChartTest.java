package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ChartTest {
    @TempDir
    private Path directory;

    @Test
    void the_example_makes_a_whole_chart() throws IOException {
        String svg = chart(Files.readString(Path.of("examples/asr-workers.properties")), SpikeTrace.csv());

        requireWellFormed(svg);
        assertThat(svg)
                .contains("policy.properties on metrics.csv", "asr_active_requests", "capacity: replicas x 5")
                .contains("more than the replicas are to take", "min 1, max 10", "0:30", "(h:mm)")
                .contains("font-family=\"sans-serif\"")
                .doesNotContain("NaN", "Infinity", "no usable sample");
    }

    @Test
    void names_are_escaped_and_gaps_shown() throws IOException {
        String svg = chart("maxReplicas=9\nmetrics.a<b&\"c\".averageValue=5\n", "v,t\n1,0\n,15000\n3,30000\n");

        requireWellFormed(svg);
        assertThat(svg).contains("a&lt;b&amp;&quot;c&quot;", "no usable sample").doesNotContain("NaN");
    }

    @Test
    void one_step_is_enough() throws IOException {
        requireWellFormed(chart("maxReplicas=9\nmetrics.a.averageValue=5\n", "t,a\n0,0\n"));
    }

    @Test
    void a_long_replay_with_many_metrics_stays_small() throws IOException {
        StringBuilder metrics = new StringBuilder("time,a,b,c,d,e,replicas\n");
        for (int i = 0; i < 60_000; i++) {
            metrics.append(1_767_225_600_000L + i * 60_000L);
            for (int k = 1; k <= 5; k++) {
                metrics.append(',').append(i * 7919 * k % 100);
            }
            metrics.append(',').append(1 + i % 7).append('\n');
        }
        String svg = chart("""
                maxReplicas=1000
                metrics.a.averageValue=5
                metrics.b.averageValue=6
                metrics.c.type=Pods
                metrics.c.averageValue=7
                metrics.d.value=8
                metrics.e.averageValue=9
                """, metrics.toString());

        requireWellFormed(svg);
        assertThat(svg.length()).isLessThan(300_000);
        assertThat(svg)
                .contains("1 more metrics are not shown", "band: its range", "(above the panel)", "recorded", "5 Jan")
                .doesNotContain("NaN");
    }

    @Test
    void activation_is_a_band() throws IOException {
        String svg = chart("""
                minReplicas=0
                maxReplicas=9
                metrics.q.averageValue=5
                metrics.beat.type=signal
                metrics.workers.type=ratio
                activation.cooldown=30
                activation.initialCooldown=0
                """, "t,q,beat,workers\n0,0,1,0\n15000,9,2,0\n30000,0,3,0\n90000,0,4,0\n");

        requireWellFormed(svg);
        assertThat(svg)
                .contains(">activation<", ">ZERO<", ">ACTIVATING<", ">COOLING<", "1 wake-up", ">beat<", ">recorded<")
                .contains("replicas asked for")
                .doesNotContain(">IDLE<", ">schedule<", "NaN", "Infinity");
        assertThat(chart("maxReplicas=9\nmetrics.q.averageValue=5\n", "t,q\n0,0\n"))
                .doesNotContain(">activation<", ">schedule<", "wake-up");
    }

    @Test
    void windows_are_shades_with_a_legend() throws IOException {
        StringBuilder policy = new StringBuilder("maxReplicas=9\nmetrics.q.averageValue=5\n");
        window(policy, "day", "floor", "1 0 * * *");
        window(policy, "night&", "ceiling", "2 0 * * *");
        window(policy, "demo", "fixed", "4 0 * * *");
        window(policy, "deploy", "forbidScaleDown", "1 0 * * *");
        window(policy, "audit", "forbidScaleUp", "1 0 * * *");
        String metrics = "time,q\n1970-01-01T00:00:00Z,1\n1970-01-01T00:06:00Z,20\n";
        String svg = chart(policy.toString(), metrics);

        requireWellFormed(svg);
        assertThat(svg)
                .contains(">schedule<", ">day: floor 3<", ">night&amp;: ceiling 3<", ">demo: fixed 3<")
                .contains(">deploy: no scale-down<", ">audit: no scale-up<", "fill-opacity=\".28\"")
                .doesNotContain(">activation<", " more<");

        for (int i = 0; i < 9; i++) {
            window(policy, "window-" + i, "floor", "1 0 * * *");
        }
        assertThat(chart(policy.toString(), metrics)).containsPattern("<text[^>]*>and \\d+ more<");
    }

    private static void window(StringBuilder policy, String name, String type, String start) {
        String key = "schedule." + name + '.';
        policy.append(key).append("type=").append(type).append('\n');
        policy.append(key).append("start=").append(start).append('\n');
        policy.append(key).append("duration=1m\n");
        policy.append(type.startsWith("forbid") ? "" : key + "replicas=3\n");
    }

    private static void requireWellFormed(String svg) {
        assertThatCode(() -> DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg))))
                .doesNotThrowAnyException();
    }

    private String chart(String policy, String metrics) throws IOException {
        Path policyFile = Files.writeString(directory.resolve("policy.properties"), policy);
        Path metricsFile = Files.writeString(directory.resolve("metrics.csv"), metrics);
        Path svg = directory.resolve("chart.svg");
        Run run = Run.of("replay", "--policy=" + policyFile, "--metrics=" + metricsFile, "--svg=" + svg, "--lines=10");
        assertThat(run.err().lines()).allMatch(line -> line.startsWith("note: column v of "));
        assertThat(run.status()).isZero();
        return Files.readString(svg);
    }
}
