package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.cli.manifest.ParsedDocument;
import dev.autoscale.testkit.cli.manifest.YamlDocuments;
import dev.autoscale.testkit.cli.text.JsonText;
import dev.autoscale.testkit.simulation.score.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line prints as JSON is JSON, and each field of it is on the page about it. */
class JsonPageTest {
    private static final Path PAGE = Path.of("../docs/JSON.md");
    private static final Pattern FIELD = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("`(\\w+)`");

    private static final String QUEUE = """
            minReplicas=0
            maxReplicas=10
            scaleTargetRef=Deployment/web
            metrics.queue.averageValue=5
            metrics.cpu.averageUtilization=70
            behavior.scaleDown.stabilizationWindowSeconds=0
            behavior.scaleDown.cooldown=1m
            behavior.scaleUp.sustainedFor=15s
            flapBudget.per=10m
            flapBudget.reversals=3
            alignment.multiplesOf=1
            activation.cooldown=60
            """;
    private static final String KEDA = """
            keda.maxReplicaCount=9
            keda.fallback.replicas=4
            keda.fallback.failureThreshold=1
            triggers.q.type=queue
            triggers.q.targetQueueSize=5
            """;
    private static final String KNATIVE = "knative.target=10\nknative.max-scale=20\n";
    private static final String JOB = """
            scaledJob.maxReplicaCount=10
            scaledJob.triggers.q.target=1
            """;
    private static final String METRICS = """
            t_ms,queue,cpu,replicas
            0,0,70,1
            30000,7,99,1
            60000,,10,2
            120000,90,90,3
            180000,0,3,3
            """;

    @TempDir
    private Path directory;

    @Test
    void explain_prints_a_decision() throws IOException {
        String decision = "## A decision";
        assertOnPage(
                decision, Set.of(), json("explain", "--policy", file(QUEUE), "--current", "3", "queue=37", "cpu=none"));
        assertOnPage(decision, Set.of(), json("explain", "--policy", file(QUEUE), "--current", "0", "queue=37"));
        assertOnPage(decision, Set.of(), json("explain", "--policy", file(KEDA), "--current", "3", "q=none"));
        assertOnPage(decision, Set.of(), json("explain", "--policy", file(KEDA), "--current", "3", "--paused", "q=2"));
    }

    @Test
    void explain_prints_decisions_of_other_kinds() throws IOException {
        String knative = "## A decision about a revision of Knative";
        String[] panic = {
            "explain", "--policy", file(KNATIVE), "--current", "2", "--at", "5", "concurrency=20", "panic=90"
        };
        assertThat(assertOnPage(knative, Set.of(), json(panic)))
                .containsExactlyInAnyOrderElementsOf(without(fields(knative), "timeWentBack"));
        assertOnPage(
                knative, Set.of(), json("explain", "--policy", file(KNATIVE), "--current", "2", "concurrency=none"));
        String job = "## A decision about a ScaledJob";
        assertThat(assertOnPage(
                        job,
                        Set.of(),
                        json("explain", "--policy", file(JOB), "--unfinished", "5", "--pending=2", "q=7")))
                .containsExactlyInAnyOrderElementsOf(fields(job));
    }

    @Test
    void replay_prints_lines() throws IOException {
        String[] replay = {"replay", "--policy", file(QUEUE), "--metrics", file(METRICS)};
        List<Map<?, ?>> changes = json(replay);
        List<Map<?, ?>> all = json(
                with(replay, "--all", "--csv", directory.resolve("steps.csv").toString()));

        assertThat(all).hasSize(14);
        assertThat(all.subList(0, 13)).containsAll(changes.subList(0, changes.size() - 1));
        assertThat(all.get(13)).isEqualTo(changes.get(changes.size() - 1));
        Map<?, ?> summary = (Map<?, ?>) all.get(13).get("summary");
        assertThat(summary.get("changes").toString())
                .isEqualTo(Long.toString(all.subList(0, 13).stream()
                        .filter(decision -> decision.get("change").equals(true))
                        .count()));
        assertOnPage("## A decision", Set.of(), all.subList(0, 13));
        Set<String> kinds = words("Kinds:");
        assertThat(assertOnPage("## replay", kinds, all.subList(13, 14)))
                .containsExactlyInAnyOrderElementsOf(fields("## replay"));

        Path load = Files.writeString(directory.resolve("load.csv"), "t_ms,concurrency\n0,5\n60000,500\n");
        List<Map<?, ?>> knative = json("replay", "--policy", file(KNATIVE), "--metrics", load.toString());
        assertOnPage("## A decision about a revision of Knative", Set.of(), knative.subList(0, knative.size() - 1));
        assertOnPage("## replay", kinds, knative.subList(knative.size() - 1, knative.size()));
    }

