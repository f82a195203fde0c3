package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareTest {
    private static final String EACH_FOUR = "maxReplicas=10\nmetrics.requests.averageValue=4\n";
    private static final String EACH_ONE = EACH_FOUR.replace("=4", "=1");
    private static final String LOAD = "step 1/s 2m, 4/s 2m, 1/s 2m service 2s";

    @TempDir
    private Path directory;

    @Test
    void the_same_arguments_give_the_same_text_and_other_seeds_another() throws IOException {
        String[] several = {"--seeds", "3", "--startup", "uniform 5s..40s", "--metric-delay", "exp 1s"};
        Run first = compare(LOAD, several);
        assertThat(first.err()).isEmpty();
        assertThat(first.status()).isZero();
        assertThat(compare(LOAD, several)).isEqualTo(first);
        assertThat(first.out()).contains("seeds     1 to 3, phases drawn", "noise", "~");
        assertThat(compare(
                                LOAD,
                                Stream.concat(Stream.of(several), Stream.of("--seed", "2"))
                                        .toArray(String[]::new))
                        .out())
                .contains("seeds     2 to 4")
                .isNotEqualTo(first.out());
    }

    @Test
    void no_line_is_wider_than_100_characters_if_a_block_fits() throws IOException {
        write("c.properties", EACH_FOUR);
        write("d.properties", EACH_ONE);
        Run run = compare(LOAD, "--policy", path("c.properties"), "--policy", path("d.properties"), "--seeds", "2");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(run.out().lines().filter(line -> line.startsWith("  replica-hours")))
                .hasSizeGreaterThan(1);
    }

    @Test
    void the_table_as_a_file_has_all_digits_of_all_seeds() throws IOException {
        Path csv = directory.resolve("new/scores.csv");
        Run run = compare(LOAD, "--seeds", "2", "--csv", csv.toString());
        assertThat(run.out()).endsWith("\n  written    " + csv + "\n");
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.get(0))
                .startsWith("policy,seed,slo_share,latency_p50,")
                .endsWith(",reaction_mean,reaction_max,load");
        assertThat(lines.stream().skip(1).map(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1))))
                .containsExactly(
                        "a,1",
                        "a,2",
                        "b,1",
                        "b,2",
                        "oracle,1",
                        "oracle,2",
                        "clairvoyant,1",
                        "clairvoyant,2",
                        "fixed at peak,1",
                        "fixed at peak,2");
        assertThat(lines.get(0).split(",")).hasSize(23);
        assertThat(lines.stream().skip(1)).allMatch(line -> line.split(",(?=[^ ])").length == 23);
    }

    @Test
    void the_page_shows_every_row_and_appears_together_with_the_table() throws IOException {
        Path csv = directory.resolve("new/scores.csv");
        Path html = directory.resolve("new/page.html");
        Run run = compare(LOAD, "--seeds", "2", "--csv", csv.toString(), "--html", html.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("\n\n  written    " + csv + "\n  written    " + html + "\n");
        String page = Files.readString(html);
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "<h1>a, b on step",
                        "<th scope=\"col\">fixed at peak</th>",
                        "<th scope=\"row\">SLO met (%)</th>");
        compare(LOAD, "--seeds", "2", "--html", html.toString());
        assertThat(html).hasContent(page);
        try (Stream<Path> written = Files.list(csv.getParent())) {
            assertThat(written).containsExactlyInAnyOrder(csv, html);
        }
        assertThat(compare(LOAD, "--csv", csv.toString(), "--html", csv.toString())
                        .err())
                .startsWith("must not be a file that is read or written besides: --html=");
    }

    @Test
    void the_baseline_is_the_first_or_the_one_that_is_named() throws IOException {
        assertThat(compare(LOAD).out()).contains("that of a, the baseline");
        Run named = compare(LOAD, "--baseline", path("b.properties"));
        assertThat(named.out()).startsWith("b, a on ").contains("that of b, the baseline");
    }

    @Test
    void files_of_the_same_name_go_by_their_paths() throws IOException {
        Path twin = Files.createDirectories(directory.resolve("twin")).resolve("a.properties");
        Files.writeString(twin, EACH_ONE);
        assertThat(compare(LOAD, "--policy", twin.toString()).out())
                .startsWith(path("a.properties") + ", b, " + twin + " on ");
        Path oracle = write("oracle.properties", EACH_ONE);
        assertThat(compare(LOAD, "--policy", oracle.toString()).out()).startsWith("a, b, oracle.properties on ");
    }

    @Test
    void recorded_requests_and_series_are_told_apart() throws IOException {
        write("requests.csv", "# three\narrival_ms,service_ms\n0,1000\n20000,1000\n61000,1000\n");
        write("series.csv", "t_ms,value\n0,60\n60000,120\n");
        Run requests = traced("requests.csv");
        assertThat(requests.err()).isEmpty();
        assertThat(requests.out()).contains("3 arrivals in 1 min 15 s");
        assertThat(traced("requests.csv", "--scale", "2").out()).contains("6 arrivals in 1 min 15 s");
        Run series = traced("series.csv", "--service", "exp 1s");
        assertThat(series.err()).isEmpty();
        assertThat(series.out()).contains(" arrivals in 2 min", "series.csv scale 1 service exp 1s");
        Run linear = traced("series.csv", "--service", "exp 1s", "--linear", "--zeros-are-gaps");
        assertThat(linear.err()).isEmpty();
        assertThat(linear.out()).contains("series.csv scale 1 linear zeros-are-gaps service exp 1s");
        assertThat(traced("requests.csv", "--linear").err())
                .isEqualTo("is for a trace of t_ms,value; --load has it as a word: --linear\n");
        assertThat(compare(LOAD, "--zeros-are-gaps").err())
                .isEqualTo("is for a trace of t_ms,value; --load has it as a word: --zeros-are-gaps\n");

        assertThat(traced("series.csv").err())
                .isEqualTo("option must be given with a trace of t_ms,value: --service\n");
        assertThat(traced("requests.csv", "--service", "1s").err())
                .isEqualTo("is for a trace of t_ms,value, where nothing says how long service takes: --service 1s\n");
        assertThat(traced("nowhere.csv").err()).isEqualTo(path("nowhere.csv") + ": no such file\n");
        write("requests.csv", "arrival_ms,service_ms\n0,1000\n20000,soon\n");
        Run malformed = traced("requests.csv");
        assertThat(malformed.status()).isEqualTo(2);
        assertThat(malformed.out()).isEmpty();
        assertThat(malformed.err()).startsWith(path("requests.csv") + ":3:7: ");
    }

    /** One and two arrivals a second that are served for 2 s keep three places busy, four in the second minute. */
    @Test
    void a_load_is_scaled_to_so_many_busy_places_while_scores_count() throws IOException {
        write("series.csv", "t_ms,value\n0,60\n60000,120\n");
        assertThat(traced("series.csv", "--service", "2s", "--busy", "6").out())
                .contains("series.csv scale 2 service ");
        assertThat(traced("series.csv", "--service", "2s", "--busy", "6", "--score-from", "1m")
                        .out())
                .contains("series.csv scale 1.5 service ");
        assertThat(traced("series.csv", "--service", "2s", "--busy", "6", "--duration", "1m")
                        .out())
                .contains("series.csv scale 3 service ");
        assertThat(compare("even 1/s for 2m service 2s", "--busy", "3").out()).contains("service fixed 2s times 1.5");
        write("requests.csv", "arrival_ms,service_ms\n0,1000\n20000,1000\n39500,1000\n");
        assertThat(traced("requests.csv", "--busy", "0.15").out()).contains("requests.csv times ");

        assertThat(traced("series.csv", "--service", "2s", "--busy", "6", "--scale", "2")
                        .err())
                .isEqualTo("is worked out of --busy: --scale 2\n");
        assertThat(compare("silence 1m", "--busy", "6").err())
                .isEqualTo("must be with something that arrives while scores count: silence 1m: --busy 6\n");
        assertThat(traced("series.csv", "--service", "2s", "--busy", "0").err())
                .startsWith("must be a number from 0.000000001 to ");
        write("series.csv", "t_ms,value\n0,60\n60000,much\n");
        assertThat(traced("series.csv", "--service", "2s", "--busy", "6").err())
                .startsWith(path("series.csv") + ":3:7: ");
    }

    @Test
    void a_policy_may_be_a_class() throws IOException {
        String own = OrderedByRate.class.getName();
        Run run = compare(LOAD, "--policy", "class:" + own, "--class-path", directory.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("a, b, by rate on ").contains("  by rate   a class\n");
        assertThat(Run.of("simulate", "--policy", "class:" + own, "--load", LOAD)
                        .out())
                .startsWith("by rate on ")
                .contains("  Rate\n");
        assertThat(classPolicy(own + "$OfCount"))
                .isEqualTo("class must have a public constructor without parameters: --policy class:" + own
                        + "$OfCount\n");
        assertThat(classPolicy(own + "$Failing"))
                .startsWith("class must have a constructor that does not fail, which it does with "
                        + "java.lang.IllegalStateException: not today: --policy class:");
        assertThat(classPolicy("com.example.Nope"))
                .isEqualTo(
                        "class must be on the class path, which --class-path extends: --policy class:com.example.Nope\n");
        assertThat(classPolicy("java.lang.String"))
                .isEqualTo("class must implement dev.autoscale.testkit.simulation.ScalingPolicy: --policy"
                        + " class:java.lang.String\n");
        assertThat(classPolicy("dev.autoscale.testkit.simulation.ScalingPolicy"))
                .startsWith("class must be public and not abstract: ");
        assertThat(compare(LOAD, "--policy", "class:" + own, "--policy", "class:" + own)
                        .err())
                .isEqualTo("policy must be given once: --policy class:" + own + "\n");
        assertThat(compare(LOAD, "--class-path", path("nowhere")).err())
                .isEqualTo("must be directories and jars, with '" + File.pathSeparator
                        + "' in between; no such file: --class-path " + path("nowhere") + "\n");
    }

    private static String classPolicy(String name) {
        return Run.of("simulate", "--policy", "class:" + name, "--load", LOAD).err();
    }

    /** Of each load what it is alone, and then what they come to. */
    @Test
    void several_loads_have_a_table_each_and_one_over_all() throws IOException {
        write("requests.csv", "arrival_ms,service_ms\n0,1000\n20000,1000\n61000,1000\n");
        Path csv = directory.resolve("scores.csv");
        String trace = path("requests.csv");
        Run both = compare(LOAD, "--trace", trace, "--seeds", "2", "--slo-share", "90", "--csv", csv.toString());
        assertThat(both.err()).isEmpty();
        String alone = compare(LOAD, "--seeds", "2", "--slo-share", "90").out();
        assertThat(both.out())
                .startsWith("a, b on trace " + trace + "\n")
                .contains(alone.substring(0, alone.indexOf("\n  diff       ")))
                .contains(
                        "  over 2 loads   SLO met %",
                        "reached    on how many of the loads the SLO is met by 90 % of arrivals, beyond luck");
        assertThat(both.out().lines().filter(line -> line.startsWith("  diff    ")))
                .hasSize(1);
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(1 + 2 * 5 * 2);
        assertThat(lines.get(1)).startsWith("a,1,").endsWith(",trace " + trace);
        assertThat(lines.get(11)).startsWith("a,1,").endsWith(",\"step 1/s 2m, 4/s 2m, 1/s 2m service fixed 2s\"");

        assertThat(compare(LOAD, "--load", LOAD).err())
                .isEqualTo("load must be given once: step 1/s 2m, 4/s 2m, 1/s 2m service fixed 2s\n");
        assertThat(compare(LOAD, "--trace", trace, "--html", "x.html").err())
                .isEqualTo("is of one load: --html x.html\n");
    }

    @Test
    void what_is_learnt_from_is_in_no_score_and_in_no_chart() throws IOException {
        Path html = directory.resolve("page.html");
        Run run = compare(LOAD, "--score-from", "2m", "--html", html.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(" arrivals in 4 min", "  scored    from 2 min on; before it policies learn, in no score\n");
        assertThat(html).content().contains("data-times=\"0:02:00|").doesNotContain("0:01:45");
        assertThat(compare(LOAD, "--score-from", "20s").err())
                .isEqualTo("must be a multiple of --slot, which is 15 s: --score-from 20s\n");
        assertThat(compare(LOAD, "--score-from", "2m", "--duration", "2m").err())
                .isEqualTo("must be less than --duration: --score-from 2m\n");
        assertThat(compare(LOAD, "--score-from", "6m").err())
                .isEqualTo(
                        "load must be longer than scoredFrom: length=6m, scoredFrom=6m, load=step 1/s 2m, 4/s 2m, 1/s 2m"
                                + " service fixed 2s\n");
    }

    @Test
    void metrics_are_fed_by_type_or_map() throws IOException {
        write(
                "a.properties",
                EACH_FOUR + "metrics.cpu.averageUtilization=60\nmetrics.queue_wait.type=queueDelay\n"
                        + "metrics.queue_wait.longerThan=4s\n");
        Run byType = compare(LOAD);
        assertThat(byType.err()).isEmpty();
        assertThat(byType.out())
                .contains("  a         requests from in-system, cpu from cpu, queue_wait from oldest-wait\n")
                .contains("  b         requests from in-system\n");
        assertThat(compare(LOAD, "--map", "requests=queued", "--map", "cpu=12.5")
                        .out())
                .contains("requests from queued, cpu from 12.5,")
                .contains("  b         requests from queued\n");
    }

    /** A queue by another name is a queue. */
    @ParameterizedTest
    @CsvSource({"queuesize", "orders", "cpu", "wait_rate"})
    void a_queue_counts_what_waits_whatever_it_is_called(String name) throws IOException {
        write(
                "a.properties",
                "keda.minReplicaCount=0\nkeda.maxReplicaCount=1\ntriggers." + name + ".type=queue\ntriggers." + name
                        + ".targetQueueSize=10\n");
        Run run = Run.of(
                "simulate",
                "--policy",
                path("a.properties"),
                "--load",
                "even 1/min for 30m service 2s",
                "--startup",
                "30s");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("  a         " + name + " from queued\n");
    }

    @Test
    void a_name_tells_nothing() throws IOException {
        write(
                "a.properties",
                "maxReplicas=10\nmetrics.queued.averageValue=3\nmetrics.cpu.type=External\n"
                        + "metrics.cpu.averageValue=3\n");
        Run run = compare(LOAD);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("""
                        a.properties: metric must be mapped, as its type does not tell what it measures: metric=queued; --map queued=SIGNAL, one of in-system, queued, in-service, concurrency, arrival-rate, oldest-wait, cpu, memory
                        a.properties: metric must be mapped, as its type does not tell what it measures: metric=cpu; --map cpu=SIGNAL, one of in-system, queued, in-service, concurrency, arrival-rate, oldest-wait, cpu, memory
                        """);
    }

    @Test
    void a_run_that_serves_nothing_is_no_result() throws IOException {
        write(
                "a.properties",
                "minReplicas=0\nmaxReplicas=3\nmetrics.requests.averageValue=10\nactivation.cooldown=300s\n");
        String[] words = {"--initial", "0", "--map", "requests=0"};
        Run run = Run.of(Stream.concat(
                        Stream.of(
                                "simulate",
                                "--policy",
                                path("a.properties"),
                                "--load",
                                "even 1/min for 30m service 2s"),
                        Stream.of(words))
                .toArray(String[]::new));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("something must be served: policy=a, seed=1, arrivals=30, changes=0\n");
    }

    /** Requests of a third of a second, once a minute, are seen by the samples of the first moment or by none. */
    @Test
    void samples_are_not_in_step_with_the_load() throws IOException {
        write(
                "a.properties",
                "minReplicas=0\nmaxReplicas=3\nmetrics.requests.averageValue=10\nactivation.cooldown=300s\n");
        String[] words = {
            "simulate",
            "--policy",
            path("a.properties"),
            "--load",
            "even 1/min for 40m service 300ms",
            "--map",
            "requests=in-system"
        };
        Run drawn = Run.of(words);
        Run inStep =
                Run.of(Stream.concat(Stream.of(words), Stream.of("--in-step")).toArray(String[]::new));
        assertThat(drawn.out()).contains("seed      1, phases drawn\n", " -> 0").doesNotContain("no changes");
        assertThat(inStep.out()).contains("seed      1, decisions and scrapes in step\n", "no changes");
    }

    /** An average has to fall when replicas come, or nothing would ever be enough. */
    @Test
    void averages_of_sources_are_shared_by_the_ready_replicas() throws IOException {
        write(
                "a.properties",
                "maxReplicas=10\nmetrics.requests.type=watermark\nmetrics.requests.low=1\nmetrics.requests.high=3\n"
                        + "metrics.cpu_load.type=steps\nmetrics.cpu_load.steps=from 90: +1\n");
        Run run = compare(LOAD, "--map", "requests=in-system", "--map", "cpu_load=cpu");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("requests from in-system per replica, cpu_load from cpu per replica\n");
    }

    @Test
    void several_seeds_draw_when_decisions_are_taken() throws IOException {
        Path csv = directory.resolve("scores.csv");
        assertThat(compare("even 1/s for 5m service 2s", "--seeds", "2", "--initial", "1", "--csv", csv.toString())
                        .status())
                .isZero();
        List<String> rows = Files.readAllLines(csv);
        assertThat(rows.get(1)).startsWith("a,1,");
        assertThat(rows.get(2)).startsWith("a,2,").isNotEqualTo(rows.get(1).replace("a,1,", "a,2,"));
    }

    @Test
    void what_no_signal_can_be_needs_a_map() throws IOException {
        write("a.properties", "maxReplicas=10\nmetrics.parse.type=ratio\nmetrics.parse.dividedBy=3\n");
        Run run = compare(LOAD);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "a.properties: metric must be mapped, as nothing simulated is the replicas of parse: metric=parse;"
                                + " --map parse=5, for one, makes it a constant\n");
        Run mapped = compare(LOAD, "--map", "parse=12");
        assertThat(mapped.err()).isEmpty();
        assertThat(mapped.out()).contains("parse from 12");

        write("a.properties", EACH_FOUR + "metrics.memory.averageUtilization=70\n");
        assertThat(compare(LOAD).err())
                .isEqualTo(
                        "a.properties: metric needs --memory BASE,PER_ARRIVAL, in percent of a replica's: metric=memory\n");
        assertThat(compare(LOAD, "--memory", "30,20").err()).isEmpty();
    }

    @Test
    void what_the_yardsticks_do_not_reckon_with_is_said() throws IOException {
        write("a.properties", EACH_FOUR);
        Run slow = compare(LOAD, "--concurrency", "4", "--slowdown", "1:1, 4:2");
        assertThat(slow.err()).isEmpty();
        assertThat(slow.out())
                .contains("4 places each, one queue for all, service slows down by 1:1, 4:2; ready after 0s")
                .contains("no bound   the oracle is none here: it does not foresee how service slows down");
        assertThat(compare(LOAD, "--serving", "cpu", "--slowdown", "1:1").err())
                .isEqualTo("must be with --serving shared: --slowdown 1:1\n");
        for (String serving : new String[] {"per-replica", "cpu"}) {
            assertThat(compare(LOAD, "--serving", serving).out())
                    .contains("is none here: like the clairvoyant it reckons with one queue before all replicas");
        }
        assertThat(compare(LOAD).out()).doesNotContain("one queue before");
    }

    @Test
    void a_rate_per_replica_is_not_the_rate_of_arrivals() throws IOException {
        write(
                "a.properties",
                "maxReplicas=10\nmetrics.jobs.type=backlog\nmetrics.jobs.drainWithin=1m\n"
                        + "metrics.jobs.ratePerReplicaFrom=rate_each\nmetrics.jobs.arrivalRateFrom=rate_in\n"
                        + "metrics.rate_each.type=signal\nmetrics.rate_in.type=signal\n");
        assertThat(compare(LOAD).err()).contains("nothing simulated is what a replica can do: metric=rate_each");
    }

    @Test
    void windows_of_time_need_a_time() throws IOException {
        write(
                "a.properties",
                EACH_FOUR + "schedule.office.type=floor\nschedule.office.start=0 8 * * *\n"
                        + "schedule.office.duration=8h\nschedule.office.replicas=5\n");
        assertThat(compare(LOAD).err())
                .isEqualTo("note: a goes by the clock, from 1970-01-01 00:00 UTC unless --start says otherwise\n");
        Run run = Run.of(
                "simulate",
                "--policy",
                path("a.properties"),
                "--load",
                LOAD,
                "--start",
                "2026-03-04T07:58:00Z",
                "--in-step",
                "--initial",
                "1",
                "--map",
                "requests=in-system");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("2026-03-04 08:00:00  3 -> 5  ScheduledFloor\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --concurrency 0         | must be a whole number >= 1: --concurrency 0
            --concurrency x         | must be a whole number >= 1: --concurrency x
            --startup soon          | --startup times:1: must be a length of time or one of fixed, exp, uniform, lognormal: word=soon
            --startup '60s 3'       | --startup times:5: must be the end: word=3
            --serving each          | must be one of shared, per-replica, cpu: --serving each
            --interrupted lost      | must be one of retried, resumed, failed: --interrupted lost
            --drain -1s             | must be a length of time such as 15s, 5m, 1h30m or plain seconds: --drain -1s
            --every 0s              | must be > 0: --every 0s
            --scrape 0              | must be > 0: --scrape 0
            --slo-share 101         | must be a number from 0.001 to 100: --slo-share 101
            --slo-share 0           | must be a number from 0.001 to 100: --slo-share 0
            --scale 0               | must be a number from 0.000000001 to 1000000000: --scale 0
            --memory 30             | must be two numbers >= 0 such as 30,5: percent, and percent per arrival: --memory 30
            --initial 0             | must be a whole number >= 1 and <= 100000: --initial 0
            --seeds 0               | must be a whole number >= 1 and <= 1000: --seeds 0
            --seed one              | must be a whole number: --seed one
            --start noon            | must be a number of milliseconds or an ISO-8601 time: --start noon
            --map requests          | must be METRIC=SIGNAL or METRIC=NUMBER: --map requests
            --map requests=quued    | unknown signal: --map requests=quued (did you mean queued?)
            --map reqests=queued    | unknown metric: --map reqests=queued (did you mean requests?)
            --fault 'crsh at 10m'   | must begin with a fault (did you mean crash?): --fault crsh at 10m
            --fault 'crash in 10m'  | must be crash at SPAN [REPLICAS]: --fault crash in 10m
            --load 'poisn 1/s'      | --load load:1: must be one of SHAPES: word=poisn (did you mean poisson?)
            """)
    void what_is_wrong_is_said(String given, String complaint) throws IOException {
        String[] words = given.split(" ", 2);
        String value = words[1].strip().replace("'", "");
        Run run = words[0].equals("--load") ? compare(value) : compare(LOAD, words[0], value);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        String shapes = "poisson, even, step, ramp, diurnal, burst, flash, onoff, silence, trace, series";
        assertThat(run.err()).isEqualTo(complaint.replace("SHAPES", shapes) + "\n");
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_and_nothing_is_written() throws IOException {
        Path csv = directory.resolve("deep/scores.csv");
        Run run = compare(
                LOAD, "--seeds", "0", "--slo", "x", "--fault", "crash", "--map", "y=1", "--csv", csv.toString());
        assertThat(run.err().lines()).hasSize(4);
        assertThat(csv.getParent()).doesNotExist();

        assertThat(Run.of("compare", "--load", LOAD).err()).isEqualTo("option must be given: --policy\n");
        assertThat(Run.of("compare", "--policy", path("a.properties")).err())
                .startsWith("one of the two must be given: --trace FILE, --load SPEC\n");
        assertThat(compare(LOAD, "--policy", path("a.properties")).err())
                .isEqualTo("policy must be given once: --policy " + path("a.properties") + "\n");
        assertThat(compare(LOAD, "--csv", path("a.properties")).err())
                .startsWith("must not be a file that is read or written besides");
        assertThat(Run.of("simulate", "--policy", "x", "--policy", "y", "--load", LOAD)
                        .err())
                .isEqualTo("option must be given once: --policy=y\n");
        write("a.properties", "maxReplica=3\n");
        write("b.properties", "nonsense=1\n" + EACH_ONE);
        assertThat(compare(LOAD).err()).contains("a.properties:1", "b.properties:1");
    }

    private Run traced(String file, String... more) throws IOException {
        write("a.properties", EACH_FOUR);
        List<String> words =
                new ArrayList<>(List.of("compare", "--policy", path("a.properties"), "--trace", path(file)));
        words.addAll(List.of("--map", "requests=in-system"));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    private Run compare(String load, String... more) throws IOException {
        if (!Files.exists(directory.resolve("a.properties"))) {
            write("a.properties", EACH_FOUR);
        }
        if (!Files.exists(directory.resolve("b.properties"))) {
            write("b.properties", EACH_ONE);
        }
        List<String> words = new ArrayList<>(
                List.of("compare", "--policy", path("a.properties"), "--policy", path("b.properties"), "--load", load));
        words.addAll(List.of(more));
        if (Stream.of(more).noneMatch(word -> word.startsWith("requests="))) {
            words.addAll(List.of("--map", "requests=in-system"));
        }
        return Run.of(words.toArray(String[]::new));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
