import static dev.autoscale.MetricSpec.external;
import static dev.autoscale.ScalingRules.rules;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.autoscale.Activation;
import dev.autoscale.Autoscaler;
import dev.autoscale.AutoscalerSpec;
import dev.autoscale.Decision;
import dev.autoscale.Fallback;
import dev.autoscale.FlapBudget;
import dev.autoscale.LookBack;
import dev.autoscale.Observation;
import dev.autoscale.testkit.DecisionInvariants;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Properties;

/**
 * One workload for a very long virtual time: {@code closed} with requests that the replicas serve, a request a minute, or {@code open} with
 * values that come whatever is decided. A decision a minute, with faults: values missing, failed or absurd, counts unknown, a clock that goes
 * back, changes that fail or that others make, restarts from a snapshot. The invariants are checked at each step, and that memory stays flat.
 * Nothing depends on what was drawn before, so a run that was stopped goes on from its file.
 *
 * <p>Arguments: closed or open, years, seed, file.
 */
final class Soak {
    private static final long MINUTE = 60_000;
    private static final long STEPS_OF_A_YEAR = 365 * 24 * 60;
    /** Between two of these, the state is saved and the heap looked at. */
    private static final long STEPS_OF_A_STRETCH = STEPS_OF_A_YEAR;

    private static final int MOST_GROWTH_BYTES = 4_000_000;
    private static final long START_MILLIS = 1_000_000_000_000L;

    private static final AutoscalerSpec SPEC = AutoscalerSpec.builder(0, 40)
            .metric(external("load")
                    .averageValue(2)
                    .lookBack(LookBack.mean(ofMinutes(3)))
                    .fallback(Fallback.afterFailures(5, 3)))
            .scaleUp(rules().cooldown(ofSeconds(90)))
            .scaleDown(rules().sustainedIn(2, 4).stabilizationWindow(ofMinutes(5)))
            .flapBudget(FlapBudget.per(ofMinutes(30)).replicas(60))
            .activation(Activation.cooldown(ofMinutes(10)))
            .capacityBackoff(ofMinutes(2), ofMinutes(30))
            .build();

    private final boolean isClosed;
    private final long seed;
    private final Path file;
    private final Observation in = SPEC.newObservation();
    private final Decision out = SPEC.newDecision();
    private final ByteBuffer bytes = ByteBuffer.allocate(100_000);
    private Autoscaler autoscaler = SPEC.newAutoscaler();
    private long step;
    private int replicas = 1;
    /** Replicas that serve: those of a minute ago, if there still are so many. */
    private int ready = 1;

    private double waiting;

    private Soak(boolean isClosed, long seed, Path file) {
        this.isClosed = isClosed;
        this.seed = seed;
        this.file = file;
    }

    public static void main(String[] args) throws IOException {
        Soak soak = new Soak(args[0].equals("closed"), Long.parseLong(args[2]), Path.of(args[3]));
        soak.resume();
        soak.run(Long.parseLong(args[1]) * STEPS_OF_A_YEAR);
    }

    private void run(long steps) throws IOException {
        long heapBefore = 0;
        while (step < steps) {
            long end = Math.min(steps, (step / STEPS_OF_A_STRETCH + 1) * STEPS_OF_A_STRETCH);
            for (; step < end; step++) {
                live();
            }
            save();
            long heap = heapBytes();
            if (heapBefore != 0 && heap > heapBefore + MOST_GROWTH_BYTES) {
                throw new AssertionError("the heap grows: from " + heapBefore + " to " + heap + " bytes");
            }
            heapBefore = heapBefore == 0 ? heap : heapBefore;
        }
        System.out.println((isClosed ? "closed" : "open") + ": " + step + " decisions, "
                + step / STEPS_OF_A_YEAR + " years, " + replicas + " replicas at the end");
    }

    private static long heapBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void live() {
        long draw = mixed(seed + step * 0x9E3779B97F4A7C15L);
        long now = START_MILLIS + step * MINUTE - (draw % 997 == 0 ? 10 * MINUTE : 0);
        measure(draw, now);
        autoscaler.decide(in, out);
        DecisionInvariants.check(SPEC, out);
        settle(draw, now);
        if (draw % 1009 == 0) {
            restart();
        }
    }

    private void measure(long draw, long now) {
        in.at(now).replicas(replicas).readyReplicas(Math.min(ready, replicas));
        double load = isClosed ? waiting : openLoad(draw);
        switch ((int) Math.floorMod(draw >>> 20, 200L)) {
            case 0 -> in.failed(0);
            case 1 -> in.value(0, Double.NaN);
            case 2 -> in.value(0, -1);
            case 3 -> in.value(0, 1e30);
            case 4 -> in.replicasUnknown();
            case 5 -> {} // no value at all
            default -> in.value(0, load);
        }
    }

    /** A day's curve with noise, and a day without load now and then. */
    private double openLoad(long draw) {
        double ofDay = Math.floorMod(step, 1440L) / 1440.0;
        boolean isSilent = mixed(seed ^ step / 1440) % 7 == 0;
        return isSilent ? 0 : 30 * (1 - Math.cos(2 * Math.PI * ofDay)) + Math.floorMod(draw >>> 8, 10L);
    }

    private void settle(long draw, long now) {
        int before = replicas;
        if (out.hasChange() && Math.floorMod(draw >>> 32, 50L) == 0) {
            autoscaler.scaleFailed(now);
        } else if (out.hasChange()) {
            autoscaler.scaled(out);
            replicas = out.replicas();
        }
        if (Math.floorMod(draw >>> 40, 5_000L) == 0) {
            replicas = (int) Math.floorMod(draw >>> 12, 45L);
            autoscaler.scaled(now, before, replicas);
        }
        ready = Math.min(before, replicas);
        if (isClosed) {
            // A request a minute on average; a replica serves two in this time.
            long arrivals = Math.floorMod(draw >>> 16, 3L);
            waiting = Math.max(0, waiting + arrivals - 2.0 * ready);
            if (waiting > 1_000 && out.replicas() == 0 && out.currentReplicas() == 0 && draw % 3 == 0) {
                throw new AssertionError("nobody serves what waits: " + waiting + "\n" + out);
            }
        }
    }

    private void restart() {
        bytes.clear();
        autoscaler.snapshot(bytes);
        autoscaler = SPEC.newAutoscaler();
        autoscaler.restore(bytes.flip());
    }

    private void save() throws IOException {
        bytes.clear();
        autoscaler.snapshot(bytes);
        bytes.flip();
        byte[] snapshot = new byte[bytes.remaining()];
        bytes.get(snapshot);
        String text = "step=" + step + "\nseed=" + seed + "\nclosed=" + isClosed + "\nreplicas=" + replicas + "\nready="
                + ready + "\nwaiting=" + waiting + "\nsnapshot=" + HexFormat.of().formatHex(snapshot) + '\n';
        Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void resume() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Properties saved = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            saved.load(reader);
        }
        if (!saved.getProperty("seed").equals(Long.toString(seed))
                || !saved.getProperty("closed").equals(Boolean.toString(isClosed))) {
            throw new IllegalArgumentException("file must be of the same run: " + file);
        }
        step = Long.parseLong(saved.getProperty("step"));
        replicas = Integer.parseInt(saved.getProperty("replicas"));
        ready = Integer.parseInt(saved.getProperty("ready"));
        waiting = Double.parseDouble(saved.getProperty("waiting"));
        autoscaler.restore(ByteBuffer.wrap(HexFormat.of().parseHex(saved.getProperty("snapshot"))));
    }

    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return (z ^ z >>> 31) & Long.MAX_VALUE;
    }
}
