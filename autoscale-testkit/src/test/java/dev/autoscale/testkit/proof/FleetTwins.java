package dev.autoscale.testkit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Fleet;
import dev.autoscale.Observation;
import dev.autoscale.testkit.SeededRandom;
import dev.autoscale.testkit.drive.Snapshots;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;

/** Workloads in a fleet, each with an autoscaler of its own beside it that must always be alike. */
final class FleetTwins {
    /** A workload, twice. */
    static final class Twin {
        long handle;
        Autoscaler alone;
        RandomLife life;

        Twin(long handle, Autoscaler alone, RandomLife life) {
            this.handle = handle;
            this.alone = alone;
            this.life = life;
        }
    }

    final SeededRandom random;
    private final List<RandomSpec> specs;
    final List<Twin> twins = new ArrayList<>();
    private final List<Long> gone = new ArrayList<>();
    Fleet fleet;
    private long nowMillis = RandomLife.START_MILLIS;

    FleetTwins(long seed, List<RandomSpec> specs) {
        random = SeededRandom.of(seed).split("fleet");
        this.specs = specs;
        fleet = new Fleet(random.nextInt(256));
    }

    /** A workload among others in a fleet, in a slot that was another one's; nothing else asks that fleet. */
    static Autoscaler view(AutoscalerSpec spec) {
        Fleet fleet = new Fleet(1);
        fleet.add(spec);
        fleet.remove(fleet.add(spec));
        long handle = fleet.add(spec);
        fleet.add(spec);
        fleet.at(fleet.group(spec).handle(0)).scaled(5, 3, 4);
        return fleet.at(handle);
    }

    RandomSpec anySpec() {
        return specs.get(random.nextInt(specs.size()));
    }

    Twin any() {
        return twins.get(random.nextInt(twins.size()));
    }

    private RandomLife life(RandomSpec drawn) {
        return RandomLife.of(drawn, random.nextLong()).startingAt(nowMillis);
    }

    Twin add() {
        RandomSpec drawn = anySpec();
        Twin twin = new Twin(fleet.add(drawn.spec()), drawn.spec().newAutoscaler(), life(drawn));
        twins.add(twin);
        return twin;
    }

    void remove(Twin twin) {
        fleet.remove(twin.handle);
        gone.add(twin.handle);
        twins.remove(twin);
    }

    /** One workload under another spec. */
    void respec(Twin twin) {
        RandomSpec drawn = anySpec();
        long before = twin.handle;
        twin.handle = fleet.respec(before, drawn.spec(), nowMillis);
        gone.add(before);
        twin.alone.respec(drawn.spec(), nowMillis);
        twin.life = life(drawn);
    }

    /** All workloads of a group under another spec; their handles stay. */
    void respecGroup(Twin one) {
        RandomSpec drawn = anySpec();
        Fleet.Group group = fleet.groupOf(one.handle);
        group.respec(drawn.spec(), nowMillis);
        for (Twin twin : twins) {
            if (fleet.groupOf(twin.handle) == group) {
                twin.alone.respec(drawn.spec(), nowMillis);
                twin.life = life(drawn);
            }
        }
    }

    /** One workload takes over what another one of its spec remembers. */
    void copy(Twin from, Twin to) {
        AutoscalerSpec oldSpec = from.alone.spec();
        byte[] memory = Snapshots.bytes(fleet.at(from.handle));
        if (oldSpec.equals(to.alone.spec())) {
            fleet.at(to.handle).restore(ByteBuffer.wrap(memory));
            to.alone.restore(ByteBuffer.wrap(Snapshots.bytes(from.alone)));
        } else {
            fleet.at(to.handle).restore(ByteBuffer.wrap(memory), oldSpec, nowMillis);
            to.alone.restore(ByteBuffer.wrap(Snapshots.bytes(from.alone)), oldSpec, nowMillis);
        }
    }

    byte[] snapshot() {
        return snapshot(fleet);
    }

    static byte[] snapshot(Fleet fleet) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            long size = fleet.snapshotSize();
            assertThat(fleet.snapshot(Channels.newChannel(bytes))).isEqualTo(size);
            assertThat(bytes.size()).isEqualTo(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    List<AutoscalerSpec> specs() {
        return specs.stream().map(RandomSpec::spec).toList();
    }

    /** The fleet goes on as one that was restored. */
    void restart() {
        byte[] bytes = snapshot();
        Fleet next = new Fleet(Fleet.shard(twins.get(0).handle));
        try {
            next.restore(Channels.newChannel(new ByteArrayInputStream(bytes)), specs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(snapshot(next)).isEqualTo(bytes);
        fleet = next;
    }

    /** Decides for one workload by its handle. */
    void decide(Twin twin) {
        Situation situation = twin.life.nextSituation();
        nowMillis = Math.max(nowMillis, situation.epochMillis());
        Observation in = situation.observe();
        Decision out = in(twin).newDecision();
        Decision expected = in(twin).newDecision();
        fleet.at(twin.handle).preview(in, out);
        String previewed = DecisionText.of(out);
        twin.alone.preview(in, expected);
        assertThat(previewed).as("preview: %s", twin.life).isEqualTo(DecisionText.of(expected));
        fleet.decide(twin.handle, in, out);
        String decided = DecisionText.of(out) + out.toJson(new StringBuilder());
        twin.alone.decide(in, expected);
        assertThat(decided)
                .as("decision: %s", twin.life)
                .isEqualTo(DecisionText.of(expected) + expected.toJson(new StringBuilder()));
        twin.life.answered(expected);
        twin.life.tell(fleet.at(twin.handle));
        twin.life.tell(twin.alone);
    }

    private static AutoscalerSpec in(Twin twin) {
        return twin.life.spec();
    }

    /** Everything is alike: the memories, which handles there are, and what groups say about themselves. */
    void check(String after) {
        assertThat(fleet.size()).as("size after %s", after).isEqualTo(twins.size());
        for (Twin twin : twins) {
            Autoscaler view = fleet.at(twin.handle);
            assertThat(Snapshots.bytes(view)).as("memory after %s", after).isEqualTo(Snapshots.bytes(twin.alone));
            assertThat(view.spec()).isEqualTo(twin.alone.spec());
            assertThat(view.desiredReplicas()).isEqualTo(twin.alone.desiredReplicas());
            Fleet.Group group = fleet.groupOf(twin.handle);
            assertThat(group.spec()).isEqualTo(twin.alone.spec());
            assertThat(group.handle(Fleet.slot(twin.handle))).isEqualTo(twin.handle);
        }
        for (long handle : gone) {
            assertThat(fleet.contains(handle)).as("%s after %s", handle, after).isFalse();
        }
        int size = 0;
        for (Fleet.Group group : fleet.groups()) {
            int met = 0;
            for (int slot = group.next(0); slot >= 0; slot = group.next(slot + 1)) {
                assertThat(fleet.groupOf(group.handle(slot))).isSameAs(group);
                met++;
            }
            assertThat(group.size()).isEqualTo(met).isLessThanOrEqualTo(group.slots());
            assertThat(group.spilled()).isBetween(0, met);
            size += met;
        }
        assertThat(size).isEqualTo(twins.size());
    }
}
