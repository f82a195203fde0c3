package dev.autoscale.testkit.conform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Fleet;
import dev.autoscale.Observation;
import dev.autoscale.testkit.SeededRandom;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recorded decisions of the Kubernetes HPA, once more: each workload among others in a fleet that are busy, too. */
class FleetConformTest {
    private static final String VECTORS = "src/test/resources/conformance/hpa";
    private static final int CROWD = 100;

    /** Workloads among neighbors of their group, which decide whenever they are asked for. */
    private static final class Crowd implements Workload.Home {
        private final Fleet fleet = new Fleet(9);
        private final SeededRandom random = SeededRandom.of(1);
        private int asked;

        @Override
        public Workload add(AutoscalerSpec spec) {
            Fleet.Group group = fleet.group(spec);
            while (group.size() < 3 || fleet.size() < CROWD) {
                group.add();
            }
            // So that the workload has a slot that was another one's.
            int free = group.next(0);
            disturb(group);
            fleet.remove(group.handle(free));
            return new Member(group.add());
        }

        /** Lets some workload of a group decide, and carries that out. */
        private void disturb(Fleet.Group group) {
            int slot = group.next(random.nextInt(group.slots()));
            disturb(group, slot < 0 ? group.next(0) : slot);
        }

        private void disturb(Fleet.Group group, int slot) {
            AutoscalerSpec spec = group.spec();
            Observation in = spec.newObservation().at(random.nextInt(1 << 30)).replicas(1 + random.nextInt(9));
            for (int metric = 0; metric < spec.metricCount(); metric++) {
                in.value(metric, random.nextInt(100));
            }
            Decision out = spec.newDecision();
            group.at(slot).decide(in, out);
            group.at(slot).scaled(out);
        }

        private final class Member implements Workload {
            private long handle;

            Member(long handle) {
                this.handle = handle;
            }

            @Override
            public Autoscaler autoscaler() {
                asked++;
                Fleet.Group group = fleet.groupOf(handle);
                int other = group.next(random.nextInt(group.slots()));
                if (other >= 0 && other != Fleet.slot(handle)) {
                    disturb(group, other);
                }
                return fleet.at(handle);
            }

            @Override
            public void respec(AutoscalerSpec newSpec, long epochMillis) {
                Fleet.Group to = fleet.group(newSpec);
                to.add();
                disturb(to);
                handle = fleet.respec(handle, newSpec, epochMillis);
                to.add();
            }
        }
    }

    @Test
    void every_recorded_row_agrees_in_a_fleet() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Crowd crowd = new Crowd();
        assertThat(Conform.run(List.of(VECTORS), crowd, print, print)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).endsWith("10964 passed, 0 failed\n");
        assertThat(crowd.fleet.size()).isGreaterThan(CROWD);
        assertThat(crowd.asked).isGreaterThan(9_000);
    }
}
