package dev.autoscale.testkit.lint;

import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.MetricSpec.pods;
import static dev.autoscale.MetricSpec.resource;
import static dev.autoscale.RatePolicy.percent;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.Activation;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.FlapBudget;
import dev.autoscale.RatePolicy;
import dev.autoscale.policies.keda.KedaTrigger;
import dev.autoscale.policies.keda.ScaledObject;
import dev.autoscale.policies.knative.KpaAnnotations;
import dev.autoscale.policies.knative.KpaConfig;
import dev.autoscale.policies.preset.ServerlessWorkers;
import dev.autoscale.policies.source.Backlog;
import dev.autoscale.policies.source.QueueDelay;
import dev.autoscale.policies.source.RatioTarget;
import dev.autoscale.testkit.lint.Finding.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lint as a user's test calls it. */
class LintSpecTest {
    private static final AutoscalerSpec GOOD = AutoscalerSpec.builder(2, 10)
            .metric(external("load").averageValue(5))
            .build();

    @Test
    void a_good_spec_has_no_findings_and_says_what_was_not_checked() {
        Lint lint = Lint.of(GOOD, WorkloadFacts.NONE);
        assertThat(lint.findings()).isEmpty();
        assertThat(lint.unchecked().keySet()).containsExactly(Fact.values());
        assertThat(lint.unchecked().get(Fact.RISE_TIME)).containsExactly("peak-out-of-reach-in-time");

        WorkloadFacts all = WorkloadFacts.builder()
                .startup(ofSeconds(60))
                .initialization(ofSeconds(60))
                .workTime(ofSeconds(60))
                .sampleInterval(ofSeconds(15))
                .riseTime(ofSeconds(60))
                .capacityPerReplica(6)
                .limitToRequest(1)
                .loads(10, 50, 30)
                .build();
        assertThat(Lint.of(GOOD, all).findings()).isEmpty();
        assertThat(Lint.of(GOOD, all).unchecked()).isEmpty();
    }

