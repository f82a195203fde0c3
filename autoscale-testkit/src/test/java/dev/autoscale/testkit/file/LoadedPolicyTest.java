package dev.autoscale.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.autoscale.testkit.simulation.Simulation;
import dev.autoscale.testkit.simulation.WorkloadMetric;
import dev.autoscale.testkit.simulation.environment.Environment;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.Standings;
import dev.autoscale.testkit.simulation.load.Loads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedPolicyTest {
    private static final String PROPERTIES = "maxReplicas=10\nmetrics.queue.averageValue=5\n";
    private static final String HPA = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata:
              name: %s
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              maxReplicas: %s
              metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
            """;

    @TempDir
    private Path directory;

    @Test
    void properties_and_manifests_are_read() throws IOException {
        Path file = Files.writeString(directory.resolve("p.properties"), PROPERTIES);
        LoadedPolicy queue = LoadedPolicy.read(file);
        assertThat(queue.name()).isEqualTo("p.properties");
        assertThat(queue.warnings()).isEmpty();
        assertThat(queue.spec().orElseThrow().maxReplicas()).isEqualTo(10);
        assertThat(queue.knative()).isEmpty();
        assertThat(queue)
                .hasToString("LoadedPolicy[p.properties, " + queue.spec().orElseThrow() + ']');

        LoadedPolicy hpa = LoadedPolicy.parse("web.yaml", HPA.formatted("web", "7"));
        assertThat(hpa.spec().orElseThrow().maxReplicas()).isEqualTo(7);
        LoadedPolicy knative = LoadedPolicy.parse("k", "knative.target=10\n");
        assertThat(knative.spec()).isEmpty();
        assertThat(knative.knative()).isPresent();
        assertThat(knative.toString()).startsWith("LoadedPolicy[k, KpaSpec");
    }

    @Test
    void one_of_several_is_selected() throws IOException {
        String both = HPA.formatted("a", "3") + "---\n" + HPA.formatted("b", "4");
        Path file = Files.writeString(directory.resolve("both.yaml"), both);
        assertThat(LoadedPolicy.read(file, "HorizontalPodAutoscaler/b")
                        .spec()
                        .orElseThrow()
                        .maxReplicas())
                .isEqualTo(4);
        LoadedPolicy first = LoadedPolicy.parse("both.yaml", both, "HorizontalPodAutoscaler/a");
        assertThat(first.name()).isEqualTo("HorizontalPodAutoscaler/a");
        assertThat(first.spec().orElseThrow().maxReplicas()).isEqualTo(3);
        assertThat(problems(() -> LoadedPolicy.read(file)).getMessage()).contains("holds several policies");
        assertThat(problems(() -> LoadedPolicy.read(file, "HorizontalPodAutoscaler/c")))
                .hasMessageContaining("none is selected");
    }

    @Test
    void every_problem_has_a_line() {
        PolicyFileException properties =
                problems(() -> LoadedPolicy.parse("p", "maxReplicas=x\nmetrics.queue.averageValu=5\n"));
        assertThat(properties.problems())
                .containsExactly(
                        "p:1: must be a whole number: maxReplicas=x",
                        "p:2: unknown key: metrics.queue.averageValu (did you mean metrics.queue.averageValue?)");
        PolicyFileException manifest = problems(() -> LoadedPolicy.parse("web.yaml", HPA.formatted("web", "-1")));
        assertThat(manifest.problems())
                .isNotEmpty()
                .allMatch(problem -> problem.startsWith("web.yaml:7: ") && problem.contains("spec.maxReplicas=-1"));
        assertThat(problems(() -> LoadedPolicy.read(directory.resolve("none.yaml")))
                        .problems())
                .hasSize(1);
        assertThat(problems(() -> LoadedPolicy.parse("p", "#".repeat(1_000_001))))
                .hasMessageContaining("<= 1,000,000");
    }

    @Test
    void policies_are_simulated_and_reported() {
        LoadedPolicy hpa = LoadedPolicy.parse("web.yaml", HPA.formatted("web", "7"));
        LoadedPolicy queue = LoadedPolicy.parse("p", PROPERTIES);
        assertThat(problems(queue::scalingPolicy))
                .hasMessageContaining("metric must be mapped")
                .hasMessageContaining("queue");
        assertThat(problems(() -> hpa.scalingPolicy(Map.of("cpux", WorkloadMetric.CPU))))
                .hasMessage("unknown metric: --map cpux (did you mean cpu?)");

        Standings standings = League.of(Simulation.of(
                        Loads.parse("even 3/s for 2m service 2s"),
                        Environment.builder().build()))
                .add(queue.scalingPolicy(Map.of("queue", WorkloadMetric.IN_SYSTEM)))
                .add(hpa.scalingPolicy())
                .run();
        assertThat(StandingsReport.table(standings)).contains("SLO met", "web.yaml", "frontier   rows of which");
        assertThat(StandingsReport.csv(standings))
                .startsWith("policy,seed,slo_share")
                .contains("\nweb.yaml,");
        assertThat(StandingsReport.html("both", standings))
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>both</h1>", "<h2 id=\"scores\">");
        assertThat(StandingsReport.html("one", List.of(standings.rows().get(0).report())))
                .contains("<h1>one</h1>")
                .doesNotContain("<h2 id=\"scores\">");
    }

    private static PolicyFileException problems(ThrowingCallable call) {
        return catchThrowableOfType(PolicyFileException.class, call);
    }
}
