package dev.autoscale.testkit.cli;

import dev.autoscale.testkit.cli.advise.Advise;
import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.convert.Convert;
import dev.autoscale.testkit.cli.lint.LintVerb;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.policy.PolicyKeys;
import dev.autoscale.testkit.cli.replay.Explain;
import dev.autoscale.testkit.cli.replay.Replay;
import dev.autoscale.testkit.cli.sweep.Families;
import dev.autoscale.testkit.cli.sweep.Sweep;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.PlainOutput;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.conform.Conform;
import dev.autoscale.testkit.text.LoadGrammar;
import dev.autoscale.testkit.text.Shown;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.StringJoiner;

/** The command line. Ends with 0 if all went well, with 1 if something was found, and with 2 on a usage error; no output is written then. */
public final class Main {
    private static final int GOOD = 0;
    private static final int BAD_INPUT = 2;
    private static final List<String> VERBS = List.of(
            "replay",
            "simulate",
            "compare",
            "sweep",
            "frontier",
            "advise",
            "explain",
            "convert",
            "lint",
            "conform",
            "help");

    private final PrintStream out;
    private final PrintStream err;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the command line in a process of its own.
     *
     * @param args the verb and its options
     */
    public static void main(String[] args) {
        int status = run(args, System.out, System.err);
        System.out.flush();
        System.exit(status);
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        return new Main(new PlainOutput(out), new PlainOutput(err)).run(List.of(args));
    }

    private int run(List<String> words) {
        if (words.isEmpty()) {
            err.print(usage());
            return BAD_INPUT;
        }
        String verb = words.get(0);
        List<String> rest = words.subList(1, words.size());
        if (verb.equals("--version")) {
            out.println("autoscale " + version());
            return GOOD;
        }
        if (List.of("help", "--help", "-h").contains(verb)) {
            return help(rest);
        }
        if (rest.contains("--help") || rest.contains("-h")) {
            return help(List.of(verb));
        }
        try {
            return run(verb, rest);
        } catch (BadInput e) {
            e.lines().lines().map(Shown::line).forEach(err::println);
        } catch (UncheckedIOException e) {
            err.println(Shown.line("cannot read or write: " + e.getCause()));
        } catch (InvalidPathException e) {
            err.println("must be a path: " + Shown.value(e.getInput()));
        } catch (OutOfMemoryError e) {
            err.println(
                    "memory is exhausted: fewer replicas, arrivals or rows are needed, or a larger heap (java -Xmx4g -jar ...)");
        } catch (RuntimeException | StackOverflowError e) {
            err.println(unforeseen(e));
        }
        return BAD_INPUT;
    }

    /** Input may have got past all checks; where it failed is for those who repair that. */
    private static String unforeseen(Throwable failure) {
        StackTraceElement[] places = failure.getStackTrace();
        return Shown.line("cannot be computed: " + Shown.value(failure.toString()))
                + (places.length == 0 ? "" : " (" + places[0] + ')');
    }

    private static String usage() {
        return TextFiles.resource(Main.class, "usage.txt").replace("LOADS\n", LoadGrammar.TEXT);
    }

    /** Everything, the keys, or what is about one verb. */
    private int help(List<String> about) {
        String word = about.isEmpty() ? "help" : about.get(0);
        if (about.contains("keys")) {
            out.print(PolicyKeys.help());
        } else if (word.equals("help")) {
            out.print(usage());
        } else if (VERBS.contains(word)) {
            out.print(usage(word));
        } else {
            err.println("unknown verb: " + Shown.value(word) + Options.hint(word, VERBS));
            return BAD_INPUT;
        }
        return GOOD;
    }

    /** The paragraphs of the usage that are about a verb, with what its options share with others. */
    private static String usage(String verb) {
        List<String> shared = List.of("simulate", "compare", "sweep", "frontier", "advise");
        boolean hasLoad = shared.contains(verb) || verb.equals("lint");
        StringJoiner text = new StringJoiner("\n\n", "", "\n");
        for (String paragraph : usage().strip().split("\n\n", -1)) {
            boolean isShared = shared.contains(verb) && paragraph.startsWith("Options of ");
            boolean isLoads = hasLoad && paragraph.startsWith("loads:");
            if (paragraph.startsWith(verb + ' ') || isShared || isLoads) {
                text.add(paragraph);
            }
        }
        return text.toString();
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    private int run(String verb, List<String> rest) {
        switch (verb) {
            case "replay" -> Replay.run(rest, out, err);
            case "simulate" -> Compare.simulate(rest, out, err);
            case "compare" -> Compare.compare(rest, out, err);
            case "sweep" -> Sweep.run(rest, out, err);
            case "frontier" -> Families.run(rest, out, err);
            case "advise" -> Advise.run(rest, out, err);
            case "explain" -> Explain.run(rest, out, err);
            case "convert" -> Convert.run(rest, out, err);
            case "lint" -> {
                return LintVerb.run(rest, out);
            }
            case "conform" -> {
                return Conform.run(rest, out, err);
            }
            default -> throw new BadInput("unknown verb: " + Shown.value(verb) + Options.hint(verb, VERBS));
        }
        return GOOD;
    }
}
