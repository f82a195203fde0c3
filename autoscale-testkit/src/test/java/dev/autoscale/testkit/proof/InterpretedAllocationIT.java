package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.testkit.JavaRun;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deciding allocates nothing even where no compiler helps. */
class InterpretedAllocationIT {
    @TempDir
    private Path work;

    @Test
    void nothing_allocates_in_the_interpreter() throws Exception {
        String path = Stream.of(
                        JavaRun.file("packaged.core"),
                        JavaRun.file("packaged.policies"),
                        JavaRun.file("packaged.testkit"),
                        Path.of("target/test-classes").toAbsolutePath())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> lines = new JavaRun(work)
                .run(work, List.of("-Xint", "--class-path", path, InterpretedAllocations.class.getName()));
        assertThat(lines)
                .hasSize((int) AllocationCase.all().count())
                .allSatisfy(line -> assertThat(line).endsWith(" 0"));
    }
}
