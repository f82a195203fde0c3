package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void help_is_good_and_nothing_is_not() {
        assertThat(Run.of("help").status()).isZero();
        assertThat(Run.of("--help").out())
                .startsWith("usage: ")
                .isEqualTo(Run.of("help").out());
        assertThat(Run.of("replay", "--help").status()).isZero();

        Run nothing = Run.of();
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err()).startsWith("usage: ");
    }

    @Test
    void a_mistyped_word_brings_the_nearest() {
        Run verb = Run.of("repaly");
        assertThat(verb.status()).isEqualTo(2);
        assertThat(verb.err()).isEqualTo("unknown verb: repaly (did you mean replay?)\n");

        Run option = Run.of("replay", "--polcy", "x", "--metrics", "--every", "--all=1", "--to", "1", "--to", "2");
        assertThat(option.status()).isEqualTo(2);
        assertThat(option.err()).isEqualTo("""
                        unknown option: --polcy (did you mean --policy?)
                        option needs a value: --metrics
                        option needs a value: --every
                        option takes no value: --all=1
                        option must be given once: --to=2
                        """);
    }

    @Test
    void what_must_be_given_is_asked_for() {
        assertThat(Run.of("explain").err())
                .isEqualTo("option must be given: --policy\noption must be given: --current\n");
        assertThat(Run.of("replay").err())
                .isEqualTo("option must be given: --policy\noption must be given: --metrics\n");
        String load = "one of the two must be given: --trace FILE, --load SPEC\n";
        assertThat(Run.of("simulate").err()).isEqualTo(load + "option must be given: --policy\n");
        assertThat(Run.of("sweep").err())
                .isEqualTo(load + "option must be given: --policy\noption must be given: --try\n");
        assertThat(Run.of("replay", "x").err()).isEqualTo("unexpected argument: x\n");
    }

    @Test
    void help_is_about_one_verb_if_one_is_named() {
        Run replay = Run.of("help", "replay");
        assertThat(replay.status()).isZero();
        assertThat(replay.out())
                .startsWith("replay --policy FILE")
                .contains("--svg FILE")
                .doesNotContain("simulate");
        assertThat(Run.of("replay", "--help").out()).isEqualTo(replay.out());
        assertThat(Run.of("compare", "-h").out())
                .startsWith("compare --policy FILE")
                .contains("--baseline FILE", "Options of simulate, compare, sweep, frontier and advise:", "loads:")
                .doesNotContain("sweep --policy");
        assertThat(Run.of("help", "help").out()).startsWith("usage: ");
        for (String verb : new String[] {
            "replay", "simulate", "compare", "sweep", "frontier", "advise", "explain", "lint", "conform"
        }) {
            assertThat(Run.of("help", verb).out()).as(verb).startsWith(verb + ' ');
        }
        Run unknown = Run.of("help", "repaly");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).isEqualTo("unknown verb: repaly (did you mean replay?)\n");
    }

    @Test
    void the_version_is_printed() {
        Run run = Run.of("--version");
        assertThat(run.status()).isZero();
        assertThat(run.out()).matches("autoscale .+\n");
    }
}