    @Test
    void files_that_are_written_and_notes_are_no_json() throws IOException {
        Path csv = directory.resolve("steps.csv");
        Run run = Run.of(
                "replay", "--policy", file(QUEUE), "--metrics", file(METRICS), "--json", "--csv", csv.toString());
        assertThat(run.out()).doesNotContain("written");
        assertThat(run.err()).contains("written", csv.toString());

        Run table = Run.of("replay", "--policy", file(QUEUE), "--metrics", file(METRICS), "--json", "--lines", "3");
        assertThat(table.status()).isEqualTo(2);
        assertThat(table.out()).isEmpty();
        assertThat(table.err()).isEqualTo("is of the table, JSON has every change: --lines 3\n");
    }

    @Test
    void lint_prints_one_object() throws IOException {
        String tracking = """
                targetTracking.minCapacity=1
                targetTracking.maxCapacity=9
                targetTracking.metric=cpu
                targetTracking.target=50
                targetTracking.instanceWarmup=60s
                """;
        String[] lint = {
            "lint", "--policy", file(QUEUE), "--policy", file(QUEUE + "# again\n"), "--policy", file(tracking)
        };
        Run text = Run.of(lint);
        List<Map<?, ?>> printed = json(with(lint, "--load", "even 3/s for 1m service 2s"));

        assertThat(text.status()).isEqualTo(1);
        assertThat(printed).hasSize(1);
        assertThat(printed.get(0).get("good")).isEqualTo(false);
        assertThat(assertOnPage("## lint", Set.of(), printed)).containsExactlyInAnyOrderElementsOf(fields("## lint"));
    }

    @Test
    void lint_tells_what_has_no_effect() throws IOException {
        Path twice = Files.writeString(directory.resolve("hpa.yaml"), """
                apiVersion: autoscaling/v2beta2
                kind: HorizontalPodAutoscaler
                metadata: {name: web}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                  minReplicas: 2
                  maxReplicas: 5
                  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
                """);
        Map<?, ?> printed = json("lint", "--policy", twice.toString()).get(0);
        assertThat((List<?>) printed.get("warnings")).isNotEmpty();
    }

    @Test
    void compare_prints_one_object() throws IOException {
        String[] compare = {
            "compare",
            "--policy",
            file(QUEUE.replace("metrics.cpu.averageUtilization=70\n", "")),
            "--policy",
            file(KEDA),
            "--load",
            "even 3/s for 2m service 2s",
            "--fault",
            "crash at 1m 1",
            "--map",
            "queue=in-system"
        };
        Set<String> scores = words("Scores:");
        assertThat(scores)
                .containsExactlyElementsOf(Stream.of(Score.values())
                        .map(score -> JsonText.name(score.name()))
                        .toList());
        Map<?, ?> several =
                json(with(compare, "--load", "even 2/s for 1m service 2s")).get(0);
        assertOnPage("## compare of several loads", Set.of(), List.of(Map.of("overall", several.get("overall"))));
        for (Object load : (List<?>) several.get("loads")) {
            assertOnPage("## compare and simulate", scores, List.of((Map<?, ?>) load));
        }
        Set<String> once = assertOnPage("## compare and simulate", scores, json(compare));
        Set<String> more = assertOnPage("## compare and simulate", scores, json(with(compare, "--seeds", "3")));
        assertThat(once).doesNotContain("rows[].scores.SCORE.noise");
        List<String> page = fields("## compare and simulate");
        page.removeIf(field -> field.startsWith("change"));
        assertThat(more).containsExactlyInAnyOrderElementsOf(page);
    }

    @Test
    void simulate_adds_the_changes() throws IOException {
        String[] simulate = {"simulate", "--policy", file(KEDA), "--load", "even 3/s for 2m service 2s", "--explain"};
        List<Map<?, ?>> printed = json(with(simulate, "--fault", "crash at 1m 1", "--seeds", "2"));
        assertThat(assertOnPage("## compare and simulate", words("Scores:"), printed))
                .containsExactlyInAnyOrderElementsOf(fields("## compare and simulate"));
        assertThat(Run.of(with(simulate, "--json", "--lines", "3")).err())
                .isEqualTo("is of the table, JSON has every change: --lines 3\n");
    }

