package dev.autoscale.testkit.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.testkit.cli.engine.Policy;
import dev.autoscale.testkit.cli.policy.PolicyFile;
import dev.autoscale.testkit.cli.text.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Policy files and recorded series in a directory. */
record Workbench(Path directory) {
    Path write(String policy) throws IOException {
        return Files.writeString(directory.resolve("policy.properties"), policy);
    }

    /** A policy of the library's main engine. */
    Policy read(String policy) throws IOException {
        return (Policy) PolicyFile.read(write(policy));
    }

    /** Every complaint about a policy; in the expected ones FILE stands for the file. */
    void assertComplaints(String policy, String expected) throws IOException {
        Path file = write(policy);
        assertThatThrownBy(() -> PolicyFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessage(expected.strip().replace("FILE", file.toString()));
    }

    Run replay(String policy, String metrics, String... more) throws IOException {
        Path series = Files.writeString(directory.resolve("metrics.csv"), metrics);
        Stream<String> first =
                Stream.of("replay", "--policy", write(policy).toString(), "--metrics", series.toString());
        return Run.of(Stream.concat(first, Stream.of(more)).toArray(String[]::new));
    }
}
