package dev.autoscale.testkit.cli;

import dev.autoscale.testkit.cli.compare.Compare;
import dev.autoscale.testkit.cli.lint.LintVerb;
import dev.autoscale.testkit.cli.options.Options;
import dev.autoscale.testkit.cli.policy.PolicyKeys;
import dev.autoscale.testkit.cli.replay.Explain;
import dev.autoscale.testkit.cli.replay.Replay;
import dev.autoscale.testkit.cli.sweep.Sweep;
import dev.autoscale.testkit.cli.text.BadInput;
import dev.autoscale.testkit.cli.text.TextFiles;
import dev.autoscale.testkit.conform.Conform;
import dev.autoscale.testkit.text.LoadGrammar;
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

    private Main() {}

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
        List<String> words = List.of(args);
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
            return run(verb, rest, out, err);
        } catch (BadInput e) {
            err.println(e.lines());
        } catch (UncheckedIOException e) {
            err.println("cannot read or write: " + e.getCause());
        } catch (InvalidPathException e) {
            err.println("must be a path: " + e.getInput());
        }
        return BAD_INPUT;
    }

    private static String usage() {
        return TextFiles.resource(Main.class, "usage.txt").replace("LOADS\n", LoadGrammar.TEXT);
    }

    private static int run(String verb, List<String> rest, PrintStream out, PrintStream err) {
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
            default -> throw new BadInput("unknown verb: " + verb + Options.hint(verb, VERBS));
        }
        return GOOD;
    }
}
