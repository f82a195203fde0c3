package dev.autoscale.policies.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.MetricSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionOrderTest {
    /** A workload that follows its own queue and, by ratios, others. */
    private static AutoscalerSpec reads(String... workloads) {
        AutoscalerSpec.Builder builder = AutoscalerSpec.builder(1, 10)
                .metric(MetricSpec.external("queue").averageValue(5));
        for (int i = 0; i < workloads.length; i++) {
            builder.metric(RatioTarget.of(workloads[i]).dividedBy(2).asMetric().id("ratio-" + i));
        }
        return builder.build();
    }

    @Test
    void workloads_come_after_those_they_read() {
        DecisionOrder order = DecisionOrder.builder()
                .add("api", reads("asr", "ocr"))
                .add("ocr", reads("parse"))
                .add("web", reads())
                .add("parse", reads())
                .add("asr", reads())
                .build();
        assertThat(order.order()).containsExactly("web", "parse", "ocr", "asr", "api");
        assertThat(order).hasToString("[web, parse, ocr, asr, api]");
        assertThat(order.order()).isUnmodifiable();
    }

    @Test
    void what_is_in_order_stays_as_added() {
        DecisionOrder order = DecisionOrder.builder()
                .add("z", reads())
                .add("parse", reads())
                .add("ocr", reads("parse", "parse"))
                .add("a", reads("z", "ocr"))
                .build();
        assertThat(order.order()).containsExactly("z", "parse", "ocr", "a");
        assertThat(DecisionOrder.builder().build().order()).isEmpty();
    }

    @Test
    void what_is_only_observed_is_not_decided() {
        DecisionOrder order = DecisionOrder.builder()
                .observed("nodes")
                .observed("nodes")
                .add("dns", reads("nodes"))
                .build();
        assertThat(order.order()).containsExactly("dns");
    }

    @Test
    void cycles_are_spelled_out() {
        assertThatIllegalArgumentException()
                .isThrownBy(DecisionOrder.builder().add("api", reads("asr")).add("asr", reads("api"))::build)
                .withMessage("ratio must not be cyclic: ratio=api -> asr -> api");
        assertThatIllegalArgumentException()
                .isThrownBy(DecisionOrder.builder().add("api", reads("api"))::build)
                .withMessage("ratio must not be cyclic: ratio=api -> api");
        assertThatIllegalArgumentException()
                .isThrownBy(DecisionOrder.builder()
                        .add("reads-the-cycle", reads("b"))
                        .add("a", reads("free", "c"))
                        .add("b", reads("a"))
                        .add("c", reads("b"))
                        .add("free", reads())::build)
                .withMessage("ratio must not be cyclic: ratio=a -> c -> b -> a");
    }

    @Test
    void a_cycle_behind_a_cycle_is_seen_too() {
        assertThatIllegalArgumentException()
                .isThrownBy(DecisionOrder.builder()
                        .add("a", reads("c", "b"))
                        .add("b", reads("a"))
                        .add("c", reads("d"))
                        .add("d", reads("c"))::build)
                .withMessage(
                        "ratio must not be cyclic: ratio=c -> d -> c; ratio must not be cyclic: ratio=a -> b -> a");
    }

    @Test
    void all_broken_rules_are_in_one_message() {
        assertThatIllegalArgumentException()
                .isThrownBy(DecisionOrder.builder()
                        .add("", reads())
                        .add("asr-worker", reads())
                        .add("asr-worker", reads())
                        .observed("nodes")
                        .observed("asr-worker")
                        .add("api", reads("asr-wroker", "Nodes", "elsewhere"))
                        .add("loop", reads("loop"))::build)
                .withMessage("workload must not be blank: workload=\"\"; "
                        + "workload must be added once: workload=asr-worker; "
                        + "workload must not be both added and observed: workload=asr-worker; "
                        + "ratio must read a workload that is added or observed: ratio=api -> asr-wroker; "
                        + "did you mean asr-worker?; "
                        + "ratio must read a workload that is added or observed: ratio=api -> Nodes; did you mean nodes?; "
                        + "ratio must read a workload that is added or observed: ratio=api -> elsewhere; "
                        + "ratio must not be cyclic: ratio=loop -> loop");
        assertThatNullPointerException()
                .isThrownBy(() -> DecisionOrder.builder().add(null, reads()));
        assertThatNullPointerException()
                .isThrownBy(() -> DecisionOrder.builder().add("a", null));
        assertThatNullPointerException()
                .isThrownBy(() -> DecisionOrder.builder().observed(null));
    }

    @Test
    void a_reader_is_not_offered_to_itself() {
        assertThatIllegalArgumentException()
                .isThrownBy(DecisionOrder.builder()
                        .add("asr-workers", reads("asr-worker"))
                        .add("asr-worked", reads())::build)
                .withMessageEndingWith("asr-workers -> asr-worker; did you mean asr-worked?");
    }

    @Test
    void a_long_chain_added_backwards_is_no_trouble() {
        DecisionOrder.Builder builder = DecisionOrder.builder();
        AutoscalerSpec none = reads();
        for (int i = 20_000; i > 0; i--) {
            builder.add("w" + i, reads("w" + (i - 1)));
        }
        List<String> order = builder.add("w0", none).build().order();
        assertThat(order).hasSize(20_001).startsWith("w0", "w1", "w2").endsWith("w20000");
    }
}