    @Test
    void findings_come_worst_first_in_the_users_words() {
        AutoscalerSpec spec = GOOD.toBuilder()
                .bounds(1, 4)
                .scaleDown(rules().stabilizationWindow(ZERO))
                .build();
        WorkloadFacts facts = WorkloadFacts.builder().peakLoad(21).build();

        List<Finding> findings = Lint.of(spec, facts, key -> key.equals("maxReplicas") ? "most" : key)
                .findings();

        assertThat(findings)
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR, Severity.WARNING, Severity.INFO);
        assertThat(findings.get(0).toString()).isEqualTo("""
                error  max-below-peak  most=4
                  The peak load of 21 asks for 5 replicas, so at the peak each has 1.25 times the load of the target.
                  fix: most=5""");
    }

    /** The settings that the cookbook recommends; what they are meant to show is no mistake. */
    @Test
    void the_cookbooks_settings_have_no_warning() {
        List<AutoscalerSpec> specs = new ArrayList<>();
        RatePolicy twoPods = RatePolicy.pods(2).per(ofSeconds(15));
        specs.add(AutoscalerSpec.builder(1, 20) // requests per pod
                .metric(external("asr_active_requests").averageValue(5))
                .scaleUp(rules().policy(twoPods).policy(percent(100).per(ofSeconds(15))))
                .scaleDown(rules().stabilizationWindow(ofSeconds(300))
                        .policy(RatePolicy.pods(1).per(ofSeconds(60))))
                .build());
        specs.add(AutoscalerSpec.builder(2, 10) // memory first
                .metric(resource("memory").averageUtilization(70))
                .metric(resource("cpu").averageUtilization(90))
                .scaleDown(rules().stabilizationWindow(ofSeconds(300)))
                .build());
        specs.add(ScaledObject.builder() // connections
                .maxReplicaCount(20)
                .trigger(KedaTrigger.prometheus("connections", 10, 0))
                .build()
                .toSpec());
        specs.add(AutoscalerSpec.builder(1, 3) // ratio
                .metric(RatioTarget.of("parse-workers").dividedBy(3).atMost(3).asMetric())
                .scaleDown(rules().stabilizationWindow(ZERO))
                .build());
        specs.add(AutoscalerSpec.builder(0, 20) // profiles: save cost
                .metric(external("connections").averageValue(10).activation(5))
                .scaleUp(rules().stabilizationWindow(ofSeconds(60))
                        .policy(RatePolicy.pods(2).per(ofSeconds(60))))
                .scaleDown(rules().stabilizationWindow(ofSeconds(60))
                        .policy(percent(50).per(ofSeconds(60))))
                .activation(Activation.cooldown(ofSeconds(120)))
                .build());
        specs.add(AutoscalerSpec.builder(2, 30) // warm-up
                .metric(pods("cpu_millicores").averageValue(500).warmUp(ofSeconds(90)))
                .build());
        specs.add(AutoscalerSpec.builder(1, 50)
                .metric(Backlog.perReplica(60).asMetric("jobs"))
                .build());
        specs.add(AutoscalerSpec.builder(2, 20) // flap budget
                .metric(external("load").averageValue(10))
                .flapBudget(FlapBudget.per(Duration.ofMinutes(30)).reversals(2).shrinkOnly())
                .build());
        specs.add(ServerlessWorkers.lowCost(8).toSpec());
        specs.add(ServerlessWorkers.balanced(8).toSpec());
        specs.add(ServerlessWorkers.highPerformance(8).toSpec());
        WorkloadFacts facts = WorkloadFacts.builder()
                .initialization(ofSeconds(90))
                .sampleInterval(ofSeconds(15))
                .build();
        for (AutoscalerSpec spec : specs) {
            assertThat(Lint.of(spec, facts).findings())
                    .as("%s", spec.metric(0))
                    .noneMatch(finding -> finding.severity() != Severity.INFO);
        }
        var knative = new KpaAnnotations(
                Map.of("autoscaling.knative.dev/target", "10", "autoscaling.knative.dev/max-scale", "40"));
        assertThat(Lint.of(KpaConfig.of(Map.of()), knative, 0, facts).findings())
                .isEmpty();
    }

    @Test
    void without_a_load_metric_nothing_is_said_of_loads() {
        WorkloadFacts facts =
                WorkloadFacts.builder().loads(1e300).capacityPerReplica(1).build();
        AutoscalerSpec cpu = AutoscalerSpec.builder(2, 10)
                .metric(resource("cpu").averageUtilization(70))
                .metric(QueueDelay.longerThan(ofSeconds(4))
                        .requestsFrom("requests", 1)
                        .asMetric("wait"))
                .metric(dev.autoscale.MetricSpec.signal("requests"))
                .build();
        assertThat(Lint.of(cpu, facts).findings()).isEmpty();
        assertThat(Lint.of(GOOD, facts).findings())
                .extracting(Finding::rule)
                .containsExactly("max-below-peak", "target-above-capacity");
    }

    @Test
    void facts_are_checked_together() {
        WorkloadFacts.Builder wrong = WorkloadFacts.builder()
                .startup(ofSeconds(-1))
                .sampleInterval(ZERO)
                .capacityPerReplica(0)
                .peakLoad(Double.NaN)
                .decisionsEvery(Duration.ofDays(8));
        assertThatThrownBy(wrong::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("startup must be >= 0: startup=PT-1S; sampleInterval must be > 0: sampleInterval=PT0S; "
                        + "capacityPerReplica must be > 0 and finite: capacityPerReplica=0.0; "
                        + "peakLoad must be >= 0 and finite: peakLoad=NaN; "
                        + "decisionsEvery must be >= 1 ms and <= 7 days: decisionsEvery=PT192H");
        // Below a millisecond a sign is a sign all the same.
        assertThatThrownBy(
                        WorkloadFacts.builder().startup(Duration.ofNanos(-1)).workTime(Duration.ofNanos(-999_999))
                                ::build)
                .hasMessage(
                        "startup must be >= 0: startup=PT-0.000000001S; workTime must be >= 0: workTime=PT-0.000999999S");
        assertThatThrownBy(() -> WorkloadFacts.builder().loads()).hasMessage("loads must have a value: loads=0");
        assertThat(WorkloadFacts.builder()
                        .startup(Duration.ofSeconds(Long.MAX_VALUE))
                        .build()
                        .millis(Fact.STARTUP))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void lengths_of_time_read_as_in_a_file() {
        assertThat(List.of(
                        FileText.span(0),
                        FileText.span(1500),
                        FileText.span(60_000),
                        FileText.span(5_430_000),
                        FileText.span(3_600_000)))
                .containsExactly("0s", "1500ms", "1m", "1h30m30s", "1h");
        assertThat(FileText.span(300_001)).isEqualTo("5m");
    }
}
