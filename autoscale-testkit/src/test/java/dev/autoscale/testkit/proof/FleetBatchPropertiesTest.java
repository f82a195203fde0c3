package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Fleet;
import dev.autoscale.MetricSpec;
import dev.autoscale.Observation;
import dev.autoscale.Reason;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.drive.Snapshots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** A batch decides and remembers what each workload would for itself, whatever its columns hold and in whatever order. */
class FleetBatchPropertiesTest {
    private static final int TRIES = 400;
    private static final int UNTOUCHED = -12_345;

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void workloads_of_an_hpa_are_alike(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Herd herd = new Herd(RandomSpec.hpa(seed), seed);
        for (int i = 0; i < steps; i++) {
            herd.step(true);
        }
    }

    /** Where decisions are counted, an explanation is one more of them. */
    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void workloads_with_everything_are_alike(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Herd herd = new Herd(RandomSpec.everything(seed), seed);
        for (int i = 0; i < steps; i++) {
            herd.step(false);
        }
    }

    /** One group, and by slot the autoscalers that it must be like. */
    private static final class Herd {
        private final SeededRandom random;
        private final AutoscalerSpec spec;
        private final List<Long> spans;
        private final Fleet fleet = new Fleet();
        private final Fleet.Group group;
        private final List<@Nullable Autoscaler> alone = new ArrayList<>();
        private final Observation in;
        private final Decision out;
        private final Fleet.Batch batch;
        private long nowMillis;

        private int[] replicas = {};
        private int[] existing = {};
        private int[] ready = {};
        private double[][] values = {};
        private int[] answers = {};
        private byte[] reasons = {};
        private boolean hasExisting;
        private boolean hasReady;
        private boolean hasReasons;

        Herd(RandomSpec drawn, long seed) {
            random = SeededRandom.of(seed).split("herd");
            spec = drawn.spec();
            spans = drawn.spansMillis();
            fleet.add(RandomSpec.hpa(seed + 1).spec());
            group = fleet.group(spec);
            in = spec.newObservation();
            out = spec.newDecision();
            batch = group.newBatch();
            nowMillis = random.nextInt(4) == 0 ? -100_000 : RandomLife.START_MILLIS;
            for (int i = 0; i < 5; i++) {
                add();
            }
        }

        private void add() {
            int slot = Fleet.slot(group.add());
            if (slot == alone.size()) {
                alone.add(null);
            }
            assertThat(alone.get(slot)).isNull();
            alone.set(slot, spec.newAutoscaler());
        }

        private void remove() {
            int slot = group.next(random.nextInt(group.slots()));
            if (slot >= 0 && group.size() > 1) {
                fleet.remove(group.handle(slot));
                alone.set(slot, null);
            }
        }

        void step(boolean isExplained) {
            if (random.nextInt(4) == 0) {
                add();
            }
            if (random.nextInt(5) == 0) {
                remove();
            }
            nowMillis += random.nextInt(10) == 0
                    ? spans.get(random.nextInt(spans.size())) + random.nextInt(3) - 1
                    : random.nextInt(8) == 0 ? -random.nextInt(100_000) : 15_000;
            int[] slots = random.nextInt(3) == 0 ? null : someSlots();
            int count = slots == null ? group.slots() : slots.length;
            measure(count);
            setColumns(slots, count);
            Fleet.Batch of = batch.at(nowMillis);
            group.decide(of);
            check(slots, count, isExplained);
            report(slots, count);
            checkMemory();
        }

        /** Used slots, each once, in any order. */
        private int[] someSlots() {
            List<Integer> chosen = new ArrayList<>();
            for (int slot = group.next(0); slot >= 0; slot = group.next(slot + 1)) {
                if (random.nextInt(4) != 0) {
                    chosen.add(random.nextInt(chosen.size() + 1), slot);
                }
            }
            return chosen.stream().mapToInt(Integer::intValue).toArray();
        }

        /** Columns may be longer than they need to be. */
        private void measure(int count) {
            int length = count + random.nextInt(3);
            replicas = new int[length];
            existing = new int[length];
            ready = new int[length];
            values = new double[spec.metricCount()][length];
            answers = new int[length];
            Arrays.fill(answers, UNTOUCHED);
            reasons = new byte[length];
            hasExisting = random.nextBoolean();
            hasReady = random.nextBoolean();
            hasReasons = random.nextInt(4) != 0;
            for (int i = 0; i < length; i++) {
                replicas[i] = count();
                existing[i] = random.nextInt(3) == 0 ? count() : replicas[i];
                ready[i] = random.nextInt(4) == 0 ? random.nextInt(5) - 2 : Math.max(0, replicas[i]);
                for (int metric = 0; metric < values.length; metric++) {
                    values[metric][i] = value(metric, Math.max(1, replicas[i]));
                }
            }
        }

