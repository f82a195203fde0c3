package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.cli.LintCases.Case;
import dev.autoscale.testkit.cli.engine.UpstreamReplay;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.lint.Lint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lint} finds in policy files, and that its advice helps. */
class LintTest {
    private static final Pattern RULE =
            Pattern.compile("^(?:  )?(error|warning|info)  ([a-z-]+)  (.*)$", Pattern.MULTILINE);
    private static final Pattern SETTING = Pattern.compile(
            "([\\w.\\-]+)=((?:(?!, [\\w.\\-]+=|, or | or |, and | and | at most| if that|, with | instead of ).)+)");

    /** What a fix takes away. */
    private static final Pattern LEFT_OUT = Pattern.compile("(?:leave out|instead of) ([\\w.\\-]+)");

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> each_rule_is_right_on_both_sides_of_its_boundary() {
        return LintCases.ALL.stream()
                .map(each -> DynamicTest.dynamicTest(each.rule() + ": " + each.wrong(), () -> {
                    assertThat(rules(lint(each, Case.file(each.wrong())))).contains(each.rule());
                    assertThat(rules(lint(each, Case.file(each.right())))).doesNotContain(each.rule());
                }));
    }

    @Test
    void every_rule_has_a_case() {
        assertThat(LintCases.ALL.stream().map(Case::rule).distinct().toList())
                .containsExactlyInAnyOrderElementsOf(Lint.ruleIds());
    }

    /** The first of several ways out is taken; what is no setting (a Flyte range, memory) is advice for people. */
    @TestFactory
    Stream<DynamicTest> the_fix_mends_what_was_found() {
        return LintCases.ALL.stream()
                .filter(each -> !List.of("memory-may-not-be-freed", "work-shorter-than-decisions")
                        .contains(each.rule()))
                .map(each -> DynamicTest.dynamicTest(each.rule() + ": " + each.wrong(), () -> {
                    String file = Case.file(each.wrong());
                    String fix = fixOf(lint(each, file).out(), each.rule());
                    String mended = apply(file, fix);
                    assertThat(mended).as(fix).isNotEqualTo(file);
                    Run run = lint(each, mended);
                    assertThat(run.err()).as(mended).isEmpty();
                    assertThat(rules(run)).as(mended).doesNotContain(each.rule());
                }));
    }

    private static String fixOf(String out, String rule) {
        String block = out.substring(out.indexOf("  " + rule + "  "));
        return block.substring(block.indexOf("fix: ") + "fix: ".length())
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static String apply(String file, String fix) {
        int other = fix.indexOf(", or ");
        Matcher settings = SETTING.matcher(other < 0 ? fix : fix.substring(0, other));
        List<String> lines = new ArrayList<>(file.lines().toList());
        while (settings.find()) {
            String key = settings.group(1);
            lines.removeIf(line -> line.startsWith(key + '='));
            lines.add(key + '=' + settings.group(2));
        }
        LEFT_OUT.matcher(fix).results().forEach(key -> lines.removeIf(line -> line.startsWith(key.group(1) + '=')));
        return String.join("\n", lines) + '\n';
    }

    private Run lint(Case each, String file) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("lint", "--policy", new Workbench(directory).write(file).toString()));
        words.addAll(each.arguments());
        Run run = Run.of(words.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        return run;
    }

    private static List<String> rules(Run run) {
        return RULE.matcher(run.out()).results().map(found -> found.group(2)).toList();
    }

