package dev.autoscale.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.testkit.lint.Lint;
import dev.autoscale.testkit.lint.WorkloadFacts;
import dev.autoscale.testkit.proof.RandomSpec;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Whatever a spec says, lint can judge it. */
class LintPropertiesTest {
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void every_spec_can_be_judged_and_always_alike(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 3600) int seconds,
            @ForAll @IntRange(max = 100_000) int load) {
        AutoscalerSpec spec = RandomSpec.everything(seed).spec();
        Duration time = Duration.ofSeconds(seconds);
        WorkloadFacts facts = WorkloadFacts.builder()
                .startup(time)
                .initialization(time)
                .workTime(time)
                .sampleInterval(time.plusMillis(1))
                .riseTime(time)
                .capacityPerReplica(load + 1)
                .limitToRequest(1 + load / 1000.0)
                .meanLoad(load / 2.0)
                .peakLoad(load)
                .build();

        Lint lint = Lint.of(spec, facts);

        assertThat(lint.unchecked()).isEmpty();
        assertThat(lint.findings())
                .isEqualTo(Lint.of(spec.toBuilder().buildUnchecked(), facts).findings());
        assertThat(lint.findings()).allSatisfy(finding -> {
            assertThat(Lint.ruleIds()).contains(finding.rule());
            assertThat(finding.value()).isNotBlank().contains("=");
            assertThat(finding.why()).endsWith(".");
            assertThat(finding.fix()).isNotBlank();
            assertThat(finding.toString()).doesNotContain("NaN", "Infinity", "=-");
        });
    }
}
