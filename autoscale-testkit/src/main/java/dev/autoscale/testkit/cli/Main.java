package dev.autoscale.testkit.cli;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.lint.LintVerb;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.policy.PolicyKeys;
import dev.autoscale.testkit.cli.replay.Explain;
import dev.autoscale.testkit.cli.replay.Replay;
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

/** The command line. Ends with 0 if all went well, with 1 if something was found, and with 2 on a usage error; no output is written then. */
public final class Main {
    private static final int GOOD = 0;
    private static final int BAD_INPUT = 2;
    private static final List<String> VERBS =
            List.of("replay", "simulate", "compare", "sweep", "explain", "lint", "conform", "help");

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
        if (List.of("help", "--help", "-h").contains(verb) || rest.contains("--help") || rest.contains("-h")) {
            if (verb.equals("help") && rest.contains("keys")) {
                out.print(PolicyKeys.help());
            } else {
                out.print(usage());
            }
            return GOOD;
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

    private int run(String verb, List<String> rest) {
        switch (verb) {
            case "replay" -> Replay.run(rest, out, err);
            case "simulate" -> Compare.simulate(rest, out, err);
            case "compare" -> Compare.compare(rest, out, err);
            case "sweep" -> Sweep.run(rest, out, err);
            case "explain" -> Explain.run(rest, out);
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