        private int count() {
            return switch (random.nextInt(30)) {
                case 0 -> Integer.MIN_VALUE;
                case 1 -> -1 - random.nextInt(3);
                case 2 -> spec.maxReplicas();
                case 3 -> Integer.MAX_VALUE;
                case 4, 5 -> 0;
                default -> random.nextInt(20);
            };
        }

        private double value(int metric, int current) {
            MetricSpec of = spec.metric(metric);
            double target = of.target() == MetricSpec.Target.UTILIZATION
                    ? of.targetAmount()
                    : of.target() == MetricSpec.Target.NONE ? 8 : of.targetAmount() / 1000.0;
            return switch (random.nextInt(30)) {
                case 0, 1 -> Double.NaN;
                case 2 -> Double.POSITIVE_INFINITY;
                case 3 -> -random.nextInt(100) - 0.0001;
                case 4 -> Double.MAX_VALUE;
                case 5, 6, 7 -> 0;
                default -> target * random.nextInt(250) / 100 * (random.nextBoolean() ? current : 1);
            };
        }

        private void setColumns(int @Nullable [] slots, int count) {
            batch.replicas(replicas).answers(answers);
            batch.existing(hasExisting ? existing : null).ready(hasReady ? ready : null);
            batch.reasons(hasReasons ? reasons : null);
            for (int metric = 0; metric < values.length; metric++) {
                batch.values(metric, isLeftOut(metric) ? null : values[metric]);
            }
            if (slots == null) {
                batch.allSlots();
            } else {
                batch.slots(slots, count);
            }
        }

        private boolean isLeftOut(int metric) {
            return (nowMillis + metric) % 7 == 0;
        }

        private Observation observe(int index) {
            in.at(nowMillis).replicas(replicas[index], hasExisting ? existing[index] : replicas[index]);
            if (hasReady) {
                in.readyReplicas(ready[index]);
            }
            for (int metric = 0; metric < values.length; metric++) {
                if (!isLeftOut(metric) && !Double.isNaN(values[metric][index])) {
                    in.value(metric, values[metric][index]);
                }
            }
            return in;
        }

        private void check(int @Nullable [] slots, int count, boolean isExplained) {
            int changed = 0;
            for (int i = 0; i < count; i++) {
                Autoscaler of = alone.get(slots == null ? i : slots[i]);
                if (of == null) {
                    assertThat(answers[i]).isEqualTo(UNTOUCHED);
                    assertThat(reasons[i]).isZero();
                    continue;
                }
                of.decide(observe(i), out);
                assertThat(answers[i]).as("%s", out).isEqualTo(out.replicas());
                Reason why = out.reason();
                if (hasReasons) {
                    assertThat(batch.reason(i)).as("%s", out).isEqualTo(why);
                }
                changed += out.hasChange() ? 1 : 0;
                Decision explained = spec.newDecision();
                group.explain(batch, i, explained);
                String text = DecisionText.withoutRecheck(explained);
                of.preview(observe(i), out);
                assertThat(text).isEqualTo(DecisionText.withoutRecheck(out));
                if (isExplained) {
                    assertThat(explained.replicas()).as("%s", out).isEqualTo(answers[i]);
                    assertThat(explained.reason()).as("%s", out).isEqualTo(why);
                }
            }
            assertThat(batch.changed()).isEqualTo(changed);
            for (int i = count; i < answers.length; i++) {
                assertThat(answers[i]).isEqualTo(UNTOUCHED);
            }
        }

        /** All changes at once, or some of them with other counts, or none. */
        private void report(int @Nullable [] slots, int count) {
            int fate = random.nextInt(4);
            if (fate == 0) {
                return;
            }
            if (fate != 1) {
                group.scaled(batch);
            }
            for (int i = 0; i < count; i++) {
                int slot = slots == null ? i : slots[i];
                Autoscaler of = alone.get(slot);
                boolean changes = of != null && replicas[i] >= 0 && answers[i] != replicas[i];
                if (!changes) {
                    continue;
                }
                if (fate != 1) {
                    Objects.requireNonNull(of).scaled(nowMillis, replicas[i], answers[i]);
                } else if (random.nextBoolean()) {
                    int reached = random.nextInt(20);
                    group.at(slot).scaled(nowMillis, replicas[i], reached);
                    Objects.requireNonNull(of).scaled(nowMillis, replicas[i], reached);
                } else {
                    group.at(slot).scaleFailed(nowMillis);
                    Objects.requireNonNull(of).scaleFailed(nowMillis);
                }
            }
        }

        private void checkMemory() {
            assertThat(group.slots()).isEqualTo(alone.size());
            for (int slot = 0; slot < alone.size(); slot++) {
                Autoscaler of = alone.get(slot);
                if (of != null) {
                    assertThat(Snapshots.bytes(group.at(slot)))
                            .as("slot %s", slot)
                            .isEqualTo(Snapshots.bytes(of));
                }
            }
        }
    }
}
