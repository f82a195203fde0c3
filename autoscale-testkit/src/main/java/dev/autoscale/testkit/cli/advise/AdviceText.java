package dev.autoscale.testkit.cli.advise;

import static dev.autoscale.testkit.cli.compare.StandingsTable.number;
import static dev.autoscale.testkit.cli.text.Columns.GAP;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.compare.SimulationOptions;
import dev.autoscale.testkit.cli.text.Columns;
import dev.autoscale.testkit.cli.text.JsonText;
import dev.autoscale.testkit.cli.text.Numbers;
import dev.autoscale.testkit.simulation.league.Advice;
import dev.autoscale.testkit.simulation.league.Advice.Candidate;
import dev.autoscale.testkit.simulation.league.Advice.Judged;
import dev.autoscale.testkit.simulation.league.League;
import dev.autoscale.testkit.simulation.league.SeedScores;
import dev.autoscale.testkit.simulation.league.Trial;
import dev.autoscale.testkit.simulation.score.Report;
import dev.autoscale.testkit.simulation.score.Score;
import dev.autoscale.testkit.text.Spans;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An advice as text, as JSON and as the file itself. */
final class AdviceText {
    private final Advice advice;
    private final Workload workload;
    private final SimulationOptions simulated;
    private final double margin;
    private final List<AdvisedForm> forms;
    private final List<String> notTried;
    private final boolean isOfSeveral;

    AdviceText(
            Advice advice,
            Workload workload,
            SimulationOptions simulated,
            double margin,
            List<AdvisedForm> forms,
            List<String> notTried) {
        this.advice = advice;
        this.workload = workload;
        this.simulated = simulated;
        this.margin = margin;
        this.forms = forms;
        this.notTried = notTried;
        isOfSeveral = advice.parts().size() > 1;
    }