    @Test
    void the_page_has_every_rule_with_its_severity() throws IOException {
        String page = Files.readString(Path.of("../docs/LINT.md"));
        TreeMap<String, String> written = new TreeMap<>();
        Pattern.compile("^### `([a-z-]+)`: (error|warning|info)", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .forEach(rule ->
                        assertThat(written.put(rule.group(1), rule.group(2))).isNull());
        TreeMap<String, String> found = new TreeMap<>();
        for (Case each : LintCases.ALL) {
            RULE.matcher(lint(each, Case.file(each.wrong())).out())
                    .results()
                    .forEach(finding -> found.put(finding.group(2), finding.group(1)));
        }
        assertThat(written).isEqualTo(found);
    }

    @Test
    void the_pages_example_is_what_lint_prints() throws IOException {
        String page = Files.readString(Path.of("../docs/LINT.md"));
        String output = page.substring(page.indexOf("```text\n") + 8);
        Run run = Run.of(
                "lint",
                "--policy",
                "examples/asr-workers.properties",
                "--startup",
                "60s",
                "--capacity-per-replica",
                "5",
                "--peak-load",
                "60",
                "--rise",
                "1m");
        assertThat("autoscale-testkit/" + run.out()).startsWith(output.substring(0, output.indexOf("```")));
    }

    @Test
    void a_policy_of_another_system_is_refused_by_name() {
        Run run = Run.of("lint", "--policy", "examples/nomad.properties");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("nomad.properties: is of a system that lint has no rules for");
    }

    /** Which findings each example has: nothing worse than a word, whatever the workload is like. */
    @Test
    void the_examples_have_none_worse_than_info() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".properties") && !(PolicyFile.read(file) instanceof UpstreamReplay)) {
                    Run run = Run.of("lint", "--policy", file.toString());
                    assertThat(run.status()).as(run.out()).isZero();
                    found.add(TextFiles.nameOf(file).replace(".properties", "") + ' ' + rules(run));
                }
            }
        }
        found.sort(null);
        assertThat(String.join("\n", found)).isEqualTo("""
                alignment []
                asr-workers [min-without-redundancy]
                asr-workers-calm [policy-without-effect]
                asr-workers-legacy [min-without-redundancy]
                backlog [min-without-redundancy]
                business-hours []
                cooldown []
                flap-budget []
                flyte-app [zero-without-activation-threshold, zero-without-fallback]
                gpu-endpoint []
                gpu-steps [min-without-redundancy]
                in-progress [min-without-redundancy]
                knative-revision []
                queue-delay [min-without-redundancy]
                ray-serve [min-without-redundancy]
                slo [min-without-redundancy]
                sustained-breach []
                target-tracking []
                transcription-queue []
                watermark []""");
    }

    @Test
    void a_promise_says_its_start_up_time_itself() throws IOException {
        Path file = directory.resolve("slo.properties");
        Files.writeString(file, "slo.minReplicas=2\nslo.maxReplicas=9\nslo.wait=2s\nslo.startup=60s\n");
        assertThat(Run.of("lint", "--policy", file.toString()).out())
                .contains("; start-up time from slo.startup=60s")
                .doesNotContain("--startup");
        assertThat(Run.of("lint", "--policy", file.toString(), "--startup", "150s")
                        .out())
                .contains("warning  startup-beyond-what-is-told  slo.startup=60s")
                .contains("It learns of starts of up to 2m, and replicas take 2m30s: what it orders comes too late.")
                .contains("slo.startup=2m30s");
    }

    @Test
    void workers_that_start_for_40_seconds_are_well_set_up() {
        for (String file : List.of("gpu-endpoint", "gpu-steps", "queue-delay")) {
            Run run = Run.of(
                    "lint",
                    "--policy",
                    "examples/" + file + ".properties",
                    "--startup",
                    "40s",
                    "--peak-load",
                    "8",
                    "--work-time",
                    "60s");
            assertThat(run.status()).as(run.out()).isZero();
        }
    }

    @Test
    void the_whole_report_in_words() throws IOException {
        Path file = new Workbench(directory).write("""
                keda.minReplicaCount=0
                keda.maxReplicaCount=8
                keda.cooldownPeriod=30
                triggers.jobs.type=queue
                triggers.jobs.targetQueueSize=10
                """);

        Run run = Run.of("lint", "--policy", file.toString(), "--startup", "1m", "--peak-load", "120");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out().replace(file.toString(), "FILE")).isEqualTo("""
                FILE: 1 error, 1 warning, 1 info
                  error  max-below-peak  keda.maxReplicaCount=8
                    The peak load of 120 asks for 12 replicas, so at the peak each has 1.5 times the load of the target.
                    fix: keda.maxReplicaCount=12
                  warning  idle-timeout-shorter-than-startup  keda.cooldownPeriod=30
                    A replica takes 1m to start, so already a pause of 30s costs the next request a whole start.
                    fix: keda.cooldownPeriod=1m
                  info  zero-without-fallback  keda.fallback.failureThreshold=(none)
                    A metric that fails wakes nothing, so a workload at zero stays there while its metrics cannot be read.
                    fix: keda.fallback.failureThreshold=3, keda.fallback.replicas=1

                not checked without --initialization: no-allowance-for-initialization
                not checked without --work-time: shrinks-busy-workers, work-shorter-than-decisions
                not checked without --sample-interval: max-age-shorter-than-samples
                not checked without --rise: peak-out-of-reach-in-time
                not checked without --capacity-per-replica: no-headroom, target-above-capacity
                not checked without --limit-to-request: utilization-out-of-reach
                not checked without --mean-load: fallback-below-load, min-costly
                """);
    }

    @Test
    void several_files_are_told_apart() throws IOException {
        Path good = Files.writeString(
                directory.resolve("good.properties"),
                "minReplicas=2\nmaxReplicas=9\n" + "metrics.load.averageValue=5\n");
        Path info = Files.writeString(
                directory.resolve("info.properties"),
                "minReplicas=1\nmaxReplicas=9\n" + "metrics.load.averageValue=5\n");

        Run run = Run.of("lint", "--policy", good.toString(), "--policy", info.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith(good + ": nothing found\n\n" + info + ": nothing found\n\n"
                        + "info  min-without-redundancy  minReplicas=1 in 1 of 2 files, first in " + info + ": If ")
                .containsOnlyOnce("--startup");
    }

    @Test
    void two_policies_of_one_target_are_an_error() throws IOException {
        String hpa = "minReplicas=2\nmaxReplicas=9\nmetrics.load.averageValue=5\nscaleTargetRef=";
        Path first = Files.writeString(directory.resolve("first.properties"), hpa + "Deployment/web\n");
        Path second = Files.writeString(directory.resolve("second.properties"), hpa + "web\n");
        Path other = Files.writeString(directory.resolve("other.properties"), hpa + "StatefulSet/web\n");

        Run both = Run.of("lint", "--policy", first.toString(), "--policy", second.toString());
        Run apart = Run.of("lint", "--policy", first.toString(), "--policy", other.toString());

        assertThat(both.status()).isEqualTo(1);
        assertThat(both.out())
                .contains("\nerror  two-owners-of-one-target  scaleTargetRef=Deployment/web in " + first + ", " + second
                        + "\n");
        assertThat(apart.status()).isZero();
        assertThat(apart.out()).doesNotContain("two-owners");
    }

    @Test
    void bad_input_is_named_and_nothing_is_printed() throws IOException {
        Path file = new Workbench(directory).write("minReplicas=2\nmaxReplicas=9\nmetrics.load.averageValue=5\n");
        String policy = file.toString();

        Run none = Run.of("lint");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).isEqualTo("option must be given: --policy\n");

        Run words = Run.of(
                "lint",
                "--policy",
                policy,
                "--startup",
                "soon",
                "--peak-load",
                "much",
                "--concurrency",
                "1",
                "--capacity-per-replica",
                "1");
        assertThat(words.status()).isEqualTo(2);
        assertThat(words.out()).isEmpty();
        assertThat(words.err()).isEqualTo("""
                        must be a length of time such as 15s, 5m, 1h30m or plain seconds: --startup soon
                        must be a number: --peak-load much
                        must be one of the two: --capacity-per-replica, --concurrency
                        """);

        Run range = Run.of(
                "lint",
                "--policy",
                policy,
                "--concurrency",
                "0",
                "--every",
                "0",
                "--peak-load",
                "1",
                "--mean-load",
                "2");
        assertThat(range.status()).isEqualTo(2);
        assertThat(range.err())
                .isEqualTo(
                        "capacityPerReplica must be > 0 and finite: capacityPerReplica=0.0; decisionsEvery must be >= 1 ms"
                                + " and <= 7 days: decisionsEvery=PT0S; peakLoad must be >= meanLoad: peakLoad=1.0, meanLoad=2.0\n");

        Run unknown = Run.of(
                "lint",
                "--policy",
                policy,
                "--policy",
                directory.resolve("none").toString());
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).endsWith("no such file\n");
    }
}
