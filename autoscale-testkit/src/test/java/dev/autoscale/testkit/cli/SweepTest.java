package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {
    private static final String POLICY =
            "maxReplicas=10\nmetrics.requests.averageValue=4\nbehavior.scaleDown.stabilizationWindowSeconds=300\n";
    private static final String LOAD = "step 1/s 4m, 4/s 4m, 1/s 4m service 2s";
    private static final String TARGET = "metrics.requests.averageValue=";
    private static final String WINDOW = "behavior.scaleDown.stabilizationWindowSeconds=";

    @TempDir
    private Path directory;

    private Run sweep(String... more) throws IOException {
        Path policy = Files.writeString(directory.resolve("a.properties"), POLICY);
        Stream<String> first = Stream.of(
                "sweep",
                "--policy",
                policy.toString(),
                "--load",
                LOAD,
                "--concurrency",
                "2",
                "--slo",
                "4s",
                "--in-step",
                "--map",
                "requests=in-system");
        return Run.of(Stream.concat(first, Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void the_whole_text() throws IOException {
        Run run = sweep("--try", TARGET + "1,2,4,none", "--try", WINDOW + "0,300", "--goal", "97");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out().replace(directory.toString(), "DIR")).isEqualTo("""
                a.properties on step 1/s 4m, 4/s 4m, 1/s 4m service fixed 2s
                  load          1,362 arrivals in 12 min
                  replicas      2 places each, one queue for all; ready after 0s, drain 30 s
                  at first      as many as the oracle, within the bounds of each policy
                  SLO           4 s from arrival to end for 97 %
                  seed          1, decisions and scrapes in step
                  metrics from  requests from in-system
                  settings      8, the whole grid, one of them as given
                  goal          SLO met by 97 % of arrivals

                                 averageValue  stabilizationWindowSeconds  replica-hours   diff  SLO met %  goal  p99 ms  changes
                  frontier                  4                           0           0.48  -0.26      51.91    no  12,190       37
                  frontier                  2                           0           0.58  -0.17      82.82    no   8,192       41
                  frontier                  4                         300           0.74             96.77    no   5,865        2
                  recommended               2                         300           0.89  +0.15      97.28   yes   5,702        2
                  frontier                  1                         300           1.55  +0.80     100.00   yes   2,007        4

                  as given                  4                         300           0.74             96.77    no   5,865        2
                  oracle                                                            0.59  -0.15     100.00   yes   3,326       12
                  clairvoyant                                                       0.81  +0.07     100.00   yes   2,474        2
                  fixed at peak                                                     1.00  +0.26     100.00   yes   3,080        0

                  1 more is dominated: another costs no more and meets the SLO no less (--all shows them)
                  diff to the replica-hours as given; noise unknown: one seed says nothing of luck, --seeds 5 does

                2 settings left out, which do not build or serve nothing:
                  averageValue=none, stabilizationWindowSeconds=0 and 1 other: DIR/a.properties:2: must be a Kubernetes quantity such as 500m, 2 or 1.5Gi: metrics.requests.averageValue=none

                recommended
                  metrics.requests.averageValue=2   (as given 4)

                  because  the cheapest of 2 settings that meet the SLO in 97 % of arrivals: 0.89 replica-hours, 0.15 more than as given; the best of the cheaper ones meets only 96.77 %
                  note     one seed says nothing of luck
                  note     behavior.scaleDown.stabilizationWindowSeconds=300 is the highest value tried: the best may lie beyond
                """);
    }

    @Test
    void the_goal_is_what_the_slo_promises() throws IOException {
        assertThat(sweep("--try", TARGET + "2", "--goal", "97").out())
                .isEqualTo(sweep("--try", TARGET + "2", "--slo-share", "97").out())
                .contains("4 s from arrival to end for 97 %", "SLO met by 97 % of arrivals");
        assertThat(sweep("--try", TARGET + "2", "--goal", "97", "--slo-share", "97")
                        .err())
                .isEmpty();
        assertThat(sweep("--try", TARGET + "2", "--goal", "97", "--slo-share", "99")
                        .err())
                .isEqualTo("must be what --slo-share says, for which the yardsticks are sized: --goal 97\n");
    }

    /** On the first load alone the target of 4 would do; the second takes 2. */
    @Test
    void a_setting_has_to_hold_on_all_loads() throws IOException {
        Path csv = directory.resolve("all.csv");
        String hard = "step 3/s 4m, 4/s 4m, 5/s 4m service 2s";
        String[] words = {"--try", TARGET + "1,2,4", "--goal", "95"};
        assertThat(sweep(words).out()).contains("\n  nothing to change\n");
        Run run = sweep("--try", TARGET + "1,2,4", "--goal", "95", "--load", hard, "--csv", csv.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("a.properties on step 1/s 4m, 4/s 4m, 1/s 4m service fixed 2s\n")
                .contains(
                        "\na.properties on " + hard.replace("service 2s", "service fixed 2s") + "\n",
                        "\na.properties over 2 loads\n  settings       3, the whole grid, one of them as given\n",
                        "\n  metrics.requests.averageValue=2   (as given 4)\n");
        List<String> rows = Files.readAllLines(csv);
        assertThat(rows).hasSize(1 + 3 * (3 + 3));
        assertThat(rows.get(rows.size() - 1)).endsWith(",all,");
        assertThat(sweep("--try", TARGET + "1..6000/1", "--load", hard).err())
                .startsWith(
                        "simulations must be <= 10000: 12008 = (6000 settings + 4 references) * 1 seed * 2 loads; ");
    }

    @Test
    void where_the_oracle_is_no_bound_is_said() throws IOException {
        Run shortOfRoom = sweep("--try", WINDOW + "0,300", "--fault", "capacity at 1m for 5m 1");
        assertThat(shortOfRoom.err()).isEmpty();
        assertThat(shortOfRoom.out()).contains("  no bound   the oracle is none here: room is short");
        assertThat(sweep("--try", WINDOW + "0,300").out()).doesNotContain("no bound");
    }

    @Test
    void the_same_arguments_give_the_same_text_and_files() throws IOException {
        Path csv = directory.resolve("out.csv");
        Path svg = directory.resolve("out.svg");
        String[] args = {
            "--try",
            TARGET + "1..4/1",
            "--try",
            WINDOW + "0,60,300",
            "--samples",
            "8",
            "--seeds",
            "2",
            "--startup",
            "exp 10s",
            "--csv",
            csv.toString(),
            "--svg",
            svg.toString(),
            "--all"
        };
        Run first = sweep(args);
        assertThat(first.err()).isEmpty();
        assertThat(first.out())
                .contains("  settings      8 drawn from the 12 of the grid")
                .contains("dominated", "noise")
                .endsWith("  written    " + csv + "\n  written    " + svg + "\n");
        String table = Files.readString(csv);
        String picture = Files.readString(svg);
        assertThat(sweep(args)).isEqualTo(first);
        assertThat(Files.readString(csv)).isEqualTo(table);
        assertThat(Files.readString(svg)).isEqualTo(picture);
        String[] other = args.clone();
        other[5] = "9";
        assertThat(sweep(other).out()).isNotEqualTo(first.out());
    }

    @Test
    void all_settings_meet_what_compare_lets_them_meet() throws IOException {
        Path csv = directory.resolve("sweep.csv");
        sweep("--try", TARGET + "2", "--seeds", "2", "--csv", csv.toString());
        Path two = Files.writeString(directory.resolve("two.properties"), POLICY.replace("=4", "=2"));
        Path compared = directory.resolve("compare.csv");
        Run.of(
                "compare",
                "--policy",
                directory.resolve("a.properties").toString(),
                "--policy",
                two.toString(),
                "--load",
                LOAD,
                "--concurrency",
                "2",
                "--slo",
                "4s",
                "--in-step",
                "--map",
                "requests=in-system",
                "--seeds",
                "1",
                "--csv",
                compared.toString());
        sweep("--try", TARGET + "2", "--csv", csv.toString());
        List<String> expected = Files.readAllLines(compared).stream()
                .skip(1)
                .map(line -> line.substring(line.indexOf(",1,") + 3, line.indexOf(",\"step")))
                .toList();
        List<String> rows = Files.readAllLines(csv);
        assertThat(rows.get(0))
                .startsWith("row,metrics.requests.averageValue,keys_changed,frontier,goal,recommended,slo_share,")
                .endsWith(",reaction_mean,reaction_max,slo_share_noise,load,error");
        assertThat(rows).hasSize(6);
        for (int i = 0; i < 5; i++) {
            assertThat(rows.get(i + 1)).contains("," + expected.get(i) + ",,\"step 1/s 4m");
        }
        assertThat(rows)
                .extracting(row -> row.split(",")[0])
                .containsExactly("row", "as given", "setting", "oracle", "clairvoyant", "fixed at peak");
    }

    @Test
    void what_does_not_build_is_said_and_left_out() throws IOException {
        Path csv = directory.resolve("out.csv");
        Run run = sweep("--try", "maxReplicas=0,5", "--try", WINDOW + "0,60", "--csv", csv.toString());
        assertThat(run.status()).isZero();
        assertThat(run.out().replace(directory.toString(), "DIR"))
                .contains("2 settings left out, which do not build or serve nothing:\n"
                        + "  maxReplicas=0, stabilizationWindowSeconds=0 and 1 other: DIR/a.properties:1: ");
        assertThat(Files.readAllLines(csv).stream().filter(line -> line.contains("a.properties:1: ")))
                .hasSize(2)
                .allMatch(line -> line.chars().filter(c -> c == ',').count() >= 28);

        Run none = sweep("--try", "metrics.requests.avergeValue=1,2");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.out()).isEmpty();
        assertThat(none.err())
                .startsWith("no setting builds; the first, avergeValue=1: ")
                .contains("did you mean");
    }

    @Test
    void a_setting_may_bring_metrics_of_its_own() throws IOException {
        Run run = sweep(
                "--try",
                "metrics.other.averageValue=5",
                "--map",
                "other=queued",
                "--try",
                "metrics.cpu.averageUtilization=50");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("metrics.other.averageValue=5   (not given)");
    }

    @Test
    void the_picture_names_what_matters() throws IOException {
        Path svg = directory.resolve("out.svg");
        sweep("--try", TARGET + "1,2,3,8", "--goal", "50", "--svg", svg.toString());
        assertThat(Files.readString(svg))
                .startsWith("<svg ")
                .endsWith("</svg>\n")
                .contains(">recommended (", ">as given (", ">oracle (", ">fixed at peak (", "goal: 50 %")
                .doesNotContain("NaN");
        sweep("--try", TARGET + "4", "--svg", svg.toString());
        assertThat(Files.readString(svg)).contains("as given, recommended (").doesNotContain("NaN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--seeds 1 | option must be given: --try",
                "--try a | must be KEY=V1,V2 or KEY=FROM..TO/STEP or KEY=FROM..TO*FACTOR: --try a",
                "--try maxReplicas=1 --try maxReplicas=2 | key must be tried once: --try maxReplicas=2",
                "--try maxReplicas=1 --goal 0 | must be a number from 0.001 to 100: --goal 0",
                "--try maxReplicas=1 --samples 0 | must be a whole number >= 1: --samples 0",
                "--try maxReplicas=1..9998/1 | simulations must be <= 10000: 10002 = (9998 settings + 4 references) * 1 seed;"
                        + " --samples N draws some of the settings",
                "--try maxReplicas=1..1000/1 --seeds 10 | simulations must be <= 10000: 10040 = (1000 settings + 4"
                        + " references) * 10 seeds; --samples N draws some of the settings",
                "--try maxReplicas=5 --map x=queued | unknown metric: --map x=queued; known: requests",
                "--try maxReplicas=5 --html x.html | unknown option: --html",
            })
    void what_is_wrong_is_said(String args, String message) throws IOException {
        Run run = sweep(args.split(" "));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith(message);
    }

    @Test
    void a_class_is_no_file_to_write_into() {
        Run run = Run.of("sweep", "--policy", "class:com.example.Own", "--try", "a=1", "--load", "even 1/s for 1m");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("must be a file, into which is written what to take; frontier takes a class: --policy"
                        + " class:com.example.Own\n");
    }

    @Test
    void outputs_are_no_inputs_and_not_the_same() throws IOException {
        String policy = directory.resolve("a.properties").toString();
        String out = directory.resolve("out").toString();
        assertThat(sweep("--try", TARGET + "1", "--csv", policy).err())
                .isEqualTo("must not be a file that is read or written besides: --csv=" + policy + "\n");
        assertThat(sweep("--try", TARGET + "1", "--csv", out, "--svg", out).err())
                .isEqualTo("must not be a file that is read or written besides: --svg=" + out + "\n");
    }
}
