package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The traces of the cookbook's charts are what their generator makes. */
class CookbookTracesTest {
    @Test
    void the_traces_are_what_their_generator_makes() throws IOException {
        assertThat(Files.readString(Path.of("examples/swing.csv"))).isEqualTo(CookbookTraces.swing());
        assertThat(Files.readString(Path.of("examples/cpu.csv"))).isEqualTo(CookbookTraces.cpu());
    }
}
