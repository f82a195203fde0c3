package dev.autoscale.fuzz;

import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Fleet;
import dev.autoscale.testkit.file.LoadedPolicy;
import dev.autoscale.testkit.file.PolicyFileException;
import dev.autoscale.testkit.proof.RandomSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Snapshots of each engine, of random specs and of the policies in the directory that {@code -Dfuzz.policies} names, and of fleets: refused
 * with {@link IllegalArgumentException}, or restored to a memory of the same bytes that decides soundly.
 *
 * <p>The first byte says which one, the second how long it lived, the third whether the checksum is made to fit, as the page about the
 * format describes it; that of a fleet never is. The rest are changes to its snapshot: two bytes say where, one how, and up to eight with
 * what.
 */
public final class SnapshotFuzzer {
    private static final int RANDOM_SPECS = 24;
    private static final int FLEETS = 2;
    private static final int STEPS_AFTER = 3;
    private static final int HEADER = 2 * Long.BYTES;

    /** Longer than anything lives. */
    private static final long LATER_MILLIS = Lives.START_MILLIS + 86_400_000;

    private static final int[] STEPS = {1, 12, 90};

    /** Makes lives by the time that they begin at. */
    private static final List<LongFunction<Lives<?, ?>>> ALL = all();

    /** The snapshots that are changed, one for each of the {@link #STEPS}. */
    private static final byte[][][] GOOD = new byte[ALL.size() + FLEETS][STEPS.length][];

    private SnapshotFuzzer() {}

    private static List<LongFunction<Lives<?, ?>>> all() {
        List<LongFunction<Lives<?, ?>>> all = new ArrayList<>();
        for (int i = 0; i < RANDOM_SPECS; i++) {
            AutoscalerSpec spec = (i % 2 == 0 ? RandomSpec.hpa(i) : RandomSpec.everything(i)).spec();
            all.add(start -> Lives.of(spec, start));
        }
        String policies = System.getProperty("fuzz.policies");
        if (policies != null) {
            try (Stream<Path> files = Files.list(Path.of(policies))) {
                files.sorted().forEach(file -> add(all, file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static void add(List<LongFunction<Lives<?, ?>>> all, Path file) {
        try {
            LoadedPolicy policy = LoadedPolicy.read(file);
            all.add(start -> Lives.of(policy, start));
        } catch (PolicyFileException e) {
            // Some examples are parts of a policy alone.
        }
    }

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 3) {
            return;
        }
        int which = (data[0] & 0xFF) % GOOD.length;
        int steps = (data[1] & 0xFF) % STEPS.length;
        if (GOOD[which][steps] == null) {
            GOOD[which][steps] = which < ALL.size() ? lived(which, STEPS[steps]) : fleet(which, STEPS[steps]);
        }
        byte[] changed = changed(GOOD[which][steps], data);
        if (which < ALL.size()) {
            engine(ALL.get(which).apply(LATER_MILLIS), changed, data[2] != 0);
        } else {
            fleet(which, changed);
        }
    }

    private static byte[] lived(int which, int steps) {
        Lives<?, ?> lives = ALL.get(which).apply(Lives.START_MILLIS);
        lives.liveAndRestore(steps);
        return Lives.snapshot(lives.engine());
    }

    private static void engine(Lives<?, ?> lives, byte[] changed, boolean isSealed) {
        byte[] bytes = !isSealed ? changed : isMain(changed) ? withSum(changed) : withCrc(changed);
        if (isRestored(lives, bytes)) {
            Texts.check(
                    Arrays.equals(Lives.snapshot(lives.other()), bytes), "a memory must be the same", lives.other());
            lives.liveOther(STEPS_AFTER);
        }
    }

    private static boolean isRestored(Lives<?, ?> lives, byte[] bytes) {
        byte[] before = Lives.snapshot(lives.other());
        try {
            lives.other().restore(ByteBuffer.wrap(bytes));
            return true;
        } catch (IllegalArgumentException e) {
            Texts.checkMessage(e);
            Texts.check(Arrays.equals(before, Lives.snapshot(lives.other())), "a refusal must change nothing", e);
            return false;
        }
    }

    private static byte[] changed(byte[] good, byte[] data) {
        byte[] bytes = good.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        ByteBuffer changes = ByteBuffer.wrap(data, 3, data.length - 3);
        int room = bytes.length - HEADER - Long.BYTES;
        while (changes.remaining() > 3 && room > Long.BYTES) {
            int at = HEADER + (changes.getShort() & 0xFFFF) % (room - Long.BYTES);
            int how = changes.get() & 3;
            if (how == 0) {
                bytes[at] = changes.get();
            } else if (how == 1 && changes.remaining() >= Integer.BYTES) {
                buffer.putInt(at & -Integer.BYTES, changes.getInt());
            } else if (how == 2 && changes.remaining() >= Long.BYTES) {
                buffer.putLong(at & -Long.BYTES, changes.getLong());
            } else {
                int place = at & -Integer.BYTES;
                buffer.putInt(place, buffer.getInt(place) + changes.get());
            }
        }
        return bytes;
    }

    private static boolean isMain(byte[] snapshot) {
        return snapshot[0] == 'A' && snapshot[1] == 'S';
    }

    private static List<AutoscalerSpec> specs(int which) {
        return List.of(
                RandomSpec.hpa(which).spec(), RandomSpec.everything(which).spec());
    }

    private static byte[] fleet(int which, int steps) {
        List<AutoscalerSpec> specs = specs(which);
        Fleet fleet = new Fleet(which % 3);
        for (int i = 0; i < 6; i++) {
            long handle = fleet.add(specs.get(i % 2));
            Lives.of(specs.get(i % 2), Lives.START_MILLIS + i).live(fleet.at(handle), steps);
        }
        return bytes(fleet);
    }

    private static void fleet(int which, byte[] changed) {
        Fleet other = new Fleet(which % 3);
        try {
            other.restore(Channels.newChannel(new ByteArrayInputStream(changed)), specs(which));
        } catch (IllegalArgumentException e) {
            Texts.checkMessage(e);
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Texts.check(Arrays.equals(bytes(other), changed), "a restored fleet must be the same", other);
    }

    private static byte[] bytes(Fleet fleet) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            fleet.snapshot(Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** With the checksum of the main engine, in the last long. */
    private static byte[] withSum(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int longs = bytes.length / Long.BYTES - 1;
        long[] sums = {0x6175746f7363616cL, 0x9E3779B97F4A7C15L};
        for (int i = 0; i < longs; i++) {
            sums[i & 1] = step(sums[i & 1], buffer.getLong(i * Long.BYTES));
        }
        return buffer.putLong(longs * Long.BYTES, step(step(sums[0], 0), sums[1])).array();
    }

    private static long step(long sum, long value) {
        long mixed = (sum ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    /** With the CRC-32C of the other engines, in the last int. */
    private static byte[] withCrc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        int end = bytes.length - Integer.BYTES;
        crc.update(bytes, 0, end);
        return ByteBuffer.wrap(bytes).putInt(end, (int) crc.getValue()).array();
    }
}