    @Test
    void frontier_prints_one_object() throws IOException {
        String[] frontier = {
            "frontier",
            "--policy",
            file(KEDA),
            "--try",
            "triggers.q.targetQueueSize=2,5",
            "--rival",
            file(KEDA + "# again\n"),
            "--startup",
            "5s",
            "--startup",
            "20s",
            "--load",
            "even 3/s for 2m service 2s"
        };
        String heading = "## frontier";
        List<Map<?, ?>> one = json(frontier);
        assertThat(assertOnPage(heading, Set.of(), one)).doesNotContain("overall[]");
        List<Map<?, ?>> two = json(with(frontier, "--load", "even 2/s for 1m service 2s"));
        assertThat(assertOnPage(heading, Set.of(), two)).containsExactlyInAnyOrderElementsOf(fields(heading));
        assertThat((List<?>) two.get(0).get("places")).hasSize(4);
        assertThat((List<?>) two.get(0).get("overall")).hasSize(2);

        Path csv = directory.resolve("frontier.csv");
        Run run = Run.of(with(frontier, "--json", "--csv", csv.toString()));
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.err()).contains("written", csv.toString());
    }

    @Test
    void advise_prints_one_object() throws IOException {
        List<Map<?, ?>> printed = json(
                "advise",
                "--slo",
                "2s",
                "--load",
                "diurnal 1..4/s every 10m for 20m service 1s",
                "--load",
                "even 3/s for 20m service 1s",
                "--family",
                "hpa",
                "--concurrency",
                "2");
        assertThat(printed).hasSize(1);
        assertThat(assertOnPage("## advise", Set.of(), printed))
                .containsExactlyInAnyOrderElementsOf(fields("## advise"));
    }

    @Test
    void bad_input_prints_no_json() throws IOException {
        Run run = Run.of("explain", "--policy", file("maxReplicas=0\n"), "--current", "3", "--json");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    private String file(String text) throws IOException {
        String name = Integer.toHexString(text.hashCode()) + (text.startsWith("t_ms") ? ".csv" : ".properties");
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static String[] with(String[] args, String... more) {
        return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
    }

    /** The objects that a verb prints, a line each. */
    private static List<Map<?, ?>> json(String... args) {
        Run run = Run.of(with(args, "--json"));
        assertThat(run.status()).as(run.err()).isLessThan(2);
        List<Map<?, ?>> objects = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            assertThat(line).startsWith("{").endsWith("}");
            List<ParsedDocument> documents = YamlDocuments.read("JSON", line);
            assertThat(documents).as(line).hasSize(1);
            objects.add((Map<?, ?>) documents.get(0).root());
        }
        assertThat(objects).as(run.err()).isNotEmpty();
        return objects;
    }

    /**
     * Compares with the page.
     *
     * @param names fields whose names are listed below the table, and stand there as one word
     * @return the fields of the objects
     */
    private static Set<String> assertOnPage(String heading, Set<String> names, List<Map<?, ?>> objects)
            throws IOException {
        Set<String> found = new LinkedHashSet<>();
        objects.forEach(object -> collect(object, "", names, found));
        assertThat(fields(heading)).as(heading).containsAll(found);
        return found;
    }

    private static void collect(Object value, String path, Set<String> names, Set<String> found) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, child) -> {
                boolean isListed = path.endsWith("scores") || path.endsWith("counts");
                if (isListed) {
                    assertThat(names).contains((String) name);
                }
                String word = !isListed ? (String) name : path.endsWith("scores") ? "SCORE" : "KIND";
                String field = path.isEmpty() ? word : path + '.' + word;
                if (child instanceof List<?> list) {
                    found.add(field + "[]");
                    list.forEach(element -> collect(element, field + "[]", names, found));
                } else {
                    if (!isListed) {
                        found.add(field);
                    }
                    collect(child, field, names, found);
                }
            });
        }
    }

    private static Set<String> without(List<String> fields, String field) {
        return fields.stream().filter(name -> !name.equals(field)).collect(Collectors.toSet());
    }

    private static List<String> fields(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf('\n' + heading + '\n');
        assertThat(begin).as(heading).isPositive();
        int next = page.indexOf("\n## ", begin + heading.length());
        String section = page.substring(begin, next < 0 ? page.length() : next);
        return FIELD.matcher(section)
                .results()
                .map(field -> field.group(1))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The words of a paragraph of the page. */
    private static Set<String> words(String beginning) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("\n\n" + beginning);
        assertThat(begin).as(beginning).isPositive();
        int end = page.indexOf("\n\n", begin + 2);
        return WORD.matcher(page.substring(begin, end < 0 ? page.length() : end))
                .results()
                .map((MatchResult word) -> word.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