    void print(Report any, long[] seeds, PrintStream out) {
        out.println("advice for " + workload.promise());
        Compare.aligned(settings(any, seeds)).forEach(out::println);
        out.println();
        Columns.lines(table()).forEach(out::println);
        out.println();
        if (isOfSeveral || seeds.length > 1) {
            Columns.lines(byTrace()).forEach(out::println);
            out.println();
        }
        legend().forEach(line -> out.println(GAP + line));
        out.println();
        out.println("advised: " + form(advice.best()).words(advice.best().setting()));
        out.println();
        out.println(GAP + "because  " + advice.reason());
        notes().forEach(note -> out.println(GAP + "note     " + note));
        out.println();
        out.print(file().lines()
                .map(line -> line.isEmpty() ? "" : GAP + line)
                .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator())));
    }

    private Map<String, String> settings(Report any, long[] seeds) {
        Map<String, String> settings = new LinkedHashMap<>(Compare.settings(simulated, any, seeds));
        settings.remove("load");
        settings.remove("scored");
        for (int i = 0; i < advice.parts().size(); i++) {
            settings.put(
                    isOfSeveral ? "load " + (i + 1) : "load",
                    words(advice.parts().get(i)));
        }
        String tuned = Numbers.text((100 - advice.goalPercent()) * (1 - margin));
        settings.put(
                "tuned to",
                "the cheapest setting with at most " + tuned + " % misses, " + Numbers.text(100 * margin)
                        + " % less than the promise allows");
        settings.put(
                "tried",
                advice.candidates().stream()
                                .map(candidate ->
                                        candidate.family().name() + ' ' + Numbers.count(candidate.tried(), "setting"))
                                .collect(Collectors.joining(", "))
                        + "; " + Numbers.count(advice.runs(), "simulation"));
        return settings;
    }

    private static String words(Advice.Part part) {
        String learned = part.fromMillis() == 0 ? "" : "learning until " + Spans.text(part.fromMillis()) + ", ";
        return part.load() + ": " + learned + "tuned on what is before " + Spans.text(part.cutMillis())
                + ", judged on what follows until " + Spans.text(part.endMillis());
    }

    private List<List<String>> table() {
        List<List<String>> table = new ArrayList<>();
        List<String> heads =
                new ArrayList<>(List.of("", "tuned: hours", "misses %", "later: hours", "misses %", "reversals"));
        if (isOfSeveral) {
            heads.add("untuned trace: misses %");
        }
        heads.add("kept");
        table.add(heads);
        for (Candidate candidate : advice.candidates()) {
            Trial tuned = candidate.choice().trial();
            List<String> row = new ArrayList<>(List.of(setting(candidate), hours(tuned), misses(tuned)));
            addLater(row, candidate.overall());
            if (isOfSeveral) {
                row.add(number(
                        candidate.elsewhere().stream()
                                .mapToDouble(judged -> miss(judged.judged()))
                                .max()
                                .orElse(0),
                        2));
            }
            row.add(candidate.keepsPromise() ? "yes" : "no");
            table.add(row);
        }
        yardstick(League.CLAIRVOYANT, advice.clairvoyant(), table);
        yardstick(League.FIXED_AT_PEAK, advice.fixedAtPeak(), table);
        return table;
    }

    private String setting(Candidate candidate) {
        return (candidate == advice.best() ? "> " : "  ") + form(candidate).words(candidate.setting());
    }

    private void yardstick(String name, List<Trial> trials, List<List<String>> table) {
        List<String> row = new ArrayList<>(List.of("  " + name, "", ""));
        addLater(row, Trial.overall(trials, 0));
        if (isOfSeveral) {
            row.add("");
        }
        row.add("");
        table.add(row);
    }

    private static void addLater(List<String> row, SeedScores later) {
        row.add(hours(later));
        row.add(misses(later));
        row.add(number(later.mean(Score.REVERSALS), Score.REVERSALS.digits()));
    }

    private static String hours(SeedScores scores) {
        return number(scores.mean(Score.REPLICA_HOURS), 2);
    }

    private static double miss(SeedScores scores) {
        return 100 - scores.mean(Score.SLO_SHARE);
    }

    private static String misses(SeedScores scores) {
        return number(miss(scores), 2);
    }

    /** A row for each held-out part and setting that was judged there, with how far seeds lie apart. */
    private List<List<String>> byTrace() {
        List<List<String>> left =
                new ArrayList<>(List.of(List.of("judged on the later part of", "tuned on", "setting")));
        List<List<String>> right = new ArrayList<>(List.of(List.of("hours", "misses %", "reversals")));
        for (int i = 0; i < advice.parts().size(); i++) {
            for (Candidate candidate : advice.candidates()) {
                List<Judged> all = new ArrayList<>(List.of(candidate.later().get(i)));
                if (isOfSeveral) {
                    all.add(candidate.elsewhere().get(i));
                }
                for (Judged judged : all) {
                    left.add(names(i, candidate, judged));
                    right.add(scores(judged.judged()));
                }
            }
        }
        List<String> firsts = Columns.leftLines(left);
        return IntStream.range(0, left.size())
                .mapToObj(i -> Stream.concat(Stream.of(firsts.get(i)), right.get(i).stream())
                        .toList())
                .toList();
    }

    private List<String> names(int trace, Candidate candidate, Judged judged) {
        boolean isOwn = judged.tunedOn().contains(judged.load());
        return List.of(
                isOfSeveral ? "load " + (trace + 1) : "the load",
                isOwn ? "what is before" + (isOfSeveral ? ", of all" : "") : "the others",
                form(candidate).words(judged.setting()));
    }

    private static List<String> scores(Trial trial) {
        return List.of(
                spread(trial, 1, Score.REPLICA_HOURS, 0),
                spread(trial, -1, Score.SLO_SHARE, 100),
                spread(trial, 1, Score.REVERSALS, 0));
    }

    /** The mean, and the least and the most of the seeds. */
    private static String spread(Trial trial, int sign, Score score, double from) {
        double[] values = IntStream.range(0, trial.seeds())
                .mapToDouble(seed -> from + sign * trial.value(score, seed))
                .toArray();
        String mean = number(from + sign * trial.mean(score), score.digits());
        return values.length == 1
                ? mean
                : mean + " (" + number(DoubleStream.of(values).min().orElseThrow(), score.digits()) + " to "
                        + number(DoubleStream.of(values).max().orElseThrow(), score.digits()) + ')';
    }

    private List<String> legend() {
        List<String> lines = new ArrayList<>();
        String over = isOfSeveral ? ", geometric mean over the loads" : "";
        lines.add("hours      replica-hours" + over);
        lines.add("misses     arrivals that did not meet the SLO, lost ones included"
                + (isOfSeveral ? "; of the load on which it is met the least surely" : ""));
        lines.add("later      the setting on what is held out: simulated from the beginning, scored there alone");
        if (isOfSeveral) {
            lines.add(
                    "untuned    on what is held out of each load, the setting that was tuned on the others alone: the most misses");
        }
        lines.add("kept       whether the promise is kept on all that was judged"
                + (advice.best().overall().seeds() == 1 ? "" : ", beyond luck"));
        return lines;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(advice.notes());
        double peak = advice.fixedAtPeak().stream()
                .mapToDouble(trial -> trial.mean(Score.MEAN_REPLICAS))
                .max()
                .orElse(0);
        if (peak > workload.max()) {
            notes.add("what is held out takes up to " + number(peak, 0) + " replicas, more than the most, "
                    + workload.max());
        }
        notTried.forEach(reason -> notes.add("not tried: " + reason));
        return notes;
    }

    private AdvisedForm form(Candidate candidate) {
        return forms.get(advice.candidates().indexOf(candidate));
    }

    /** The file of the advised policy. */
    String file() {
        AdvisedForm form = form(advice.best());
        return form.file(head(form), advice.best().setting());
    }

    private List<String> head(AdvisedForm form) {
        Candidate best = advice.best();
        List<String> head = new ArrayList<>();
        head.add("Advised for " + workload.promise() + ": " + form.title() + '.');
        advice.parts().forEach(part -> head.add(words(part) + '.'));
        head.add("Tuned: the cheapest of " + Numbers.count(best.tried(), "setting") + " with "
                + misses(best.choice().trial()) + " % misses there"
                + (best.choice().reachesGoal() ? "." : ", none of which keeps the promise with a margin."));
        head.add("Judged: " + misses(best.overall()) + " % misses and " + hours(best.overall())
                + " replica-hours on what follows"
                + (isOfSeveral
                        ? "; at most " + number(best.worstMissPercent(), 2) + " % on a load that it was not tuned on."
                        : "."));
        if (!advice.keepsPromise()) {
            head.add(
                    "The promise is NOT kept on all of that: no policy that was tried keeps it, this one misses least where it misses most.");
        }
        head.add("Feed it with " + form.signals() + '.');
        return head;
    }

    String json(Report any, long[] seeds) {
        return JsonText.of(json -> json.flag("keepsPromise", advice.keepsPromise())
                .text("advised", advice.best().family().name())
                .text("file", file())
                .text("reason", advice.reason())
                .texts("notes", notes())
                .decimal("promisedPercent", advice.goalPercent())
                .number("simulations", advice.runs())
                .objects(
                        "settings",
                        settings(any, seeds).entrySet(),
                        (setting, fields) ->
                                fields.text("name", setting.getKey()).text("text", setting.getValue()))
                .objects(
                        "loads",
                        advice.parts(),
                        (part, fields) -> fields.text("load", part.load())
                                .number("tunedFromMillis", part.fromMillis())
                                .number("heldOutFromMillis", part.cutMillis())
                                .number("endMillis", part.endMillis()))
                .objects("candidates", advice.candidates(), this::candidate)
                .objects(
                        "yardsticks",
                        Stream.of(advice.clairvoyant(), advice.fixedAtPeak()).toList(),
                        (trials, fields) -> fields.text("name", trials.get(0).policy())
                                .objects("later", trials, AdviceText::scores)));
    }

    private void candidate(Candidate candidate, JsonText json) {
        json.text("family", candidate.family().name())
                .text("setting", form(candidate).words(candidate.setting()))
                .number("tried", candidate.tried())
                .flag("keepsPromise", candidate.keepsPromise())
                .decimal("worstMissPercent", candidate.worstMissPercent())
                .object("tuned", fields -> scores(candidate.choice().trial(), fields))
                .objects("later", candidate.later(), (judged, fields) -> judged(candidate, judged, fields))
                .objects("elsewhere", candidate.elsewhere(), (judged, fields) -> judged(candidate, judged, fields));
    }

    private void judged(Candidate candidate, Judged judged, JsonText json) {
        json.text("load", judged.load())
                .texts("tunedOn", judged.tunedOn())
                .text("setting", form(candidate).words(judged.setting()));
        scores(judged.judged(), json);
    }

    private static void scores(Trial trial, JsonText json) {
        json.decimal("replicaHours", trial.mean(Score.REPLICA_HOURS))
                .decimal("missPercent", miss(trial))
                .decimal("reversals", trial.mean(Score.REVERSALS));
    }
}
