package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.Reason;
import dev.autoscale.ScalingDecision;
import dev.autoscale.ScalingEngine;
import dev.autoscale.ScalingObservation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The proofs of engines with an engine that is neither the HPA's nor Knative's, sound and broken in each way. */
class EngineProofsTest {
    private enum Fault {
        NONE,
        FORGETS,
        WRITES_NO_PEAK,
        LOSES_REPORTS,
        ANNOUNCES_TOO_MUCH,
        READS_TOO_LITTLE,
        PREVIEW_REMEMBERS,
        PREVIEW_GUESSES
    }

    private static final class Seen implements ScalingObservation<Seen> {
        long at;
        int replicas;
        int load;

        @Override
        public Seen at(long epochMillis) {
            at = epochMillis;
            return this;
        }

        @Override
        public Seen replicas(int count) {
            replicas = count;
            return this;
        }
    }

    private static final class Said implements ScalingDecision {
        long at;
        int current;
        int replicas;

        @Override
        public long epochMillis() {
            return at;
        }

        @Override
        public int currentReplicas() {
            return current;
        }

        @Override
        public int replicas() {
            return replicas;
        }

        @Override
        public boolean hasChange() {
            return replicas != current;
        }

        @Override
        public Enum<?> reason() {
            return hasChange() ? Reason.METRIC_ABOVE_TARGET : Reason.DESIRED_WITHIN_RANGE;
        }

        @Override
        public <T extends Appendable> T explainTo(T target) {
            try {
                target.append("peak asks for ")
                        .append(Integer.toString(replicas))
                        .append('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return target;
        }

        @Override
        public <T extends Appendable> T toJson(T target) {
            return explainTo(target);
        }
    }

    /** Runs as many replicas as the highest load so far; counts reports. */
    private static final class Peak implements ScalingEngine<Seen, Said> {
        private final Fault fault;
        private int peak;
        private int reports;

        Peak(Fault fault) {
            this.fault = fault;
        }

        @Override
        public Seen newObservation() {
            return new Seen();
        }

        @Override
        public Said newDecision() {
            return new Said();
        }

        @Override
        public void decide(Seen in, Said out) {
            peak = Math.max(peak, in.load);
            answer(in, out);
        }

        private void answer(Seen in, Said out) {
            out.at = in.at;
            out.current = in.replicas;
            out.replicas = Math.max(peak, in.load);
        }

        @Override
        public void preview(Seen in, Said out) {
            answer(in, out);
            out.replicas += fault == Fault.PREVIEW_GUESSES ? 1 : 0;
            reports += fault == Fault.PREVIEW_REMEMBERS ? 1 : 0;
        }

        @Override
        public void scaled(long epochMillis, int from, int to) {
            reports++;
        }

        @Override
        public void scaleFailed(long epochMillis) {
            reports++;
        }

        @Override
        public int snapshotSize() {
            return fault == Fault.ANNOUNCES_TOO_MUCH ? 3 : 2;
        }

        @Override
        public void snapshot(ByteBuffer target) {
            target.put((byte) (fault == Fault.WRITES_NO_PEAK ? 0 : peak)).put((byte) reports);
        }

        @Override
        public void restore(ByteBuffer source) {
            int oldReports = reports;
            peak = source.get();
            reports = source.get();
            peak = fault == Fault.FORGETS ? 0 : peak;
            reports = fault == Fault.LOSES_REPORTS ? oldReports : reports;
            source.position(source.position() - (fault == Fault.READS_TOO_LITTLE ? 1 : 0));
        }
    }

    /** Loads that fall, so that only memory knows of the first one. */
    private static final class Falling implements WorkloadRun<Seen, Said> {
        private int step = -1;

        @Override
        public void next() {
            step++;
        }

        @Override
        public void measure(Seen in) {
            in.at(step * 1_000L).replicas(2);
            in.load = 90 - step;
        }

        @Override
        public void answered(Said out) {}

        @Override
        public void tell(ScalingEngine<Seen, Said> engine) {
            engine.scaled(step * 1_000L, 2, 3);
        }

        @Override
        public String toString() {
            return "falling loads";
        }
    }

    private static void survive(Fault fault) {
        Supplier<Peak> engines = () -> new Peak(fault);
        SnapshotEquivalence.check(engines, new Falling(), 20);
    }

    private static void preview(Fault fault) {
        PreviewPurity.check(new Peak(fault), new Falling(), 20);
    }

    @Test
    void a_sound_engine_passes() {
        assertThatCode(() -> survive(Fault.NONE)).doesNotThrowAnyException();
        assertThatCode(() -> preview(Fault.NONE)).doesNotThrowAnyException();
    }

    @Test
    void an_engine_that_forgets_is_found() {
        assertThatThrownBy(() -> survive(Fault.FORGETS))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        a restored engine remembers otherwise at step 0 of falling loads
                        continuing and restored, of 2 bytes number 0 is 90 and 0
                        both answered:
                        2 90 true at 0
                        peak asks for 90
                        """);
        assertThatThrownBy(() -> survive(Fault.LOSES_REPORTS)).hasMessageContaining("of 2 bytes number 1 is ");
    }

    @Test
    void memory_beside_the_bytes_is_found_with_both_answers() {
        assertThatThrownBy(() -> survive(Fault.WRITES_NO_PEAK))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        a restored engine answers otherwise at step 1 of falling loads
                        continuing:
                        2 90 true at 1000
                        peak asks for 90

                        restored:
                        2 89 true at 1000
                        peak asks for 89
                        """);
    }

    @Test
    void sizes_must_be_those_of_the_bytes() {
        assertThatThrownBy(() -> survive(Fault.ANNOUNCES_TOO_MUCH))
                .hasMessage("snapshotSize must be what snapshot writes: snapshotSize=3, written=2");
        assertThatThrownBy(() -> survive(Fault.READS_TOO_LITTLE))
                .hasMessage("restore must read the whole snapshot: left=1");
    }

    @Test
    void an_impure_preview_is_found() {
        assertThatThrownBy(() -> preview(Fault.PREVIEW_REMEMBERS))
                .hasMessage("a preview changes the memory at step 0 of falling loads\n"
                        + "before and after, of 2 bytes number 1 is 0 and 2");
        assertThatThrownBy(() -> preview(Fault.PREVIEW_GUESSES))
                .hasMessageStartingWith("a preview is no preview at step 0 of falling loads\npreviewed:\n2 91 true");
    }

    @Test
    void a_failure_shows_what_was_measured() {
        RandomLife life = RandomLife.of(EachPolicy.GAIN.spec(), 42);
        life.next();
        assertThat(life.toString())
                .startsWith("seed 42, step 0: at ")
                .contains(" replicas wanted, ")
                .contains("queue ");
    }

    @Test
    void a_proof_needs_a_step() {
        assertThatThrownBy(() -> PreviewPurity.check(new Peak(Fault.NONE), new Falling(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("steps must be >= 1: steps=0");
    }
}
